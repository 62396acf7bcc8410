/*
 * Tests for workers/engine.c: the same claim in two outlets, exact offsets,
 * hostile texts.  Work is told by the memory asked of the arena, which every
 * stage takes from, and never by a clock.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "invented.h"
#include "proto/sanitize.h"

/* A sanitizer takes ten times as long. */
#define BIG (SANITIZED ? 1u << 15 : 1u << 18)

static void
one_claim_in_two_outlets_has_one_key(void **state)
{
	struct arena arena = { 0 };
	struct found f = invented_found(
	    "Mayor Zoë Lee came late.\n\n“We won’t sell,” she added in "
	    "English. “We’ll stay.”\n",
	    &arena);
	struct found g = invented_found(
	    "Mayor Zoë Lee came late.\r\n\r\n\"We won't sell,\" said Lee. "
	    "\"We'll stay.\"\r\n",
	    &arena);

	(void)state;
	assert_int_equal(f.n_claims, 1);
	assert_int_equal(g.n_claims, 1);
	assert_true(f.claims[0].key == g.claims[0].key);
	assert_true(span_is(f.claims[0].speaker, "Zoë Lee"));
	assert_int_equal(f.claims[0].n_content, 2);
	assert_int_equal(g.claims[0].n_content, 2);
	arena_free(&arena);
}

static void
offsets_are_exact_in_any_text(void **state)
{
	static const char s[] = "\u2028Bo\u0308rk\u00a0Inc. \U0001f469\u200d"
				"\U0001f680 grew.\r\n“We\u00a0stay,”\u00a0said "
				"Ann Lee.\u00a0\r\n\r\nSales fell 5\u00a0%.";
	struct arena arena = { 0 };
	struct found f = invented_found(s, &arena);

	(void)state;
	assert_true(f.n_claims >= 1);
	assert_true(span_is(
	    invented_cut(s, f.claims[0].content[0]), "“We\u00a0stay,”"));
	assert_true(span_is(invented_cut(s, f.claims[0].source), "Ann Lee"));
	assert_true(span_is(invented_cut(s, f.claims[0].cue), "said"));
	assert_int_equal(f.n_figures, 1);
	assert_true(span_is(invented_cut(s, f.figures[0].at), "5\u00a0%"));
	arena_free(&arena);
}

static void
a_text_may_begin_and_end_with_and(void **state)
{
	static const char s[] = "And sales rose 5 per cent and";
	struct arena arena = { 0 };
	struct found f = invented_found(s, &arena);

	(void)state;
	assert_int_equal(f.n_figures, 1);
	arena_free(&arena);
}

static void
the_same_text_gives_the_same(void **state)
{
	static const char s[] = "“No,” said Ann Lee. Ek said 5 per cent left.";
	struct arena arena = { 0 };
	struct found f = invented_found(s, &arena);
	struct found g = invented_found(s, &arena);
	struct buf a = { 0 }, b = { 0 };

	(void)state;
	found_encode(&f, &a);
	found_encode(&g, &b);
	assert_true(span_eq(buf_span(&a), buf_span(&b)));
	buf_free(&a);
	buf_free(&b);
	arena_free(&arena);
}

static void
what_is_no_text_is_refused(void **state)
{
	struct arena arena = { 0 };
	struct article a = { .text = { "a\xff", 2 } };
	struct found f;
	struct buf why = { 0 };

	(void)state;
	assert_int_equal(
	    engine_extract(&a, &arena, false, &f, NULL, &why), RC_REFUSED);
	assert_true(why.n > 0);
	a.text.n = ARTICLE_TEXT_MAX + 1;
	assert_int_equal(
	    engine_extract(&a, &arena, false, &f, NULL, &why), RC_TOOBIG);
	buf_free(&why);
	arena_free(&arena);
}

static void
an_empty_text_holds_nothing(void **state)
{
	struct arena arena = { 0 };
	struct found f = invented_found("", &arena);

	(void)state;
	assert_int_equal(f.n_claims + f.n_figures + f.n_times, 0);
	f = invented_found(" \n\u00a0\n", &arena);
	assert_int_equal(f.n_claims + f.n_entities, 0);
	arena_free(&arena);
}

