/*
 * essence.h -- from a claim in its sentence to a gist (proto/gist.h).
 */
#ifndef WORKERS_ESSENCE_H
#define WORKERS_ESSENCE_H

#include "proto/gist.h"
#include "workers/essence_word.h"
#include "workers/text.h"

/*
 * The gist of c (NULL: of all that the text says in the outlet's own voice),
 * whose stages have run.  around: words beside the claim are taken in too,
 * marked so, for a text of one sentence.  Views are the text's and the arena's.
 */
void essence_of(struct essence_words *words, const struct found *f,
    const struct found_claim *c, bool around, struct gist *g);

/* The hash of the name (its last word in lower case, as in a gist) that the
 * pronoun at token i of c stands for; 0: it is none, or nobody knows. */
uint32_t essence_stands_for(
    const struct text *t, const struct found_claim *c, uint32_t i);

/* A figure that has a value, in a unit that others are told in too; word: its
 * first word in the gist. */
struct gist_figure essence_figure(const struct found_figure *x, uint8_t word);

#endif
