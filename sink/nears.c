/* nears.c -- wordings that share features with one. */
#include "nears.h"

#include <stdlib.h>

#define SLOTS (NEARS_MOST * 2) /* a power of two */

struct nears {
	struct arena *arena;
	struct near *all;
	size_t n, cap;
	uint16_t slot[SLOTS]; /* place + 1, by wording; 0: empty */
};

struct nears *
nears_new(struct arena *arena)
{
	struct nears *x = arena_alloc(arena, 1, sizeof *x);

	x->arena = arena;
	return x;
}

void
nears_note(struct nears *x, int64_t wording, unsigned n)
{
	size_t at = (uint64_t)wording * 0x9e3779b97f4a7c15u >> 32;

	for (at &= SLOTS - 1; x->slot[at] != 0; at = (at + 1) & (SLOTS - 1))
		if (x->all[x->slot[at] - 1].wording == wording) {
			x->all[x->slot[at] - 1].shared++;
			return;
		}
	if (x->n == NEARS_MOST)
		return;
	if (x->n == x->cap) {
		x->all = arena_grow(
		    x->arena, x->all, x->cap, x->cap * 2 + 32, sizeof *x->all);
		x->cap = x->cap * 2 + 32;
	}
	x->all[x->n++] = (struct near) { wording, n, 1 };
	x->slot[at] = (uint16_t)x->n;
}

static int
by_shared(const void *a, const void *b)
{
	const struct near *x = a, *y = b;

	if (x->shared != y->shared)
		return x->shared < y->shared ? 1 : -1;
	return x->wording < y->wording ? 1 : -1;
}

const struct near *
nears_sorted(struct nears *x, size_t *n)
{
	if (x->n > 1)
		qsort(x->all, x->n, sizeof *x->all, by_shared);
	*n = x->n;
	return x->all;
}

uint64_t
nears_mix(uint64_t a, uint64_t b)
{
	uint64_t h = a * 0x9e3779b97f4a7c15u ^ (b + 0x632be59bd9b4e019u);

	h ^= h >> 29;
	h *= 0xbf58476d1ce4e5b9u;
	return h ^ h >> 32;
}

uint64_t
nears_beside(uint64_t a, uint64_t b)
{
	uint64_t mix = nears_mix(a, b);

	return (nears_mix(a, 0) & ~(uint64_t)UINT32_MAX) | (mix & UINT32_MAX);
}
