/* learner.c -- the averaged perceptron. */
#include "workers/train/learner.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/mem.h"

static size_t
cells(const struct learner *l)
{
	return ((size_t)1 << l->bits) * l->width;
}

void
learner_init(struct learner *l, uint32_t width, unsigned bits)
{
	*l = (struct learner) { .width = width, .bits = bits };
	l->w = mem_zalloc(cells(l) * sizeof *l->w);
	l->lag = mem_zalloc(cells(l) * sizeof *l->lag);
}

void
learner_free(struct learner *l)
{
	free(l->w);
	free(l->lag);
	free(l->square);
	free(l->row);
	free(l->seen);
	*l = (struct learner) { 0 };
}

static size_t
at(const struct learner *l, uint32_t f)
{
	return (size_t)(f & ((1u << l->bits) - 1)) * l->width;
}

void
learner_score(
    const struct learner *l, const uint32_t *f, uint32_t n, float *out)
{
	memset(out, 0, l->width * sizeof *out);
	for (uint32_t i = 0; i < n; i++) {
		const float *w = l->w + at(l, f[i]);

		for (uint32_t k = 0; k < l->width; k++)
			out[k] += w[k];
	}
}

#define SEEN_BITS 28 /* of features' hashes that are told apart */

void
learner_count(struct learner *l, const uint32_t *f, uint32_t n)
{
	if (l->seen == NULL)
		l->seen = mem_zalloc((size_t)1 << SEEN_BITS);
	for (uint32_t i = 0; i < n; i++) {
		uint8_t *seen = &l->seen[f[i] >> (32 - SEEN_BITS)];

		*seen = (uint8_t)(*seen + (*seen < UINT8_MAX));
	}
}

uint32_t
learner_common(const struct learner *l, uint32_t least, uint32_t *f, uint32_t n)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++)
		if (l->seen[f[i] >> (32 - SEEN_BITS)] >= least)
			f[kept++] = f[i];
	return kept;
}

void
learner_add(struct learner *l, const uint32_t *f, uint32_t n, uint32_t label,
    float delta)
{
	for (uint32_t i = 0; i < n; i++) {
		size_t c = at(l, f[i]) + label;

		l->w[c] += delta;
		l->lag[c] += (double)l->steps * (double)delta;
	}
}

void
learner_descend(struct learner *l, const uint32_t *f, uint32_t n,
    uint32_t label, float gradient, float rate)
{
	if (l->square == NULL)
		l->square = mem_zalloc(cells(l) * sizeof *l->square);
	for (uint32_t i = 0; i < n; i++) {
		size_t c = at(l, f[i]) + label;
		float step;

		l->square[c] += gradient * gradient;
		step = rate * gradient / sqrtf(l->square[c] + 1e-6f);
		l->w[c] -= step;
		l->lag[c] -= (double)l->steps * (double)step;
	}
}

static double
average(const struct learner *l, size_t c)
{
	double steps = l->steps > 0 ? (double)l->steps : 1;

	return (double)l->w[c] - l->lag[c] / steps;
}

static int
descending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* The size of weight that becomes 127. */
static double
largest(const struct learner *l, unsigned clip)
{
	size_t n = 0, cap = cells(l), rank;
	double *all = mem_grow(NULL, cap, sizeof *all), top;

	for (size_t c = 0; c < cap; c++) {
		double v = fabs(average(l, c));

		if (v > 0)
			all[n++] = v;
	}
	qsort(all, n, sizeof *all, descending);
	rank = n / 1000000 * clip + n % 1000000 * clip / 1000000;
	top = n > 0 ? all[rank < n ? rank : n - 1] : 1;
	free(all);
	return top;
}

struct model
learner_model(struct learner *l, unsigned clip)
{
	double scale = 127 / largest(l, clip);

	if (l->row == NULL)
		l->row = mem_grow(NULL, cells(l), 1);
	for (size_t c = 0; c < cells(l); c++) {
		double v = average(l, c) * scale;

		v = v > 127 ? 127 : v < -127 ? -127 : v;
		l->row[c] = (int8_t)lrint(v);
	}
	return (struct model) {
		.row = l->row, .mask = (1u << l->bits) - 1, .width = l->width
	};
}

bool
learner_write(struct learner *l, unsigned clip, const char *path, uint32_t kind,
    struct span beside)
{
	struct model m = learner_model(l, clip);

	if (model_write(path, kind, m.width, l->bits, m.row, beside))
		return true;
	fprintf(stderr, "%s: %s\n", path, strerror(errno));
	return false;
}

/* splitmix64 (Steele, Lea, Flood, OOPSLA 2014) */
static uint64_t
draw(uint64_t *seed)
{
	uint64_t z = *seed += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

void
learner_shuffle(uint32_t *order, uint32_t n, uint64_t *seed)
{
	for (uint32_t i = n; i > 1; i--) {
		uint32_t k = (uint32_t)(draw(seed) % i), x = order[k];

		order[k] = order[i - 1];
		order[i - 1] = x;
	}
}
