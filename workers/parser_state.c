/* parser_state.c -- the transitions, and what they cost. */
#include "parser_state.h"

#include <string.h>

void
parser_state_init(struct parser_state *s, uint32_t n)
{
	s->n = n;
	s->next = 1;
	s->depth = 0;
	memset(s->node, 0, (n + 4) * sizeof *s->node);
	memset(s->stack, 0, 3 * sizeof *s->stack);
}

unsigned
parser_state_allowed(const struct parser_state *s)
{
	if (s->next > s->n)
		return s->depth == 0 ? 0
		    : s->depth == 1  ? 1u << PARSER_LEFT
				     : 1u << PARSER_RIGHT;
	if (s->depth == 0)
		return 1u << PARSER_SHIFT;
	if (s->depth == 1)
		return 1u << PARSER_SHIFT | 1u << PARSER_LEFT;
	return 1u << PARSER_SHIFT | 1u << PARSER_LEFT | 1u << PARSER_RIGHT;
}

static void
attach(struct parser_state *s, uint32_t head, uint32_t child)
{
	struct parser_node *h = &s->node[head];

	s->node[child].head = (uint16_t)head;
	if (child < head) {
		h->left2 = h->left;
		h->left = (uint16_t)child;
		h->lefts++;
	} else {
		h->right2 = h->right;
		h->right = (uint16_t)child;
		h->rights++;
	}
}

void
parser_state_make(struct parser_state *s, enum parser_move move)
{
	uint32_t top = parser_state_top(s, 0);

	if (move == PARSER_SHIFT) {
		s->stack[3 + s->depth++] = (uint16_t)s->next++;
		return;
	}
	attach(s, move == PARSER_LEFT ? s->next : parser_state_top(s, 1), top);
	s->depth--;
}

/* The next word onto the stack: it loses children there, and a head below the
 * top; as the sentence's root it must be the lowest. */
static uint32_t
cost_of_shift(const struct parser_state *s, const uint16_t *gold)
{
	uint32_t b = s->next, cost = 0;

	for (uint32_t i = 0; i < s->depth; i++) {
		uint32_t k = s->stack[3 + i];

		cost += gold[k] == b;
		cost += gold[b] == k && i + 1 < s->depth;
	}
	return cost + (gold[b] == s->n + 1 && s->depth > 0);
}

uint32_t
parser_state_cost(
    const struct parser_state *s, const uint16_t *gold, enum parser_move move)
{
	uint32_t top = parser_state_top(s, 0), cost = 0;

	if (s->next > s->n)
		return 0;
	if (move == PARSER_SHIFT)
		return cost_of_shift(s, gold);
	for (uint32_t i = s->next; i <= s->n; i++)
		cost += gold[i] == top;
	if (gold[top] == s->n + 1)
		return cost + (s->depth == 1);
	if (move == PARSER_RIGHT)
		return cost + (gold[top] >= s->next);
	return cost + (gold[top] > s->next) +
	    (s->depth > 1 && gold[top] == parser_state_top(s, 1));
}
