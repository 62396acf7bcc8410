/* Tests for workers/en/abbr.c: what the table says of words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "workers/en/abbr.h"

static uint32_t
bits(const char *word)
{
	return abbr_bits(span_of(word));
}

/* From both ends of the table to its middle: a search finds all of them only
 * where they are sorted. */
static void
abbreviations_are_known_from_a_to_z(void **state)
{
	static const char *const words[] = { "a.g.", "a.k.a.", "a.m.", "adm.",
		"calif.", "co.", "corp.", "dr.", "etc.", "fig.", "gov.", "inc.",
		"jr.", "lt.", "mr.", "mrs.", "ms.", "n.y.", "no.", "ore.",
		"p.m.", "ph.d.", "rep.", "sat.", "sen.", "sept.", "st.", "tex.",
		"u.k.", "u.s.", "u.s.a.", "vs.", "w.va.", "wash.", "wis.",
		"wyo.", "yrs." };

	(void)state;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (!(bits(words[i]) & ABBR_KNOWN))
			fail_msg("%s is not found", words[i]);
}

static void
what_they_say_of_sentences_differs(void **state)
{
	(void)state;
	assert_true(bits("mr.") & ABBR_BEFORE);
	assert_true(bits("no.") & ABBR_DIGIT);
	assert_true(bits("sat.") & ABBR_PROPER);
	assert_true(bits("inc.") & ABBR_AFTER);
	assert_true(bits("p.m.") & ABBR_LAST);
	assert_false(bits("inc.") & (ABBR_LAST | ABBR_BEFORE));
}

static void
other_words_are_none(void **state)
{
	(void)state;
	assert_int_equal(bits("mill."), 0);
	assert_int_equal(bits("mr"), 0);
	assert_int_equal(bits("m"), 0);
	assert_int_equal(bits("."), 0);
	assert_int_equal(bits("zzz."), 0);
	assert_int_equal(bits("mr.."), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(abbreviations_are_known_from_a_to_z),
		cmocka_unit_test(what_they_say_of_sentences_differs),
		cmocka_unit_test(other_words_are_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
