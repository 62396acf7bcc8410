/*
 * profile.h -- which classes (UPOS) a word is likely to have, told from its
 * vector: a net with one hidden layer, taught with the words of a treebank.
 * Deterministic.
 */
#ifndef WORKERS_TRAIN_PROFILE_H
#define WORKERS_TRAIN_PROFILE_H

#include <stdbool.h>
#include <stdint.h>

#include "workers/train/kmeans.h"
#include "workers/ud.h"

#define PROFILE_HIDDEN 48

struct profile {
	float in[PROFILE_HIDDEN][KMEANS_DIM + 1];
	float out[UD_N_POS][PROFILE_HIDDEN + 1];
};

/* How often a word had each class. */
struct profile_word {
	const float *x; /* its vector */
	float share[UD_N_POS];
	float weight;
};

void profile_fit(
    struct profile *p, const struct profile_word *w, uint32_t n, uint64_t seed);

/* The shares that are likely, which add up to one. */
void profile_tell(
    const struct profile *p, const float x[KMEANS_DIM], float share[UD_N_POS]);

#endif
