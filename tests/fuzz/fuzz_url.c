/* The canonical spelling of a canonical spelling is itself. */
#include "fuzz.h"

#include "proto/url.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf once = { 0 }, twice = { 0 };

	url_canonical((struct span) { (const char *)p, n }, &once);
	url_canonical(buf_span(&once), &twice);
	fuzz_equal(&once, &twice);
	return 0;
}
