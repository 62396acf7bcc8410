/*
 * number_word.h -- what numbers are made of: cardinals, fractions, decimals
 * after "point", magnitudes.
 */
#ifndef WORKERS_NUMBER_WORD_H
#define WORKERS_NUMBER_WORD_H

#include "workers/text.h"

/* A number on its way; last: the token after it. */
struct number_word {
	uint32_t last;
	double value;
	double scale; /* of the last magnitude word, else 1 */
	double term;  /* the last word's own value: 60 of "thirty-sixty" */
	bool linked;  /* an "and" stands right before the last word */
	bool alone;   /* it is one word only */
};

/* "two hundred and six", from token i. */
bool number_word_cardinal(
    const struct text *t, uint32_t i, uint32_t limit, struct number_word *w);

/* What follows digits already in w: "3" "hundred and 21", "7.1" "billion". */
void number_word_go_on(
    const struct text *t, uint32_t limit, struct number_word *w);

/* "half", "a third", "two thirds"; w is a cardinal read before or has last 0.
 */
bool number_word_fraction(const struct text *t, uint32_t i, uint32_t limit,
    const struct number_word *w, double *value, uint32_t *last);

/* "point zero three" behind w. */
void number_word_point(
    const struct text *t, uint32_t limit, struct number_word *w);

#endif
