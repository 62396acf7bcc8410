/* The names of any text are few, sorted, each once; a text is as akin to
 * another as that is to it. */
#include "fuzz.h"

#include "proto/utf8.h"
#include "sink/akin.h"

static void
check(const struct akin_names *a)
{
	fuzz_require(a->n <= AKIN_NAMES_MAX);
	for (uint32_t i = 1; i < a->n; i++)
		fuzz_require(a->hash[i - 1] < a->hash[i]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = { (const char *)p, n }, none = { 0 };
	struct arena arena = { 0 };
	struct akin_names a, b;
	double there, back;

	s.n = utf8_valid(s);
	a = akin_read(s, none, &arena);
	b = akin_read(none, s, &arena);
	check(&a);
	check(&b);
	fuzz_require(akin_alike(&a, &b, &there) == akin_alike(&b, &a, &back));
	fuzz_require(there == back && there >= 0 && there <= 1);
	/* A title is read as a text is, or not at all. */
	fuzz_require(a.n == 0 || a.n == b.n);
	arena_free(&arena);
	return 0;
}
