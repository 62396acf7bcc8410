/*
 * namer.h -- tokens to names: which tokens are the name of a person, an
 * organisation, a place or something else.  Peoples ("Canadian"), dates and
 * sums of money are no names.
 *
 * Method: a sequence of labels (beginning, inside, last of a name, or all of
 * it) of the highest score, by the algorithm of Viterbi, with weights that make
 * the right one win by a margin (Taskar, Guestrin, Koller, NIPS 2003; steps of
 * AdaGrad, Duchi, Hazan, Singer, JMLR 2011, averaged); twice, the second time
 * knowing what the first found in the rest of the article (Krishnan and
 * Manning, ACL 2006).  Only stretches around a capital are looked at: a name
 * without one is not found.
 */
#ifndef WORKERS_NAMER_H
#define WORKERS_NAMER_H

#include "workers/names_feature.h"

#define NAMES_KIND   MODEL_KIND('N', 'A', 'M', 'E')
#define NAMES_LABELS 16 /* the model's width: all but NAMES_OUT */
#define NAMES_OUT    16 /* part of no name; its score is 0 */
#define NAMES_PASSES 2

/* A label is a type (enum found_type) times four and one of these. */
enum names_part { NAMES_FIRST, NAMES_INSIDE, NAMES_LAST, NAMES_WHOLE };

/*
 * Fill t->mention, in text order and not overlapping: first, last and type;
 * title is first, there is no entity yet.  Without a model there are none.
 */
void namer_find(struct text *t);

/* Likewise by a model that is not the shipped one. */
void namer_find_by(const struct model *m, struct text *t);

/* The first pass alone, by a model of its half: notes in v what it finds. */
void namer_first_pass(const struct model *half, struct names_view *v);

/*
 * The best labels of n tokens: score[i] of each token's labels, after[j] of
 * labels that follow label j (after[NAMES_OUT]: or the beginning).  Allowed
 * are those that make whole names.  n at most SENTENCE_MAX.
 */
void namer_decode(uint32_t n, const int32_t score[][NAMES_LABELS],
    const int32_t after[NAMES_OUT + 1][NAMES_LABELS], uint8_t *label);

/* The name that begins at token i of a part's labels: its last, exclusive. */
uint32_t namer_end(const uint8_t *label, uint32_t i);

#endif
