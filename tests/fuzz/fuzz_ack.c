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
	return fuzz_round_trip(p, n, turn);
}
