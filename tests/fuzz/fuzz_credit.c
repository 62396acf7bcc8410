/* Whatever an article holds, its credits are few, within it or well known, and
 * in order. */
#include "fuzz.h"

#include "proto/utf8.h"
#include "sink/credit.h"

static bool
within(struct span s, struct span in)
{
	return s.p >= in.p && s.p + s.n <= in.p + in.n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = { (const char *)p, n };
	struct credit_of of = { 0 };
	struct credit credit[CREDIT_MAX];
	struct arena arena = { 0 };
	size_t all;

	s.n = utf8_valid(s);
	of.text = s;
	of.byline = (struct span) { s.p, s.n < 200 ? s.n : 200 };
	of.byline.n = utf8_valid(of.byline);
	of.source = of.byline;
	all = credit_read(&of, &arena, credit);
	fuzz_require(all <= CREDIT_MAX);
	for (size_t i = 0; i < all; i++) {
		fuzz_require(credit[i].name.n > 0);
		fuzz_require(within(credit[i].exact, s));
		fuzz_require(i == 0 || credit[i - 1].how <= credit[i].how);
		if (!credit[i].agency)
			fuzz_require(within(credit[i].name, s));
		fuzz_require(utf8_valid(credit[i].name) == credit[i].name.n);
		fuzz_require(utf8_valid(credit[i].exact) == credit[i].exact.n);
	}
	arena_free(&arena);
	return 0;
}
