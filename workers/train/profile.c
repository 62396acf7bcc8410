/* profile.c -- back-propagation through one hidden layer. */
#include "workers/train/profile.h"

#include <math.h>
#include <stdlib.h>

#include "proto/mem.h"
#include "workers/train/learner.h"

#define ROUNDS 20
#define RATE   0.05f
#define SCALE  3.0f /* of vectors of length one */

static void
hidden_of(const struct profile *p, const float *x, float hidden[PROFILE_HIDDEN])
{
	for (unsigned h = 0; h < PROFILE_HIDDEN; h++) {
		float sum = p->in[h][KMEANS_DIM];

		for (unsigned d = 0; d < KMEANS_DIM; d++)
			sum += p->in[h][d] * SCALE * x[d];
		hidden[h] = tanhf(sum);
	}
}

static void
shares_of(const struct profile *p, const float hidden[PROFILE_HIDDEN],
    float share[UD_N_POS])
{
	float sum = 0;

	for (unsigned k = 0; k < UD_N_POS; k++) {
		float v = p->out[k][PROFILE_HIDDEN];

		for (unsigned h = 0; h < PROFILE_HIDDEN; h++)
			v += p->out[k][h] * hidden[h];
		share[k] = expf(v < 30 ? v : 30);
		sum += share[k];
	}
	for (unsigned k = 0; k < UD_N_POS; k++)
		share[k] /= sum;
}

void
profile_tell(
    const struct profile *p, const float x[KMEANS_DIM], float share[UD_N_POS])
{
	float hidden[PROFILE_HIDDEN];

	hidden_of(p, x, hidden);
	shares_of(p, hidden, share);
}

/* One step against the cross-entropy. */
static void
learn(struct profile *p, const struct profile_word *w, float rate)
{
	float hidden[PROFILE_HIDDEN], back[PROFILE_HIDDEN] = { 0 };
	float share[UD_N_POS];

	hidden_of(p, w->x, hidden);
	shares_of(p, hidden, share);
	for (unsigned k = 0; k < UD_N_POS; k++) {
		float g = rate * (w->share[k] - share[k]);

		for (unsigned h = 0; h < PROFILE_HIDDEN; h++) {
			back[h] += g * p->out[k][h];
			p->out[k][h] += g * hidden[h];
		}
		p->out[k][PROFILE_HIDDEN] += g;
	}
	for (unsigned h = 0; h < PROFILE_HIDDEN; h++) {
		float g = back[h] * (1 - hidden[h] * hidden[h]);

		for (unsigned d = 0; d < KMEANS_DIM; d++)
			p->in[h][d] += g * SCALE * w->x[d];
		p->in[h][KMEANS_DIM] += g;
	}
}

/* Small numbers that differ: the order of a shuffle. */
static void
begin(struct profile *p, uint64_t seed)
{
	float *all[2] = { &p->in[0][0], &p->out[0][0] };
	uint32_t n[2] = { sizeof p->in / sizeof(float),
		sizeof p->out / sizeof(float) };

	for (unsigned i = 0; i < 2; i++) {
		uint32_t *order = mem_grow(NULL, n[i], sizeof *order);

		for (uint32_t k = 0; k < n[i]; k++)
			order[k] = k;
		learner_shuffle(order, n[i], &seed);
		for (uint32_t k = 0; k < n[i]; k++)
			all[i][k] = 0.2f *
			    ((float)order[k] / (float)n[i] - 0.5f);
		free(order);
	}
}

void
profile_fit(
    struct profile *p, const struct profile_word *w, uint32_t n, uint64_t seed)
{
	uint32_t *order = mem_grow(NULL, n, sizeof *order);

	begin(p, seed);
	for (uint32_t i = 0; i < n; i++)
		order[i] = i;
	for (unsigned round = 0; round < ROUNDS; round++) {
		float rate = RATE * (float)(ROUNDS - round) / ROUNDS;

		learner_shuffle(order, n, &seed);
		for (uint32_t i = 0; i < n; i++)
			learn(p, &w[order[i]], rate * w[order[i]].weight);
	}
	free(order);
}
