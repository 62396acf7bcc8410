/* What is opened closes to the same bytes; what is closed opens to the same,
 * and not with a bit turned. */
#include "fuzz.h"

#include "proto/seal.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct span in = { (const char *)p, n };
	struct buf b = { 0 }, whole = { 0 };
	struct span body;

	if (seal_open(in, &body) == RC_OK) {
		buf_append(&b, body.p, body.n);
		seal_close(&b);
		buf_append(&whole, p, n);
		fuzz_equal(&b, &whole);
	}
	buf_append(&b, p, n);
	seal_close(&b);
	fuzz_require(seal_open(buf_span(&b), &body) == RC_OK);
	fuzz_require(span_eq(body, in));
	b.p[n / 2] ^= 1;
	fuzz_require(seal_open(buf_span(&b), &body) == RC_BADMSG);
	buf_free(&b);
	return 0;
}
