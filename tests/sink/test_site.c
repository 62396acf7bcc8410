/* Tests for sink/web/site.c: who a Host or an Origin header names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sink/web/site.h"

static void
hosts_are_names_or_addresses_with_or_without_a_port(void **state)
{
	static const struct {
		const char *text, *name; /* name NULL: an address */
		int port;
	} row[] = {
		{ "localhost", "localhost", -1 },
		{ "LocalHost:8787", "LocalHost", 8787 },
		{ "localhost.", "localhost", -1 },
		{ "news.example.:80", "news.example", 80 },
		{ "a_b-c.example", "a_b-c.example", -1 },
		{ "127.0.0.1", NULL, -1 },
		{ "127.0.0.1:0", NULL, 0 },
		{ "[::1]", NULL, -1 },
		{ "[::1]:65535", NULL, 65535 },
		{ "localhost:", "localhost", -1 },
		{ "127.0.0.1.nip.io", "127.0.0.1.nip.io", -1 },
		{ "127.1", "127.1", -1 }, /* a name: no browser sends it */
		{ "1.2.3.4.", "1.2.3.4", -1 },
		{ "256.1.1.1", "256.1.1.1", -1 },
		{ "0x7f000001", "0x7f000001", -1 },
		{ "2130706433", "2130706433", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct site s;

		if (!site_host(span_of(row[i].text), &s))
			fail_msg("refused: %s", row[i].text);
		assert_int_equal(s.port, row[i].port);
		if (row[i].name == NULL)
			assert_null(s.name.p);
		else if (!span_is(s.name, row[i].name))
			fail_msg("%s is read as %.*s", row[i].text,
			    (int)s.name.n, s.name.p);
	}
}

static void
what_is_no_host_is_refused(void **state)
{
	static const struct span row[] = { SPAN(""), SPAN("."), SPAN(":80"),
		SPAN("a..b"), SPAN(".a"), SPAN("a.."), SPAN("localhost, evil"),
		SPAN("localhost,evil.example"), SPAN("localhost evil"),
		SPAN(" localhost"), SPAN("localhost\t"), SPAN("me@localhost"),
		SPAN("evil.example@127.0.0.1"), SPAN("http://localhost"),
		SPAN("localhost/"), SPAN("localhost?"), SPAN("localhost#"),
		SPAN("localhost\0.evil.example"), SPAN("127.0.0.1\0.evil"),
		SPAN("loc\xc3\xa4lhost"), SPAN("localhost:80a"),
		SPAN("localhost:-1"), SPAN("localhost:65536"),
		SPAN("localhost:999999"), SPAN("localhost:80:80"),
		SPAN("localhost:+80"), SPAN("::1"), SPAN("[::1"), SPAN("::1]"),
		SPAN("[::1]x"), SPAN("[::1]:x"), SPAN("[]"), SPAN("["),
		SPAN("[::1%25eth0]"), SPAN("[127.0.0.1]"), SPAN("[localhost]"),
		SPAN("[::1\0]"), SPAN("*"), SPAN("*.example") };
	char longest[SITE_NAME_MAX + 2];
	struct site s;

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (site_host(row[i], &s))
			fail_msg("taken: %s", row[i].p);
	assert_false(site_host((struct span) { NULL, 0 }, &s));
	memset(longest, 'a', sizeof longest);
	assert_false(
	    site_host((struct span) { longest, SITE_NAME_MAX + 1 }, &s));
	assert_true(site_host((struct span) { longest, SITE_NAME_MAX }, &s));
}

static void
origins_have_a_scheme_and_nothing_after_the_port(void **state)
{
	static const char *const bad[] = { "", "null", "localhost", "http://",
		"https://", "ftp://localhost", "http:/localhost",
		"http://localhost/", "http://localhost/a", "http:// localhost",
		"http://a http://b", "file://", "chrome-extension://abc",
		"http://localhost, http://evil.example" };
	struct site s;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (site_origin(span_of(bad[i]), &s))
			fail_msg("taken: %s", bad[i]);
	assert_true(site_origin(span_of("HTTPS://Desk.Example:8443"), &s));
	assert_true(s.secure);
	assert_int_equal(s.port, 8443);
	assert_true(site_origin(span_of("http://[::1]"), &s));
	assert_false(s.secure);
}

