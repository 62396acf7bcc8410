/* kmeans.c -- Lloyd's rounds over vectors of length one. */
#include "workers/train/kmeans.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "proto/mem.h"
#include "workers/train/learner.h"

#define BLOCK 8 /* vectors compared with a centre while it is at hand */

void
kmeans_normalise(float x[KMEANS_DIM])
{
	double sum = 0;

	for (unsigned d = 0; d < KMEANS_DIM; d++)
		sum += (double)x[d] * (double)x[d];
	if (sum > 0)
		for (unsigned d = 0; d < KMEANS_DIM; d++)
			x[d] = (float)((double)x[d] / sqrt(sum));
}

void
kmeans_free(struct kmeans *m)
{
	free(m->centre);
	*m = (struct kmeans) { 0 };
}

void
kmeans_centre(const struct kmeans *m, uint32_t i, float x[KMEANS_DIM])
{
	for (size_t d = 0; d < KMEANS_DIM; d++)
		x[d] = m->centre[d * m->k + i];
}

static void
set_centre(struct kmeans *m, uint32_t i, float x[KMEANS_DIM])
{
	kmeans_normalise(x);
	for (size_t d = 0; d < KMEANS_DIM; d++)
		m->centre[d * m->k + i] = x[d];
}

/* sum[k] += w * row[k]: turned centres make this one stream. */
static void
add_row(float *restrict sum, const float *restrict row, float w, uint32_t k)
{
	for (uint32_t i = 0; i < k; i++)
		sum[i] += w * row[i];
}

void
kmeans_assign(
    const struct kmeans *m, float (*x)[KMEANS_DIM], uint32_t n, uint32_t *to)
{
	size_t k = m->k;
	float *sum = mem_grow(NULL, BLOCK * k, sizeof *sum);

	for (uint32_t from = 0; from < n; from += BLOCK) {
		uint32_t some = n - from < BLOCK ? n - from : BLOCK;

		memset(sum, 0, BLOCK * k * sizeof *sum);
		for (size_t d = 0; d < KMEANS_DIM; d++)
			for (uint32_t i = 0; i < some; i++)
				add_row(sum + i * k, m->centre + d * k,
				    x[from + i][d], m->k);
		for (uint32_t i = 0; i < some; i++) {
			const float *s = sum + i * k;
			uint32_t best = 0;

			for (uint32_t c = 1; c < m->k; c++)
				if (s[c] > s[best])
					best = c;
			to[from + i] = best;
		}
	}
	free(sum);
}

/* Every centre to the middle of its vectors; one without any stays. */
static void
move_centres(
    struct kmeans *m, float (*x)[KMEANS_DIM], uint32_t n, const uint32_t *to)
{
	float(*sum)[KMEANS_DIM] = mem_zalloc(m->k * sizeof *sum);
	uint32_t *members = mem_zalloc(m->k * sizeof *members);

	for (uint32_t i = 0; i < n; i++) {
		members[to[i]]++;
		for (unsigned d = 0; d < KMEANS_DIM; d++)
			sum[to[i]][d] += x[i][d];
	}
	for (uint32_t c = 0; c < m->k; c++)
		if (members[c] > 0)
			set_centre(m, c, sum[c]);
	free(members);
	free(sum);
}

void
kmeans_fit(struct kmeans *m, uint32_t k, float (*x)[KMEANS_DIM], uint32_t n,
    unsigned rounds, uint64_t seed)
{
	uint32_t *to = mem_grow(NULL, n, sizeof *to);

	*m = (struct kmeans) { .k = k };
	m->centre = mem_grow(NULL, (size_t)k * KMEANS_DIM, sizeof *m->centre);
	for (uint32_t i = 0; i < n; i++)
		to[i] = i;
	learner_shuffle(to, n, &seed);
	for (uint32_t c = 0; c < k; c++)
		set_centre(m, c, x[to[c]]);
	for (unsigned r = 0; r < rounds; r++) {
		kmeans_assign(m, x, n, to);
		move_centres(m, x, n, to);
	}
	free(to);
}
