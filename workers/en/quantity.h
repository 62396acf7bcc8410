/*
 * quantity.h -- a number with its unit, or a range of two: "US$7.1 billion",
 * "10 to 15 per cent", "between 5% and 6%", "from $200 to $4 million", "5 feet
 * 2 inches", "three dollars fifty".  Grammar alone: whether it is a figure of
 * the article, and of what, figure.c decides.
 */
#ifndef WORKERS_QUANTITY_H
#define WORKERS_QUANTITY_H

#include "workers/en/number.h"
#include "workers/en/unit.h"

struct quantity {
	uint32_t first, last; /* tokens, last exclusive */
	struct number n;      /* of a range, the first */
	double low, high;     /* of a range, low < high; else n's */
	double value;         /* of "from 5 to 7", where it went: 7 */
	bool ranged;
	bool moved;       /* "from 5 to 7": value and range */
	const char *unit; /* NULL: none, a count */
	enum unit_kind kind;
	bool score; /* "2-0": two numbers that are no quantity */
};

/* The quantity that starts at token i, not before first and before limit. */
bool quantity_read(const struct text *t, uint32_t i, uint32_t first,
    uint32_t limit, struct quantity *q);

#endif
