/* Tests for workers/lexicon.c: the tables are sorted, forms find their verb. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "workers/en/lexicon.h"
#include "workers/en/lexicon_names.h"
#include "workers/en/lexicon_verbs.h"
#include "workers/en/lexicon_words.h"

static void
words_and_names_are_sorted_and_apart(void **state)
{
	size_t n, m;
	const struct lexicon_entry *w = lexicon_words_table(&n);
	const struct lexicon_entry *x = lexicon_names_table(&m);

	(void)state;
	for (size_t i = 1; i < n; i++)
		assert_true(strcmp(w[i - 1].word, w[i].word) < 0);
	for (size_t i = 1; i < m; i++)
		assert_true(strcmp(x[i - 1].word, x[i].word) < 0);
	for (size_t i = 0, k = 0; i < n && k < m;) {
		int c = strcmp(w[i].word, x[k].word);

		assert_int_not_equal(c, 0);
		if (c < 0)
			i++;
		else
			k++;
	}
}

static void
verbs_and_forms_are_sorted(void **state)
{
	size_t n;
	const struct lexicon_verb *v = lexicon_verbs_table(&n);
	const struct lexicon_form *f;

	(void)state;
	for (size_t i = 1; i < n; i++)
		assert_true(strcmp(v[i - 1].lemma, v[i].lemma) < 0);
	f = lexicon_verbs_forms(&n);
	for (size_t i = 0; i < n; i++) {
		enum lexicon_tense tense;

		assert_true(i == 0 || strcmp(f[i - 1].form, f[i].form) < 0);
		assert_non_null(lexicon_verb_of(span_of(f[i].form), &tense));
	}
}

static void
there_are_many_verbs_of_saying(void **state)
{
	size_t n, saying = 0;
	const struct lexicon_verb *v = lexicon_verbs_table(&n);

	(void)state;
	for (size_t i = 0; i < n; i++)
		saying += v[i].frames != 0;
	assert_true(saying >= 150);
}

static void
a_form_finds_its_verb(void **state)
{
	static const struct {
		const char *form, *lemma;
		enum lexicon_tense tense;
	} cases[] = {
		{ "said", "say", LEXICON_PAST },
		{ "says", "say", LEXICON_S },
		{ "saying", "say", LEXICON_ING },
		{ "noting", "note", LEXICON_ING },
		{ "denied", "deny", LEXICON_PAST },
		{ "denies", "deny", LEXICON_S },
		{ "admitted", "admit", LEXICON_PAST },
		{ "criticised", "criticise", LEXICON_PAST },
		{ "stresses", "stress", LEXICON_S },
		{ "written", "write", LEXICON_PART },
		{ "added", "add", LEXICON_PAST },
	};
	enum lexicon_tense tense;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct lexicon_verb *v = lexicon_verb_of(
		    span_of(cases[i].form), &tense);

		assert_non_null(v);
		assert_string_equal(v->lemma, cases[i].lemma);
		assert_int_equal(tense, cases[i].tense);
	}
	assert_null(lexicon_verb_of(span_of("mill"), &tense));
	assert_null(lexicon_verb_of(span_of("s"), &tense));
}

static void
what_is_in_no_table_has_no_class(void **state)
{
	(void)state;
	assert_int_equal(lexicon_bits(span_of("norhaven")), 0);
	assert_int_equal(lexicon_bits(span_of("")), 0);
	assert_int_equal(
	    lexicon_bits(span_of("averyveryverylongwordthatnobodyuses")), 0);
	assert_true(lexicon_bits(span_of("quickly")) & LEXICON_ADV);
	assert_true(lexicon_bits(span_of("minister")) & LEXICON_TITLE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_names_are_sorted_and_apart),
		cmocka_unit_test(verbs_and_forms_are_sorted),
		cmocka_unit_test(there_are_many_verbs_of_saying),
		cmocka_unit_test(a_form_finds_its_verb),
		cmocka_unit_test(what_is_in_no_table_has_no_class),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
