/* What is read is acceptable, has an identity, and is written and read to the
 * same. */
#include "fuzz.h"

#include "proto/article.h"

/* One turn: read in, write it to out. */
static bool
turn(struct span in, struct buf *out, struct hash_id *story)
{
	struct mp_doc d;
	struct article a;
	const char *why;
	char hex[HASH_HEX_MAX];

	if (article_decode(in, &d, &a) != RC_OK)
		return false;
	fuzz_require(article_check(&a, &why) == RC_OK);
	fuzz_require(article_name(&a, hex).n > 0);
	*story = article_story(&a);
	article_encode(&a, out);
	mp_close(&d);
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf once = { 0 }, twice = { 0 };
	struct hash_id x, y;

	if (turn((struct span) { (const char *)p, n }, &once, &x)) {
		fuzz_require(turn(buf_span(&once), &twice, &y));
		fuzz_require(hash_id_eq(&x, &y));
		fuzz_equal(&once, &twice);
	}
	return 0;
}
