/* vectors.c -- reading word vectors. */
#include "workers/train/vectors.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/buf.h"
#include "proto/mem.h"
#include "workers/cluster.h"
#include "workers/token.h"

#define RANKS  220000u /* words looked at: the most frequent */
#define WORDS  175000u /* words taken */
#define DIGITS 20000u  /* with a digit: among so many only */

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
read_ranks(FILE *in, struct vectors *w)
{
	struct buf word = { 0 };
	float v[KMEANS_DIM];
	uint32_t rank = 0, n = 0;
	bool plain, ok = find(in, "\"vectors\":{");

	do {
		ok = ok && read_word(in, &word, &plain) &&
		    read_vector(in, v, &rank);
		if (ok && plain && wanted(buf_span(&word), rank)) {
			w->hash[rank] = token_hash(buf_span(&word));
			memcpy(w->x[rank], v, sizeof v);
			w->word[rank] = arena_strdup(
			    &w->arena, buf_span(&word));
			n++;
		}
	} while (ok && getc_unlocked(in) == ',');
	buf_free(&word);
	return ok && n >= CLUSTER_FINE;
}

/* Close up: the WORDS most frequent, in their order. */
static void
close_up(struct vectors *w)
{
	for (uint32_t rank = 0; rank < RANKS && w->n < WORDS; rank++)
		if (w->hash[rank] != 0) {
			w->hash[w->n] = w->hash[rank];
			w->word[w->n] = w->word[rank];
			memmove(w->x[w->n++], w->x[rank], sizeof *w->x);
		}
}

/* What all vectors have in common says nothing about any (Mu, Viswanath,
 * ICLR 2018). */
static void
centre(struct vectors *w)
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

bool
vectors_read(const char *path, struct vectors *w)
{
	FILE *in = fopen(path, "rb");
	bool ok = in != NULL;

	*w = (struct vectors) { 0 };
	w->hash = mem_zalloc(RANKS * sizeof *w->hash);
	w->x = mem_zalloc(RANKS * sizeof *w->x);
	w->word = mem_zalloc(RANKS * sizeof *w->word);
	if (!ok)
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
	else if (!(ok = read_ranks(in, w)))
		fprintf(stderr, "%s: not the vectors of words\n", path);
	if (in != NULL)
		fclose(in);
	close_up(w);
	centre(w);
	return ok;
}

void
vectors_free(struct vectors *w)
{
	free(w->hash);
	free(w->x);
	free(w->word);
	arena_free(&w->arena);
	*w = (struct vectors) { 0 };
}
