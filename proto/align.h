/*
 * align.h -- which words of two gists stand for each other: the same ones
 * first, then those of one stem, then those that are used alike.  Each word
 * stands for one at most.
 *
 * Method: monolingual alignment by similarity and context (Sultan, Bethard,
 * Sumner, TACL 2014), greedy, without dependencies.
 */
#ifndef PROTO_ALIGN_H
#define PROTO_ALIGN_H

#include "gist.h"

#define ALIGN_STEM  900 /* likeness of words of one stem */
#define ALIGN_LEAST 480 /* of words that are used alike */

struct align {
	uint8_t a[GIST_WORDS_MAX]; /* of a's words: b's word, or GIST_NONE */
	uint8_t b[GIST_WORDS_MAX];
	uint16_t near_a[GIST_WORDS_MAX]; /* how alike, in thousandths */
	uint16_t near_b[GIST_WORDS_MAX];
};

/* How alike two words are: 1000 the same, 0 not at all. */
int align_alike(const struct gist_word *x, const struct gist_word *y);

void align_words(const struct gist *a, const struct gist *b, struct align *l);

/* What a word weighs: the rarer, the more; 0: it says nothing here. */
unsigned align_weight(const struct gist_word *w);

/*
 * How much of what g claims has its like in the other, in thousandths, by
 * weight; near: l's for g.  exact: only the same words count; around: words
 * beside the claim count too.
 */
int align_cover(
    const struct gist *g, const uint16_t *near, bool exact, bool around);

#endif
