/* Tests for workers/language.c: which language is meant, and what is found in
 * a text of another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "invented.h"
#include "workers/en/english.h"

static void
english_goes_by_several_names(void **state)
{
	static const char *const names[] = { "", "en", "EN", "en-CA", "en_GB",
		"en-Latn-US", "eng", "English", "english" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		assert_ptr_equal(
		    language_of(span_of(names[i])), &english_language);
	assert_ptr_equal(language_of(span_of(NULL)), &english_language);
}

static void
what_is_not_there_is_another_language(void **state)
{
	static const char *const names[] = { "fr", "fr-CA", "e", "eno", "-en",
		"Englishman", "und", "zh-Hant", "-" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		const struct language *l = language_of(span_of(names[i]));

		assert_ptr_not_equal(l, &english_language);
		assert_false(l->whole);
	}
}

static const char story[] = "“Rien n'est perdu”, said Ann Lee. Mr. Brook "
			    "denied that 5 per cent left on Monday.";

/* What is found in the story when its language is called so. */
static struct found
found_in(const char *lang, struct arena *arena, struct engine_layers *l)
{
	struct article a = { .text = SPAN(story), .lang = span_of(lang) };
	struct buf why = { 0 };
	struct found f;

	assert_int_equal(
	    engine_extract(&a, arena, ENGINE_LAYERS, &f, l, &why), RC_OK);
	buf_free(&why);
	return f;
}

static void
another_language_has_tokens_and_sentences_and_no_claims(void **state)
{
	struct arena arena = { 0 };
	struct engine_layers l;
	struct found f = found_in("en", &arena, &l);

	(void)state;
	assert_true(f.n_claims > 0 && f.n_times > 0 && f.n_figures > 0);
	assert_non_null(l.tokens[0].upos);
	assert_true(span_is(f.engine, ENGINE_NAME));
	f = found_in("fr", &arena, &l);
	assert_true(span_is(f.engine, FOUND_UNREAD));
	assert_int_equal(
	    f.n_claims + f.n_times + f.n_figures + f.n_entities, 0);
	assert_true(l.n_tokens > 15 && l.n_sentences >= 2);
	assert_null(l.tokens[0].upos);
	assert_int_equal(l.sentences[0].start, 0);
	assert_int_equal(
	    l.sentences[l.n_sentences - 1].end, utf8_count(span_of(story)));
	arena_free(&arena);
}

static void
its_words_are_cut_as_no_language_would(void **state)
{
	struct arena arena = { 0 };
	struct text t = { .bytes = SPAN("don't cannot 5km"),
		.arena = &arena,
		.language = language_of(span_of("fr")) };

	(void)state;
	token_split(&t);
	assert_int_equal(t.n_tokens, 3);
	t = (struct text) { .bytes = t.bytes, .arena = &arena };
	token_split(&t);
	assert_int_equal(t.n_tokens, 6); /* do n't can not 5 km */
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(english_goes_by_several_names),
		cmocka_unit_test(what_is_not_there_is_another_language),
		cmocka_unit_test(
		    another_language_has_tokens_and_sentences_and_no_claims),
		cmocka_unit_test(its_words_are_cut_as_no_language_would),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
