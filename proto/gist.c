/* gist.c -- what one mention says. */
#include "gist.h"

#include <math.h>

void
gist_axes_of(const struct gist_word *w, struct gist_axes *x)
{
	x->square = 0;
	for (unsigned k = 0; k < GIST_VECTOR; k++) {
		x->axis[k] = (int8_t)((w->vector[k] & 15) - 8);
		x->axis[GIST_VECTOR + k] = (int8_t)((w->vector[k] >> 4) - 8);
	}
	for (unsigned k = 0; k < 2 * GIST_VECTOR; k++)
		x->square += x->axis[k] * x->axis[k];
}

int
gist_axes_near(const struct gist_axes *x, const struct gist_axes *y)
{
	int dot = 0;

	for (unsigned k = 0; k < 2 * GIST_VECTOR; k++)
		dot += x->axis[k] * y->axis[k];
	if (dot <= 0 || x->square == 0 || y->square == 0)
		return 0;
	return (int)(1000 * dot / sqrt((double)x->square * y->square));
}

int
gist_near(const struct gist_word *a, const struct gist_word *b)
{
	struct gist_axes x, y;

	if (a->hash == b->hash && span_eq(a->text, b->text))
		return 1000;
	if (!(a->flags & b->flags & GIST_KNOWN))
		return 0;
	gist_axes_of(a, &x);
	gist_axes_of(b, &y);
	return gist_axes_near(&x, &y);
}
