/*
 * gloss.h -- what single words of English say of numbers and times: the
 * terminals of the grammars in number.c, quantity.c and timex*.c.  Every token
 * is looked up once, by the hash that it has anyway; the grammars ask bits.
 */
#ifndef WORKERS_GLOSS_H
#define WORKERS_GLOSS_H

#include "workers/text.h"

enum gloss_bit {
	GLOSS_CARDINAL = 1 << 0, /* zero to nineteen, twenty, thirty, ... */
	GLOSS_TENS = 1 << 1,     /* of them, twenty and on; "fiftieth" */
	GLOSS_SCALE = 1 << 2,    /* dozen, hundred, thousand, lakh, ... */
	GLOSS_LETTER = 1 << 3,   /* k, m, bn: right behind digits only */
	GLOSS_ORDINAL = 1 << 4,  /* first, twentieth */
	GLOSS_PART = 1 << 5,     /* half, quarter, third(s): value is 2, 4, 3 */
	GLOSS_PLURAL = 1 << 6,
	GLOSS_SHORT = 1 << 7, /* an abbreviation that is a word as well */
	GLOSS_UNIT = 1 << 8,  /* of time; code: D, W, WE, W2 (two weeks), M, Q,
				 Y, DE, CE, TH, TM, TS */
	GLOSS_MONTH = 1 << 9, /* value 1 to 12 */
	GLOSS_DAY = 1 << 10,  /* value 1 (Monday) to 7 */
	GLOSS_SEASON = 1 << 11, /* code SP, SU, FA, WI */
	GLOSS_OFDAY = 1 << 12,  /* code MO, AF, EV, NI, ..., or a clock time */
	GLOSS_DECADE = 1 << 13, /* sixties: value 60 */
	GLOSS_VAGUE = 1 << 14,  /* few, several */
	GLOSS_TIMES = 1 << 15,  /* once, twice */
	GLOSS_FACTOR = 1 << 16, /* doubled, halved: value 2, 0.5 */
	GLOSS_LEAD = 1 << 17    /* may begin a time, and is none of the above */
};

struct gloss {
	const char *word;
	uint32_t is; /* GLOSS_ bits */
	double value;
	const char *code; /* TIMEX3 letters, or NULL */
};

/* Sorted by word; the first is the empty word, which means nothing. */
extern const struct gloss gloss_table[];
extern const size_t gloss_count;

/* Fill t->gloss: of every token, its place in the table. */
void gloss_mark(struct text *t);

/* What token i means; never NULL.  i may be beyond the text. */
static inline const struct gloss *
gloss_of(const struct text *t, uint32_t i)
{
	return &gloss_table[i < t->n_tokens ? t->gloss[i] : 0];
}

static inline bool
gloss_is(const struct text *t, uint32_t i, uint32_t bits)
{
	return (gloss_of(t, i)->is & bits) != 0;
}

/* What the lower-case word means: the unit that touches digits, "3hrs". */
const struct gloss *gloss_look_up(struct span word);

#endif
