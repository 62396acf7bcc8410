/*
 * learner.h -- training of linear models with hashed features: the averaged
 * perceptron (Collins, EMNLP 2002) or gradient descent with a rate for every
 * weight (AdaGrad: Duchi, Hazan, Singer, JMLR 2011), and what writes the
 * weights as a model (model.h).  Deterministic: the same examples in the same
 * order give the same bytes.
 *
 * While it learns, scores are sums of floats; a model that is tried out on
 * held-out data should be the quantised one: learner_model().
 */
#ifndef WORKERS_TRAIN_LEARNER_H
#define WORKERS_TRAIN_LEARNER_H

#include <stdbool.h>
#include <stdint.h>

#include "workers/model.h"

struct learner {
	uint32_t width;
	unsigned bits;
	float *w;      /* (1 << bits) * width */
	double *lag;   /* what averaging takes off, times steps */
	float *square; /* sums of squared gradients; NULL before the first */
	uint64_t steps;
	int8_t *row;   /* of the latest learner_model() */
	uint8_t *seen; /* how often a feature was counted; NULL: none was */
};

/* Free with learner_free(). */
void learner_init(struct learner *l, uint32_t width, unsigned bits);
void learner_free(struct learner *l);

/* out[0 .. width) = the sums over the n features. */
void learner_score(
    const struct learner *l, const uint32_t *f, uint32_t n, float *out);

/*
 * What is rare tells of one example only, and shares its row with what is not:
 * count the features of all examples first; learner_common() then leaves of
 * the n features those that were counted at least least (<= 255) times, in
 * their order, and returns how many.
 */
void learner_count(struct learner *l, const uint32_t *f, uint32_t n);
uint32_t learner_common(
    const struct learner *l, uint32_t least, uint32_t *f, uint32_t n);

/* Add delta to the label's column of each feature. */
void learner_add(struct learner *l, const uint32_t *f, uint32_t n,
    uint32_t label, float delta);

/* Take a step down the gradient in the label's column of each feature. */
void learner_descend(struct learner *l, const uint32_t *f, uint32_t n,
    uint32_t label, float gradient, float rate);

/* An example is over (whether or not something was added). */
static inline void
learner_step(struct learner *l)
{
	l->steps++;
}

/*
 * The averaged weights, quantised: views into l, good until the next call or
 * learner_free().  clip: the weight that becomes 127 is the clip-th largest
 * in a million (0: the largest).
 */
struct model learner_model(struct learner *l, unsigned clip);

/* learner_model() and model_write(); complains on standard error. */
bool learner_write(struct learner *l, unsigned clip, const char *path,
    uint32_t kind, struct span beside);

/* Shuffle order[0 .. n) by the seed: Fisher-Yates with splitmix64. */
void learner_shuffle(uint32_t *order, uint32_t n, uint64_t *seed);

#endif
