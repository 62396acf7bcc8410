/*
 * figure.h -- quantities: percentages, money, counts, ranges, factors, ranks,
 * durations; what stands before them ("about"), which way they go, what they
 * measure.
 */
#ifndef WORKERS_FIGURE_H
#define WORKERS_FIGURE_H

#include "workers/text.h"

/* Fill f->figures, in text order.  f->times must be there: a figure's as_of
 * is a date of its sentence, else the day published. */
void figure_find(const struct text *t, struct span published, struct found *f);

#endif
