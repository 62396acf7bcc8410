/* Tests for workers/en/lemma.c: words and what they are forms of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "workers/en/lemma.h"
#include "workers/en/lemma_words.h"

/* "form lemma" pairs, both in lower case, of one class. */
static void
expect(enum ud_pos pos, const char *const pairs[][2], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char out[LEMMA_MAX];
		struct span low = span_of(pairs[i][0]);
		struct span got = lemma_of(low, low, pos, false, out);
		struct buf b = { 0 };

		buf_append(&b, got.p, got.n);
		assert_string_equal(buf_cstr(&b), pairs[i][1]);
		buf_free(&b);
	}
}

#define EXPECT(pos, ...)                                               \
	do {                                                           \
		static const char *const pairs[][2] = { __VA_ARGS__ }; \
                                                                       \
		expect(pos, pairs, sizeof pairs / sizeof pairs[0]);    \
	} while (0)

static void
verbs_lose_what_tells_person_and_time(void **state)
{
	(void)state;
	EXPECT(UD_VERB, { "says", "say" }, { "went", "go" }, { "tries", "try" },
	    { "dies", "die" }, { "pushes", "push" }, { "stopped", "stop" },
	    { "adding", "add" }, { "tried", "try" }, { "agreed", "agree" },
	    { "needed", "need" }, { "lying", "lie" }, { "travelled", "travel" },
	    { "called", "call" }, { "controlling", "control" },
	    { "installed", "install" }, { "focuses", "focus" },
	    { "discuss", "discuss" });
}

static void
a_lost_e_comes_back(void **state)
{
	(void)state;
	EXPECT(UD_VERB, { "hiring", "hire" }, { "repairing", "repair" },
	    { "voting", "vote" }, { "shouted", "shout" },
	    { "managed", "manage" }, { "dragged", "drag" },
	    { "charging", "charge" }, { "hanging", "hang" },
	    { "opened", "open" }, { "phoned", "phone" },
	    { "mentioned", "mention" }, { "examined", "examine" },
	    { "training", "train" }, { "limited", "limit" },
	    { "invited", "invite" }, { "deleted", "delete" },
	    { "marketed", "market" }, { "ensured", "ensure" },
	    { "explored", "explore" }, { "monitored", "monitor" },
	    { "inflated", "inflate" }, { "abused", "abuse" },
	    { "handled", "handle" }, { "whirled", "whirl" });
}

static void
nouns_lose_their_plural(void **state)
{
	(void)state;
	EXPECT(UD_NOUN, { "mills", "mill" }, { "cities", "city" },
	    { "movies", "movie" }, { "viruses", "virus" },
	    { "houses", "house" }, { "boxes", "box" }, { "men", "man" },
	    { "spokeswomen", "spokeswoman" }, { "wives", "wife" },
	    { "crises", "crisis" }, { "series", "series" },
	    { "status", "status" }, { "menus", "menu" }, { "class", "class" },
	    { "specimen", "specimen" }, { "1980s", "1980s" }, { "as", "as" });
}

static void
adjectives_and_adverbs_lose_their_degree(void **state)
{
	(void)state;
	EXPECT(UD_ADJ, { "bigger", "big" }, { "easiest", "easy" },
	    { "higher", "high" }, { "larger", "large" }, { "worse", "bad" },
	    { "former", "former" }, { "honest", "honest" },
	    { "simpler", "simple" }, { "stronger", "strong" });
	EXPECT(UD_ADV, { "better", "well" }, { "sooner", "soon" },
	    { "however", "however" }, { "further", "further" });
}

static void
words_without_meaning_have_one_form(void **state)
{
	(void)state;
	EXPECT(UD_AUX, { "'s", "be" }, { "wo", "will" }, { "has", "have" },
	    { "being", "be" }, { "must", "must" });
	EXPECT(UD_PRON, { "me", "I" }, { "them", "they" }, { "its", "its" });
	EXPECT(UD_PART, { "n't", "not" }, { "'s", "'s" });
	EXPECT(UD_DET, { "an", "a" }, { "those", "that" });
	EXPECT(UD_NUM, { "1,250", "1250" }, { "two", "two" });
	EXPECT(UD_PROPN, { "oct.", "October" }, { "americans", "American" });
	EXPECT(UD_PUNCT, { "\u201c", "\"" }, { ",", "," });
}

static void
names_and_words_too_long_stay_as_they_are(void **state)
{
	char out[LEMMA_MAX];
	const struct span states = SPAN("Hills"), low = SPAN("hills"),
			  none = { NULL, 0 };

	(void)state;
	assert_true(
	    span_is(lemma_of(states, low, UD_PROPN, false, out), "Hills"));
	assert_true(
	    span_is(lemma_of(states, low, UD_NOUN, true, out), "Hills"));
	assert_true(
	    span_is(lemma_of(states, low, UD_NOUN, false, out), "hill"));
	assert_true(
	    span_is(lemma_of(states, none, UD_NOUN, false, out), "Hills"));
}

/* Whatever the word, its lemma has room. */
static void
any_word_of_any_class_is_survived(void **state)
{
	static const char *const tails[] = { "", "s", "es", "ies", "ed", "ied",
		"ing", "er", "est", "ier", "ses", "men", "eed", "lled", "'s" };
	char word[LEXICON_WORD_MAX], out[LEMMA_MAX];

	(void)state;
	for (size_t t = 0; t < sizeof tails / sizeof tails[0]; t++) {
		size_t tail = strlen(tails[t]);

		for (size_t n = 1; n <= sizeof word; n++)
			for (unsigned fill = 'a'; fill < 'a' + 26; fill++) {
				size_t cut = tail < n ? tail : n;
				struct span low = { word, n };

				memset(word, (int)fill, n);
				memcpy(
				    word + n - cut, tails[t] + tail - cut, cut);
				for (int p = 0; p < UD_N_POS; p++) {
					struct span l = lemma_of(low, low,
					    (enum ud_pos)p, false, out);

					assert_in_range(l.n, 1, LEMMA_MAX);
				}
			}
	}
}

static void
tables_are_sorted(void **state)
{
	size_t n;
	const struct lemma_word *w = lemma_words_table(&n);
	const struct lemma_stem *s;

	(void)state;
	for (size_t i = 1; i < n; i++)
		assert_true(strcmp(w[i - 1].form, w[i].form) <= 0);
	s = lemma_words_stems(&n);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			assert_string_not_equal(s[i].end, s[j].end);
			assert_true(s[i].end[strlen(s[i].end) - 1] <=
			    s[j].end[strlen(s[j].end) - 1]);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verbs_lose_what_tells_person_and_time),
		cmocka_unit_test(a_lost_e_comes_back),
		cmocka_unit_test(nouns_lose_their_plural),
		cmocka_unit_test(adjectives_and_adverbs_lose_their_degree),
		cmocka_unit_test(words_without_meaning_have_one_form),
		cmocka_unit_test(names_and_words_too_long_stay_as_they_are),
		cmocka_unit_test(any_word_of_any_class_is_survived),
		cmocka_unit_test(tables_are_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
