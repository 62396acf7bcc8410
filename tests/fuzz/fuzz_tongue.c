/* Any UTF-8 text has a tag that is one, or the one that it said. */
#include "fuzz.h"

#include <ctype.h>

#include "proto/tongue.h"
#include "proto/utf8.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span text = { (const char *)p, n }, said = { NULL, 0 }, got;
	char out[TONGUE_MAX];

	text.n = utf8_valid(text);
	if (text.n > 4)
		said = (struct span) { text.p, (unsigned char)*text.p % 4 };
	got = tongue_of(text, said, out);
	fuzz_require(got.p == said.p || got.p == out);
	if (got.p == out) {
		fuzz_require(got.n >= 2 && got.n < TONGUE_MAX);
		for (size_t i = 0; i < got.n; i++)
			fuzz_require(isalpha((unsigned char)got.p[i]) ||
			    got.p[i] == '-');
		/* what was found is found again */
		said = (struct span)SPAN("en");
		got = tongue_of(text, said, out);
		fuzz_require(got.p == said.p || got.p == out);
	}
	return 0;
}
