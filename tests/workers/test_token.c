/* Tests for workers/token.c: words, marks, paragraphs, and where they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "invented.h"
#include "workers/glyph.h"

/* The tokens of s, joined by '|'. */
static void
expect(const char *s, const char *want)
{
	struct arena arena = { 0 };
	struct buf b = { 0 };
	struct text t = { .bytes = span_of(s), .arena = &arena };

	token_split(&t);
	assert_int_equal(t.length, utf8_count(t.bytes));
	for (uint32_t i = 0; i < t.n_tokens; i++) {
		struct range r = text_range(&t, i, i + 1);

		/* Both ways to cut it out agree. */
		assert_true(
		    span_eq(text_cut(&t, i, i + 1), invented_cut(s, r)));
		buf_append(&b, t.bytes.p + t.token[i].at, t.token[i].size);
		buf_puts(&b, "|");
	}
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&b);
	arena_free(&arena);
}

static void
words_keep_what_belongs_to_them(void **state)
{
	(void)state;
	expect("Ms. O’Hara paid 1,250.50 in the U.S. by 5 p.m.",
	    "Ms.|O’Hara|paid|1,250.50|in|the|U.S.|by|5|p.m.|");
	expect("Wheeling, W.Va., a sec. ago", "Wheeling|,|W.Va.|,|a|sec.|ago|");
	expect("AT&T and Prof. J.K. Lee, Ph.D., met in U.S-led talks",
	    "AT&T|and|Prof.|J.K.|Lee|,|Ph.D.|,|met|in|U.S|-|led|talks|");
}

static void
hyphens_stand_apart_but_for_prefixes(void **state)
{
	(void)state;
	expect("well-known, state-of-the-art O’Hara-Li",
	    "well|-|known|,|state|-|of|-|the|-|art|O’Hara|-|Li|");
	expect("an anti-mill e-mail, mid-2004, a re-election",
	    "an|anti-mill|e-mail|,|mid-2004|,|a|re-election|");
	expect("anti-money-laundering, a Norland-U.S. deal.",
	    "anti-money|-|laundering|,|a|Norland|-|U.S.|deal|.|");
	expect("and/or he/she; -- no", "and|/|or|he|/|she|;|--|no|");
}

static void
numbers_keep_dates_and_telephones_but_no_ranges(void **state)
{
	(void)state;
	expect("on 2031-03-05, 9/11, call 555-0123 or 713-555-0123 at 3:30",
	    "on|2031-03-05|,|9/11|,|call|555-0123|or|713-555-0123|at|3:30|");
	expect("10-15, 2003-2007, $7.1m, 5bn, 50%, the 1990s, 21st, 6pm, F-16",
	    "10|-|15|,|2003|-|2007|,|$|7.1|m|,|5|bn|,|50|%|,|the|1990s|,"
	    "|21st|,|6|pm|,|F|-|16|");
}

static void
addresses_stay_whole(void **state)
{
	(void)state;
	expect("See https://norhaven.example/a_b?c=1, www.mill.example.",
	    "See|https://norhaven.example/a_b?c=1|,|www.mill.example|.|");
	expect("Ask ann.lee@mill.example (or mill.com).Then wait.",
	    "Ask|ann.lee@mill.example|(|or|mill.com|)|.|Then|wait|.|");
	expect("@annlee and #mill, no. 1 in it; no. And #1",
	    "@annlee|and|#mill|,|no.|1|in|it|;|no|.|And|#|1|");
}

static void
runs_of_a_mark_are_one(void **state)
{
	(void)state;
	expect("Well... yes!? -- no…", "Well|...|yes|!?|--|no|…|");
	expect("``Yes'' ‘‘no’’", "``|Yes|''|‘‘|no|’’|");
}

static void
a_full_stop_belongs_to_some_words_in_places_only(void **state)
{
	(void)state;
	expect("He sat. It was a mass. She came Sat. night to Waltham, Mass., "
	       "on No. 5, fig. 3.",
	    "He|sat|.|It|was|a|mass|.|She|came|Sat.|night|to|Waltham|,|Mass.|"
	    ",|on|No.|5|,|fig.|3|.|");
}

static void
clitics_stand_apart(void **state)
{
	(void)state;
	expect("We won’t sell Ek's mill; they'll see.",
	    "We|wo|n’t|sell|Ek|'s|mill|;|they|'ll|see|.|");
	expect("I cannot, AREN'T gonna: “Post”'s Qa'id",
	    "I|can|not|,|ARE|N'T|gon|na|:|“|Post|”|'s|Qa'id|");
	expect("the mill 's owner did n't", "the|mill|'s|owner|did|n't|");
}

static void
case_is_folded_in_hashes(void **state)
{
	struct arena arena = { 0 };
	struct text t = invented_text("ÉLAN élan WON’T won't ẞ", &arena);

	(void)state;
	assert_int_equal(t.token[0].low, t.token[1].low);
	assert_int_equal(t.token[3].low, t.token[5].low);
	assert_int_equal(t.token[3].low, token_hash(span_of("n't")));
	assert_int_equal(t.token[0].low, token_hash(span_of("élan")));
	arena_free(&arena);
}

