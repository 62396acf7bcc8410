/* Any line as a record of whatever tool: what is taken is an article, what is
 * not has a reason; and any text is good as maps, or has one, too. */
#include "fuzz.h"

#include "producer/fieldmap.h"
#include "producer/rawrecord.h"

static void
read_by(struct rawrecord *r, struct span line)
{
	struct buf why = { 0 };
	struct article a;
	const char *what;
	enum rc rc = rawrecord_read(r, line, &a, &why);

	if (rc == RC_OK)
		fuzz_require(article_check(&a, &what) == RC_OK);
	else if (rc != RC_END)
		fuzz_require(why.n > 0);
	buf_free(&why);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = { (const char *)p, n }, maps = { in.p, 0 };
	struct buf why = { 0 }, text = { 0 };
	struct rawrecord *r;

	/* the first line: maps */
	while (maps.n < n && maps.p[maps.n] != '\n')
		maps.n++;
	buf_append(&text, maps.n > 0 ? maps.p : "", maps.n);
	if (fieldmap_check(buf_cstr(&text), &why) != RC_OK)
		fuzz_require(why.n > 0);
	r = rawrecord_new(buf_cstr(&text));
	if (maps.n < n)
		read_by(
		    r, (struct span) { maps.p + maps.n + 1, n - maps.n - 1 });
	read_by(r, in);
	rawrecord_free(r);
	buf_free(&text);
	buf_free(&why);
	return 0;
}
