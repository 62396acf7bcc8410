/*
 * names_feature.h -- what a token's place in a name is judged by: the same
 * function for training and for work.
 *
 * After Ratinov and Roth (CoNLL 2009): words, shapes, affixes, clusters, the
 * run of capitals around, the lexicon, and what the article shows elsewhere.
 */
#ifndef WORKERS_NAMES_FEATURE_H
#define WORKERS_NAMES_FEATURE_H

#include "workers/names_view.h"

#define NAMES_FEATURE_MAX 112

/*
 * The features of token i of part p: into out, how many is returned.  pass 0
 * or 1: that of the first, which knows nothing of names elsewhere, or of the
 * second, which knows what the first found.
 */
uint32_t names_feature_list(const struct names_view *v,
    const struct names_segment *p, uint32_t i, unsigned pass,
    uint32_t out[NAMES_FEATURE_MAX]);

/* The feature of following a token with that label (namer.h). */
uint32_t names_feature_after(unsigned pass, unsigned label);

#endif
