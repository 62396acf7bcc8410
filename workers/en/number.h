/*
 * number.h -- numbers as written, in digits (numeral.h), in words, or both:
 * "7.1 billion", "5bn", "twenty-one", "two hundred and six", "3 million and a
 * half", "two thirds", "one in four", "minus five point five", "21st",
 * "dozens".  The one reader of numbers: quantities and times stand on it.
 */
#ifndef WORKERS_NUMBER_H
#define WORKERS_NUMBER_H

#include "workers/text.h"

struct number {
	uint32_t last; /* token after it */
	double value;
	double scale;     /* of its last magnitude: 1e9 of "7.1 billion" */
	double low, high; /* of "thousands": 1000 and 10,000; else value */
	bool words;       /* begins with a word, no digit */
	bool ordinal;     /* "21st", "third" */
	bool vague;       /* "dozens": low and high in place of a value */
	bool fraction;    /* "two thirds", "3/4", "one in four" */
	bool whole;       /* nothing but digits: may be a year */
	struct span tail; /* what touches the digits within their token:
			     "bhp" of "640bhp"; empty: nothing */
};

/* The number that starts at token i, before limit; false: none does. */
bool number_read(
    const struct text *t, uint32_t i, uint32_t limit, struct number *n);

/*
 * Likewise a number in digits whose first byte is within token i ("USD115",
 * "RM" "23.50"), skip bytes from the token's start.
 */
bool number_within(const struct text *t, uint32_t i, size_t skip,
    uint32_t limit, struct number *n);

/* Does a hyphen stand at token i, touching what is on either side? */
bool number_hyphen(const struct text *t, uint32_t i, uint32_t limit);

#endif