static struct site
host(const char *text)
{
	struct site s;

	if (!site_host(span_of(text), &s))
		fail_msg("no host: %s", text);
	return s;
}

static struct site
origin(const char *text)
{
	struct site s;

	if (!site_origin(span_of(text), &s))
		fail_msg("no origin: %s", text);
	return s;
}

static bool
same(const char *a, const char *b)
{
	const struct site x = host(a), y = host(b);

	return site_same(&x, &y);
}

static bool
owns(const char *h, const char *o)
{
	const struct site x = host(h), y = origin(o);

	return site_owns(&x, &y);
}

static void
names_are_the_same_without_case_and_addresses_by_value(void **state)
{
	(void)state;
	assert_true(same("LOCALHOST:1", "localhost.:2"));
	assert_true(same("[::1]", "[0:0:0:0:0:0:0:1]"));
	assert_true(same("127.0.0.1", "[::ffff:127.0.0.1]"));
	assert_false(same("127.0.0.1", "127.0.0.2"));
	assert_false(same("127.0.0.1", "127.0.0.1.nip.io"));
	assert_false(same("127.0.0.1", "[::1]"));
	assert_false(same("localhost", "localhost.evil.example"));
	assert_false(same("localhost", "notlocalhost"));
	assert_false(same("localhost", "127.0.0.1"));
}

static void
an_origin_is_ours_when_host_and_port_are(void **state)
{
	(void)state;
	assert_true(owns("localhost:8787", "http://localhost:8787"));
	assert_true(owns("Localhost:8787", "http://LOCALHOST:8787"));
	assert_true(owns("news.example", "https://news.example"));
	assert_true(owns("news.example", "http://news.example"));
	assert_true(owns("news.example:443", "https://news.example"));
	assert_false(owns("localhost:8787", "http://localhost:8788"));
	assert_false(owns("localhost:8787", "http://localhost"));
	assert_false(owns("localhost", "http://localhost:8787"));
	assert_false(owns("localhost:8787", "http://127.0.0.1:8787"));
	assert_false(
	    owns("localhost:8787", "http://localhost.evil.example:8787"));
}

static void
origins_are_the_same_with_scheme_and_port(void **state)
{
	struct site a = origin("https://desk.example");
	struct site b = origin("https://DESK.example:443");
	struct site c = origin("http://desk.example");

	(void)state;
	assert_true(site_same_origin(&a, &b));
	assert_false(site_same_origin(&a, &c));
	assert_false(site_same_origin(&c, &a));
}

static void
bare_addresses_need_no_brackets_and_take_no_port(void **state)
{
	struct site s;

	(void)state;
	assert_true(site_bare(span_of("::1"), &s) && s.name.p == NULL);
	assert_true(site_bare(span_of("[::1]"), &s) && s.name.p == NULL);
	assert_true(site_bare(span_of("127.0.0.1"), &s) && !s.any);
	assert_true(site_bare(span_of("localhost"), &s));
	assert_false(site_bare(span_of("localhost:80"), &s));
	assert_false(site_bare(span_of("127.0.0.1:80"), &s));
	assert_true(site_bare(span_of("0.0.0.0"), &s) && s.any);
	assert_true(site_bare(span_of("::"), &s) && s.any);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    hosts_are_names_or_addresses_with_or_without_a_port),
		cmocka_unit_test(what_is_no_host_is_refused),
		cmocka_unit_test(
		    origins_have_a_scheme_and_nothing_after_the_port),
		cmocka_unit_test(
		    names_are_the_same_without_case_and_addresses_by_value),
		cmocka_unit_test(an_origin_is_ours_when_host_and_port_are),
		cmocka_unit_test(origins_are_the_same_with_scheme_and_port),
		cmocka_unit_test(
		    bare_addresses_need_no_brackets_and_take_no_port),
	};

	return cmocka_run_group_tests_name("sink/web/site", tests, NULL, NULL);
}
