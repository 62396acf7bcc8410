/* The sequences of any text are rising, each once, at most one a word; it
 * shares all of them with itself, and its bins hold nothing else. */
#include "fuzz.h"

#include "proto/utf8.h"
#include "sink/shingle.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span s = { (const char *)p, n }, half;
	struct arena arena = { 0 };
	struct shingle_set a, b;
	uint32_t bin[SHINGLE_BINS];

	s.n = utf8_valid(s);
	a = shingle_read(s, &arena);
	fuzz_require(a.n <= s.n);
	for (size_t i = 1; i < a.n; i++)
		fuzz_require(a.hash[i - 1] < a.hash[i]);
	fuzz_require(shingle_shared(&a, &a) == a.n);
	half = s;
	half.n /= 2;
	half.n = utf8_valid(half);
	b = shingle_read(half, &arena);
	fuzz_require(shingle_shared(&a, &b) == shingle_shared(&b, &a));
	shingle_bins(&a, bin);
	for (size_t i = 0; i < SHINGLE_BINS; i++) {
		bool there = bin[i] == SHINGLE_NONE;

		for (size_t k = 0; k < a.n && !there; k++)
			there = (uint32_t)a.hash[k] == bin[i];
		fuzz_require(there);
	}
	arena_free(&arena);
	return 0;
}
