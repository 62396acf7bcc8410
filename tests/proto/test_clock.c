/* Tests for proto/clock.c. */
#include "wire.h"

#include "proto/clock.h"

static void
times_are_written_as_rfc_3339(void **state)
{
	(void)state;
	static const struct {
		int64_t ms;
		const char *text;
	} cases[] = {
		{ 0, "1970-01-01T00:00:00.000Z" },
		{ 1767323045678, "2026-01-02T03:04:05.678Z" },
		{ -1, "1969-12-31T23:59:59.999Z" },
		{ 951782400000, "2000-02-29T00:00:00.000Z" },
	};
	char out[CLOCK_TEXT_MAX];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(
		    clock_rfc3339(cases[i].ms, out), cases[i].text);
	assert_non_null(clock_rfc3339(INT64_MAX, out)); /* fits, at least */
	assert_non_null(clock_rfc3339(INT64_MIN, out));
}

static void
clocks_go_on(void **state)
{
	(void)state;
	int64_t a = clock_mono_ms();

	assert_true(clock_mono_ms() >= a);
	assert_true(clock_wall_ms() > 1700000000000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_written_as_rfc_3339),
		cmocka_unit_test(clocks_go_on),
	};

	return cmocka_run_group_tests_name("proto/clock", tests, NULL, NULL);
}
