/* Names of any kind are taken apart within bounds; of the same names, in
 * another order, the same are one. */
#include "fuzz.h"

#include "proto/utf8.h"
#include "sink/called.h"
#include "sink/parts.h"

#define NAMES 12

static void
hang(struct parts *p, const bool *join, size_t n, struct arena *arena)
{
	parts_init(p, n, arena);
	for (size_t i = 0; i < n * n; i++)
		if (join[i])
			parts_join(p, i / n, i % n);
}

static bool
together(struct parts *p, size_t a, size_t b)
{
	return parts_root(p, a) == parts_root(p, b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = { (const char *)p, n };
	struct called c[NAMES], back[NAMES];
	bool one[NAMES * NAMES], other[NAMES * NAMES];
	struct arena arena = { 0 };
	struct parts p1, p2;
	size_t all = 0;

	s.n = utf8_valid(s);
	for (const char *q = s.p; q < s.p + s.n && all < NAMES; q++) {
		const char *end = memchr(q, '|', (size_t)(s.p + s.n - q));
		size_t len = (size_t)((end != NULL ? end : s.p + s.n) - q);

		called_read(&c[all], (struct span) { q, len },
		    (enum found_type)(s.n % 5), &arena);
		fuzz_require(c[all].n <= CALLED_WORDS && c[all].block.n >= 2);
		/* Names of one block are compared, no others. */
		if (span_eq(c[all].block, c[0].block))
			all++;
		q += len;
	}
	for (size_t i = 0; i < all; i++)
		back[i] = c[all - 1 - i];
	called_join(c, all, one, &arena);
	called_join(back, all, other, &arena);
	hang(&p1, one, all, &arena);
	hang(&p2, other, all, &arena);
	for (size_t i = 0; i < all; i++)
		for (size_t k = 0; k < all; k++) {
			size_t x = all - 1 - i, y = all - 1 - k;

			fuzz_require(
			    together(&p1, i, k) == together(&p2, x, y));
			fuzz_require(!called_fuller(&c[i], &c[k]) ||
			    !called_fuller(&c[k], &c[i]));
		}
	arena_free(&arena);
	return 0;
}
