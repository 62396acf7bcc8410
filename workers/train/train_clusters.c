/*
 * train_clusters VECTORS.json TREEBANK.conllu OUT -- clusters of words from
 * word vectors (vectors.h), for workers/cluster.h.
 *
 * What is not trained by `make model`: OUT is committed, the vectors are not.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/buf.h"
#include "proto/mem.h"
#include "workers/cluster.h"
#include "workers/conllu.h"
#include "workers/token.h"
#include "workers/train/kmeans.h"
#include "workers/train/profile.h"
#include "workers/train/vectors.h"

#define FITTED 40000u /* words that the centres are found by */
#define ROUNDS 15
#define SEED   4

struct entry {
	uint32_t hash, fine; /* and kind << CLUSTER_BITS */
};

/* ---- kinds: what classes a word is likely to have ---- */

/* By hash: how often a word has each class in the treebank. */
struct seen {
	uint32_t hash;
	float times[UD_N_POS], all;
};

static int
by_word(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* One entry a word; *n of them, sorted. */
static struct seen *
merge(struct seen *s, uint32_t *n)
{
	uint32_t kept = 0;

	qsort(s, *n, sizeof *s, by_word);
	for (uint32_t i = 0; i < *n; i++) {
		if (kept == 0 || s[kept - 1].hash != s[i].hash) {
			s[kept++] = s[i];
			continue;
		}
		for (unsigned k = 0; k < UD_N_POS; k++)
			s[kept - 1].times[k] += s[i].times[k];
		s[kept - 1].all += s[i].all;
	}
	*n = kept;
	return s;
}

static struct seen *
read_treebank(const char *path, uint32_t *n)
{
	FILE *in = fopen(path, "rb");
	const struct conllu_sentence *s;
	struct buf why = { 0 };
	struct seen *all = NULL;
	struct conllu c;
	enum rc rc;

	*n = 0;
	if (in == NULL) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return NULL;
	}
	conllu_open(&c, in);
	while ((rc = conllu_next(&c, &s, &why)) != RC_END && rc != RC_IO) {
		struct arena arena = { 0 };
		struct text t;

		if (rc != RC_OK)
			continue;
		t = conllu_text(s, &arena);
		all = mem_grow(all, *n + s->n_words, sizeof *all);
		for (uint32_t i = 0; i < s->n_words; i++) {
			struct seen *w = &all[(*n)++];

			*w = (struct seen) { .hash = t.token[i].low, .all = 1 };
			w->times[s->word[i].pos] = 1;
		}
		arena_free(&arena);
	}
	conllu_close(&c);
	buf_free(&why);
	fclose(in);
	return merge(all, n);
}

/* The words of the treebank that have a vector. */
static void
fit_profile(struct profile *p, const struct vectors *w, const struct seen *seen,
    uint32_t n_seen)
{
	struct profile_word *known = mem_grow(NULL, w->n, sizeof *known);
	uint32_t n = 0;

	for (uint32_t i = 0; i < w->n; i++) {
		const struct seen key = { .hash = w->hash[i] };
		const struct seen *s = bsearch(
		    &key, seen, n_seen, sizeof key, by_word);

		if (s == NULL)
			continue;
		known[n] = (struct profile_word) { .x = w->x[i],
			.weight = logf(1 + s->all) };
		for (unsigned k = 0; k < UD_N_POS; k++)
			known[n].share[k] = s->times[k] / s->all;
		n++;
	}
	profile_fit(p, known, n, SEED);
	free(known);
}

/* The kind of each word, from 1 on: words whose likely classes are alike.
 * Square roots of shares are vectors of length one. */
static void
set_kinds(const struct vectors *w, const struct profile *p, uint32_t *kind)
{
	float(*x)[KMEANS_DIM] = mem_zalloc(w->n * sizeof *x);
	struct kmeans m;

	for (uint32_t i = 0; i < w->n; i++) {
		float share[UD_N_POS];

		profile_tell(p, w->x[i], share);
		for (unsigned k = 0; k < UD_N_POS; k++)
			x[i][k] = sqrtf(share[k]);
	}
	kmeans_fit(&m, CLUSTER_KINDS - 1, x, w->n < FITTED ? w->n : FITTED,
	    ROUNDS, SEED);
	kmeans_assign(&m, x, w->n, kind);
	for (uint32_t i = 0; i < w->n; i++)
		kind[i]++;
	kmeans_free(&m);
	free(x);
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
write_clusters(const struct vectors *w, const struct kmeans *fine,
    const uint32_t *kind, const char *out)
{
	int8_t row[CLUSTER_FINE * 2] = { 0 };
	uint32_t *to = mem_grow(NULL, w->n, sizeof *to);
	struct entry *e = mem_grow(NULL, w->n, sizeof *e);
	struct buf table = { 0 };
	bool ok;

	kmeans_assign(fine, w->x, w->n, to);
	for (uint32_t i = 0; i < w->n; i++)
		e[i] = (struct entry) { w->hash[i],
			kind[i] << CLUSTER_BITS | (to[i] + 1) };
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
	static struct profile profile;
	struct vectors w;
	struct kmeans fine;
	struct seen *seen;
	uint32_t n_seen, *kind;
	bool ok;

	if (argc != 4) {
		fprintf(stderr,
		    "usage: train_clusters VECTORS.json TREEBANK.conllu OUT\n");
		return 1;
	}
	seen = read_treebank(argv[2], &n_seen);
	ok = vectors_read(argv[1], &w) && seen != NULL;
	kind = mem_zalloc((w.n + 1) * sizeof *kind);
	if (ok) {
		fit_profile(&profile, &w, seen, n_seen);
		set_kinds(&w, &profile, kind);
		kmeans_fit(&fine, CLUSTER_FINE - 1, w.x,
		    w.n < FITTED ? w.n : FITTED, ROUNDS, SEED);
		ok = write_clusters(&w, &fine, kind, argv[3]);
		kmeans_free(&fine);
	}
	free(kind);
	free(seen);
	vectors_free(&w);
	return ok ? 0 : 1;
}
