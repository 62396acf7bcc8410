/* Tests for sink/when.c: times as outlets give them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sink/when.h"

static void
times_are_moments_whatever_their_offset(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} row[] = {
		{ "1970-01-01", 0 },
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2031-05-01T09:30:00+02:00", 1935387000000 },
		{ "2031-05-01T07:30:00Z", 1935387000000 },
		{ "2031-05-01t02:30:00-05:00", 1935387000000 },
		{ "2031-05-01 07:30:00.678Z", 1935387000678 },
		{ "2031-05-01T07:30:00.5Z", 1935387000500 },
		{ "2031-05-01T07:30:00.6789123Z", 1935387000678 },
		{ "2000-02-29", 951782400000 },
		{ "1969-12-31T23:59:59Z", -1000 },
		{ "2016-12-31T23:59:60Z", 1483228800000 },
		{ "0001-01-01", -62135596800000 },
		{ "9999-12-31T23:59:59.999Z", 253402300799999 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		int64_t ms;

		if (!when_parse(span_of(row[i].text), &ms))
			fail_msg("%s", row[i].text);
		assert_int_equal(ms, row[i].ms);
	}
}

static void
anything_else_is_no_time(void **state)
{
	static const char *const row[] = { "", "yesterday", "2031", "2031-05",
		"2031-5-1", "2031-13-01", "2031-02-30", "1900-02-29",
		"0000-01-01", "2031-05-01T", "2031-05-01T09:30",
		"2031-05-01T09:30:00", "2031-05-01T24:00:00Z",
		"2031-05-01T09:60:00Z", "2031-05-01T09:30:61Z",
		"2031-05-01T09:30:00.Z", "2031-05-01T09:30:00+2:00",
		"2031-05-01T09:30:00+02", "2031-05-01T09:30:00Zx",
		"2031-05-01T09:30:00+02:60", "2031-05-01x" };

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		int64_t ms;

		if (when_parse(span_of(row[i]), &ms))
			fail_msg("%s", row[i]);
	}
}

static void
an_article_without_a_time_was_seen_when_it_was_committed(void **state)
{
	char at[CLOCK_TEXT_MAX];
	struct span s;
	int64_t ms;

	(void)state;
	s = when_seen(span_of("2031-05-01"), 5, at, &ms);
	assert_true(span_is(s, "2031-05-01"));
	s = when_seen(span_of("last Tuesday"), 5, at, &ms);
	assert_true(span_is(s, "1970-01-01T00:00:00.005Z"));
	assert_int_equal(ms, 5);
	s = when_seen((struct span) { 0 }, 5, at, &ms);
	assert_true(span_is(s, "1970-01-01T00:00:00.005Z"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_moments_whatever_their_offset),
		cmocka_unit_test(anything_else_is_no_time),
		cmocka_unit_test(
		    an_article_without_a_time_was_seen_when_it_was_committed),
	};

	return cmocka_run_group_tests_name("sink/when", tests, NULL, NULL);
}
