/*
 * fuzz_model.c -- a file of weights may hold anything: it is refused, or its
 * rows and what lies beside them are within it, and any feature has a score.
 * The first bytes of the input say which width is expected; the rest is the
 * file, with the magic and kind that it would be refused without.
 */
#include "fuzz.h"
#include "workers/model.h"

#include <stdlib.h>

#define KIND MODEL_KIND('F', 'U', 'Z', 'Z')

static void
use(const struct model *m, struct span file)
{
	const uint32_t f[] = { 0, 1, m->mask, UINT32_MAX,
		model_feature(3, file.n, m->width) };
	const char *row = (const char *)m->row;
	int32_t out[MODEL_WIDTH_MAX];

	fuzz_require(row >= file.p &&
	    row + ((size_t)m->mask + 1) * m->width == m->beside.p &&
	    m->beside.p + m->beside.n == file.p + file.n);
	model_score(m, f, 5, out);
	for (uint32_t k = 0; k < m->width; k++)
		fuzz_require(out[k] >= 5 * -128 && out[k] <= 5 * 127);
	if (m->width == 1)
		fuzz_require(model_sum(m, f, 5) == out[0]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	uint32_t width = n > 0 ? p[0] : 0;
	struct span file = { NULL, n > 0 ? n - 1 : 0 };
	struct model m;
	char *copy = malloc(file.n + 1);

	fuzz_require(copy != NULL);
	file.p = copy;
	memcpy(copy, p + (n > 0), file.n);
	if (file.n >= MODEL_HEADER && p[1] % 16 != 0) {
		memcpy(copy, "CWMODEL\1FUZZ", 12);
		copy[12] = (char)width;
		memset(copy + 13, 0, 3);
	}
	if (model_open(file, KIND, width, &m))
		use(&m, file);
	else
		fuzz_require(m.row == NULL && m.beside.p == NULL);
	free(copy);
	return 0;
}
