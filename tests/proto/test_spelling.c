/* Tests for proto/spelling.c: names as outlets spell them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/spelling.h"

static bool
alike(const char *x, const char *y)
{
	bool is = spelling_alike(span_of(x), span_of(y), 5);

	assert_int_equal(spelling_alike(span_of(y), span_of(x), 5), is);
	return is;
}

static void
marks_are_no_letters(void **state)
{
	(void)state;
	assert_true(alike("u.s.", "us"));
	assert_true(alike("al-marka", "almarka"));
	assert_false(alike("us", "uk"));
	assert_false(alike("", ""));
	assert_false(alike("...", ""));
	/* of nothing else, and long enough for a letter to differ */
	assert_true(alike("-------", "-------"));
	assert_false(alike("-------", "......."));
	assert_true(alike("-------", "------"));
}

static void
of_long_names_one_letter_may_differ_but_the_first(void **state)
{
	(void)state;
	assert_true(alike("extremarka", "extramarka"));
	assert_true(alike("kyongsang", "kyeongsang"));
	assert_true(alike("brandt", "brand"));
	assert_true(alike("brnadt", "brandt"));
	assert_false(alike("grandt", "brandt"));
	assert_false(alike("bront", "brandt"));
	assert_false(alike("lund", "lind"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_are_no_letters),
		cmocka_unit_test(
		    of_long_names_one_letter_may_differ_but_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