/* A soft hyphen is not seen, and parts no word. */
static void
what_is_not_seen_parts_no_word(void **state)
{
	struct arena arena = { 0 };
	struct text t = invented_text("nor\u00adhaven norhaven", &arena);

	(void)state;
	expect("nor\u00adhaven\u00ad in\u200d", "nor\u00adhaven|in|");
	assert_int_equal(t.token[0].low, t.token[1].low);
	arena_free(&arena);
}

static void
offsets_count_code_points(void **state)
{
	(void)state;
	/* no-break space, emoji beyond the BMP, combining mark, CRLF */
	expect("“No,”\u00a0\U0001f600 said Zoe\u0301.\r\n\r\nEnd",
	    "“|No|,|”|\U0001f600|said|Zoe\u0301|.|End|");
}

static void
paragraphs_end_at_line_ends(void **state)
{
	struct arena arena = { 0 };
	struct text t = invented_text("One.\nTwo.\r\nThree.\n\nFour.", &arena);
	unsigned n = 0;

	(void)state;
	for (uint32_t i = 0; i < t.n_tokens; i++)
		n += t.token[i].para;
	assert_int_equal(n, 4);
	arena_free(&arena);
}

static void
lines_cut_by_width_are_one_paragraph(void **state)
{
	struct arena arena = { 0 };
	struct text t = invented_text(
	    "The mill at Norhaven has been closed for three years now and\n"
	    "nobody in town expects that it will ever open its gates again.\n"
	    "\n"
	    "A buyer from the south looked at the site twice last summer and\n"
	    "went home.\n",
	    &arena);
	unsigned n = 0;

	(void)state;
	for (uint32_t i = 0; i < t.n_tokens; i++)
		n += t.token[i].para;
	assert_int_equal(n, 2);
	arena_free(&arena);
}

/* ---- what holds of any text ----------------------------------------------
 */

static uint32_t
next_random(uint64_t *state)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(*state >> 33);
}

/* A text of n pieces: characters of any kind, and what the lexer looks for. */
static void
make_text(struct buf *b, uint64_t seed, unsigned n)
{
	static const char *const pieces[] = { " ", " ", "\n", "\r\n", "\n\n",
		".", "...", "-", "--", "'", "\"", "“", "”", "‘", "’", "«", "»",
		"''", "``", "n't", "'s", "’s", "U.S.", "Mr.", "No.", "a", "The",
		"cannot", "é", "É", "e\u0301", "\u00ad", "\u200d", "\u2028",
		"\U0001f600", "字", "ß", "7", "7.1", "٣", "10-15", "$", "@",
		"#", "http://", "www.a.b", "a.b@c.de", "non-", "x:y",
		"Photo:", "(", ")", "talksThe", "%", "\u00a0", "\u202e", "½" };
	uint64_t state = seed;

	buf_clear(b);
	while (n-- > 0)
		buf_puts(b,
		    pieces[next_random(&state) %
			(sizeof pieces / sizeof pieces[0])]);
}

/* Nothing but what is not seen lies between the byte from and the byte to. */
static bool
blank(struct span s, size_t from, size_t to)
{
	while (from < to) {
		struct glyph g = glyph_at(s, from);

		if (g.kind != GLYPH_SPACE && g.kind != GLYPH_BREAK &&
		    g.kind != GLYPH_JOINT)
			return false;
		from += g.len;
	}
	return from == to;
}

static void
check_tokens(const struct text *t)
{
	size_t at = 0;

	assert_int_equal(t->length, utf8_count(t->bytes));
	for (uint32_t i = 0; i < t->n_tokens; i++) {
		const struct token *k = &t->token[i];
		size_t end = k->at + k->size;

		assert_true(k->size > 0 && k->at >= at && end <= t->bytes.n);
		assert_true(blank(t->bytes, at, k->at));
		assert_int_equal(utf8_offset(t->bytes, k->start), k->at);
		assert_int_equal(utf8_offset(t->bytes, k->end), end);
		assert_int_equal(k->space || i == 0, k->at > at || i == 0);
		at = end;
	}
	assert_true(blank(t->bytes, at, t->bytes.n));
}

static void
check_sentences(const struct text *t)
{
	uint32_t next = 0;

	for (uint32_t i = 0; i < t->n_sentences; i++) {
		const struct sentence *s = &t->sentence[i];

		assert_int_equal(s->first, next);
		assert_true(s->last > s->first);
		assert_true(s->last - s->first <= SENTENCE_MAX);
		next = s->last;
	}
	assert_int_equal(next, t->n_tokens);
	for (uint32_t i = 1; i < t->n_tokens; i++)
		if (t->token[i].para)
			next--;
	assert_true(t->n_tokens == 0 || t->n_sentences > t->n_tokens - next);
}

