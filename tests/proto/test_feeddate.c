/* Tests for proto/page/feeddate.c: dates keep the offset they came with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/page/feeddate.h"

static void
every_form_becomes_rfc_3339(void **state)
{
	static const char *const cases[][2] = {
		{ "Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z" },
		{ "20040101T1948Z", "2004-01-01" },
		{ "Tue, 3 Nov 2026 08:15:00 +0100",
		    "2026-11-03T08:15:00+01:00" },
		{ "3 Nov 2026 08:15 EST", "2026-11-03T08:15:00-05:00" },
		{ "Tuesday, 03-Nov-26 08:15:00 UT", "2026-11-03T08:15:00Z" },
		{ "Tue, Nov 3 2026 08:15:00 -0330",
		    "2026-11-03T08:15:00-03:30" },
		{ "Tue Nov  3 08:15:00 2026", "2026-11-03" },
		{ "Tue Nov  3 08:15:00 PST 2026", "2026-11-03T08:15:00-08:00" },
		{ "November 3, 2026", "2026-11-03" },
		{ "2026-11-03T08:15:00.25+01:00", "2026-11-03T08:15:00+01:00" },
		{ "2026-11-03T08:15Z", "2026-11-03T08:15:00Z" },
		{ "2026-11-03 08:15:00", "2026-11-03" },
		{ "2026-11-03 08:15:00 +00:00", "2026-11-03T08:15:00Z" },
		{ "20261103T081500Z", "2026-11-03T08:15:00Z" },
		{ "2026-11-03", "2026-11-03" },
		{ "\n 2026-11-03T08:15:60Z", "2026-11-03T08:15:59Z" },
	};
	char out[FEEDDATE_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_true(feeddate_read(span_of(cases[i][0]), out));
		assert_string_equal(out, cases[i][1]);
	}
}

static void
what_is_no_date_is_left_out(void **state)
{
	static const char *const cases[] = { "", "yesterday", "2026", "2026-11",
		"2026-13-01", "2026-02-29", "Tue, 31 Nov 2026 08:15:00 GMT",
		"2026-11-03T25:00Z", "Nov 2026", "3 Nov", "12/11/2026", "+1",
		"Thu, 01 Jan" };
	char out[FEEDDATE_MAX];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (feeddate_read(span_of(cases[i]), out))
			fail_msg("%s: %s", cases[i], out);
		assert_string_equal(out, "");
	}
	assert_false(feeddate_read((struct span) { NULL, 0 }, out));
}

static void
an_instant_needs_a_zone(void **state)
{
	int64_t t;

	(void)state;
	assert_true(
	    feeddate_instant(span_of("Sun, 06 Nov 1994 08:49:37 GMT"), &t));
	assert_int_equal(t, 784111777);
	assert_true(feeddate_instant(span_of("1994-11-06T09:49:37+01:00"), &t));
	assert_int_equal(t, 784111777);
	assert_false(feeddate_instant(span_of("1994-11-06"), &t));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_becomes_rfc_3339),
		cmocka_unit_test(what_is_no_date_is_left_out),
		cmocka_unit_test(an_instant_needs_a_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
