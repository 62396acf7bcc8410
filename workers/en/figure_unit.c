/* figure_unit.c -- tables of units. */
#include "workers/en/figure_unit.h"

#include "workers/token.h"

struct unit {
	const char *word, *unit;
};

/* Currency signs by their bytes. */
static const struct unit signs[] = { { "$", "dollar" }, { "€", "EUR" },
	{ "£", "GBP" }, { "¥", "JPY" } };

/* What stands before a dollar sign, or by itself before digits. */
static const struct unit prefixes[] = { { "us", "USD" }, { "u.s.", "USD" },
	{ "c", "CAD" }, { "ca", "CAD" }, { "cdn", "CAD" }, { "a", "AUD" },
	{ "au", "AUD" }, { "nz", "NZD" }, { "hk", "HKD" }, { "s", "SGD" } };

static const struct unit codes[] = { { "USD", "USD" }, { "CAD", "CAD" },
	{ "EUR", "EUR" }, { "GBP", "GBP" }, { "JPY", "JPY" }, { "AUD", "AUD" },
	{ "CHF", "CHF" }, { "CNY", "CNY" }, { "INR", "INR" }, { "RM", "MYR" },
	{ "Rs", "INR" } };

/* One word after the number, sorted not at all: the list is short. */
static const struct unit after[] = { { "percent", "percent" },
	{ "pc", "percent" }, { "dollars", "dollar" }, { "dollar", "dollar" },
	{ "bucks", "dollar" }, { "euros", "EUR" }, { "euro", "EUR" },
	{ "pounds", "GBP" }, { "yen", "JPY" }, { "yuan", "CNY" },
	{ "rupees", "INR" }, { "pesos", "peso" }, { "francs", "franc" },
	{ "shekels", "ILS" }, { "rubles", "RUB" }, { "roubles", "RUB" },
	{ "usd", "USD" }, { "cents", "cent" }, { "cent", "cent" },
	{ "pence", "penny" }, { "days", "duration:day" },
	{ "day", "duration:day" }, { "weeks", "duration:week" },
	{ "week", "duration:week" }, { "months", "duration:month" },
	{ "month", "duration:month" }, { "years", "duration:year" },
	{ "year", "duration:year" }, { "decades", "duration:decade" },
	{ "hours", "duration:hour" }, { "hour", "duration:hour" },
	{ "minutes", "duration:minute" }, { "minute", "duration:minute" },
	{ "seconds", "duration:second" }, { "kilometres", "kilometre" },
	{ "kilometre", "kilometre" }, { "kilometers", "kilometre" },
	{ "km", "kilometre" }, { "metres", "metre" }, { "meters", "metre" },
	{ "metre", "metre" }, { "centimetres", "centimetre" },
	{ "cm", "centimetre" }, { "mm", "millimetre" }, { "miles", "mile" },
	{ "mile", "mile" }, { "feet", "foot" }, { "foot", "foot" },
	{ "ft", "foot" }, { "inches", "inch" }, { "inch", "inch" },
	{ "yards", "yard" }, { "yard", "yard" }, { "acres", "acre" },
	{ "hectares", "hectare" }, { "kilograms", "kilogram" },
	{ "kg", "kilogram" }, { "tonnes", "tonne" }, { "tons", "ton" },
	{ "lbs", "pound" }, { "grams", "gram" }, { "litres", "litre" },
	{ "liters", "litre" }, { "gallons", "gallon" }, { "barrels", "barrel" },
	{ "ounces", "ounce" }, { "degrees", "degree" }, { "degree", "degree" },
	{ "celsius", "degree celsius" }, { "megawatts", "megawatt" },
	{ "mw", "megawatt" }, { "gigawatts", "gigawatt" }, { "kw", "kilowatt" },
	{ "mph", "mile per hour" }, { "kph", "kilometre per hour" },
	{ "times", "factor" }, { "times", "factor" }, { "gb", "gigabyte" },
	{ "mb", "megabyte" } };

static const char *
look_up(const struct unit *u, size_t n, struct span w)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(w, u[i].word))
			return u[i].unit;
	return NULL;
}

#define LOOK_UP(table, w) look_up(table, sizeof table / sizeof table[0], w)

static bool
number_at(const struct text *t, uint32_t i, uint32_t limit)
{
	return i < limit && t->token[i].kind == TOKEN_NUMBER &&
	    !t->token[i].para;
}

const char *
figure_unit_before(
    const struct text *t, uint32_t i, uint32_t limit, uint32_t *first)
{
	const struct token *k = &t->token[i];
	char low[LEXICON_WORD_MAX];

	*first = i;
	if (k->mark == '$' && number_at(t, i + 1, limit))
		return LOOK_UP(signs, text_cut(t, i, i + 1));
	if (k->kind != TOKEN_WORD || i + 1 >= limit)
		return NULL;
	if (number_at(t, i + 1, limit) && k->size <= 3)
		return LOOK_UP(codes, text_cut(t, i, i + 1));
	if (k[1].mark != '$' || !number_at(t, i + 2, limit) || !k->capital)
		return NULL;
	return LOOK_UP(prefixes, token_lower(t, i, low));
}

/* Units of two words: "per cent", "percentage points", "square metres". */
static const char *
two_words(const struct text *t, uint32_t i)
{
	if (token_is(t, i, "per") && token_is(t, i + 1, "cent"))
		return "percent";
	if (token_is(t, i, "percentage") &&
	    (token_is(t, i + 1, "points") || token_is(t, i + 1, "point")))
		return "percentage point";
	if (token_is(t, i, "basis") && token_is(t, i + 1, "points"))
		return "basis point";
	if (token_is(t, i, "degrees") && token_is(t, i + 1, "celsius"))
		return "degree celsius";
	if (token_is(t, i, "miles") && token_is(t, i + 1, "per"))
		return NULL;
	return NULL;
}

const char *
figure_unit_after(
    const struct text *t, uint32_t i, uint32_t limit, uint32_t *last)
{
	char low[LEXICON_WORD_MAX];
	const char *unit;

	if (i >= limit || t->token[i].para)
		return NULL;
	if (t->token[i].mark == '%') {
		*last = i + 1;
		return "percent";
	}
	if (i + 1 < limit && (unit = two_words(t, i)) != NULL) {
		*last = i + 2;
		return unit;
	}
	if (t->token[i].kind != TOKEN_WORD)
		return NULL;
	unit = LOOK_UP(after, token_lower(t, i, low));
	if (unit != NULL)
		*last = i + 1;
	return unit;
}

size_t
figure_unit_singular(char *p, size_t n)
{
	static const struct unit odd[] = { { "people", "person" },
		{ "men", "man" }, { "women", "woman" },
		{ "children", "child" } };
	struct span w = { p, n };
	const char *one = LOOK_UP(odd, w);

	if (one != NULL) {
		/* "person" is as long as "people", the others are shorter. */
		memcpy(p, one, strlen(one));
		return strlen(one);
	}
	if (n > 4 && memcmp(p + n - 3, "ies", 3) == 0) {
		p[n - 3] = 'y';
		return n - 2;
	}
	if (n > 4 &&
	    (memcmp(p + n - 4, "sses", 4) == 0 ||
		memcmp(p + n - 4, "ches", 4) == 0 ||
		memcmp(p + n - 4, "shes", 4) == 0))
		return n - 2;
	if (n > 2 && p[n - 1] == 's' && p[n - 2] != 's')
		return n - 1;
	return n;
}
