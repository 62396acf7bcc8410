/*
 * arena.h -- memory that is given back all at once: one arena an article.
 * Start from { 0 }.  What it hands out is zeroed, aligned for any type, and
 * good until arena_reset() or arena_free().
 */
#ifndef PROTO_ARENA_H
#define PROTO_ARENA_H

#include <stddef.h>

#include "span.h"

struct arena_block;

struct arena {
	struct arena_block *head; /* newest block; owned */
	size_t used;              /* bytes of head in use */
	size_t total;             /* bytes handed out since the last reset */
	size_t block;             /* bytes of a block, at least; 0: 64 KiB */
};

/* count * size zeroed bytes; aborts when out of memory or on overflow. */
void *arena_alloc(struct arena *a, size_t count, size_t size);

/*
 * An array of old_count elements that was the arena's, grown to new_count;
 * elements are moved when need be, the new ones are zeroed.
 */
void *arena_grow(struct arena *a, void *old, size_t old_count, size_t new_count,
    size_t size);

/* A NUL-terminated copy of s. */
char *arena_strdup(struct arena *a, struct span s);

/* Give everything back but one block of at most 4 MB, which the next article
 * reuses. */
void arena_reset(struct arena *a);

/* Give everything back. */
void arena_free(struct arena *a);

#endif
