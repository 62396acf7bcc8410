/* numeral.c -- digits. */
#include "workers/en/numeral.h"

#include <math.h>
#include <stdlib.h>

#include "proto/utf8.h"

static bool
digit_at(struct span s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

static size_t
digits(struct span s, size_t i)
{
	size_t from = i;

	while (digit_at(s, i))
		i++;
	return i - from;
}

/* The n digits at i as a number; n is small. */
static int
small(struct span s, size_t i, size_t n)
{
	int v = 0;

	while (n-- > 0)
		v = v * 10 + s.p[i++] - '0';
	return v;
}

static bool
byte_is(struct span s, size_t i, char c)
{
	return i < s.n && s.p[i] == c;
}

/* Spaces that part thousands: narrow and ordinary no-break, thin. */
static size_t
thin_space(struct span s, size_t i)
{
	static const char *const spaces[] = { "\u00a0", "\u202f", "\u2009" };

	for (size_t k = 0; k < 3 && i < s.n; k++) {
		size_t n = strlen(spaces[k]);

		if (n <= s.n - i && memcmp(s.p + i, spaces[k], n) == 0)
			return n;
	}
	return 0;
}

/* How far groups of three digits go, each behind the mark; from i on. */
static size_t
groups(struct span s, size_t i, char mark)
{
	while (byte_is(s, i, mark) && digits(s, i + 1) == 3)
		i += 4;
	return i;
}

/* "12,34,567": lakhs and crores. */
static size_t
groups_of_two(struct span s, size_t i)
{
	size_t from = i;

	while (byte_is(s, i, ',') && digits(s, i + 1) == 2)
		i += 3;
	return i > from && byte_is(s, i, ',') && digits(s, i + 1) == 3 ? i + 4
								       : from;
}

/* "40 000", "1 234 567"; with a common space only if it can be nothing else. */
static size_t
groups_in_space(struct span s, size_t i)
{
	size_t from = i, n, count = 0;

	while ((n = thin_space(s, i)) > 0 && digits(s, i + n) == 3)
		i += n + 3;
	if (i > from)
		return i;
	while (byte_is(s, i, ' ') && digits(s, i + 1) == 3) {
		i += 4;
		count++;
	}
	if (count > 1 || (count == 1 && memcmp(s.p + from + 1, "000", 3) == 0))
		return i;
	return from;
}

/* The digits of s[0 .. n) as a number; point marks the decimals, 0: none. */
static bool
value_of(struct span s, size_t n, char point, double *v)
{
	char d[NUMERAL_DIGITS_MAX + 2];
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		if (!digit_at(s, i) && (point == 0 || s.p[i] != point))
			continue;
		if (k > NUMERAL_DIGITS_MAX)
			return false;
		d[k++] = digit_at(s, i) ? s.p[i] : '.';
	}
	d[k] = '\0';
	*v = strtod(d, NULL);
	return k > 0;
}

/* Digits, their groups and decimals. */
static bool
read_decimal(struct span s, struct numeral *o)
{
	size_t n = digits(s, 0), i = n, dot;
	char point = 0;

	o->whole = true;
	if (n > 0 && n <= 3) {
		dot = groups(s, i, '.');
		i = groups(s, i, ',');
		if (i == n)
			i = groups_of_two(s, n);
		if (i == n)
			i = groups_in_space(s, n);
		if (i == n && dot > n && byte_is(s, dot, ',') &&
		    digits(s, dot + 1) > 0 && digits(s, dot + 1) < 3)
			i = dot, point = ',';
		if (i == n && dot > n + 4)
			i = dot, point = ' ';
	}
	o->whole = i == n;
	if (byte_is(s, i, '.') && digit_at(s, i + 1) && point == 0) {
		dot = i + 1 + digits(s, i + 1);
		if (!byte_is(s, dot, '.') || !digit_at(s, dot + 1))
			i = dot, point = '.';
	} else if (byte_is(s, i, ',') && (point == ',' || o->whole) && n < 4 &&
	    digit_at(s, i + 1) && digits(s, i + 1) < 3) {
		dot = i + 1 + digits(s, i + 1);
		if (!byte_is(s, dot, ',') || !digit_at(s, dot + 1))
			i = dot, point = ',';
	}
	o->whole &= point == 0;
	o->n = i;
	return i > 0 && value_of(s, i, point, &o->value);
}

/* A minus, a plus or none, at i; moves it. */
static int
sign_at(struct span s, size_t *i)
{
	int sign = 1;

	if (byte_is(s, *i, '+') || byte_is(s, *i, '-')) {
		sign = s.p[*i] == '-' ? -1 : 1;
		++*i;
	} else if (*i + 3 <= s.n && memcmp(s.p + *i, "\u2212", 3) == 0) {
		sign = -1;
		*i += 3;
	}
	return sign;
}

