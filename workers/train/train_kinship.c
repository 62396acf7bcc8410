/*
 * train_kinship DATA OUT -- the weights of proto/kinship_weight.c from pairs of
 * sentences, DATA/stories/mrpc-train.tsv (a header; then 1 for the same or 0,
 * two ids, two sentences): logistic regression by Newton's method with a
 * little shrinkage (Hastie, Tibshirani, Friedman, The Elements of Statistical
 * Learning, 4.4.1).  A weight of the wrong sign is set to 0 and the others
 * fitted again: more in common never speaks against a pair.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/kinship.h"
#include "proto/mem.h"
#include "workers/eachline.h"
#include "workers/pairs.h"

#define N      KINSHIP_FEATURES
#define ROUNDS 30
#define SHRINK 2.0

struct pairs {
	double (*x)[N];
	double *y;
	size_t n;
	struct arena arena;
};

/* The columns of a line, at most 5. */
static bool
split(struct span line, struct span col[5])
{
	for (int i = 0; i < 5; i++) {
		const char *tab = i < 4 ? memchr(line.p, '\t', line.n) : NULL;
		size_t n = tab != NULL ? (size_t)(tab - line.p) : line.n;

		if (i < 4 && tab == NULL)
			return false;
		col[i] = (struct span) { line.p, n };
		line.p += n + (i < 4);
		line.n -= n + (i < 4);
	}
	return true;
}

static void
hear(struct span line, size_t number, void *arg)
{
	struct pairs *p = arg;
	struct span col[5];
	struct gist *g;
	int f[N];

	if (number == 1 || line.p == NULL || !split(line, col))
		return;
	arena_reset(&p->arena);
	g = arena_alloc(&p->arena, 2, sizeof *g);
	for (int i = 0; i < 2; i++) {
		struct article a = { .text = col[3 + i] };

		pairs_gist(&a, (struct span) { NULL, 0 }, &p->arena, &g[i]);
	}
	kinship_features(&g[0], &g[1], f);
	p->x = mem_grow(p->x, p->n + 1, sizeof *p->x);
	p->y = mem_grow(p->y, p->n + 1, sizeof *p->y);
	for (int k = 0; k < N; k++)
		p->x[p->n][k] = f[k] / 1000.0;
	p->y[p->n++] = col[0].n == 1 && col[0].p[0] == '1';
}

/* Solve h d = g by elimination; h is destroyed. */
static void
solve(double h[N][N], double g[N], double d[N])
{
	for (int i = 0; i < N; i++)
		for (int j = i + 1; j < N; j++) {
			double m = h[j][i] / h[i][i];

			for (int k = i; k < N; k++)
				h[j][k] -= m * h[i][k];
			g[j] -= m * g[i];
		}
	for (int i = N; i-- > 0;) {
		d[i] = g[i];
		for (int k = i + 1; k < N; k++)
			d[i] -= h[i][k] * d[k];
		d[i] /= h[i][i];
	}
}

static double
chance(const double *x, const double *w)
{
	double sum = 0;

	for (int i = 0; i < N; i++)
		sum += x[i] * w[i];
	return 1 / (1 + exp(-sum));
}

/* Fit those that are not fixed at 0. */
static void
fit(const struct pairs *p, const bool fixed[N], double w[N])
{
	memset(w, 0, N * sizeof *w);
	for (int round = 0; round < ROUNDS; round++) {
		double h[N][N] = { { 0 } }, g[N] = { 0 }, d[N];

		for (size_t i = 0; i < p->n; i++) {
			double c = chance(p->x[i], w);

			for (int a = 0; a < N; a++) {
				g[a] += (p->y[i] - c) * p->x[i][a];
				for (int b = 0; b < N; b++)
					h[a][b] += c * (1 - c) * p->x[i][a] *
					    p->x[i][b];
			}
		}
		for (int a = 0; a < N; a++) {
			g[a] -= SHRINK * w[a];
			h[a][a] += SHRINK;
			for (int b = 0; b < N && fixed[a]; b++)
				h[a][b] = h[b][a] = 0;
			if (fixed[a]) {
				h[a][a] = 1;
				g[a] = 0;
			}
		}
		solve(h, g, d);
		for (int a = 0; a < N; a++)
			w[a] += d[a];
	}
}

/* What may be: likenesses speak for, what is missing against. */
static bool
wrong_sign(int i, double w)
{
	if (i < 4)
		return w < 0;
	return i < 8 && w > 0;
}

static void
train(const struct pairs *p, double w[N])
{
	bool fixed[N] = { false }, again = true;

	while (again) {
		int worst = -1;

		fit(p, fixed, w);
		for (int i = 0; i < N; i++)
			if (wrong_sign(i, w[i]) &&
			    (worst < 0 || fabs(w[i]) > fabs(w[worst])))
				worst = i;
		again = worst >= 0;
		if (again)
			fixed[worst] = true;
	}
}

static bool
write_weights(const char *path, const double w[N])
{
	FILE *f = fopen(path, "w");

	if (f == NULL)
		return false;
	fputs("/* kinship_weight.c -- made by train_kinship; do not edit. "
	      "*/\n#include \"kinship.h\"\n\n/* clang-format off */\n"
	      "const int kinship_weight[KINSHIP_FEATURES] = {\n",
	    f);
	for (int i = 0; i < N; i++)
		fprintf(f, "\t%ld,\n", lround(1000 * w[i]));
	fputs("};\n", f);
	return fclose(f) == 0;
}

int
main(int argc, char **argv)
{
	struct pairs p = { 0 };
	struct buf path = { 0 };
	double w[N], right = 0;
	FILE *in;
	bool ok;

	if (argc != 3) {
		fprintf(stderr, "usage: train_kinship DATA OUT\n");
		return 1;
	}
	buf_printf(&path, "%s/stories/mrpc-train.tsv", argv[1]);
	in = fopen(buf_cstr(&path), "rb");
	ok = in != NULL && eachline_read(in, 1 << 20, hear, &p) && p.n > 0;
	if (!ok)
		fprintf(stderr, "%s: %s\n", buf_cstr(&path), strerror(errno));
	if (ok) {
		train(&p, w);
		for (size_t i = 0; i < p.n; i++)
			right += (chance(p.x[i], w) >= 0.5) == (p.y[i] > 0.5);
		printf("%zu pairs, %.1f %% right\n", p.n,
		    100 * right / (double)p.n);
		ok = write_weights(argv[2], w);
	}
	if (in != NULL)
		fclose(in);
	arena_free(&p.arena);
	buf_free(&path);
	free(p.x);
	free(p.y);
	return ok ? 0 : 1;
}
