/* Tests for producer/feedfind.c: a page's own feed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "producer/feedfind.h"

#define LINK(href) \
	"<link rel='alternate' type='application/rss+xml' href='" href "'>"

static void
a_page_names_its_feed(void **state)
{
	static const char *const cases[][2] = {
		{ "<html><head>" LINK("/feed?a&amp;b") "</head>",
		    "https://fjord.example/feed?a&b" },
		{ LINK("https://x.example/comments/feed") LINK("news.xml"),
		    "https://fjord.example/front/news.xml" },
		{ LINK("/comments/feed"),
		    "https://fjord.example/comments/feed" },
		{ "<base href='/b/'><LINK REL=Alternate HREF=f "
		  "TYPE=application/atom+xml>",
		    "https://fjord.example/b/f" },
		{ "<link rel='feed alternate' type='application/feed+json' "
		  "href='//j.example/f'>",
		    "https://j.example/f" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out = { 0 };

		assert_true(feedfind_link(span_of(cases[i][0]),
		    span_of("https://fjord.example/front/"), &out));
		assert_string_equal(buf_cstr(&out), cases[i][1]);
		buf_free(&out);
	}
}

static void
most_pages_name_none(void **state)
{
	static const char *const cases[] = { "", "prose",
		"<link rel=stylesheet type='application/rss+xml' href=x>",
		"<link rel=alternate type='text/html' hreflang=nb href=x>",
		"<link rel=alternate type='application/rss+xml'>",
		"<!-- " LINK("x") " -->" };
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_false(feedfind_link(span_of(cases[i]),
		    span_of("https://fjord.example/"), &out));
	assert_int_equal(out.n, 0);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_names_its_feed),
		cmocka_unit_test(most_pages_name_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
