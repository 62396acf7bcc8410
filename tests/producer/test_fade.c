/* Tests for producer/fade.c: when a page is asked again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "producer/fade.h"

#define START 1800000000000

static void
times_are_read_or_refused(void **state)
{
	static const char *const bad[] = { "", " ", "1", "m", "1x", "2h 1h",
		"1h 1h", "0s", "-1m", "1m,2m", "9999999d", "1h no", "no 1h",
		"1s 2s 3s 4s 5s 6s 7s 8s 9s 10s 11s 12s 13s 14s 15s 16s 17s" };
	struct fade f = { .n = 99 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (fade_parse(bad[i], &f) != RC_REFUSED)
			fail_msg("%s", bad[i]);
	assert_int_equal(f.n, 99);
	assert_int_equal(fade_parse("no", &f), RC_OK);
	assert_int_equal(f.n, 0);
	assert_int_equal(fade_parse(" 30s\t1m  2h 3d ", &f), RC_OK);
	assert_int_equal(f.n, 4);
	assert_int_equal(f.after_ms[0], 30000);
	assert_int_equal(f.after_ms[1], 60000);
	assert_int_equal(f.after_ms[2], 7200000);
	assert_int_equal(f.after_ms[3], 3 * 86400000);
}

static void
each_time_comes_once_and_what_was_missed_is_left_out(void **state)
{
	struct pollstate st = { 0 };
	struct fade f;

	(void)state;
	assert_int_equal(fade_parse("1m 2m 1h 1d", &f), RC_OK);
	fade_on(&f, &st, START);
	assert_int_equal(st.first_ms, START);
	assert_int_equal(st.next_ms, START + 60000);
	fade_on(&f, &st, st.next_ms + 500);
	assert_int_equal(st.next_ms, START + 120000);
	fade_on(&f, &st, START + 2 * 3600000);
	assert_int_equal(st.next_ms, START + 86400000);
	assert_false(fade_over(&st));
	assert_int_equal(st.ended, 0);
	fade_on(&f, &st, st.next_ms);
	assert_int_equal(st.ended, 1);
	assert_false(fade_over(&st)); /* it is known for a while */
	assert_int_equal(st.next_ms, START + 86400000 + FADE_GRACE_MS);
	fade_on(&f, &st, st.next_ms);
	assert_true(fade_over(&st));
	f.n = 0;
	st = (struct pollstate) { 0 };
	fade_on(&f, &st, START);
	assert_int_equal(st.next_ms, START + FADE_GRACE_MS);
	fade_end(&st, st.next_ms);
	assert_true(fade_over(&st));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_read_or_refused),
		cmocka_unit_test(
		    each_time_comes_once_and_what_was_missed_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
