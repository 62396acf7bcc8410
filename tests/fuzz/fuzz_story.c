/* Any bytes as what is kept of a page, and as the draft of its story: what is
 * read is written and read to the same, and a draft never hurts a page. */
#include "fuzz.h"

#include "producer/story.h"

static bool
turn(struct span in, struct buf *out)
{
	struct pollstate st;
	struct buf draft = { 0 };
	bool ok = story_decode(in, &st, &draft) == RC_OK;

	if (ok) {
		story_encode(&st, buf_span(&draft), out);
		pollstate_free(&st);
	}
	buf_free(&draft);
	return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = { (const char *)p, n };
	struct article page = { .text = SPAN("x") };
	struct mp_doc d;
	const char *why;

	if (story_merge(in, span_of("https://a.example/"), &d, &page) ==
	    RC_OK) {
		fuzz_require(article_check(&page, &why) == RC_OK);
		fuzz_require(span_is(page.text, "x"));
		mp_close(&d);
	}
	return fuzz_round_trip(p, n, turn);
}
