/* Tests for sink/progress.c: a bar on a terminal, else a line now and then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sink/progress.h"

static void
a_file_gets_a_line_now_and_then(void **state)
{
	(void)state;
	struct progress p;
	struct buf out = { 0 };

	progress_init(&p, false, 1000);
	progress_note(&p, 50, 100, 6000);
	assert_false(progress_show(&p, 1000 + PROGRESS_LINE_MS - 1, &out));
	assert_true(progress_show(&p, 1000 + PROGRESS_LINE_MS, &out));
	assert_string_equal(buf_cstr(&out),
	    "claimwire: 50 of 100 accepted articles committed, 10/s\n");
	assert_false(progress_show(&p, 1001 + PROGRESS_LINE_MS, &out));
	buf_clear(&out);
	progress_clear(&p, &out);
	assert_int_equal(out.n, 0);
	buf_free(&out);
}

static void
a_terminal_gets_a_bar_that_is_taken_away(void **state)
{
	(void)state;
	struct progress p;
	struct buf out = { 0 };

	progress_init(&p, true, 0);
	progress_note(&p, 1, 2, 100);
	assert_true(progress_show(&p, PROGRESS_BAR_MS, &out));
	assert_string_equal(buf_cstr(&out),
	    "\r[###############---------------] 1 of 2 accepted articles "
	    "committed, 0/s\033[K");
	buf_clear(&out);
	progress_clear(&p, &out);
	assert_string_equal(buf_cstr(&out), "\r\033[K");
	buf_free(&out);
}

static void
nothing_to_do_is_no_division_by_zero(void **state)
{
	(void)state;
	struct progress p;
	struct buf out = { 0 };

	progress_init(&p, true, 0);
	progress_note(&p, 0, 0, 5000);
	assert_true(progress_show(&p, 5000, &out));
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_gets_a_line_now_and_then),
		cmocka_unit_test(a_terminal_gets_a_bar_that_is_taken_away),
		cmocka_unit_test(nothing_to_do_is_no_division_by_zero),
	};

	return cmocka_run_group_tests_name("sink/progress", tests, NULL, NULL);
}
