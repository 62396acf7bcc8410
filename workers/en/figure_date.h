/*
 * figure_date.h -- the time that a figure holds for: a date of its clause or
 * sentence; what the paragraph before it told; the day when an earlier
 * sentence told of the same event; else, of what is so now, the day published.
 */
#ifndef WORKERS_FIGURE_DATE_H
#define WORKERS_FIGURE_DATE_H

#include "workers/en/figure_way.h"

struct figure_date {
	const struct text *t;
	const struct found *f;      /* its times */
	struct span published;      /* the day as written; empty: unknown */
	struct figure_event *event; /* dated sentences so far */
	uint32_t n_events, cap;
	uint32_t sentence; /* the one at hand */
	struct span told;  /* what the paragraph's figures are as of so far */
};

/* Sentences are taken in the order of the text; each once, before the figures
 * in it. */
void figure_date_begin(struct figure_date *d, const struct text *t,
    const struct found *f, struct span published);
void figure_date_sentence(struct figure_date *d, uint32_t sentence);

/* As of when the figure q of the sentence at hand is; p NULL: not known. */
struct span figure_date_of(struct figure_date *d, const struct figure_place *r,
    const struct quantity *q);

#endif
