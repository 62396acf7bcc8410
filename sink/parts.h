/*
 * parts.h -- things that are joined pair by pair, and which of them hang
 * together (union-find with path halving: R. Tarjan & J. van Leeuwen, J. ACM
 * 31(2), 1984).  Which parts there are does not depend on the order of the
 * pairs: a part is known by the lowest of its things.
 */
#ifndef SINK_PARTS_H
#define SINK_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/arena.h"

struct parts {
	size_t *root; /* the arena's */
	size_t n;
};

/* n things, each by itself. */
void parts_init(struct parts *p, size_t n, struct arena *arena);

/* The lowest of the part that i is in. */
size_t parts_root(struct parts *p, size_t i);

void parts_join(struct parts *p, size_t a, size_t b);

/* Do all hang together? */
bool parts_whole(struct parts *p);

#endif
