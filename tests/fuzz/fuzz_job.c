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
	struct buf once = { 0 }, twice = { 0 };

	if (turn((struct span) { (const char *)p, n }, &once)) {
		fuzz_require(turn(buf_span(&once), &twice));
		fuzz_equal(&once, &twice);
	}
	return 0;
}
