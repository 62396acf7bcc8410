/* Questions and answers: what is read is written and read to the same. */
#include "fuzz.h"

#include "proto/ctl.h"

static bool
ask(struct span in, struct buf *out)
{
	struct ctl_ask m;

	if (ctl_decode_ask(in, &m) != RC_OK)
		return false;
	fuzz_require(m.verb < CTL_VERBS);
	ctl_encode_ask(&m, out);
	return true;
}

static bool
answer(struct span in, struct buf *out)
{
	struct ctl_answer m;

	if (ctl_decode_answer(in, &m) != RC_OK)
		return false;
	ctl_encode_answer(&m, out);
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static bool (*const turns[])(
	    struct span, struct buf *) = { ask, answer };

	for (int i = 0; i < 2; i++) {
		struct buf once = { 0 }, twice = { 0 };

		if (!turns[i]((struct span) { (const char *)p, n }, &once))
			continue;
		fuzz_require(turns[i](buf_span(&once), &twice));
		fuzz_equal(&once, &twice);
	}
	return 0;
}
