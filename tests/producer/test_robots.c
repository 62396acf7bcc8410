/* Tests for producer/robots.c: RFC 9309's own examples, and what sites
 * write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "producer/robots.h"

#define AGENT "claimwire/0.1 (+https://desk.example/)"

static bool
allows(const char *text, const char *target)
{
	struct robots *r = robots_read(span_of(text), AGENT);
	struct buf why = { 0 };
	bool ok = robots_allow(r, span_of(target), &why);

	assert_true(ok == (why.n == 0));
	buf_free(&why);
	robots_free(r);
	return ok;
}

static void
the_longest_match_holds_and_allow_before_disallow(void **state)
{
	static const char text[] = "User-agent: *\n"
				   "Allow: /example/page/\n"
				   "Disallow: /example/page/disallowed.gif\n"
				   "Disallow: /same\nAllow: /same\n"
				   "Disallow: /closed\n";

	(void)state;
	assert_true(allows(text, "/example/page/"));
	assert_false(allows(text, "/example/page/disallowed.gif"));
	assert_true(allows(text, "/example/page/disallowed.jpg"));
	assert_true(allows(text, "/same/x"));
	assert_false(allows(text, "/closed"));
	assert_false(allows(text, "/closed/x?y"));
	assert_true(allows(text, "/"));
	assert_true(allows(text, ""));
	assert_true(allows("", "/x"));
	assert_true(allows("User-agent: *\nDisallow:\n", "/x"));
	assert_true(allows("User-agent: *\nDisallow: /", "/robots.txt"));
	assert_true(allows("Disallow: /\nUser-agent: *\n", "/x"));
}

static void
stars_and_dollars_mean_what_they_should(void **state)
{
	static const struct {
		const char *pattern, *target;
		bool matches;
	} rows[] = {
		{ "/*.gif$", "/a/b.gif", true },
		{ "/*.gif$", "/a/b.gif?x", false },
		{ "/*.gif$", "/a.gif/b.gif", true },
		{ "/a*b*c", "/axxbyyc", true },
		{ "/a*b*c", "/axxcyyb", false },
		{ "/a*", "/a", true },
		{ "/x$", "/x", true },
		{ "/x$", "/xx", false },
		{ "*/print", "/story/print/", true },
		{ "/*?", "/s?q=1", true },
		{ "/*?", "/s", false },
		{ "$", "/", false },
		{ "*$", "/what/ever", true },
		{ "/*a$", "/a", true },
		{ "/a*a$", "/a", false },
		{ "/%7Eann", "/~ann", true },
		{ "/a%2fb", "/a%2Fb", true },
		{ "/a%2fb", "/a/b", false },
		{ "/caf\xc3\xa9", "/caf%C3%A9", true },
		{ "/a%2A", "/a*b", true },
		{ "/a%2A", "/ab", false },
		{ "/a$b", "/a$bc", true },
		{ "/p", "/P", false },
		{ "http://x.example/", "/", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf text = { 0 };

		buf_printf(
		    &text, "user-AGENT: *\ndisallow: %s", rows[i].pattern);
		if (allows(buf_cstr(&text), rows[i].target) == rows[i].matches)
			fail_msg("%s on %s", rows[i].pattern, rows[i].target);
		buf_free(&text);
	}
}

static void
our_groups_count_together_and_only_they(void **state)
{
	static const char text[] =
	    "\xef\xbb\xbfUser-agent: *\rDisallow: /\r"
	    "User-agent: other\r\nUser-agent: ClaimWire/2"
	    "\r\n\r\nDisallow: /a # not this\r\n"
	    "Sitemap: https://x.example/s.xml\r\n"
	    "Crawl-delay: 2.5\r\n"
	    "User-agent: claimwirex\nDisallow: /b\n"
	    "User-agent: claimwire\nDisallow: /c\n"
	    "User-agent: *\nDisallow: /d\n";
	struct robots *r = robots_read(span_of(text), AGENT);
	struct buf why = { 0 };

	(void)state;
	assert_true(allows(text, "/b"));
	assert_true(allows(text, "/d"));
	assert_false(allows(text, "/c"));
	assert_false(robots_allow(r, span_of("/a%20x"), &why));
	assert_string_equal(buf_cstr(&why), "line 6: Disallow: /a");
	assert_int_equal(robots_delay_ms(r), 2500);
	buf_free(&why);
	robots_free(r);
	assert_false(allows("User-agent: claimwire\nUser-agent: *\n"
			    "Disallow: /a\nUser-agent: *\nAllow: /a",
	    "/a"));
}

static void
a_delay_is_bounded_and_read_as_far_as_it_can_be(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} rows[] = {
		{ "10", 10000 },
		{ "0.5", 500 },
		{ "99999", ROBOTS_DELAY_MAX_MS },
		{ "inf", ROBOTS_DELAY_MAX_MS },
		{ "-1", 0 },
		{ "nan", 0 },
		{ "soon", 0 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf text = { 0 };
		struct robots *r;

		buf_printf(
		    &text, "User-agent: *\nCrawl-delay: %s\n", rows[i].text);
		r = robots_read(buf_span(&text), AGENT);
		assert_int_equal(robots_delay_ms(r), rows[i].ms);
		robots_free(r);
		buf_free(&text);
	}
}

/* What lies beyond the limit is not read, and what is within counts. */
static void
a_huge_file_is_read_up_to_the_limit(void **state)
{
	struct buf text = { 0 };
	struct robots *r;
	struct buf why = { 0 };

	(void)state;
	buf_puts(&text, "User-agent: *\nDisallow: /a\n");
	while (text.n < ROBOTS_MAX)
		buf_puts(&text, "# nothing to see here, go on\n");
	buf_puts(&text, "Disallow: /b\n");
	r = robots_read(buf_span(&text), AGENT);
	assert_false(robots_allow(r, span_of("/a"), &why));
	assert_true(robots_allow(r, span_of("/b"), &why));
	robots_free(r);
	buf_free(&text);
	buf_free(&why);
}

static void
rules_made_to_take_long_do_not(void **state)
{
	struct buf text = { 0 }, target = { 0 }, why = { 0 };
	struct robots *r;

	(void)state;
	buf_puts(&text, "User-agent: *\n");
	while (text.n < ROBOTS_MAX)
		buf_puts(&text, "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n");
	buf_puts(&target, "/");
	while (target.n < 2000)
		buf_puts(&target, "a");
	r = robots_read(buf_span(&text), AGENT);
	assert_true(robots_allow(r, buf_span(&target), &why));
	robots_free(r);
	buf_free(&text);
	buf_free(&target);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_longest_match_holds_and_allow_before_disallow),
		cmocka_unit_test(stars_and_dollars_mean_what_they_should),
		cmocka_unit_test(our_groups_count_together_and_only_they),
		cmocka_unit_test(
		    a_delay_is_bounded_and_read_as_far_as_it_can_be),
		cmocka_unit_test(a_huge_file_is_read_up_to_the_limit),
		cmocka_unit_test(rules_made_to_take_long_do_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
