/* What is read is written and read to the same. */
#include "fuzz.h"

#include "proto/result.h"

static bool
turn(struct span in, struct buf *out)
{
	struct result m;

	if (result_decode(in, &m) != RC_OK)
		return false;
	result_encode(&m, out);
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	return fuzz_round_trip(p, n, turn);
}
