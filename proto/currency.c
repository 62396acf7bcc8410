/* currency.c -- which money may be which. */
#include "currency.h"

#include <string.h>

#define COUNTRY_MAX 64 /* bytes of a name that is known */

static const char *
look_up(const struct currency_row *rows, size_t n, struct span w)
{
	const struct currency_row *row = span_find(rows, n, sizeof *rows, w);

	return row != NULL ? row->is : NULL;
}

bool
currency_is_code(struct span unit)
{
	return look_up(currency_codes, currency_codes_count, unit) != NULL;
}

const char *
currency_open(struct span code)
{
	const char *name = look_up(currency_codes, currency_codes_count, code);

	return name != NULL ? name : "";
}

const char *
currency_of_country(struct span country)
{
	char low[COUNTRY_MAX];

	if (country.n == 0 || country.n > sizeof low)
		return NULL;
	for (size_t i = 0; i < country.n; i++)
		low[i] = country.p[i] >= 'A' && country.p[i] <= 'Z'
		    ? (char)(country.p[i] | 0x20)
		    : country.p[i];
	return look_up(currency_countries, currency_countries_count,
	    (struct span) { low, country.n });
}

bool
currency_may_be(struct span open, const char *code)
{
	const char *name = look_up(
	    currency_codes, currency_codes_count, span_of(code));

	if (name == NULL || *name == '\0')
		return false;
	if (span_is(open, "crown"))
		return strcmp(name, "krona") == 0 ||
		    strcmp(name, "krone") == 0 || strcmp(name, "koruna") == 0;
	return span_is(open, name);
}

/* The host's last label, in lower case; 0: it has none of two letters. */
static size_t
top_domain(struct span url, char out[2])
{
	const char *slashes = memmem(url.p, url.n, "://", 3);
	size_t from = slashes != NULL ? (size_t)(slashes - url.p) + 3 : 0;
	size_t end = from, dot = 0;

	while (end < url.n && strchr("/?#:", url.p[end]) == NULL)
		end++;
	if (end > from && url.p[end - 1] == '.')
		end--;
	for (size_t i = from; i < end; i++)
		if (url.p[i] == '.')
			dot = i + 1;
	if (slashes == NULL || dot == 0 || end - dot != 2)
		return 0;
	out[0] = (char)(url.p[dot] | 0x20);
	out[1] = (char)(url.p[dot + 1] | 0x20);
	return 2;
}

const char *
currency_of_address(struct span url)
{
	char label[2];
	size_t n = url.n > 0 ? top_domain(url, label) : 0;

	return n > 0 ? look_up(currency_domains, currency_domains_count,
			   (struct span) { label, n })
		     : NULL;
}

/* "CAD" of "CAD per barrel". */
static struct span
money_of(struct span unit)
{
	const char *per = unit.n > 0 ? memmem(unit.p, unit.n, " per ", 5)
				     : NULL;

	return (struct span) { unit.p,
		per != NULL ? (size_t)(per - unit.p) : unit.n };
}

static bool
may_be(struct span open, struct span code)
{
	char s[4] = { 0 };

	if (code.n != 3)
		return false;
	memcpy(s, code.p, 3);
	return currency_may_be(open, s);
}

bool
currency_fits(struct span a, struct span b)
{
	struct span x = money_of(a), y = money_of(b);
	struct span per_x = { a.p + x.n, a.n - x.n };
	struct span per_y = { b.p + y.n, b.n - y.n };

	if (!span_eq(per_x, per_y))
		return false;
	return (span_eq(x, y) && currency_is_code(x)) || may_be(x, y) ||
	    may_be(y, x);
}
