/* Tests for sink/origins.c: which names are one origin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "sink/origins.h"

static bool
same(const char *a, const char *b)
{
	struct buf x = { 0 }, y = { 0 };
	bool is;

	origins_fold(span_of(a), &x);
	origins_fold(span_of(b), &y);
	is = span_eq(buf_span(&x), buf_span(&y));
	buf_free(&x);
	buf_free(&y);
	return is;
}

static void
spellings_of_a_name_are_one(void **state)
{
	static const char *const pairs[][2] = {
		{ "Tarn Herald", "TARN HERALD" },
		{ "Tarn Herald", "The Tarn Herald" },
		{ "the tarn  herald.", "Tarn-Herald" },
		{ "L’Écho", "l'echo" },
		{ "Zu\xcc\x88gig", "Z\xc3\xbcgig" },
		{ "The", "the" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		if (!same(pairs[i][0], pairs[i][1]))
			fail_msg("%s, %s", pairs[i][0], pairs[i][1]);
}

static void
other_names_are_not(void **state)
{
	static const char *const pairs[][2] = {
		{ "Tarn Herald", "Tarn Mail" },
		{ "Theatre Weekly", "atre Weekly" },
		{ "!!!", "???" },
		{ "", "The" },
		{ "Herald Tarn", "Tarn Herald" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		if (same(pairs[i][0], pairs[i][1]))
			fail_msg("%s, %s", pairs[i][0], pairs[i][1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spellings_of_a_name_are_one),
		cmocka_unit_test(other_names_are_not),
	};

	return cmocka_run_group_tests_name("sink/origins", tests, NULL, NULL);
}
