/*
 * kmeans.h -- vectors of length one into clusters by their angles: spherical
 * k-means (Dhillon, Modha, Machine Learning 42, 2001).  Deterministic.
 */
#ifndef WORKERS_TRAIN_KMEANS_H
#define WORKERS_TRAIN_KMEANS_H

#include <stdint.h>

#define KMEANS_DIM 100

struct kmeans {
	uint32_t k;
	float *centre; /* KMEANS_DIM rows of k: the centres, turned */
};

/* Make x of length one; all zeros stay. */
void kmeans_normalise(float x[KMEANS_DIM]);

/*
 * k centres of the n >= k vectors x after so many rounds, begun with vectors
 * drawn by seed.  Free with kmeans_free().
 */
void kmeans_fit(struct kmeans *m, uint32_t k, float (*x)[KMEANS_DIM],
    uint32_t n, unsigned rounds, uint64_t seed);
void kmeans_free(struct kmeans *m);

/* to[i] = the nearest centre of x[i]. */
void kmeans_assign(
    const struct kmeans *m, float (*x)[KMEANS_DIM], uint32_t n, uint32_t *to);

/* Centre i as a vector. */
void kmeans_centre(const struct kmeans *m, uint32_t i, float x[KMEANS_DIM]);

#endif
