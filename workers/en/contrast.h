/*
 * contrast.h -- words that exclude each other: opposites (accept, reject),
 * members of one series (women, men; spring, fall), steps of one course
 * (arrest, charge); and small words that deny, hedge or say little.  Tables, by
 * hand: vectors cannot tell an opposite from a synonym.
 */
#ifndef WORKERS_EN_CONTRAST_H
#define WORKERS_EN_CONTRAST_H

#include <stdint.h>

#include "proto/arena.h"
#include "proto/span.h"

/* contrast.bits */
#define CONTRAST_DENIES 1u /* "not", "nobody", "without", "fail", "deny" */
#define CONTRAST_HEDGES 2u /* "perhaps", "suspect", "consider" */
#define CONTRAST_LIGHT  4u /* "be", "take", "also": form, no content */

struct contrast {
	uint8_t set, pole; /* gist.h; set 0: of none */
	uint8_t bits;
};

/* All tables, by their words: some 64 KB in the arena, for one article. */
struct contrast_map;
struct contrast_map *contrast_open(struct arena *arena);

/* Of a lemma in lower case; all 0: it is in no table. */
struct contrast contrast_of(const struct contrast_map *m, struct span lemma);

#endif
