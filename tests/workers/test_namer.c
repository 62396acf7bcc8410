/* Names: what the best labels are, what a first look at an article shows, and
 * what the shipped model finds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/workers/invented.h"
#include "workers/en/models.h"

#define LABEL(type, part) ((type)*4 + (part))

static const int32_t no_weights[NAMES_OUT + 1][NAMES_LABELS];

static void
a_name_that_begins_is_ended(void **state)
{
	int32_t score[3][NAMES_LABELS] = { { 0 } };
	uint8_t label[3];

	(void)state;
	score[0][LABEL(FOUND_ORG, NAMES_FIRST)] = 9;
	score[1][LABEL(FOUND_ORG, NAMES_INSIDE)] = 5;
	score[2][LABEL(FOUND_ORG, NAMES_LAST)] = 1;
	score[2][LABEL(FOUND_PERSON, NAMES_LAST)] = 8;
	namer_decode(
	    3, (const int32_t(*)[NAMES_LABELS])score, no_weights, label);
	assert_int_equal(label[0], LABEL(FOUND_ORG, NAMES_FIRST));
	assert_int_equal(label[1], LABEL(FOUND_ORG, NAMES_INSIDE));
	assert_int_equal(label[2], LABEL(FOUND_ORG, NAMES_LAST));
	assert_int_equal(namer_end(label, 0), 3);
}

static void
a_beginning_without_room_is_no_name(void **state)
{
	int32_t score[1][NAMES_LABELS] = { { 0 } };
	uint8_t label[1];

	(void)state;
	score[0][LABEL(FOUND_PLACE, NAMES_FIRST)] = 100;
	score[0][LABEL(FOUND_PLACE, NAMES_WHOLE)] = -1;
	namer_decode(
	    1, (const int32_t(*)[NAMES_LABELS])score, no_weights, label);
	assert_int_not_equal(label[0], LABEL(FOUND_PLACE, NAMES_FIRST));
	assert_int_not_equal(label[0], LABEL(FOUND_PLACE, NAMES_WHOLE));
}

static void
what_follows_what_counts(void **state)
{
	int32_t score[2][NAMES_LABELS] = { { 0 } };
	int32_t after[NAMES_OUT + 1][NAMES_LABELS] = { { 0 } };
	uint8_t label[2];
	const unsigned whole = LABEL(FOUND_PLACE, NAMES_WHOLE);

	(void)state;
	score[0][whole] = score[1][whole] = 5;
	after[whole][whole] = -6;
	namer_decode(2, (const int32_t(*)[NAMES_LABELS])score,
	    (const int32_t(*)[NAMES_LABELS])after, label);
	assert_true((label[0] == whole) != (label[1] == whole));
}

/* The text with all before the names. */
static struct text
prepared(const char *s, struct arena *arena)
{
	struct text t = { .bytes = span_of(s), .arena = arena };

	token_split(&t);
	quote_pair(&t);
	sentence_split(&t);
	tagger_run(&t);
	return t;
}

static void
an_article_shows_what_a_word_is_elsewhere(void **state)
{
	struct arena arena = { 0 };
	struct text t = prepared("Mills are shut. All the mills of Jane Mills "
				 "are, and Mills said so.",
	    &arena);
	struct names_view v;
	const struct names_word *w;

	(void)state;
	names_view_init(&v, &t);
	assert_int_not_equal(v.word[0], TEXT_NONE);
	w = &v.words[v.word[0]];
	assert_int_equal(w->start, 1);
	assert_int_equal(w->lower, 1);
	assert_int_equal(w->mid, 2);
	assert_int_equal(w->run_len, 2);
	names_view_note(&v, 0, 1, FOUND_PERSON);
	assert_int_equal(w->as[FOUND_PERSON], 1);
	assert_int_equal(w->name_len, 1);
	arena_free(&arena);
}

static void
counts_that_are_full_keep_their_proportion(void **state)
{
	struct arena arena = { 0 };
	struct text t = prepared("All of Mills.", &arena);
	struct names_view v;
	const struct names_word *w;

	(void)state;
	names_view_init(&v, &t);
	w = &v.words[v.word[2]];
	for (int i = 0; i < 4000; i++)
		names_view_note(
		    &v, 2, 3, i % 4 == 0 ? FOUND_PERSON : NAMES_VIEW_NONE);
	assert_true(w->as[NAMES_VIEW_NONE] > 100);
	assert_in_range(w->as[FOUND_PERSON], w->as[NAMES_VIEW_NONE] / 4,
	    w->as[NAMES_VIEW_NONE] / 2);
	arena_free(&arena);
}

