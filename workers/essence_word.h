/*
 * essence_word.h -- what the words of an article are by themselves, whichever
 * claim they stand in: looked up once a word, when it is first asked for.
 */
#ifndef WORKERS_ESSENCE_WORD_H
#define WORKERS_ESSENCE_WORD_H

#include "proto/gist.h"
#include "workers/en/contrast.h"
#include "workers/text.h"

struct essence_word {
	struct gist_word word; /* without its head, and what a claim adds */
	uint8_t bits;          /* CONTRAST_ (en/contrast.h) */
};

/* For the tokens of t, which are tagged and parsed; in t's arena. */
struct essence_words;
struct essence_words *essence_word_open(const struct text *t);

/* Of token i; stays valid as long as the arena does. */
const struct essence_word *essence_word_at(struct essence_words *e, uint32_t i);

const struct text *essence_word_text(const struct essence_words *e);

/* The set (gist.h) that the days of the week are in. */
uint8_t essence_word_days(const struct essence_words *e);

#endif
