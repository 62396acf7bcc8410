/* model.c -- files of weights, and sums over their rows. */
#include "model.h"

#include <stdio.h>

static const char magic[7] = { 'C', 'W', 'M', 'O', 'D', 'E', 'L' };

static uint32_t
get32(const char *p)
{
	const unsigned char *b = (const unsigned char *)p;

	return (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 |
	    (uint32_t)b[3] << 24;
}

static void
put32(char *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (char)(v >> 8 * i);
}

bool
model_open(struct span file, uint32_t kind, uint32_t width, struct model *m)
{
	uint32_t bits, beside;
	size_t rows;

	*m = (struct model) { 0 };
	if (file.n < MODEL_HEADER || memcmp(file.p, magic, sizeof magic) != 0 ||
	    file.p[sizeof magic] != MODEL_VERSION ||
	    get32(file.p + 8) != kind || get32(file.p + 12) != width)
		return false;
	bits = get32(file.p + 16);
	beside = get32(file.p + 20);
	if (bits > 30 || width > MODEL_WIDTH_MAX)
		return false;
	rows = ((size_t)1 << bits) * width;
	if (file.n != MODEL_HEADER + rows + beside)
		return false;
	m->row = (const int8_t *)file.p + MODEL_HEADER;
	m->mask = (1u << bits) - 1;
	m->width = width;
	m->beside = (struct span) { file.p + MODEL_HEADER + rows, beside };
	return true;
}

bool
model_write(const char *path, uint32_t kind, uint32_t width, unsigned bits,
    const int8_t *row, struct span beside)
{
	char head[MODEL_HEADER] = { 0 };
	size_t rows = ((size_t)1 << bits) * width;
	FILE *f = fopen(path, "wb");
	bool ok;

	if (f == NULL)
		return false;
	memcpy(head, magic, sizeof magic);
	head[sizeof magic] = MODEL_VERSION;
	put32(head + 8, kind);
	put32(head + 12, width);
	put32(head + 16, bits);
	put32(head + 20, (uint32_t)beside.n);
	ok = fwrite(head, 1, sizeof head, f) == sizeof head &&
	    fwrite(row, 1, rows, f) == rows &&
	    fwrite(beside.p, 1, beside.n, f) == beside.n;
	return fclose(f) == 0 && ok;
}

/* Three columns: a loop over so few costs more than the sums. */
static void
score_three(const struct model *m, const uint32_t *f, uint32_t n, int32_t *out)
{
	int32_t a = 0, b = 0, c = 0;

	for (uint32_t i = 0; i < n; i++) {
		const int8_t *row = m->row + (size_t)(f[i] & m->mask) * 3;

		a += row[0];
		b += row[1];
		c += row[2];
	}
	out[0] = a;
	out[1] = b;
	out[2] = c;
}

/* Sixteen columns, of at most SHORT features: sums of 16 bits hold them, and a
 * loop of fixed length becomes a few vector instructions. */
#define SHORT 256

static void
score_sixteen(
    const struct model *m, const uint32_t *f, uint32_t n, int32_t *out)
{
	int16_t sum[16] = { 0 };

	for (uint32_t i = 0; i < n; i++) {
		const int8_t *row = m->row + (size_t)(f[i] & m->mask) * 16;

		for (uint32_t k = 0; k < 16; k++)
			sum[k] = (int16_t)(sum[k] + row[k]);
	}
	for (uint32_t k = 0; k < 16; k++)
		out[k] = sum[k];
}

void
model_score(const struct model *m, const uint32_t *f, uint32_t n, int32_t *out)
{
	uint32_t width = m->width;

	if (width == 3) {
		score_three(m, f, n, out);
		return;
	}
	if (width == 16 && n < SHORT) {
		score_sixteen(m, f, n, out);
		return;
	}
	memset(out, 0, width * sizeof *out);
	for (uint32_t i = 0; i < n; i++) {
		const int8_t *row = m->row + (size_t)(f[i] & m->mask) * width;

		for (uint32_t k = 0; k < width; k++)
			out[k] += row[k];
	}
}

int32_t
model_sum(const struct model *m, const uint32_t *f, uint32_t n)
{
	int32_t sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += m->row[f[i] & m->mask];
	return sum;
}
