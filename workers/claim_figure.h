/*
 * claim_figure.h -- figures as claims of their own: those that the outlet
 * itself tells, and those within what somebody is quoted with.
 *
 * A statement of one sentence with one figure, said to be so, is that figure's
 * claim: it tells how much something is.  Any other statement says more, or
 * something else, than its figures do: "we had 40 beds, and nobody was turned
 * away" can be held without the number and the number without the rest.  So
 * each of its figures is a claim beside it, by the same speaker, in the same
 * manner, of the words of its sentence; but what he presumes is the outlet's.
 */
#ifndef WORKERS_CLAIM_FIGURE_H
#define WORKERS_CLAIM_FIGURE_H

#include "workers/essence_word.h"
#include "workers/text.h"

/* Does somebody claim something by this figure?  "The two sides" only refer. */
bool claim_figure_is(const struct text *t, const struct found_figure *g);

/*
 * Is it told as known to all, as in "called the doubled tariffs a blow"?
 * What a definite description presupposes is not what the speaker asserts
 * (Strawson, On Referring, 1950; Karttunen, Presuppositions of Compound
 * Sentences, 1973): so it is the outlet's figure, unless it is quoted.
 */
bool claim_figure_presumed(const struct text *t, const struct found_figure *g);

/* Is what c says said to be so, without a hedge? */
bool claim_figure_held(const struct found_claim *c);

/* What the figure is about (matter.h); 0: unknown. */
uint64_t claim_figure_matter(
    const struct text *t, const struct found_figure *g);

/* The sentence of a token. */
uint32_t claim_figure_sentence(const struct text *t, uint32_t token);

/* How many claims claim_figure_find() adds to f at most. */
uint32_t claim_figure_most(const struct found *f);

/*
 * Add the claims of figures to f->claims, in the order of the text.  So far
 * f->claims are those of t->attribution, one each; whole[i]: the i-th is its
 * figure's claim itself.
 */
void claim_figure_find(const struct text *t, const bool *whole,
    struct essence_words *words, struct found *f);

#endif
