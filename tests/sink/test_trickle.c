/* Tests for sink/trickle.c: lines into a pipe at a pace. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sink/trickle.h"

static int ends[2];

static int
setup(void **state)
{
	(void)state;
	return pipe2(ends, O_CLOEXEC | O_NONBLOCK);
}

static int
teardown(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++)
		if (ends[i] >= 0)
			close(ends[i]);
	return 0;
}

static const char *
short_line(size_t i)
{
	static const char *const lines[] = { "one\n", "two\n", "three\n" };

	return lines[i];
}

/* Longer than what a pipe takes at once. */
static const char *
long_line(size_t i)
{
	static char text[100002];

	memset(text, 'a' + (int)i, sizeof text - 2);
	strcpy(text + sizeof text - 2, "\n");
	return text;
}

static void
assert_read(const char *want)
{
	char got[64] = "";
	ssize_t n = read(ends[0], got, sizeof got - 1);

	assert_int_equal(n, strlen(want));
	assert_string_equal(got, want);
}

static void
a_line_comes_after_each_gap(void **state)
{
	(void)state;
	struct trickle t;

	trickle_init(&t, ends[1], short_line, 3, 100, 1000);
	assert_int_equal(trickle_step(&t, 1000), 1100);
	assert_int_equal(trickle_step(&t, 1099), 1100);
	assert_read("one\n");
	assert_int_equal(trickle_step(&t, 1100), 1200);
	assert_read("two\n");
	assert_int_equal(t.next, 2);
	assert_false(trickle_over(&t));
	assert_int_equal(trickle_step(&t, 5000), INT64_MAX);
	assert_read("three\n");
	assert_true(trickle_over(&t));
	assert_int_equal(trickle_step(&t, 6000), INT64_MAX);
	assert_int_equal(read(ends[0], (char[1]) { 0 }, 1), -1);
}

static void
a_late_call_does_not_make_up_for_what_was_missed(void **state)
{
	(void)state;
	struct trickle t;

	trickle_init(&t, ends[1], short_line, 3, 100, 0);
	assert_int_equal(trickle_step(&t, 1000), 1100);
	assert_read("one\n");
}

static void
without_a_gap_all_lines_come_at_once(void **state)
{
	(void)state;
	struct trickle t;

	trickle_init(&t, ends[1], short_line, 3, 0, 1000);
	assert_int_equal(trickle_step(&t, 1000), INT64_MAX);
	assert_read("one\ntwo\nthree\n");
}

static void
a_full_pipe_loses_and_repeats_nothing(void **state)
{
	(void)state;
	struct trickle t;
	char got[4096];
	size_t n = 0;
	ssize_t k;
	int64_t now = 0, next;

	trickle_init(&t, ends[1], long_line, 3, 0, now);
	while ((next = trickle_step(&t, now)) != INT64_MAX) {
		assert_int_equal(next, now + TRICKLE_AGAIN_MS);
		now = next;
		while ((k = read(ends[0], got, sizeof got)) > 0)
			for (ssize_t i = 0; i < k; i++, n++)
				assert_int_equal(got[i],
				    n % 100001 == 100000
					? '\n'
					: 'a' + (int)(n / 100001));
	}
	while ((k = read(ends[0], got, sizeof got)) > 0)
		n += (size_t)k;
	assert_int_equal(n, 3 * 100001);
}

static void
nobody_reading_ends_it(void **state)
{
	(void)state;
	struct trickle t;

	signal(SIGPIPE, SIG_IGN);
	close(ends[0]);
	ends[0] = -1;
	trickle_init(&t, ends[1], short_line, 3, 0, 0);
	assert_int_equal(trickle_step(&t, 0), INT64_MAX);
	assert_true(trickle_over(&t));
	assert_int_equal(t.next, 0);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_line_comes_after_each_gap),
		T(a_late_call_does_not_make_up_for_what_was_missed),
		T(without_a_gap_all_lines_come_at_once),
		T(a_full_pipe_loses_and_repeats_nothing),
		T(nobody_reading_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
