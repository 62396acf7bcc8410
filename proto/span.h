/* span.h -- a borrowed view of bytes: it owns nothing and needs no NUL. */
#ifndef PROTO_SPAN_H
#define PROTO_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct span {
	const char *p; /* may be NULL when n is 0 */
	size_t n;      /* bytes */
};

/* A span over a string literal; usable in initialisers. */
#define SPAN(s)                              \
	{                                    \
		.p = (s), .n = sizeof(s) - 1 \
	}

/* A view of the NUL-terminated s; NULL gives an empty span. */
static inline struct span
span_of(const char *s)
{
	return (struct span) { s, s != NULL ? strlen(s) : 0 };
}

static inline bool
span_eq(struct span a, struct span b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool
span_is(struct span a, const char *s)
{
	return span_eq(a, span_of(s));
}

/* strcmp() of the NUL-terminated a with b, which holds no NUL.  Byte by byte:
 * in a table of words most differ within the first three. */
static inline int
span_order(const char *a, struct span b)
{
	size_t i = 0;

	while (i < b.n && a[i] == b.p[i])
		i++;
	return i == b.n ? a[i] != '\0'
			: (unsigned char)a[i] - (unsigned char)b.p[i];
}

/* The row of w among n rows of `size` bytes, each with its word first, as a
 * const char *, sorted by strcmp(); NULL: none.  Of several alike any. */
static inline const void *
span_find(const void *rows, size_t n, size_t size, struct span w)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		const void *row = (const char *)rows + mid * size;
		int c = span_order(*(const char *const *)row, w);

		if (c == 0)
			return row;
		if (c < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

#endif
