/*
 * model.h -- a linear model with hashed features, as it is shipped: a table
 * of rows, one a feature's hash (several features may share one), each with a
 * small integer for every label.  The score of a label is the sum of its
 * column over the rows of all features: integers only, so that every machine
 * gets the same.
 *
 * Method: the hashing trick (Weinberger et al., ICML 2009), weights quantised
 * to 8 bits after training.
 *
 * A file: a header of 64 bytes, little-endian (magic "CWMODEL", a version
 * byte, kind, width, bits, length of what follows the rows), then
 * rows << bits of width bytes, then whatever the kind keeps beside.  It holds
 * no word of any text.
 */
#ifndef WORKERS_MODEL_H
#define WORKERS_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/span.h"

#define MODEL_VERSION   1
#define MODEL_HEADER    64
#define MODEL_WIDTH_MAX 128

/* "TAGS", ...: so that no file is taken for another. */
#define MODEL_KIND(a, b, c, d)                                      \
	((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | \
	    (uint32_t)(d) << 24)

struct model {
	const int8_t *row; /* (mask + 1) * width; NULL: there is none */
	uint32_t mask;
	uint32_t width;
	struct span beside;
};

/*
 * Views into file, which must outlive m.  false, and m without rows, unless
 * file is whole and of this kind and width.
 */
bool model_open(
    struct span file, uint32_t kind, uint32_t width, struct model *m);

/* A file's bytes: header, rows ((1 << bits) * width) and what lies beside,
 * written to path.  false: errno says why. */
bool model_write(const char *path, uint32_t kind, uint32_t width, unsigned bits,
    const int8_t *row, struct span beside);

/* The hash of a feature: the number of its template and up to two values. */
static inline uint32_t
model_feature(uint32_t template, uint64_t a, uint64_t b)
{
	uint64_t h = (a + template) * 0x9e3779b97f4a7c15u ^
	    (b * 0xc2b2ae3d27d4eb4fu + template);

	h ^= h >> 29;
	h *= 0xbf58476d1ce4e5b9u;
	return (uint32_t)(h >> 32);
}

/*
 * Ask for the rows of features that will be summed up soon.  They lie all over
 * megabytes: most of the time would be spent waiting for them one by one.
 */
static inline void
model_prefetch(const struct model *m, const uint32_t *f, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		__builtin_prefetch(
		    m->row + (size_t)(f[i] & m->mask) * m->width);
}

/* Set out[0 .. width) to the sums over the n features. */
void model_score(
    const struct model *m, const uint32_t *f, uint32_t n, int32_t *out);

/* Likewise of a model with one column. */
int32_t model_sum(const struct model *m, const uint32_t *f, uint32_t n);

#endif
