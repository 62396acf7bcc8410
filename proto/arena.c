/* arena.c -- blocks in a list, newest first; only the newest has room. */
#include "arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "sanitize.h"

/* Under a sanitizer every piece is a block of its own, so that a write past
 * its end is seen. */
#define BLOCK_MIN (64u << 10)

/* What a reset keeps, at most. */
#define KEEP_MAX (4u << 20)

struct arena_block {
	struct arena_block *older;
	size_t cap;
	alignas(max_align_t) char bytes[];
};

static void
push_block(struct arena *a, size_t need)
{
	size_t least = SANITIZED ? 1 : a->block > 0 ? a->block : BLOCK_MIN;
	size_t cap = need > least ? need : least;
	struct arena_block *b = mem_grow(NULL, sizeof *b + cap, 1);

	b->older = a->head;
	b->cap = cap;
	a->head = b;
	a->used = 0;
}

void *
arena_alloc(struct arena *a, size_t count, size_t size)
{
	const size_t align = alignof(max_align_t);
	size_t n;
	void *p;

	if (__builtin_mul_overflow(count, size, &n) || n > SIZE_MAX / 2)
		abort();
	n = (n + align - 1) / align * align;
	if (a->head == NULL || a->head->cap - a->used < n)
		push_block(a, n);
	p = a->head->bytes + a->used;
	a->used += n;
	a->total += n;
	return memset(p, 0, n);
}

void *
arena_grow(
    struct arena *a, void *old, size_t old_count, size_t new_count, size_t size)
{
	void *p = arena_alloc(a, new_count, size);

	if (old_count > 0)
		memcpy(p, old, old_count * size);
	return p;
}

char *
arena_strdup(struct arena *a, struct span s)
{
	char *p = arena_alloc(a, s.n + 1, 1);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	return p;
}

static void
free_blocks(struct arena *a)
{
	while (a->head != NULL) {
		struct arena_block *b = a->head;

		a->head = b->older;
		free(b);
	}
}

/* Where several blocks were needed, the next article gets one that would have
 * held them all: memory is not fetched from the system and given back for
 * each. */
void
arena_reset(struct arena *a)
{
	size_t want = a->total < KEEP_MAX ? a->total : KEEP_MAX;

	if (SANITIZED) {
		free_blocks(a);
	} else if (a->head != NULL && a->head->older != NULL) {
		free_blocks(a);
		push_block(a, want);
	}
	a->used = 0;
	a->total = 0;
}

void
arena_free(struct arena *a)
{
	free_blocks(a);
	*a = (struct arena) { 0 };
}