/* size bytes of unit over and over. */
static char *
repeat(const char *unit, size_t size)
{
	size_t n = strlen(unit);
	char *s = malloc(size + 1);

	assert_non_null(s);
	for (size_t i = 0; i < size; i++)
		s[i] = unit[i % n];
	/* Nothing cut within a character. */
	while (size > 0 && utf8_valid((struct span) { s, size }) != size)
		size--;
	s[size] = '\0';
	return s;
}

/* Extract; what was found must survive the wire.  Returns the memory used. */
static size_t
survive(const char *unit, size_t size)
{
	char *s = repeat(unit, size);
	struct arena arena = { 0 };
	struct found f = invented_found(s, &arena), back;
	struct buf b = { 0 };
	size_t total = arena.total;

	found_encode(&f, &b);
	assert_int_equal(found_decode(buf_span(&b),
			     (uint32_t)utf8_count(span_of(s)), &arena, &back),
	    RC_OK);
	assert_int_equal(back.n_claims, f.n_claims);
	buf_free(&b);
	arena_free(&arena);
	free(s);
	return total;
}

static void
hostile_texts_cost_what_their_length_costs(void **state)
{
	static const char *const units[] = { "\"", "“", "”", "“”", "'", "’",
		"''", "a", "A", "A ", "a ", "said ", "said Lee ", "he said, ",
		"“A,” said B, ", "“a\n\n", "\n", "\r", ".", ". ", ", ", "A. ",
		"5 ", "5 to ", "$5 ", "May 5 ", "one ", "of ", "and Lee ",
		"Lee’s ", "who said that ", "according to ", "U.S.", "a-",
		"a’s", "(", "😀", "é", "says “x” and ", "“a” ", "Lee, ",
		"she said ", "Aa Bb ", "\u0301", "e\u0301", "\u200f", "\u202e ",
		"\u200d", "、", "— ", "“a ‘b ", "‘a “b ", "said, ", ": " };

	(void)state;
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		size_t one = survive(units[i], BIG / 4);
		size_t four = survive(units[i], BIG);

		/* Linear: four times the text, not sixteen times the work. */
		if (four > 6 * one + BIG)
			print_error(
			    "\"%s\": %zu, then %zu\n", units[i], one, four);
		assert_true(four <= 6 * one + BIG);
		assert_true(four <= 600 * (size_t)BIG);
	}
}

/* size / 8 marks that open, a word, and as many that close. */
static size_t
survive_nested(size_t size)
{
	struct buf b = { 0 };
	struct arena arena = { 0 };
	struct found f;
	size_t total;

	for (size_t i = 0; i < size / 8; i++)
		buf_puts(&b, i % 2 == 0 ? "“" : "‘");
	buf_puts(&b, "no");
	for (size_t i = size / 8; i-- > 0;)
		buf_puts(&b, i % 2 == 0 ? "”" : "’");
	buf_append(&b, "", 1);
	f = invented_found(b.p, &arena);
	total = arena.total;
	assert_true(f.n_claims <= FOUND_CLAIMS_MAX);
	buf_free(&b);
	arena_free(&arena);
	return total;
}

static void
quotations_in_quotations_cost_what_their_length_costs(void **state)
{
	size_t one = survive_nested(BIG / 4), four = survive_nested(BIG);

	(void)state;
	assert_true(four <= 6 * one + BIG);
}

/* The claims of figures among those of s, a bit each: whether of a speaker. */
static unsigned
figure_claims(const char *s, struct arena *arena, bool spoken[8])
{
	struct found f = invented_found(s, arena);
	unsigned n = 0;

	for (uint32_t i = 0; i < f.n_claims; i++) {
		if (f.claims[i].kind != FOUND_FIGURE)
			continue;
		assert_int_equal(f.claims[i].n_figures, 1);
		assert_true(n < 8);
		spoken[n++] = f.claims[i].speaker.p != NULL;
	}
	return n;
}