static void
letters_know_what_they_stand_for(void **state)
{
	struct arena arena = { 0 };
	struct text t = prepared("The Norhaven Growers Association met. The "
				 "NGA voted.",
	    &arena);
	struct names_view v;
	const struct names_word *w = NULL;

	(void)state;
	names_view_init(&v, &t);
	for (uint32_t i = 0; i < t.n_tokens; i++)
		if (token_is(&t, i, "NGA"))
			w = &v.words[v.word[i]];
	assert_non_null(w);
	assert_true(
	    w->long_form == token_hash((struct span)SPAN("association")));
	arena_free(&arena);
}

static void
parts_hold_every_capital_and_do_not_overlap(void **state)
{
	struct arena arena = { 0 };
	struct text t = prepared("He met de Roe, al-Ek and Lee Jae-won, of the "
				 "Bank of Orrin 2, twice in May. No more.",
	    &arena);
	struct names_view v;
	uint32_t end = 0, n = 0;

	(void)state;
	names_view_init(&v, &t);
	for (uint32_t i = 0; i < v.n_parts; i++) {
		assert_true(v.part[i].first >= end);
		assert_true(v.part[i].first < v.part[i].last);
		assert_true(v.part[i].first >= v.part[i].from);
		assert_true(v.part[i].last <= v.part[i].to);
		end = v.part[i].last;
		for (uint32_t k = v.part[i].first; k < end; k++)
			n += t.token[k].capital;
	}
	for (uint32_t k = 0; k < t.n_tokens; k++)
		n -= t.token[k].capital;
	assert_int_equal(n, 0);
	arena_free(&arena);
}

static void
every_paragraph_may_be_a_capital(void **state)
{
	struct arena arena = { 0 };
	struct text t = prepared("U\rUU\rU\rLee\rEk", &arena);
	struct names_view v;

	(void)state;
	names_view_init(&v, &t);
	assert_int_equal(v.n_parts, t.n_tokens);
	for (uint32_t i = 0; i < v.n_parts; i++)
		assert_int_equal(v.part[i].first, i);
	arena_free(&arena);
}

static void
without_a_model_there_are_no_names(void **state)
{
	struct model m;

	(void)state;
	assert_false(model_open(
	    (struct span) { NULL, 0 }, NAMES_KIND, NAMES_LABELS, &m));
	assert_false(
	    model_open(models_of(MODELS_TAGGER), NAMES_KIND, NAMES_LABELS, &m));
}

/* Is there a mention of these words and that type? */
static bool
is_found(const struct text *t, const char *words, uint8_t type)
{
	for (uint32_t i = 0; i < t->n_mentions; i++) {
		const struct mention *m = &t->mention[i];

		if (span_is(text_cut(t, m->first, m->last), words))
			return m->type == type;
	}
	return false;
}

static void
the_model_tells_persons_places_and_organisations(void **state)
{
	struct arena arena = { 0 };
	struct text t = prepared(
	    "OTTAWA - Maria Lindqvist, who leads the Norhaven Growers "
	    "Association, met Canadian farmers in Toronto on Monday. \"The "
	    "price is too low,\" Lindqvist told the United Nations.",
	    &arena);

	(void)state;
	namer_find(&t);
	assert_true(is_found(&t, "Maria Lindqvist", FOUND_PERSON));
	assert_true(is_found(&t, "Lindqvist", FOUND_PERSON));
	assert_true(is_found(&t, "Norhaven Growers Association", FOUND_ORG));
	assert_true(is_found(&t, "Toronto", FOUND_PLACE));
	assert_true(is_found(&t, "United Nations", FOUND_ORG));
	for (uint8_t k = 0; k < NAMES_VIEW_TYPES; k++) {
		assert_false(is_found(&t, "Canadian", k));
		assert_false(is_found(&t, "Monday", k));
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_that_begins_is_ended),
		cmocka_unit_test(a_beginning_without_room_is_no_name),
		cmocka_unit_test(what_follows_what_counts),
		cmocka_unit_test(an_article_shows_what_a_word_is_elsewhere),
		cmocka_unit_test(counts_that_are_full_keep_their_proportion),
		cmocka_unit_test(letters_know_what_they_stand_for),
		cmocka_unit_test(parts_hold_every_capital_and_do_not_overlap),
		cmocka_unit_test(every_paragraph_may_be_a_capital),
		cmocka_unit_test(without_a_model_there_are_no_names),
		cmocka_unit_test(
		    the_model_tells_persons_places_and_organisations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
