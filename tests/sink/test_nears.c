/* Tests for sink/nears.c: wordings that share features with one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sink/nears.h"

static void
those_that_share_most_come_first_and_then_the_newest(void **state)
{
	struct arena arena = { 0 };
	struct nears *x = nears_new(&arena);
	const struct near *near;
	size_t n;

	(void)state;
	nears_note(x, 7, 3);
	nears_note(x, 9, 1);
	nears_note(x, 8, 2);
	nears_note(x, 8, 2);
	near = nears_sorted(x, &n);
	assert_int_equal(n, 3);
	assert_int_equal(near[0].wording, 8);
	assert_int_equal(near[0].shared, 2);
	assert_int_equal(near[0].n, 2);
	assert_int_equal(near[1].wording, 9);
	assert_int_equal(near[2].wording, 7);
	arena_free(&arena);
}

static void
there_is_room_for_so_many_and_for_each_once(void **state)
{
	struct arena arena = { 0 };
	struct nears *x = nears_new(&arena);
	const struct near *near;
	size_t n;

	(void)state;
	for (int round = 0; round < 3; round++)
		for (int64_t id = 1; id <= NEARS_MOST + 5; id++)
			nears_note(x, id * 0x100000001, 0);
	near = nears_sorted(x, &n);
	assert_int_equal(n, NEARS_MOST);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(near[i].shared, 3);
	arena_free(&arena);
}

static void
a_mix_knows_the_order(void **state)
{
	(void)state;
	assert_true(nears_mix(1, 2) != nears_mix(2, 1));
	assert_true(nears_mix(1, 2) == nears_mix(1, 2));
}

static void
what_is_of_one_lies_side_by_side(void **state)
{
	(void)state;
	assert_true(nears_beside(1, 2) >> 32 == nears_beside(1, 3) >> 32);
	assert_true(nears_beside(1, 2) >> 32 != nears_beside(2, 2) >> 32);
	assert_true(nears_beside(1, 2) != nears_beside(1, 3));
	assert_true(nears_beside(1, 2) << 32 != nears_beside(3, 2) << 32);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    those_that_share_most_come_first_and_then_the_newest),
		cmocka_unit_test(there_is_room_for_so_many_and_for_each_once),
		cmocka_unit_test(a_mix_knows_the_order),
		cmocka_unit_test(what_is_of_one_lies_side_by_side),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
