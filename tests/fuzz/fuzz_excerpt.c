/* Around any span of any text: a sentence that holds it, within its bounds. */
#include "fuzz.h"

#include "proto/textmap.h"
#include "proto/utf8.h"
#include "sink/web/excerpt.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span text = { (const char *)p + 4, n - 4 };
	struct arena arena = { 0 };
	struct range at, r;
	struct textmap m;

	if (n < 4)
		return 0;
	text.n = utf8_valid(text);
	textmap_init(&m, text, &arena);
	at.start = (uint32_t)(p[0] << 8 | p[1]) % (m.length + 1);
	at.end = at.start +
	    (uint32_t)(p[2] << 8 | p[3]) % (m.length - at.start + 1);
	r = excerpt_around(&m, at);
	fuzz_require(r.start <= at.start && at.start - r.start <= EXCERPT_SIDE);
	fuzz_require(r.end >= at.end && r.end - at.end <= EXCERPT_SIDE);
	fuzz_require(r.end <= m.length);
	arena_free(&arena);
	return 0;
}
