/* What is read is written and read to the same. */
#include "fuzz.h"

#include "proto/job.h"

static bool
turn(struct span in, struct buf *out)
{
	struct job m;

	if (job_decode(in, &m) != RC_OK)
		return false;
	job_encode(&m, out);
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	return fuzz_round_trip(p, n, turn);
}
