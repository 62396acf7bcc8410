/*
 * stance_cue.h -- what the words of a cue say that the speaker does: verbs
 * ("denied"), verbs with a particle ("ruled out"), nouns ("her promise"),
 * light verbs with a noun ("took aim at", "raised concerns") and adjectives
 * ("is confident").
 */
#ifndef WORKERS_EN_STANCE_CUE_H
#define WORKERS_EN_STANCE_CUE_H

#include "workers/text.h"

struct stance_cue {
	uint8_t act;    /* enum found_act, of the words alone */
	uint32_t by;    /* the word that says so, or TEXT_NONE: none known */
	bool negative;  /* "did not", "never" */
	bool unwilling; /* negated by "will", "would", "can": a refusal */
	bool attitude;  /* thinks, believes: negated, the content is denied */
	bool tells;     /* of what can be told: negated, it is kept back */
	bool past;      /* "would" in the content is what "will" was */
	uint8_t frames; /* STANCE_CUE_..., what the act depends on */
};

#define STANCE_CUE_TO   1u /* demands when it governs "to": asked X to */
#define STANCE_CUE_WILL 2u /* promises when it governs "to": agreed to */
#define STANCE_CUE_NAME 4u /* calls something something */

struct stance_cue stance_cue_read(
    const struct text *t, const struct attribution *a);

/* One entry of the table: a lemma, or a lemma and the word that must follow
 * within three words ("take" "aim"). */
struct stance_cue_entry {
	const char *lemma, *next; /* next NULL: the lemma alone */
	uint8_t act;              /* enum found_act */
	uint8_t flags;            /* STANCE_CUE_..., and those below */
};

#define STANCE_CUE_THINKS 8u  /* an attitude */
#define STANCE_CUE_TELLS  16u /* tells: "would not say" keeps it back */

/* Sorted by strcmp(3) of lemma, entries with a next word first; static. */
const struct stance_cue_entry *stance_cue_table(size_t *n);

#endif
