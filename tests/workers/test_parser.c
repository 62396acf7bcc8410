/* Tests for workers/parser.c: what depends on what, and that it is a tree
 * whatever the words and the weights are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "proto/mem.h"
#include "workers/en/models.h"
#include "workers/parser.h"
#include "workers/quote.h"
#include "workers/sentence.h"
#include "workers/tagger.h"
#include "workers/token.h"

static struct text
parsed(const char *s, struct arena *arena)
{
	struct text t = { .bytes = span_of(s), .arena = arena };

	token_split(&t);
	quote_pair(&t);
	sentence_split(&t);
	tagger_run(&t);
	parser_run(&t);
	return t;
}

/* The word depends on that head (itself: the root) by that relation. */
static void
expect(const struct text *t, uint32_t word, uint32_t head, enum ud_rel rel)
{
	assert_int_equal(t->token[word].head, head);
	assert_string_equal(
	    ud_rel_text((enum ud_rel)t->token[word].rel), ud_rel_text(rel));
}

static void
who_says_what_is_seen(void **state)
{
	struct arena arena = { 0 };
	struct text t = parsed(
	    "The mayor said the council will cut its budget.", &arena);

	(void)state;
	expect(&t, 0, 1, UD_DET_);
	expect(&t, 1, 2, UD_NSUBJ);
	expect(&t, 2, 2, UD_ROOT);
	expect(&t, 4, 6, UD_NSUBJ);
	expect(&t, 5, 6, UD_AUX_);
	expect(&t, 6, 2, UD_CCOMP);
	expect(&t, 7, 8, UD_NMOD_POSS);
	expect(&t, 8, 6, UD_OBJ);
	expect(&t, 9, 2, UD_PUNCT_);
	arena_free(&arena);
}

static void
passives_and_prepositions_are_seen(void **state)
{
	struct arena arena = { 0 };
	struct text t = parsed(
	    "The plan was approved by the council on Tuesday.", &arena);

	(void)state;
	expect(&t, 1, 3, UD_NSUBJ_PASS);
	expect(&t, 2, 3, UD_AUX_PASS);
	expect(&t, 4, 6, UD_CASE);
	expect(&t, 8, 3, UD_OBL);
	arena_free(&arena);
}

static void
heads_stay_in_their_sentence(void **state)
{
	struct arena arena = { 0 };
	struct text t = parsed(
	    "Ms. Lisk left. The mayor stayed. It rained.", &arena);

	(void)state;
	assert_int_equal(t.n_sentences, 3);
	for (uint32_t i = 0; i < t.n_sentences; i++)
		for (uint32_t k = t.sentence[i].first; k < t.sentence[i].last;
		     k++) {
			assert_true(t.token[k].head >= t.sentence[i].first);
			assert_true(t.token[k].head < t.sentence[i].last);
		}
	arena_free(&arena);
}

/* One root; from every token of the sentence heads lead to it. */
static void
assert_tree(const struct text *t, const struct sentence *s)
{
	uint32_t roots = 0;

	for (uint32_t i = s->first; i < s->last; i++) {
		const struct token *k = &t->token[i];
		uint32_t up = i, steps = 0;

		assert_true(k->head >= s->first && k->head < s->last);
		assert_true(k->rel < UD_N_REL);
		assert_int_equal(k->head == i, k->rel == UD_ROOT);
		roots += k->head == i;
		while (t->token[up].head != up) {
			up = t->token[up].head;
			assert_true(steps++ < s->last - s->first);
		}
	}
	assert_int_equal(roots, 1);
}

static void
sentences_alike_have_trees_alike(void **state)
{
	static const char line[] = "The mayor said the council will meet. ";
	static const char other[] = "Nobody in the mill was hurt. ";
	struct arena arena = { 0 };
	struct text one = parsed(line, &arena), two = parsed(other, &arena), t;
	struct buf b = { 0 };

	(void)state;
	for (int i = 0; i < 200; i++)
		buf_puts(&b, i % 7 == 6 ? other : line);
	buf_append(&b, "", 1);
	t = parsed(b.p, &arena);
	assert_int_equal(t.n_sentences, 200);
	for (uint32_t i = 0; i < t.n_sentences; i++) {
		const struct text *as = i % 7 == 6 ? &two : &one;
		uint32_t from = t.sentence[i].first;

		assert_int_equal(t.sentence[i].last - from, as->n_tokens);
		for (uint32_t k = 0; k < as->n_tokens; k++)
			expect(&t, from + k, from + as->token[k].head,
			    (enum ud_rel)as->token[k].rel);
	}
	buf_free(&b);
	arena_free(&arena);
}

