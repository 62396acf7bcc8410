/* Tests for proto/arena.c: zeroed, aligned, given back at once. */
#include "wire.h"

#include "proto/arena.h"

static void
memory_is_zeroed_aligned_and_separate(void **state)
{
	(void)state;
	struct arena a = { 0 };

	for (int round = 0; round < 3; round++) {
		for (size_t n = 0; n < 3000; n += 7) {
			char *p = arena_alloc(&a, n, 1);

			assert_int_equal((uintptr_t)p % 16, 0);
			for (size_t i = 0; i < n; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xaa, n);
		}
		arena_reset(&a);
		assert_int_equal(a.total, 0);
	}
	arena_free(&a);
	arena_free(&a);
}

static void
grown_arrays_keep_their_elements(void **state)
{
	(void)state;
	struct arena a = { 0 };
	uint32_t *v = NULL;

	for (uint32_t n = 1; n < 2000; n++) {
		v = arena_grow(&a, v, n - 1, n, sizeof *v);
		assert_int_equal(v[n - 1], 0);
		v[n - 1] = n;
	}
	for (uint32_t i = 0; i < 1999; i++)
		assert_int_equal(v[i], i + 1);
	assert_string_equal(arena_strdup(&a, (struct span)SPAN("ab")), "ab");
	arena_free(&a);
}

static void
more_than_a_block_is_given(void **state)
{
	(void)state;
	struct arena a = { 0 };
	char *p = arena_alloc(&a, 10 << 20, 1);

	p[(10 << 20) - 1] = 1;
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_aligned_and_separate),
		cmocka_unit_test(grown_arrays_keep_their_elements),
		cmocka_unit_test(more_than_a_block_is_given),
	};

	return cmocka_run_group_tests_name("proto/arena", tests, NULL, NULL);
}
