/*
 * figure_way.h -- what the words around a quantity make of it: which way it
 * goes, whether it is a level or the size of a change, and what it measures.
 */
#ifndef WORKERS_FIGURE_WAY_H
#define WORKERS_FIGURE_WAY_H

#include "workers/en/quantity.h"

/* A quantity in its sentence, in tokens. */
struct figure_place {
	const struct text *t;
	uint32_t first, limit; /* of the sentence */
	const struct found *f; /* its times are there */
};

/* Set g's direction, is_change and subject. */
void figure_way_set(const struct figure_place *r, const struct quantity *q,
    struct found_figure *g);

/* "about", "at least" before token i; p NULL: nothing. */
struct span figure_way_modifier(const struct figure_place *r, uint32_t i);

#endif
