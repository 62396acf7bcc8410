/* fuzz.h -- what the fuzz targets share. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stdint.h>
#include <stdlib.h>

#include "proto/buf.h"
#include "proto/rc.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static inline void
fuzz_require(bool ok)
{
	if (!ok)
		abort();
}

/* Both hold the same bytes, and are given back. */
static inline void
fuzz_equal(struct buf *a, struct buf *b)
{
	fuzz_require(span_eq(buf_span(a), buf_span(b)));
	buf_free(a);
	buf_free(b);
}

/* Decode in and encode it again, to out; false when it is refused. */
typedef bool fuzz_turn_fn(struct span in, struct buf *out);

/* What is read is written and read to the same. */
static inline int
fuzz_round_trip(const uint8_t *p, size_t n, fuzz_turn_fn *turn)
{
	struct buf once = { 0 }, twice = { 0 };

	if (turn((struct span) { (const char *)p, n }, &once)) {
		fuzz_require(turn(buf_span(&once), &twice));
		fuzz_equal(&once, &twice);
	}
	return 0;
}

#endif
