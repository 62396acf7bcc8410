/* Any bytes as a page: it ends, and what it names is not empty. */
#include <stdlib.h>

#include "producer/feedfind.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf out = { 0 };

	if (feedfind_link((struct span) { (const char *)p, n },
		span_of("https://fjord.example/"), &out) != (out.n > 0))
		abort();
	buf_free(&out);
	return 0;
}
