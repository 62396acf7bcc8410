/* Tests for workers/parser_state.c: transitions always end in a tree, and the
 * oracle knows what each costs: held against all that can be done at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "workers/parser_state.h"

#define SMALL 5 /* words: so few that every way to parse them can be tried */

static uint32_t
draw(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Can a word be reached from another by heads? */
static bool
under(const uint16_t *head, uint32_t n, uint32_t word, uint32_t above)
{
	for (uint32_t i = 0; i <= n && word <= n; i++) {
		if (word == above)
			return true;
		word = head[word];
	}
	return false;
}

/* All words hang on one, which hangs on the root. */
static bool
is_tree(const uint16_t *head, uint32_t n)
{
	uint32_t roots = 0;

	for (uint32_t i = 1; i <= n; i++) {
		uint32_t k = i;

		if (head[i] == 0 || head[i] > n + 1)
			return false;
		roots += head[i] == n + 1;
		for (uint32_t steps = 0; k <= n; k = head[k])
			if (steps++ > n)
				return false;
	}
	return roots == 1;
}

/* Every word between a word and its head hangs on that head. */
static bool
is_projective(const uint16_t *head, uint32_t n)
{
	for (uint32_t i = 1; i <= n; i++) {
		uint32_t a = i < head[i] ? i : head[i];
		uint32_t b = i < head[i] ? head[i] : i;

		for (uint32_t k = a + 1; k < b && head[i] <= n; k++)
			if (!under(head, n, k, head[i]))
				return false;
	}
	return true;
}

/* The next assignment of heads, counting; false: that was the last. */
static bool
next_heads(uint16_t *head, uint32_t n)
{
	for (uint32_t i = 1; i <= n; i++) {
		if (++head[i] <= n + 1)
			return true;
		head[i] = 1;
	}
	return false;
}

/* How many heads of gold at most, whatever is done from here. */
static uint32_t
reachable(const struct parser_state *s, const uint16_t *gold)
{
	unsigned allowed = parser_state_allowed(s);
	uint32_t most = 0;

	if (allowed == 0)
		for (uint32_t i = 1; i <= s->n; i++)
			most += s->node[i].head == gold[i];
	for (uint32_t k = 0; k < PARSER_MOVES; k++) {
		struct parser_state then;
		uint32_t hits;

		if (!(allowed >> k & 1))
			continue;
		then = *s;
		parser_state_make(&then, (enum parser_move)k);
		hits = reachable(&then, gold);
		most = hits > most ? hits : most;
	}
	return most;
}

static enum parser_move
draw_allowed(const struct parser_state *s, uint32_t *seed)
{
	unsigned allowed = parser_state_allowed(s);
	uint32_t k;

	do
		k = draw(seed) % PARSER_MOVES;
	while (!(allowed >> k & 1));
	return (enum parser_move)k;
}

/* Follow moves without cost; every state has one on the way to gold. */
static void
follow(const uint16_t *gold, uint32_t n)
{
	struct parser_state s;

	parser_state_init(&s, n);
	while (!parser_state_done(&s)) {
		unsigned allowed = parser_state_allowed(&s);
		uint32_t k = 0;

		while (k < PARSER_MOVES &&
		    (!(allowed >> k & 1) ||
			parser_state_cost(&s, gold, (enum parser_move)k) > 0))
			k++;
		assert_true(k < PARSER_MOVES);
		parser_state_make(&s, (enum parser_move)k);
	}
	for (uint32_t i = 1; i <= n; i++)
		assert_int_equal(s.node[i].head, gold[i]);
}

static void
every_projective_tree_can_be_reached_at_no_cost(void **state)
{
	static const uint32_t trees[SMALL + 1] = { 0, 1, 2, 7, 30, 143 };

	(void)state;
	for (uint32_t n = 1; n <= SMALL; n++) {
		uint16_t gold[SMALL + 1] = { 0, 1, 1, 1, 1, 1 };
		uint32_t found = 0;

		do {
			if (!is_tree(gold, n) || !is_projective(gold, n))
				continue;
			follow(gold, n);
			found++;
		} while (next_heads(gold, n));
		assert_int_equal(found, trees[n]);
	}
}

static void
draw_tree(uint16_t *gold, uint32_t n, uint32_t *seed)
{
	do
		for (uint32_t i = 1; i <= n; i++)
			gold[i] = (uint16_t)(1 + draw(seed) % (n + 1));
	while (!is_tree(gold, n) || !is_projective(gold, n));
}

static void
a_move_costs_what_cannot_be_found_any_more(void **state)
{
	uint32_t seed = 5, moves = 0, dear = 0;

	(void)state;
	for (uint32_t round = 0; round < 400; round++) {
		uint32_t n = 2 + draw(&seed) % (SMALL - 1);
		uint16_t gold[SMALL + 1] = { 0 };
		struct parser_state s;

		draw_tree(gold, n, &seed);
		parser_state_init(&s, n);
		while (!parser_state_done(&s)) {
			enum parser_move m = draw_allowed(&s, &seed);
			uint32_t before = reachable(&s, gold);
			uint32_t cost = parser_state_cost(&s, gold, m);

			parser_state_make(&s, m);
			assert_int_equal(before - reachable(&s, gold), cost);
			moves++;
			dear += cost > 0;
		}
	}
	assert_true(moves > 2000 && dear > 200);
}

static void
any_moves_end_in_a_tree_after_two_for_each_word(void **state)
{
	static struct parser_state s;
	uint16_t head[SENTENCE_MAX + 1];
	uint32_t seed = 9;

	(void)state;
	for (uint32_t round = 0; round < 300; round++) {
		uint32_t n = round == 0 ? SENTENCE_MAX : 1 + draw(&seed) % 40;
		uint32_t moves = 0;

		parser_state_init(&s, n);
		for (; !parser_state_done(&s); moves++)
			parser_state_make(&s, draw_allowed(&s, &seed));
		for (uint32_t i = 1; i <= n; i++)
			head[i] = s.node[i].head;
		assert_int_equal(moves, 2 * n);
		assert_true(is_tree(head, n) && is_projective(head, n));
		assert_int_equal(parser_state_allowed(&s), 0);
	}
}

static void
children_are_known_by_side_and_the_outermost_first(void **state)
{
	static struct parser_state s;
	static const enum parser_move moves[] = { PARSER_SHIFT, PARSER_SHIFT,
		PARSER_LEFT, PARSER_LEFT, PARSER_SHIFT, PARSER_SHIFT,
		PARSER_RIGHT, PARSER_SHIFT, PARSER_RIGHT };

	(void)state;
	parser_state_init(&s, 5);
	for (size_t i = 0; i < sizeof moves / sizeof *moves; i++)
		parser_state_make(&s, moves[i]);
	assert_int_equal(s.node[3].left, 1);
	assert_int_equal(s.node[3].left2, 2);
	assert_int_equal(s.node[3].lefts, 2);
	assert_int_equal(s.node[3].right, 5);
	assert_int_equal(s.node[3].right2, 4);
	assert_int_equal(s.node[3].rights, 2);
	assert_int_equal(parser_state_top(&s, 0), 3);
	assert_int_equal(parser_state_top(&s, 1), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_projective_tree_can_be_reached_at_no_cost),
		cmocka_unit_test(a_move_costs_what_cannot_be_found_any_more),
		cmocka_unit_test(
		    any_moves_end_in_a_tree_after_two_for_each_word),
		cmocka_unit_test(
		    children_are_known_by_side_and_the_outermost_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
