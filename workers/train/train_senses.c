/*
 * train_senses VECTORS.json OUT -- short vectors of the most frequent lemmas
 * for workers/sense.h, from word vectors (vectors.h).
 *
 * What is not trained by `make model`: OUT is committed, the vectors are not.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/mem.h"
#include "workers/en/lemma.h"
#include "workers/sense.h"
#include "workers/token.h"
#include "workers/train/vectors.h"

#define DIM    KMEANS_DIM
#define AXES   (2 * GIST_VECTOR)
#define WORDS  15000u /* lemmas taken */
#define ROUNDS 60
#define CLIP   3.0f /* standard deviations that become 7 */

struct entry {
	uint32_t hash;
	uint8_t rare, vector[GIST_VECTOR];
};

/* ---- principal axes: orthogonal iteration on the covariance ---- */

static void
covariance(const struct vectors *w, uint32_t n, double c[DIM][DIM])
{
	memset(c, 0, DIM * sizeof c[0]);
	for (uint32_t i = 0; i < n; i++)
		for (unsigned a = 0; a < DIM; a++)
			for (unsigned b = 0; b < DIM; b++)
				c[a][b] += (double)w->x[i][a] *
				    (double)w->x[i][b] / n;
}

/* Make the rows of q orthogonal and of length one (Gram-Schmidt). */
static void
straighten(double q[AXES][DIM])
{
	for (unsigned k = 0; k < AXES; k++) {
		double dot, len = 0;

		for (unsigned j = 0; j < k; j++) {
			dot = 0;
			for (unsigned d = 0; d < DIM; d++)
				dot += q[k][d] * q[j][d];
			for (unsigned d = 0; d < DIM; d++)
				q[k][d] -= dot * q[j][d];
		}
		for (unsigned d = 0; d < DIM; d++)
			len += q[k][d] * q[k][d];
		for (unsigned d = 0; d < DIM; d++)
			q[k][d] /= sqrt(len);
	}
}

static void
find_axes(double c[DIM][DIM], double q[AXES][DIM])
{
	double next[AXES][DIM];

	memset(q, 0, AXES * sizeof q[0]);
	for (unsigned k = 0; k < AXES; k++)
		q[k][k] = q[k][(k * 7 + 3) % DIM] = 1;
	straighten(q);
	for (int round = 0; round < ROUNDS; round++) {
		memset(next, 0, sizeof next);
		for (unsigned k = 0; k < AXES; k++)
			for (unsigned a = 0; a < DIM; a++)
				for (unsigned b = 0; b < DIM; b++)
					next[k][a] += c[a][b] * q[k][b];
		memcpy(q, next, sizeof next);
		straighten(q);
	}
}

/* ---- entries ---- */

static bool
plain(const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < n; i++)
		if (word[i] < 'a' || word[i] > 'z')
			return false;
	return n >= 2;
}

static bool
known(const struct entry *e, uint32_t n, uint32_t hash)
{
	for (uint32_t i = 0; i < n; i++)
		if (e[i].hash == hash)
			return true;
	return false;
}

/* Is the word a form of one that was taken? */
static bool
is_form(const char *word, const struct entry *e, uint32_t n)
{
	static const enum ud_pos pos[] = { UD_NOUN, UD_VERB };
	struct span w = span_of(word);
	char out[LEMMA_MAX];

	for (unsigned i = 0; i < 2; i++) {
		struct span l = lemma_of(w, w, pos[i], false, out);

		/* "building" is more than a form of "build" */
		if (pos[i] == UD_VERB && w.n > 3 &&
		    memcmp(word + w.n - 3, "ing", 3) == 0)
			continue;
		if (!span_eq(l, w) && known(e, n, token_hash(l)))
			return true;
	}
	return false;
}

/* 4 bits: -7 to 7, and 8 more than that on file. */
static uint8_t
nibble(double x, double unit)
{
	double v = round(x / unit * 7);

	return (uint8_t)(8 + (v > 7 ? 7 : v < -7 ? -7 : v));
}

static void
shorten(const float x[DIM], double q[AXES][DIM], double unit,
    uint8_t out[GIST_VECTOR])
{
	for (unsigned k = 0; k < AXES; k++) {
		double dot = 0;

		for (unsigned d = 0; d < DIM; d++)
			dot += (double)x[d] * q[k][d];
		out[k / 2] |= (uint8_t)(nibble(dot, unit) << k % 2 * 4);
	}
}

/* A deviation of all axes together. */
static double
spread(const struct vectors *w, double q[AXES][DIM])
{
	double sum = 0;

	for (uint32_t i = 0; i < WORDS; i++)
		for (unsigned k = 0; k < AXES; k++) {
			double dot = 0;

			for (unsigned d = 0; d < DIM; d++)
				dot += (double)w->x[i][d] * q[k][d];
			sum += dot * dot;
		}
	return sqrt(sum / WORDS / AXES);
}

static uint32_t
take(const struct vectors *w, struct entry *e)
{
	static double c[DIM][DIM], q[AXES][DIM];
	uint32_t n = 0;
	double unit;

	covariance(w, w->n < 40000 ? w->n : 40000, c);
	find_axes(c, q);
	unit = (double)CLIP * spread(w, q);
	for (uint32_t i = 0; i < w->n && n < WORDS; i++) {
		if (!plain(w->word[i]) || is_form(w->word[i], e, n))
			continue;
		e[n] = (struct entry) { .hash = w->hash[i],
			.rare = (uint8_t)lround(12 * log2(i + 1)) };
		shorten(w->x[i], q, unit, e[n++].vector);
	}
	return n;
}

static int
by_bucket(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	uint32_t i = x->hash << 24 | x->hash >> 8;
	uint32_t k = y->hash << 24 | y->hash >> 8;

	return i < k ? -1 : i > k;
}

static void
put32(struct buf *b, uint32_t v)
{
	const unsigned char c[4] = { (unsigned char)v, (unsigned char)(v >> 8),
		(unsigned char)(v >> 16), (unsigned char)(v >> 24) };

	buf_append(b, c, 4);
}

static bool
write_senses(struct entry *e, uint32_t n, const char *out)
{
	const int8_t row = 0;
	struct buf table = { 0 };
	uint32_t i = 0;
	bool ok;

	qsort(e, n, sizeof *e, by_bucket);
	for (uint32_t bucket = 0; bucket <= 256; bucket++) {
		while (i < n && (e[i].hash & 0xff) < bucket)
			i++;
		put32(&table, i);
	}
	for (i = 0; i < n; i++) {
		const unsigned char h[2] = { (unsigned char)(e[i].hash >> 8),
			(unsigned char)(e[i].hash >> 16) };

		buf_append(&table, h, 2);
		buf_append(&table, &e[i].rare, 1);
		buf_append(&table, e[i].vector, GIST_VECTOR);
	}
	ok = model_write(out, SENSE_KIND, 1, 0, &row, buf_span(&table));
	if (!ok)
		fprintf(stderr, "%s: %s\n", out, strerror(errno));
	buf_free(&table);
	return ok;
}

int
main(int argc, char **argv)
{
	struct vectors w;
	struct entry *e;
	bool ok;

	if (argc != 3) {
		fprintf(stderr, "usage: train_senses VECTORS.json OUT\n");
		return 1;
	}
	ok = vectors_read(argv[1], &w);
	e = mem_zalloc(WORDS * sizeof *e);
	ok = ok && write_senses(e, take(&w, e), argv[2]);
	free(e);
	vectors_free(&w);
	return ok ? 0 : 1;
}
