/*
 * lemma.h -- the lemma of an English word, given its class: tables of what is
 * irregular, and rules of spelling for the rest (Quirk et al., A Comprehensive
 * Grammar of the English Language, 3.2-3.20, 5.73-5.103, 7.74-7.83; order of
 * exceptions and rules after Minnen, Carroll, Pearce, Natural Language
 * Engineering 7, 2001).  No dictionary: whether an -e was lost before -ed and
 * -ing is told by how the stem ends.
 *
 * Conventions are those of Universal Dependencies' English treebanks: "me" is
 * I, "n't" is not, "better" is good or well; names keep their form.
 */
#ifndef WORKERS_EN_LEMMA_H
#define WORKERS_EN_LEMMA_H

#include "proto/span.h"
#include "workers/en/lexicon.h"
#include "workers/ud.h"

#define LEMMA_MAX (LEXICON_WORD_MAX + 8)

/*
 * The lemma of the word: form as written, low in lower case (token_lower();
 * empty: too long for any rule); name: its capitals are part of it, as those
 * of Canadian and TV are.  A view of form, of low,
 * of out, or static.
 */
struct span lemma_of(struct span form, struct span low, enum ud_pos pos,
    bool name, char out[LEMMA_MAX]);

#endif
