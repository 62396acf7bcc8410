/*
 * names_gold.h -- reading articles whose names are known: lines of a token
 * and its label (B-, I- or O), an empty line after a paragraph or a sentence.
 *   worldwide  English Worldwide Newswire (Shan et al., 2023): "# doc" lines,
 *              paragraphs
 *   wikigold   Balasuriya et al. (2009): -DOCSTART-, sentences, IOB1
 * Tokens are written as running text again, as it would stand in a newspaper,
 * and this goes through the engine's stages: what is learned from is what is
 * met at work.
 */
#ifndef WORKERS_TRAIN_NAMES_GOLD_H
#define WORKERS_TRAIN_NAMES_GOLD_H

#include "workers/namer.h"

/* Of names that are none here: peoples, dates, money. */
#define NAMES_GOLD_NONE 255

struct names_gold_name {
	uint32_t start, end; /* bytes */
	uint8_t type;        /* enum found_type, or NAMES_GOLD_NONE */
	bool counted;        /* by the scores: a person, organisation, place */
};

struct names_gold {
	struct text text;
	struct names_view view;
	struct names_gold_name *name; /* owned */
	uint32_t n_names;
	uint8_t *label;     /* by token (namer.h) */
	bool sure;          /* all that is OTHER is labelled so, no more */
	struct arena arena; /* holds the rest */
};

struct names_golds {
	struct names_gold **article; /* owned */
	uint32_t n;
};

/* Tenths of a file: articles k, k + 10, ..., counted from 1 among those with
 * text, for every k of tenth[0 .. n). */
struct names_gold_part {
	uint32_t tenth[2], n;
	bool without; /* all but those */
};

/* Append the articles of the part of a file.  Complains on standard error and
 * returns false when path cannot be read.  Free with names_gold_free(). */
bool names_gold_read(const char *path, bool paragraphs,
    struct names_gold_part part, struct names_golds *g);
void names_gold_free(struct names_golds *g);

#endif
