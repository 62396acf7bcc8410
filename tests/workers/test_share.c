/* Tests for workers/en/share.c: shares in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "invented.h"
#include "workers/en/gloss.h"
#include "workers/en/share.h"

/* The share that text begins with. */
static bool
read(const char *text, struct share *s)
{
	struct arena arena = { 0 };
	struct text t = invented_text(text, &arena);
	bool is;

	gloss_mark(&t);
	is = share_read(&t, 0, t.n_tokens, s);

	arena_free(&arena);
	return is;
}

static void
shares_in_words_are_percentages(void **state)
{
	static const struct {
		const char *text;
		double value;
	} all[] = { { "Two out of every three pumps", 200.0 / 3 },
		{ "eight in every 1,000 pumps", 0.8 },
		{ "every second pump", 50 } };

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		struct share s;

		if (!read(all[i].text, &s) || !s.percent)
			fail_msg("%s", all[i].text);
		assert_float_equal(s.value, all[i].value, 1e-9);
	}
}

static void
numbers_counted_otherwise_are_counted(void **state)
{
	struct share s;

	(void)state;
	assert_true(read("all but three of the 40 pumps", &s));
	assert_float_equal(s.value, 37, 1e-9);
	assert_false(s.percent);
}

static void
what_is_no_share_is_none(void **state)
{
	static const char *const none[] = { "40 pumps", "third place",
		"in 2030", "twelve of the pumps", "30 in 2030", "a pump",
		"every pump", "" };
	struct share s;

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		if (read(none[i], &s))
			fail_msg("%s", none[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_in_words_are_percentages),
		cmocka_unit_test(numbers_counted_otherwise_are_counted),
		cmocka_unit_test(what_is_no_share_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
