/* Any bytes as the state of a poll: what is understood is written and read
 * again as the same. */
#include <stdlib.h>

#include "producer/pollstate.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct pollstate s, t;
	struct buf once = { 0 }, twice = { 0 };

	if (pollstate_decode((struct span) { (const char *)p, n }, &s) != RC_OK)
		return 0;
	pollstate_encode(&s, &once);
	if (pollstate_decode(buf_span(&once), &t) != RC_OK)
		abort();
	pollstate_encode(&t, &twice);
	if (!span_eq(buf_span(&once), buf_span(&twice)))
		abort();
	pollstate_free(&s);
	pollstate_free(&t);
	buf_free(&once);
	buf_free(&twice);
	return 0;
}
