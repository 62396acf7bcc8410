/* What is read is written and read to the same. */
#include "fuzz.h"

#include "proto/ack.h"

static bool
turn(struct span in, struct buf *out)
{
	struct arena arena = { 0 };
	struct ack m;
	bool ok = ack_decode(in, &arena, &m) == RC_OK;

	if (ok)
		ack_encode(&m, out);
	arena_free(&arena);
	return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf once = { 0 }, twice = { 0 };

	if (turn((struct span) { (const char *)p, n }, &once)) {
		fuzz_require(turn(buf_span(&once), &twice));
		fuzz_equal(&once, &twice);
	}
	return 0;
}
