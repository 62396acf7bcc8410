/*
 * number.h -- numbers as written: "7.1", "1,250,000", "7.1 billion", "5bn",
 * "twenty-one", "two hundred thousand", "half".
 */
#ifndef WORKERS_NUMBER_H
#define WORKERS_NUMBER_H

#include "workers/text.h"

struct number {
	uint32_t last; /* token after it */
	double value;
	double scale; /* of its magnitude word: 1e9 of "7.1 billion", else 1 */
	double high;  /* of "10-15"; else equal to value */
	bool words;   /* written in words, without a digit */
	bool ordinal; /* "21st", "third" */
	bool vague;   /* "dozens", "a few": it has no value */
	const char *tail; /* unit that touches the digits, static, or NULL:
			     "percent", "year-old", ... */
};

/* The number that starts at token i, before limit; false: none does. */
bool number_read(
    const struct text *t, uint32_t i, uint32_t limit, struct number *n);

#endif
