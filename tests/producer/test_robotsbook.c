/* Tests for producer/robotsbook.c: how long what a site asks holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "producer/robotsbook.h"

#define START 1800000000000
#define PAGE  "https://a.example/private/1?x#y"

static enum robotsbook_verdict
ask(struct robotsbook *b, const char *url, int64_t now)
{
	struct buf why = { 0 };
	enum robotsbook_verdict v = robotsbook_ask(b, url, now, &why);

	assert_true((why.n > 0) ==
	    (v == ROBOTSBOOK_FORBIDDEN || v == ROBOTSBOOK_LATER));
	buf_free(&why);
	return v;
}

static int64_t
put(struct robotsbook *b, int status, const char *body, int64_t max_age,
    int64_t now)
{
	const struct robotsbook_answer a = { status, NULL, span_of(body),
		max_age };

	return robotsbook_put(b, PAGE, &a, now);
}

static void
a_day_at_most_an_hour_at_least(void **state)
{
	static const struct {
		int64_t max_age_s, holds_ms;
	} rows[] = {
		{ 0, ROBOTSBOOK_MOST_MS },
		{ 60, ROBOTSBOOK_LEAST_MS },
		{ 7200, 7200000 },
		{ INT64_MAX, ROBOTSBOOK_MOST_MS },
	};
	struct robotsbook *b = robotsbook_new("claimwire/1");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t now = START + (int64_t)i * 10 * ROBOTSBOOK_MOST_MS;

		assert_int_equal(ask(b, PAGE, now), ROBOTSBOOK_UNKNOWN);
		assert_int_equal(put(b, 200,
				     "User-agent: *\nDisallow: /private\n"
				     "Crawl-delay: 3",
				     rows[i].max_age_s, now),
		    3000);
		now += rows[i].holds_ms;
		assert_int_equal(ask(b, PAGE, now - 1), ROBOTSBOOK_FORBIDDEN);
		assert_int_equal(ask(b, "HTTPS://A.example:443/open", now - 1),
		    ROBOTSBOOK_ALLOWED);
		assert_int_equal(ask(b, PAGE, now), ROBOTSBOOK_UNKNOWN);
	}
	robotsbook_free(b);
}

static void
sites_are_told_apart(void **state)
{
	struct robotsbook *b = robotsbook_new("claimwire/1");
	struct buf at = { 0 };

	(void)state;
	put(b, 200, "User-agent: *\nDisallow: /", 0, START);
	assert_int_equal(
	    ask(b, "http://a.example/", START), ROBOTSBOOK_UNKNOWN);
	assert_int_equal(
	    ask(b, "https://a.example:8443/", START), ROBOTSBOOK_UNKNOWN);
	assert_int_equal(
	    ask(b, "https://b.example/", START), ROBOTSBOOK_UNKNOWN);
	assert_int_equal(
	    ask(b, "https://a.example?x", START), ROBOTSBOOK_FORBIDDEN);
	assert_true(robotsbook_address("https://B.example:8443/a/b?c", &at));
	assert_string_equal(buf_cstr(&at), "https://b.example:8443/robots.txt");
	assert_int_equal(ask(b, "nothing", START), ROBOTSBOOK_FORBIDDEN);
	buf_free(&at);
	robotsbook_free(b);
}

/* Section 2.3.1: unavailable is all, unreachable is nothing. */
static void
what_an_error_means(void **state)
{
	static const int allow[] = { 400, 401, 403, 404, 410, 301 };
	static const int deny[] = { 0, 429, 500, 503 };
	struct robotsbook *b = robotsbook_new("claimwire/1");
	int64_t now = START;

	(void)state;
	for (size_t i = 0; i < sizeof(deny) / sizeof(deny[0]); i++) {
		put(b, deny[i], "", 0, now);
		assert_int_equal(ask(b, PAGE, now), ROBOTSBOOK_LATER);
		now += ROBOTSBOOK_AGAIN_MS;
		assert_int_equal(ask(b, PAGE, now), ROBOTSBOOK_UNKNOWN);
	}
	for (size_t i = 0; i < sizeof(allow) / sizeof(allow[0]); i++) {
		put(b, allow[i], "User-agent: *\nDisallow: /", 0, now);
		assert_int_equal(ask(b, PAGE, now), ROBOTSBOOK_ALLOWED);
	}
	put(b, 200, "User-agent: *\nDisallow: /private", 0, now);
	put(b, 503, "", 0, now);
	assert_int_equal(ask(b, PAGE, now), ROBOTSBOOK_FORBIDDEN);
	assert_int_equal(ask(b, "https://a.example/", now), ROBOTSBOOK_ALLOWED);
	robotsbook_free(b);
}

static void
of_too_many_sites_the_oldest_go(void **state)
{
	struct robotsbook *b = robotsbook_new("claimwire/1");
	const struct robotsbook_answer none = { .status = 404 };
	char url[64];

	(void)state;
	for (unsigned i = 0; i <= ROBOTSBOOK_MAX; i++) {
		snprintf(url, sizeof(url), "http://s%u.example/", i);
		robotsbook_put(b, url, &none, START + i);
	}
	assert_int_equal(
	    ask(b, "http://s0.example/", START), ROBOTSBOOK_UNKNOWN);
	assert_int_equal(
	    ask(b, "http://s1.example/", START), ROBOTSBOOK_ALLOWED);
	assert_int_equal(ask(b, url, START), ROBOTSBOOK_ALLOWED);
	robotsbook_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_at_most_an_hour_at_least),
		cmocka_unit_test(sites_are_told_apart),
		cmocka_unit_test(what_an_error_means),
		cmocka_unit_test(of_too_many_sites_the_oldest_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
