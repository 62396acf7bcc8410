/* A record that is read is acceptable; rendered and read again, it is the
 * same.  One that is refused is refused with a reason. */
#include "fuzz.h"

#include "proto/record.h"
#include "proto/render.h"

static bool
turn(struct span in, struct buf *json, struct buf *blob)
{
	struct record *r = record_new();
	struct buf why = { 0 };
	struct article a;
	const char *what;
	bool ok = record_read(r, in, &a, &why) == RC_OK;

	if (ok) {
		struct json j = json_on(json);

		fuzz_require(article_check(&a, &what) == RC_OK);
		render_article(&j, &a);
		article_encode(&a, blob);
	} else {
		fuzz_require(why.n > 0);
	}
	buf_free(&why);
	record_free(r);
	return ok;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct buf json = { 0 }, blob = { 0 }, json2 = { 0 }, blob2 = { 0 };

	if (turn((struct span) { (const char *)p, n }, &json, &blob)) {
		fuzz_require(turn(buf_span(&json), &json2, &blob2));
		fuzz_equal(&json, &json2);
		fuzz_equal(&blob, &blob2);
	}
	return 0;
}