static void
a_figure_in_a_statement_that_says_more_is_a_claim_of_its_own(void **state)
{
	struct arena arena = { 0 };
	bool spoken[8];

	(void)state;
	assert_int_equal(figure_claims("“Sales rose 5 per cent and costs fell "
				       "3 per cent,” said Ann Lee.",
			     &arena, spoken),
	    2);
	assert_true(spoken[0] && spoken[1]);
	assert_int_equal(
	    figure_claims("“Sales rose 5 per cent. It was a good year,” said "
			  "Ann Lee.",
		&arena, spoken),
	    1);
	assert_true(spoken[0]);
	arena_free(&arena);
}

static void
a_statement_that_is_a_figure_is_one_claim(void **state)
{
	struct arena arena = { 0 };
	bool spoken[8];

	(void)state;
	assert_int_equal(figure_claims("“Sales rose 5 per cent,” said Ann Lee.",
			     &arena, spoken),
	    0);
	assert_int_equal(
	    figure_claims("Sales rose 5 per cent.", &arena, spoken), 1);
	assert_false(spoken[0]);
	arena_free(&arena);
}

static void
a_number_that_only_refers_is_no_figure_of_a_statement(void **state)
{
	struct arena arena = { 0 };
	struct found f = invented_found(
	    "Ann Lee said the two towns would share a school.", &arena);

	(void)state;
	assert_int_equal(f.n_claims, 1);
	assert_int_equal(f.n_figures, 1);
	assert_int_equal(f.claims[0].n_figures, 0);
	arena_free(&arena);
}

static void
figures_of_one_value_in_a_sentence_are_told_apart(void **state)
{
	static const char s[] = "The 5 per cent tax on bread and the 5 per "
				"cent tax on beer were kept.";
	struct arena arena = { 0 };
	struct found f = invented_found(s, &arena);

	(void)state;
	assert_int_equal(f.n_claims, 2);
	assert_true(f.claims[0].key != f.claims[1].key);
	assert_null(f.claims[0].gist.p);
	assert_null(f.claims[1].gist.p);
	arena_free(&arena);
}

/* Of a paragraph that is all cues the surest are looked at: no more than one
 * in ten words, and eight; the next paragraph is read as ever. */
static void
cues_beyond_reason_are_passed_over(void **state)
{
	enum { TIMES = 1000 };
	struct arena arena = { 0 };
	struct buf s = { 0 };
	struct found f;
	size_t dense = 0;

	(void)state;
	for (int i = 0; i < TIMES; i++)
		buf_puts(&s, "Lee said that ");
	buf_puts(&s, "\n\n“The weir will hold,” said Mayor Ann Brook.\n");
	f = invented_found(buf_cstr(&s), &arena);
	for (uint32_t i = 0; i < f.n_claims; i++)
		dense += f.claims[i].cue.start < 14 * TIMES;
	assert_in_range(dense, 1, 3 * TIMES / 10 + 8);
	assert_true(f.n_claims > dense);
	assert_true(span_is(
	    invented_cut(buf_cstr(&s), f.claims[f.n_claims - 1].content[0]),
	    "“The weir will hold,”"));
	buf_free(&s);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_claim_in_two_outlets_has_one_key),
		cmocka_unit_test(
		    a_figure_in_a_statement_that_says_more_is_a_claim_of_its_own),
		cmocka_unit_test(a_statement_that_is_a_figure_is_one_claim),
		cmocka_unit_test(
		    a_number_that_only_refers_is_no_figure_of_a_statement),
		cmocka_unit_test(
		    figures_of_one_value_in_a_sentence_are_told_apart),
		cmocka_unit_test(offsets_are_exact_in_any_text),
		cmocka_unit_test(a_text_may_begin_and_end_with_and),
		cmocka_unit_test(the_same_text_gives_the_same),
		cmocka_unit_test(what_is_no_text_is_refused),
		cmocka_unit_test(an_empty_text_holds_nothing),
		cmocka_unit_test(hostile_texts_cost_what_their_length_costs),
		cmocka_unit_test(cues_beyond_reason_are_passed_over),
		cmocka_unit_test(
		    quotations_in_quotations_cost_what_their_length_costs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
