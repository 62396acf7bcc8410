/*
 * parser.h -- what depends on what: the head of every word and its relation
 * to it (Universal Dependencies).
 *
 * Method: a greedy parser by transitions (parser_state.h) with features of
 * the words on top of the stack and the next ones, their outermost children
 * and distances (after Zhang and Nivre, ACL 2011); when the tree is complete,
 * relations are given from left to right, each with the tree and those given
 * before in sight.  Both are averaged perceptrons over hashed features
 * (model.h), trained by train/train_parser.c on treebanks with the classes
 * that the tagger gives.
 *
 * The file of weights: rows of the moves; beside them those of the relations,
 * PARSER_REL_WIDTH bytes each, of which the first UD_N_REL count.
 */
#ifndef WORKERS_PARSER_H
#define WORKERS_PARSER_H

#include "workers/cluster.h"
#include "workers/model.h"
#include "workers/parser_state.h"
#include "workers/text.h"

#define PARSER_KIND      MODEL_KIND('P', 'A', 'R', 'S')
#define PARSER_BITS      19
#define PARSER_WIDTH     4 /* PARSER_MOVES, and one that is 0 */
#define PARSER_REL_BITS  16
#define PARSER_REL_WIDTH 64
#define PARSER_FEATURES  32 /* at most, of a move or a relation */

/*
 * Set head and rel of all tokens, whose low, cluster and pos are set.  Each
 * sentence becomes a tree with one root, which is its own head.  Without a
 * model in the program nothing is set.
 */
void parser_run(struct text *t);

/* ---- what training shares ---- */

struct parser_model {
	struct model move, rel;
};

/* Views into file, which must outlive m.  false: it holds no parser. */
bool parser_open(struct span file, struct parser_model *m);

/* What features are made of, for one word. */
struct parser_word {
	uint32_t word; /* and its class */
	uint32_t like; /* cluster and class */
	uint32_t tag;  /* class; of small words the word, else the ending */
	uint32_t mid;  /* mid cluster and class */
	uint8_t pos;
};

struct parser_sentence {
	struct parser_state state;
	struct parser_word word[PARSER_STATE_NODES]; /* by node */
	uint16_t before[PARSER_STATE_NODES];         /* sibling, or 0 */
	uint16_t after[PARSER_STATE_NODES];
	uint8_t rel[PARSER_STATE_NODES]; /* enum ud_rel; UD_N_REL: not yet */
};

/* Begin with the sentence's first SENTENCE_MAX tokens. */
void parser_words(const struct text *t, const struct sentence *s,
    const struct cluster_map *c, struct parser_sentence *out);

/* The features of the next move. */
uint32_t parser_features(
    const struct parser_sentence *s, uint32_t f[PARSER_FEATURES]);

/* The tree is complete: find siblings, forget relations. */
void parser_finish(struct parser_sentence *s);

/* The features of a node's relation; those before it have theirs. */
uint32_t parser_rel_features(const struct parser_sentence *s, uint32_t node,
    uint32_t f[PARSER_FEATURES]);

/*
 * Make all moves, give all relations of n sentences (at most PARSER_LANES),
 * side by side: weights lie all over megabytes, and while those of one are
 * fetched the others are at work.
 */
#define PARSER_LANES 8
void parser_parse(
    const struct parser_model *m, struct parser_sentence *s, uint32_t n);

#endif
