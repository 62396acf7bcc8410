/* Tests for sink/lag.c: percentiles of the last minute, all in a histogram. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sink/lag.h"

static int64_t
share_of(const struct lag *l, double share)
{
	int64_t ms;

	assert_true(lag_percentile(l, share, &ms));
	return ms;
}

static void
without_articles_there_is_no_lag(void **state)
{
	struct lag *l = lag_new();
	int64_t ms = 7;

	(void)state;
	assert_false(lag_percentile(l, 0.5, &ms));
	assert_int_equal(ms, 7);
	assert_int_equal(lag_total(l)->n, 0);
	lag_free(l);
	lag_free(NULL);
}

static void
what_is_told_is_the_truth_or_at_most_an_eighth_over_it(void **state)
{
	(void)state;
	for (int64_t v = 0; v < INT32_MAX; v += 1 + v / 7) {
		struct lag *l = lag_new();
		int64_t ms;

		lag_add(l, v);
		ms = share_of(l, 0.5);
		if (ms < v || ms > v + v / 8)
			fail_msg("%lld is told as %lld", (long long)v,
			    (long long)ms);
		lag_free(l);
	}
}

static void
percentiles_are_nearest_ranks(void **state)
{
	struct lag *l = lag_new();

	(void)state;
	for (int64_t v = 0; v < 4; v++) /* small numbers are exact */
		lag_add(l, v);
	assert_int_equal(share_of(l, 0), 0);
	assert_int_equal(share_of(l, 0.25), 0);
	assert_int_equal(share_of(l, 0.26), 1);
	assert_int_equal(share_of(l, 0.5), 1);
	assert_int_equal(share_of(l, 0.99), 3);
	assert_int_equal(share_of(l, 1), 3);
	lag_free(l);
}

static void
a_minute_later_it_is_forgotten_but_in_the_total(void **state)
{
	struct lag *l = lag_new();
	int64_t ms;

	(void)state;
	lag_add(l, 3);
	lag_pass(l, 30);
	lag_add(l, 6);
	lag_pass(l, LAG_SECONDS - 31);
	assert_int_equal(share_of(l, 0), 3);
	lag_pass(l, 1);
	assert_int_equal(share_of(l, 0), 6);
	lag_pass(l, INT64_MAX); /* however long it was */
	assert_false(lag_percentile(l, 0.5, &ms));
	assert_int_equal(lag_total(l)->n, 2);
	assert_int_equal(lag_total(l)->sum_ms, 9);
	lag_free(l);
}

static void
the_histogram_counts_what_is_at_most_each_bound(void **state)
{
	struct lag *l = lag_new();
	const struct lag_total *t = lag_total(l);

	(void)state;
	lag_add(l, -5); /* clocks differ */
	lag_add(l, lag_step_ms[0]);
	lag_add(l, lag_step_ms[0] + 1);
	lag_add(l, INT64_MAX / 2);
	assert_int_equal(t->n, 4);
	assert_int_equal(t->below[0], 2);
	assert_int_equal(t->below[1], 3);
	assert_int_equal(t->below[LAG_STEPS - 1], 3);
	for (int i = 1; i < LAG_STEPS; i++)
		assert_true(lag_step_ms[i] > lag_step_ms[i - 1]);
	lag_free(l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_articles_there_is_no_lag),
		cmocka_unit_test(
		    what_is_told_is_the_truth_or_at_most_an_eighth_over_it),
		cmocka_unit_test(percentiles_are_nearest_ranks),
		cmocka_unit_test(
		    a_minute_later_it_is_forgotten_but_in_the_total),
		cmocka_unit_test(
		    the_histogram_counts_what_is_at_most_each_bound),
	};

	return cmocka_run_group_tests_name("sink/lag", tests, NULL, NULL);
}
