/*
 * parser_state.h -- a sentence being parsed: what lies on the stack, what
 * comes next, which heads are known.
 *
 * The arc-hybrid system (Kuhlmann, Gómez-Rodríguez, Satta, ACL 2011) and what
 * each transition costs (the dynamic oracle of Goldberg and Nivre, TACL 2013,
 * section 4).  The root is a node behind the last word (Ballesteros and Nivre,
 * CL 2013); when only it is left, everything is joined to the bottom of the
 * stack, which becomes its one child: so whatever is chosen, the end is a tree
 * with one root.
 */
#ifndef WORKERS_PARSER_STATE_H
#define WORKERS_PARSER_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "workers/sentence.h"

/* Nodes: 0 stands for none, 1 .. n for the words, n + 1 for the root, and two
 * behind it for none again. */
#define PARSER_STATE_NODES (SENTENCE_MAX + 4)

enum parser_move {
	PARSER_SHIFT, /* the next word onto the stack */
	PARSER_LEFT,  /* the top depends on the next word */
	PARSER_RIGHT, /* the top depends on the one below it */
	PARSER_MOVES
};

struct parser_node {
	uint16_t head;          /* 0: not known yet */
	uint16_t left, right;   /* outermost child to that side */
	uint16_t left2, right2; /* the one next to it */
	uint16_t lefts, rights; /* children */
};

struct parser_state {
	uint32_t n, next, depth;
	struct parser_node node[PARSER_STATE_NODES];
	uint16_t stack[SENTENCE_MAX + 3]; /* above three that are none */
};

/* n words, at most SENTENCE_MAX. */
void parser_state_init(struct parser_state *s, uint32_t n);

/* The word that is i below the top (i < 3), or 0. */
static inline uint32_t
parser_state_top(const struct parser_state *s, uint32_t i)
{
	return s->stack[s->depth + 2 - i];
}

/* All words have heads. */
static inline bool
parser_state_done(const struct parser_state *s)
{
	return s->depth == 0 && s->next > s->n;
}

/* The moves that may be made, as bits 1 << move; none when done. */
unsigned parser_state_allowed(const struct parser_state *s);

void parser_state_make(struct parser_state *s, enum parser_move move);

/* How many heads of gold[1 .. n] (n + 1: the root) that could still be found
 * cannot be any more after an allowed move. */
uint32_t parser_state_cost(
    const struct parser_state *s, const uint16_t *gold, enum parser_move move);

#endif
