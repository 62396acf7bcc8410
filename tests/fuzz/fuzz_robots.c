/* Any bytes as robots.txt, asked for an address that is their last line: what
 * is forbidden says by which rule, and robots.txt itself never is. */
#include "fuzz.h"

#include "producer/robots.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span text = { (const char *)p, n }, target;
	const char *line = n > 0 ? memrchr(text.p, '\n', n) : NULL;
	struct robots *r = robots_read(text, "claimwire/1");
	struct buf why = { 0 };
	bool allowed;

	target = line != NULL
	    ? (struct span) { line + 1, n - (size_t)(line + 1 - text.p) }
	    : text;
	allowed = robots_allow(r, target, &why);
	fuzz_require(allowed == (why.n == 0));
	fuzz_require(allowed || strncmp(buf_cstr(&why), "line ", 5) == 0);
	fuzz_require(robots_delay_ms(r) >= 0 &&
	    robots_delay_ms(r) <= ROBOTS_DELAY_MAX_MS);
	fuzz_require(robots_allow(r, span_of("/robots.txt"), &why));
	robots_free(r);
	buf_free(&why);
	return 0;
}
