/* Tests for workers/tagger.c: classes of words and their lemmas. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "invented.h"
#include "workers/tagger.h"

/* The classes of s's tokens, joined by spaces. */
static void
expect(const char *s, const char *want)
{
	struct arena arena = { 0 };
	struct buf b = { 0 };
	struct text t = invented_text(s, &arena);

	tagger_run(&t);
	for (uint32_t i = 0; i < t.n_tokens; i++) {
		buf_puts(&b, i > 0 ? " " : "");
		buf_puts(&b, ud_pos_text((enum ud_pos)t.token[i].pos));
	}
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&b);
	arena_free(&arena);
}

static void
words_have_the_class_of_their_use(void **state)
{
	(void)state;
	expect("The mayor said the council will not cut its budget.",
	    "DET NOUN VERB DET NOUN AUX PART VERB PRON NOUN PUNCT");
	expect("A cut of 12 percent was announced in Norhaven on Tuesday.",
	    "DET NOUN ADP NUM NOUN AUX VERB ADP PROPN ADP PROPN PUNCT");
}

static void
headlines_are_classed_by_their_words(void **state)
{
	(void)state;
	expect(
	    "COUNCIL WILL NOT CUT THE BUDGET", "NOUN AUX PART VERB DET NOUN");
}

static void
lemmas_are_those_of_the_class(void **state)
{
	struct arena arena = { 0 };
	struct text t = invented_text(
	    "Ms. Lisk says she found the leaves.", &arena);

	(void)state;
	tagger_run(&t);
	assert_int_equal(t.token[2].lemma, token_hash(span_of("say")));
	assert_int_equal(t.token[4].lemma, token_hash(span_of("find")));
	assert_int_equal(t.token[6].lemma, token_hash(span_of("leaf")));
	assert_int_equal(t.token[1].lemma, t.token[1].low);
	arena_free(&arena);
}

static void
a_lemma_is_written_as_its_word_is_meant(void **state)
{
	struct arena arena = { 0 };
	struct text t = invented_text("We saw Canadian mills.", &arena);
	char out[LEMMA_MAX];

	(void)state;
	tagger_run(&t);
	assert_true(span_is(tagger_lemma(&t, 0, true, out), "we"));
	assert_true(span_is(tagger_lemma(&t, 1, false, out), "see"));
	assert_true(span_is(tagger_lemma(&t, 2, false, out), "Canadian"));
	assert_true(span_is(tagger_lemma(&t, 3, false, out), "mill"));
	arena_free(&arena);
}

static void
a_text_without_words_is_survived(void **state)
{
	(void)state;
	expect("", "");
	expect("\"", "PUNCT");
}

static void
known_words_have_their_cluster(void **state)
{
	struct arena arena = { 0 };
	struct text t = invented_text("Tuesday norhavenishly", &arena);

	(void)state;
	tagger_run(&t);
	assert_int_not_equal(t.token[0].cluster, 0);
	assert_int_equal(t.token[1].cluster, 0);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_have_the_class_of_their_use),
		cmocka_unit_test(headlines_are_classed_by_their_words),
		cmocka_unit_test(lemmas_are_those_of_the_class),
		cmocka_unit_test(a_lemma_is_written_as_its_word_is_meant),
		cmocka_unit_test(a_text_without_words_is_survived),
		cmocka_unit_test(known_words_have_their_cluster),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