/* "x10" or "×10" at i; its bytes, or 0. */
static size_t
times_ten(struct span s, size_t i)
{
	size_t n = byte_is(s, i, 'x')                           ? 1
	    : i + 2 <= s.n && memcmp(s.p + i, "\u00d7", 2) == 0 ? 2
								: 0;

	return n > 0 && byte_is(s, i + n, '1') && byte_is(s, i + n + 1, '0') &&
		!digit_at(s, i + n + 2)
	    ? n + 2
	    : 0;
}

/* "e10", "^23", "x10^6", "×10−30" behind the number. */
static void
read_power(struct span s, struct numeral *o)
{
	size_t i = o->n, ten = times_ten(s, i), n;
	double base = ten > 0 ? 10 : o->value, times = ten > 0 ? o->value : 1;
	int sign, more;

	if (ten == 0 && (byte_is(s, i, 'e') || byte_is(s, i, 'E'))) {
		base = 10, times = o->value;
		i++;
	} else {
		i += ten;
		if (byte_is(s, i, '^'))
			i++;
		else if (ten == 0)
			return;
	}
	sign = sign_at(s, &i);
	more = sign_at(s, &i);
	n = digits(s, i);
	if (n == 0 || n > 3)
		return;
	/* "--23" is typed for 23 */
	base = pow(base, sign * more * small(s, i, n)) * times;
	if (!isfinite(base))
		return;
	*o = (struct numeral) { .n = i + n, .value = base };
}

/* Denominators that people write; 9/11 is a day and 24/7 a week. */
static bool
is_denominator(double d)
{
	static const int usual[] = { 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 32, 64,
		100, 128 };

	for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
		if (d == usual[i])
			return true;
	return false;
}

/* "/5" at i; its bytes, or 0. */
static size_t
stroke_at(struct span s, size_t i, double *den)
{
	size_t n = byte_is(s, i, '/')                           ? 1
	    : i + 3 <= s.n && memcmp(s.p + i, "\u2044", 3) == 0 ? 3
								: 0;
	size_t d = n > 0 ? digits(s, i + n) : 0;

	if (d == 0 || d > 3 || byte_is(s, i + n + d, '/'))
		return 0;
	*den = small(s, i + n, d);
	return is_denominator(*den) ? n + d : 0;
}

/* "½" at i; its bytes, or 0. */
static size_t
vulgar_at(struct span s, size_t i, double *v)
{
	static const struct {
		uint32_t cp;
		double over, under;
	} table[] = { { 0xbc, 1, 4 }, { 0xbd, 1, 2 }, { 0xbe, 3, 4 },
		{ 0x2150, 1, 7 }, { 0x2151, 1, 9 }, { 0x2152, 1, 10 },
		{ 0x2153, 1, 3 }, { 0x2154, 2, 3 }, { 0x2155, 1, 5 },
		{ 0x2156, 2, 5 }, { 0x2157, 3, 5 }, { 0x2158, 4, 5 },
		{ 0x2159, 1, 6 }, { 0x215a, 5, 6 }, { 0x215b, 1, 8 },
		{ 0x215c, 3, 8 }, { 0x215d, 5, 8 }, { 0x215e, 7, 8 } };
	uint32_t cp;
	size_t n;

	if (i >= s.n || !(s.p[i] & 0x80))
		return 0;
	n = utf8_next((struct span) { s.p + i, s.n - i }, &cp);
	if (n > s.n - i)
		return 0; /* the span cuts a character */
	for (size_t k = 0; k < sizeof table / sizeof table[0]; k++)
		if (table[k].cp == cp) {
			*v = table[k].over / table[k].under;
			return n;
		}
	return 0;
}

/* "1/4" or "½" behind a whole number, perhaps after blanks. */
static bool
read_mixed(struct span s, struct numeral *o)
{
	size_t i = o->n, n;
	double v = 0, den = 0;

	while (byte_is(s, i, ' ') && i < o->n + 3)
		i++;
	n = vulgar_at(s, i, &v);
	if (n == 0 && i > o->n && digits(s, i) > 0 && digits(s, i) < 3) {
		n = digits(s, i);
		v = small(s, i, n);
		n += stroke_at(s, i + n, &den);
		if (den <= v)
			return false;
		v /= den;
	}
	if (n == 0)
		return false;
	*o = (struct numeral) {
		.n = i + n, .value = o->value + v, .fraction = true
	};
	return true;
}

bool
numeral_read(struct span s, struct numeral *o)
{
	double den;
	size_t n;

	*o = (struct numeral) { 0 };
	n = vulgar_at(s, 0, &o->value);
	if (n > 0) {
		o->n = n;
		o->fraction = true;
		return true;
	}
	if (!read_decimal(s, o))
		return false;
	if (o->whole && read_mixed(s, o))
		return true;
	n = o->whole ? stroke_at(s, o->n, &den) : 0;
	if (n > 0 && o->value < den) {
		o->value /= den;
		o->n += n;
		o->whole = false;
		o->fraction = true;
	} else {
		read_power(s, o);
	}
	return true;
}
