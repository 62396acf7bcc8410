/*
 * measure.h -- what a figure of a gist is the measure of: the words of the
 * thing that has it.  "tariffs on steel and aluminum" of "the 25 per cent
 * tariffs on steel and aluminum", of "tariffs on steel and aluminum rose to 50
 * per cent" and of "he raised tariffs on steel and aluminum to 50 per cent";
 * with the verb where what is counted does something: "12 people died at Marl".
 * Read from the heads of words alone.
 */
#ifndef PROTO_MEASURE_H
#define PROTO_MEASURE_H

#include "gist.h"

struct measure {
	uint8_t head; /* the thing itself, or GIST_NONE: it is not told */
	uint8_t n;
	uint8_t word[GIST_WORDS_MAX]; /* n of the gist's, rising */
};

void measure_of(
    const struct gist *g, const struct gist_figure *f, struct measure *m);

/* How much of what both measure is common to them, in thousandths of the one
 * that shares less; 0: the things themselves are not alike. */
int measure_alike(const struct gist *a, const struct measure *x,
    const struct gist *b, const struct measure *y);

#endif
