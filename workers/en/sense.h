/*
 * sense.h -- what single words of English say of numbers and times: the
 * terminals of the grammars in number.c, quantity.c and timex*.c.  Every token
 * is looked up once, by the hash that it has anyway; the grammars ask bits.
 */
#ifndef WORKERS_SENSE_H
#define WORKERS_SENSE_H

#include "workers/text.h"

enum sense_bit {
	SENSE_CARDINAL = 1 << 0, /* zero to nineteen, twenty, thirty, ... */
	SENSE_TENS = 1 << 1,     /* of them, twenty and on; "fiftieth" */
	SENSE_SCALE = 1 << 2,    /* dozen, hundred, thousand, lakh, ... */
	SENSE_LETTER = 1 << 3,   /* k, m, bn: right behind digits only */
	SENSE_ORDINAL = 1 << 4,  /* first, twentieth */
	SENSE_PART = 1 << 5,     /* half, quarter, third(s): value is 2, 4, 3 */
	SENSE_PLURAL = 1 << 6,
	SENSE_SHORT = 1 << 7, /* an abbreviation that is a word as well */
	SENSE_UNIT = 1 << 8,  /* of time; code: D, W, WE, W2 (two weeks), M, Q,
				 Y, DE, CE, TH, TM, TS */
	SENSE_MONTH = 1 << 9, /* value 1 to 12 */
	SENSE_DAY = 1 << 10,  /* value 1 (Monday) to 7 */
	SENSE_SEASON = 1 << 11, /* code SP, SU, FA, WI */
	SENSE_OFDAY = 1 << 12,  /* code MO, AF, EV, NI, ..., or a clock time */
	SENSE_DECADE = 1 << 13, /* sixties: value 60 */
	SENSE_VAGUE = 1 << 14,  /* few, several */
	SENSE_TIMES = 1 << 15,  /* once, twice */
	SENSE_FACTOR = 1 << 16  /* doubled, halved: value 2, 0.5 */
};

struct sense {
	const char *word;
	uint32_t is; /* SENSE_ bits */
	double value;
	const char *code; /* TIMEX3 letters, or NULL */
};

/* Sorted by word; the first is the empty word, which means nothing. */
extern const struct sense sense_table[];
extern const size_t sense_count;

/* Fill t->sense: of every token, its place in the table. */
void sense_mark(struct text *t);

/* What token i means; never NULL.  i may be beyond the text. */
static inline const struct sense *
sense_of(const struct text *t, uint32_t i)
{
	return &sense_table[i < t->n_tokens ? t->sense[i] : 0];
}

static inline bool
sense_is(const struct text *t, uint32_t i, uint32_t bits)
{
	return (sense_of(t, i)->is & bits) != 0;
}

/* What the lower-case word means: the unit that touches digits, "3hrs". */
const struct sense *sense_look_up(struct span word);

#endif
