/* spelling.c -- are two words one name as outlets spell it? */
#include "spelling.h"

static bool
is_silent(char c)
{
	return c == '.' || c == '-' || c == '\'';
}

/* The same, but for marks, and there are some. */
static bool
same_letters(struct span x, struct span y)
{
	size_t i = 0, k = 0;

	for (size_t n = 0;; n++, i++, k++) {
		while (i < x.n && is_silent(x.p[i]))
			i++;
		while (k < y.n && is_silent(y.p[k]))
			k++;
		if (i == x.n || k == y.n)
			return n > 0 && i == x.n && k == y.n;
		if (x.p[i] != y.p[k])
			return false;
	}
}

static bool
same_from(struct span x, size_t i, struct span y, size_t k)
{
	return x.n - i == y.n - k && memcmp(x.p + i, y.p + k, x.n - i) == 0;
}

bool
spelling_alike(struct span x, struct span y, size_t least)
{
	size_t i = 0;

	if (same_letters(x, y) || (x.n > 0 && span_eq(x, y)))
		return true;
	if (x.n < least || y.n < least || x.n > y.n + 1 || y.n > x.n + 1 ||
	    least == 0 || x.p[0] != y.p[0])
		return false;
	while (i < x.n && i < y.n && x.p[i] == y.p[i])
		i++;
	if (x.n == y.n && i + 1 < x.n && x.p[i] == y.p[i + 1] &&
	    x.p[i + 1] == y.p[i])
		return same_from(x, i + 2, y, i + 2);
	return same_from(x, i + (x.n >= y.n), y, i + (y.n >= x.n));
}
