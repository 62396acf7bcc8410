/*
 * names_view.h -- an article as the finder of names looks at it: shapes of
 * words, the stretches of text where names can be, and of every word with a
 * capital what the rest of the article shows of it.
 *
 * Method: what a word is elsewhere in its article tells what it is here
 * (Chieu and Ng, COLING 2002; Krishnan and Manning, ACL 2006: majority of a
 * first pass; Ratinov and Roth, CoNLL 2009: context aggregation).
 */
#ifndef WORKERS_NAMES_VIEW_H
#define WORKERS_NAMES_VIEW_H

#include "workers/cluster.h"
#include "workers/text.h"

#define NAMES_VIEW_GAP    3 /* words without a capital inside a name */
#define NAMES_VIEW_SEEN   3 /* neighbours kept of a word elsewhere */
#define NAMES_VIEW_TYPES  4 /* PERSON, ORG, PLACE, OTHER: enum found_type */
#define NAMES_VIEW_NONE   NAMES_VIEW_TYPES /* no name */
#define NAMES_VIEW_BEFORE 1 /* words without a capital before one: "de" */

enum names_shape {
	NAMES_LOWER,
	NAMES_CAPITAL, /* Word */
	NAMES_CAPS,    /* WORD */
	NAMES_MIXED,   /* McWord */
	NAMES_INNER,   /* eWord */
	NAMES_INITIAL, /* W. */
	NAMES_DOTTED,  /* W.O. */
	NAMES_HYPHEN,  /* between two such */
	NAMES_NUMBER,
	NAMES_YEAR, /* a number of four digits */
	NAMES_CLITIC,
	NAMES_QUOTE,
	NAMES_MARK, /* and above: its likeness */
	NAMES_SHAPES = 16 + 128
};

/* Where a token stands. */
#define NAMES_START  (1u << 0) /* a capital proves nothing there */
#define NAMES_TITLE  (1u << 1) /* in a sentence where most words have one */
#define NAMES_SHOUT  (1u << 2) /* in a sentence of capitals */
#define NAMES_SPEECH (1u << 3) /* in a quotation */

/* What the article shows of a word; the counts stop at 255. */
struct names_word {
	uint32_t low;
	uint32_t run, run_len; /* the longest run of capitals it is in */
	uint32_t left[NAMES_VIEW_SEEN], right[NAMES_VIEW_SEEN];
	uint32_t behind;    /* bits of the lexicon before such runs */
	uint32_t long_form; /* of an acronym: its last word's hash, or 0 */
	uint8_t n_seen;
	uint8_t lower, mid, start; /* times: small, capital, either */
	/* of a first pass */
	/* times it was part of such a name, or halves of them and so on */
	uint8_t as[NAMES_VIEW_TYPES + 1];
	uint8_t name_type, name_len; /* of the longest name with it */
};

struct names_segment {
	uint32_t first, last; /* tokens of one sentence, last exclusive */
	uint32_t from, to;    /* the sentence */
};

struct names_view {
	const struct text *t;
	struct arena *arena;
	uint8_t *shape;             /* by token */
	uint8_t *where;             /* by token */
	uint32_t *word;             /* by token: into words, or TEXT_NONE */
	struct names_word *words;   /* an open table, by low */
	uint32_t mask;              /* of words */
	struct names_segment *part; /* in text order, not overlapping */
	uint32_t n_parts;
	struct cluster_map clusters;
};

/* Sees t, which has sentences; all is the arena's of t. */
void names_view_init(struct names_view *v, struct text *t);

/* Has the word a capital that could be a name's? */
static inline bool
names_view_capital(const struct names_view *v, uint32_t i)
{
	return v->shape[i] >= NAMES_CAPITAL && v->shape[i] <= NAMES_HYPHEN;
}

/* A first pass found a name of tokens first to last (exclusive); of type
 * NAMES_VIEW_NONE: found none there. */
void names_view_note(
    struct names_view *v, uint32_t first, uint32_t last, uint8_t type);

#endif
