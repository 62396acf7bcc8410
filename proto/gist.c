/* gist.c -- what one mention says. */
#include "gist.h"

#include <math.h>

/* Number k of a vector, from -7 to 7. */
static int
axis(const uint8_t *v, unsigned k)
{
	return (v[k / 2] >> (k % 2 * 4) & 15) - 8;
}

int
gist_near(const struct gist_word *a, const struct gist_word *b)
{
	int dot = 0, aa = 0, bb = 0;

	if (a->hash == b->hash && span_eq(a->text, b->text))
		return 1000;
	if (!(a->flags & b->flags & GIST_KNOWN))
		return 0;
	for (unsigned k = 0; k < 2 * GIST_VECTOR; k++) {
		int x = axis(a->vector, k), y = axis(b->vector, k);

		dot += x * y;
		aa += x * x;
		bb += y * y;
	}
	if (dot <= 0 || aa == 0 || bb == 0)
		return 0;
	return (int)(1000 * dot / sqrt((double)aa * bb));
}
