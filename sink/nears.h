/*
 * nears.h -- wordings that share features with one, counted: who is worth a
 * judgement.
 */
#ifndef SINK_NEARS_H
#define SINK_NEARS_H

#include <stddef.h>
#include <stdint.h>

#include "proto/arena.h"

/* Room for so many notes; further ones are left out. */
#define NEARS_MOST 512u

struct near {
	int64_t wording;
	unsigned n;      /* features that it has; 0: unknown */
	unsigned shared; /* by so many notes */
};

struct nears; /* the arena's */

struct nears *nears_new(struct arena *arena);

/* One more feature that a wording, which has n, shares. */
void nears_note(struct nears *x, int64_t wording, unsigned n);

/* All of them, *n: those that share most first, of these the newest. */
const struct near *nears_sorted(struct nears *x, size_t *n);

/* One number of two, in this order. */
uint64_t nears_mix(uint64_t a, uint64_t b);

/* The same, but the numbers of one a lie side by side: a wording's features are
 * of few of them, and go to few pages of an index. */
uint64_t nears_beside(uint64_t a, uint64_t b);

#endif
