/* Any bytes as a feed: what comes out is UTF-8 without NUL, its dates are
 * dates, and its size is bounded by what came in. */
#include <stdlib.h>

#include "proto/page/feeddate.h"
#include "producer/newsfeed.h"
#include "proto/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
check(struct span s)
{
	if (s.p == NULL && s.n > 0)
		abort();
	if (s.n > 0 && (utf8_valid(s) != s.n || memchr(s.p, '\0', s.n) != NULL))
		abort();
}

static void
check_date(struct span s)
{
	char out[FEEDDATE_MAX];

	if (s.p != NULL && (!feeddate_read(s, out) || !span_is(s, out)))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct newsfeed f;
	struct buf why = { 0 };
	enum rc rc = newsfeed_read((struct span) { (const char *)p, n },
	    span_of(NULL), span_of("https://fjord.example/feed"), &f, &why);

	if (rc != RC_OK && why.n == 0)
		abort();
	for (size_t i = 0; rc == RC_OK && i < f.n; i++) {
		const struct article *a = &f.entry[i].article;

		check(a->url);
		check(a->guid);
		check(a->outlet);
		check(a->source);
		check(a->title);
		check(a->byline);
		check(a->lang);
		check(a->text);
		check_date(a->published);
		check_date(a->updated);
	}
	if (rc == RC_OK)
		newsfeed_free(&f);
	buf_free(&why);
	return 0;
}
