/* Tests for workers/normal.c: what is the same claim, and what is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "workers/normal.h"

static void
expect(const char *s, const char *want)
{
	struct buf b = { 0 };

	normal_words(span_of(s), &b);
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&b);
}

static uint64_t
key(const char *speaker, const char *a, const char *b)
{
	struct span piece[2] = { span_of(a), span_of(b) };

	return normal_key("said", span_of(speaker), piece, b != NULL ? 2 : 1);
}

static void
words_are_folded(void **state)
{
	(void)state;
	expect("“We WON’T sell,” \t‘ever’!", " we won't sell ever");
	expect("Zo\u00eb Zoe\u0308 ZOE \uff21\uff22 Stra\u00dfe",
	    " zoe zoe zoe ab strasse");
	expect("7.1\u00a0billion, \U0001f600 5%", " 7 1 billion 5");
	expect("", "");
}

static void
one_claim_however_it_is_printed(void **state)
{
	uint64_t k = key("Ann Lee", "“We won’t sell,”", "“We’ll stay.”");

	(void)state;
	assert_true(
	    k == key("Ann Lee", "\"We won't sell. We'll stay.\"", NULL));
	assert_true(k == key("Ann B. Lee", "We won’t SELL", "we’ll stay"));
}

static void
other_words_or_speakers_are_another(void **state)
{
	uint64_t k = key("Ann Lee", "We sell", NULL);

	(void)state;
	assert_true(k != key("Carl Ek", "We sell", NULL));
	assert_true(k != key("Ann Lee", "We will sell", NULL));
	assert_true(
	    key("Ann Lee", "sell", NULL) != key("Ann", "Lee sell", NULL));
}

static void
a_huge_claim_is_cut_at_a_code_point(void **state)
{
	struct buf b = { 0 };
	struct span s;

	(void)state;
	for (unsigned i = 0; i < NORMAL_MAX; i++)
		buf_puts(&b, "é");
	s = buf_span(&b);
	assert_true(normal_key("said", span_of("Ek"), &s, 1) != 0);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_folded),
		cmocka_unit_test(one_claim_however_it_is_printed),
		cmocka_unit_test(other_words_or_speakers_are_another),
		cmocka_unit_test(a_huge_claim_is_cut_at_a_code_point),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
