/*
 * contrast.h -- words that exclude each other: opposites (accept, reject),
 * members of one series (women, men; spring, fall), steps of one course
 * (arrest, charge); and small words that deny or hedge.  Tables, by hand:
 * vectors cannot tell an opposite from a synonym.
 */
#ifndef WORKERS_EN_CONTRAST_H
#define WORKERS_EN_CONTRAST_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/span.h"

/* The set of a lemma in lower case and its pole within (gist.h); set 0: it
 * is in none. */
void contrast_of(struct span lemma, uint8_t *set, uint8_t *pole);

/* "not", "nobody", "without", "fail", "deny". */
bool contrast_denies(struct span lemma);

/* "perhaps", "suspect", "consider". */
bool contrast_hedges(struct span lemma);

#endif