static void
check_quotations(const struct text *t)
{
	uint32_t i = 0;

	for (uint32_t q = 0; q < t->n_quotations; q++) {
		const struct quotation *k = &t->quotation[q];

		assert_true(k->close > k->open && k->close < t->n_tokens);
		assert_int_equal(t->token[k->open].kind, TOKEN_QUOTE);
		assert_true(
		    !k->closed || t->token[k->close].kind == TOKEN_QUOTE);
		for (; i < k->open; i++)
			assert_int_equal(t->token[i].quote, TEXT_NONE);
		for (; i <= k->close; i++)
			assert_int_equal(t->token[i].quote, q);
	}
	for (; i < t->n_tokens; i++)
		assert_int_equal(t->token[i].quote, TEXT_NONE);
}

static void
any_text_is_cut_without_a_loss(void **state)
{
	struct arena arena = { 0 };
	struct buf b = { 0 };

	(void)state;
	for (unsigned i = 0; i < 3000; i++) {
		struct text t;

		make_text(&b, i, i % 97);
		t = invented_text(buf_cstr(&b), &arena);
		check_tokens(&t);
		check_sentences(&t);
		check_quotations(&t);
		arena_reset(&arena);
	}
	buf_free(&b);
	arena_free(&arena);
}

/* Tokens given as they were found are what they were. */
static void
given_tokens_are_what_was_found(void **state)
{
	struct arena arena = { 0 };
	struct span form[300];
	struct buf b = { 0 };

	(void)state;
	for (unsigned i = 0; i < 500; i++) {
		struct text t, u = { .arena = &arena };

		make_text(&b, i, i % 50);
		t = invented_text(buf_cstr(&b), &arena);
		u.bytes = t.bytes;
		for (uint32_t k = 0; k < t.n_tokens; k++)
			form[k] = text_cut(&t, k, k + 1);
		token_given(&u, form, t.n_tokens);
		assert_int_equal(u.length, t.length);
		for (uint32_t k = 0; k < t.n_tokens; k++) {
			struct token *x = &u.token[k], *y = &t.token[k];

			assert_int_equal(x->start, y->start);
			assert_int_equal(x->end, y->end);
			assert_int_equal(x->low, y->low);
			assert_int_equal(x->bits, y->bits);
			assert_int_equal(x->kind, y->kind);
			assert_int_equal(x->mark, y->mark);
			assert_int_equal(x->side, y->side);
			assert_int_equal(x->space, y->space);
			assert_int_equal(x->capital, y->capital);
		}
		arena_reset(&arena);
	}
	buf_free(&b);
	arena_free(&arena);
}

static void
given_tokens_are_as_the_tokeniser_makes_them(void **state)
{
	static const char text[] =
	    "“Ms. Lisk’s CO2 plan,” NATO didn't \U0001f600 say: U.S. 1,250.";
	struct arena arena = { 0 };
	struct text t = { .bytes = SPAN(text), .arena = &arena }, u = t;
	struct span *form;

	(void)state;
	token_split(&t);
	form = arena_alloc(&arena, t.n_tokens, sizeof *form);
	for (uint32_t i = 0; i < t.n_tokens; i++)
		form[i] = text_cut(&t, i, i + 1);
	token_given(&u, form, t.n_tokens);
	assert_int_equal(u.n_tokens, t.n_tokens);
	assert_int_equal(u.length, t.length);
	for (uint32_t i = 0; i < t.n_tokens; i++)
		assert_memory_equal(&u.token[i], &t.token[i], sizeof *t.token);
	arena_free(&arena);
}

static void
given_tokens_may_be_cut_otherwise(void **state)
{
	struct arena arena = { 0 };
	struct text t = { .bytes = SPAN("well-known 'em ..."),
		.arena = &arena };
	const struct span form[] = { { t.bytes.p, 4 }, { t.bytes.p + 4, 1 },
		{ t.bytes.p + 5, 5 }, { t.bytes.p + 11, 3 },
		{ t.bytes.p + 15, 3 } };

	(void)state;
	token_given(&t, form, 5);
	assert_int_equal(t.token[0].low, token_hash(span_of("well")));
	assert_int_equal(t.token[1].mark, '-');
	assert_false(t.token[2].space);
	assert_int_equal(t.token[3].kind, TOKEN_WORD);
	assert_int_equal(t.token[4].start, 15);
	assert_int_equal(t.token[4].end, 18);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_keep_what_belongs_to_them),
		cmocka_unit_test(hyphens_stand_apart_but_for_prefixes),
		cmocka_unit_test(
		    numbers_keep_dates_and_telephones_but_no_ranges),
		cmocka_unit_test(addresses_stay_whole),
		cmocka_unit_test(runs_of_a_mark_are_one),
		cmocka_unit_test(
		    a_full_stop_belongs_to_some_words_in_places_only),
		cmocka_unit_test(clitics_stand_apart),
		cmocka_unit_test(case_is_folded_in_hashes),
		cmocka_unit_test(what_is_not_seen_parts_no_word),
		cmocka_unit_test(any_text_is_cut_without_a_loss),
		cmocka_unit_test(given_tokens_are_what_was_found),
		cmocka_unit_test(offsets_count_code_points),
		cmocka_unit_test(paragraphs_end_at_line_ends),
		cmocka_unit_test(lines_cut_by_width_are_one_paragraph),
		cmocka_unit_test(given_tokens_are_as_the_tokeniser_makes_them),
		cmocka_unit_test(given_tokens_may_be_cut_otherwise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