static uint32_t
draw(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void
append_hostile(struct buf *b, uint32_t *seed)
{
	static const char *const piece[] = { "said ", "the ", "\"",
		"\xe2\x80\x9c", "(", "). ", ", ", "Norhaven ", "n't", "\n\n",
		" - ", "...", "12% ", "\xf0\x9f\x98\x80", "that ",
		"aaaaaaaaaaaaaaaaaaaaaaaa", "is ", "'s ", "of ", "\t", "!?",
		"A" };

	buf_puts(b, piece[draw(seed) % (sizeof piece / sizeof *piece)]);
}

static void
any_words_make_trees(void **state)
{
	uint32_t seed = 3, sentences = 0, longest = 0;

	(void)state;
	for (uint32_t round = 0; round < 200; round++) {
		struct arena arena = { 0 };
		struct buf b = { 0 };
		struct text t;

		for (uint32_t n = 1 + draw(&seed) % 400; n > 0; n--)
			append_hostile(&b, &seed);
		t = parsed(buf_cstr(&b), &arena);
		for (uint32_t i = 0; i < t.n_sentences; i++) {
			const struct sentence *s = &t.sentence[i];

			assert_tree(&t, s);
			if (s->last - s->first > longest)
				longest = s->last - s->first;
		}
		sentences += t.n_sentences;
		arena_free(&arena);
		buf_free(&b);
	}
	assert_true(sentences > 500 && longest > 50);
}

static void
a_text_without_end_makes_trees(void **state)
{
	struct arena arena = { 0 };
	struct buf b = { 0 };
	struct text t;

	(void)state;
	for (uint32_t i = 0; i < 3 * SENTENCE_MAX; i++)
		buf_puts(&b, i % 3 == 0 ? "and " : "mayors ");
	t = parsed(buf_cstr(&b), &arena);
	for (uint32_t i = 0; i < t.n_sentences; i++)
		assert_tree(&t, &t.sentence[i]);
	arena_free(&arena);
	buf_free(&b);
}

/* Classes, words and weights that mean nothing. */
static void
any_weights_make_trees(void **state)
{
	static struct parser_sentence s;
	struct token token[60] = { 0 };
	struct text t = {
		.bytes = SPAN("word"), .token = token, .n_tokens = 60
	};
	struct cluster_map none = { 0 };
	int8_t row[16 * UD_N_REL + 64];
	uint32_t seed = 21;

	(void)state;
	for (uint32_t round = 0; round < 200; round++) {
		struct sentence one = { 0, 1 + draw(&seed) % 60, false };
		struct parser_model m = {
			{ .row = row, .mask = 15, .width = PARSER_WIDTH },
			{ .row = row, .mask = 7, .width = PARSER_REL_WIDTH }
		};

		for (size_t i = 0; i < sizeof row; i++)
			row[i] = (int8_t)(int)(draw(&seed) % 255 - 127);
		for (uint32_t i = 0; i < one.last; i++)
			token[i] = (struct token) { .size = 4,
				.low = draw(&seed),
				.pos = (uint8_t)(draw(&seed) % UD_N_POS) };
		parser_words(&t, &one, &none, &s);
		parser_parse(&m, &s, 1);
		assert_true(parser_state_done(&s.state));
		for (uint32_t i = 1; i <= one.last; i++) {
			assert_in_range(s.state.node[i].head, 1, one.last + 1);
			assert_in_range(s.rel[i], 0, UD_N_REL - 1);
		}
	}
}

static void
a_file_without_relations_is_refused(void **state)
{
	struct span file = models_of(MODELS_PARSER), part;
	struct parser_model m;
	char *copy = mem_grow(NULL, file.n, 1);

	(void)state;
	assert_true(parser_open(file, &m));
	assert_int_equal(m.rel.width, PARSER_REL_WIDTH);
	part = (struct span) { copy, file.n - 1 };
	memcpy(copy, file.p, file.n);
	assert_false(parser_open(part, &m));
	assert_null(m.move.row);
	/* Consistent in itself: one byte less beside the rows. */
	copy[20]--;
	if ((unsigned char)copy[20] == 0xff)
		copy[21]--;
	if ((unsigned char)copy[20] == 0xff && (unsigned char)copy[21] == 0xff)
		copy[22]--;
	assert_false(parser_open(part, &m));
	assert_null(m.move.row);
	free(copy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_says_what_is_seen),
		cmocka_unit_test(passives_and_prepositions_are_seen),
		cmocka_unit_test(heads_stay_in_their_sentence),
		cmocka_unit_test(sentences_alike_have_trees_alike),
		cmocka_unit_test(any_words_make_trees),
		cmocka_unit_test(a_text_without_end_makes_trees),
		cmocka_unit_test(any_weights_make_trees),
		cmocka_unit_test(a_file_without_relations_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
