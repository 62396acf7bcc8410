/* Tests for sink/parts.c: which of things that are joined hang together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sink/parts.h"

static const size_t pairs[][2] = { { 7, 3 }, { 1, 9 }, { 3, 5 }, { 9, 4 },
	{ 5, 7 } };

#define N_PAIRS (sizeof pairs / sizeof pairs[0])

static void
every_order_of_the_pairs_gives_the_same_parts(void **state)
{
	static const size_t want[10] = { 0, 1, 2, 3, 1, 3, 6, 3, 8, 1 };
	struct arena arena = { 0 };

	(void)state;
	/* All 120 orders: the digits of k choose from what is left. */
	for (size_t k = 0; k < 120; k++) {
		size_t left[N_PAIRS] = { 0, 1, 2, 3, 4 }, n = N_PAIRS, x = k;
		struct parts p;

		parts_init(&p, 10, &arena);
		for (; n > 0; x /= n, n--) {
			size_t at = x % n;

			parts_join(&p, pairs[left[at]][k & 1],
			    pairs[left[at]][~k & 1]);
			for (size_t i = at; i + 1 < n; i++)
				left[i] = left[i + 1];
		}
		for (size_t i = 0; i < 10; i++)
			assert_int_equal(parts_root(&p, i), want[i]);
		assert_false(parts_whole(&p));
		arena_reset(&arena);
	}
	arena_free(&arena);
}

static void
all_are_whole_when_the_last_is_joined(void **state)
{
	struct arena arena = { 0 };
	struct parts p;

	(void)state;
	parts_init(&p, 1000, &arena);
	for (size_t i = 1; i < 1000; i++) {
		assert_false(parts_whole(&p));
		parts_join(&p, i, i - 1);
	}
	assert_true(parts_whole(&p));
	parts_init(&p, 0, &arena);
	assert_true(parts_whole(&p));
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_order_of_the_pairs_gives_the_same_parts),
		cmocka_unit_test(all_are_whole_when_the_last_is_joined),
	};

	return cmocka_run_group_tests_name("sink/parts", tests, NULL, NULL);
}
