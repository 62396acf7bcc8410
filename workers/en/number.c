/* number.c -- digits and number words. */
#include "workers/en/number.h"

#include <stdlib.h>

#include "workers/token.h"

#define DIGITS_MAX 32 /* longer runs of digits are no quantity */

static const struct {
	const char *word;
	double value;
} words[] = { { "zero", 0 }, { "one", 1 }, { "two", 2 }, { "three", 3 },
	{ "four", 4 }, { "five", 5 }, { "six", 6 }, { "seven", 7 },
	{ "eight", 8 }, { "nine", 9 }, { "ten", 10 }, { "eleven", 11 },
	{ "twelve", 12 }, { "thirteen", 13 }, { "fourteen", 14 },
	{ "fifteen", 15 }, { "sixteen", 16 }, { "seventeen", 17 },
	{ "eighteen", 18 }, { "nineteen", 19 }, { "twenty", 20 },
	{ "thirty", 30 }, { "forty", 40 }, { "fifty", 50 }, { "sixty", 60 },
	{ "seventy", 70 }, { "eighty", 80 }, { "ninety", 90 } },
  scales[] = { { "hundred", 1e2 }, { "thousand", 1e3 }, { "million", 1e6 },
	  { "billion", 1e9 }, { "trillion", 1e12 }, { "dozen", 12 },
	  { "bn", 1e9 }, { "m", 1e6 }, { "mn", 1e6 }, { "tn", 1e12 },
	  { "k", 1e3 }, { "b", 1e9 } };

#define N_SCALE_WORDS 6 /* the first of scales, that stand by themselves */

static bool
word_value(struct span w, double *v)
{
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (span_is(w, words[i].word)) {
			*v = words[i].value;
			return true;
		}
	return false;
}

static bool
scale_value(struct span w, size_t n, double *v)
{
	for (size_t i = 0; i < n; i++)
		if (span_is(w, scales[i].word)) {
			*v = scales[i].value;
			return true;
		}
	return false;
}

/* Does token i stand right behind the one before it? */
static bool
touches(const struct text *t, uint32_t i, uint32_t limit)
{
	return i < limit && !t->token[i].space && !t->token[i].para;
}

/* Is token i a hyphen between two words? */
static bool
hyphen(const struct text *t, uint32_t i, uint32_t limit)
{
	return touches(t, i, limit) && t->token[i].kind == TOKEN_MARK &&
	    t->token[i].mark == '-' && touches(t, i + 1, limit);
}

/* Twenty, or twenty-one, in *last - i tokens. */
static bool
small_value(
    const struct text *t, uint32_t i, uint32_t limit, double *v, uint32_t *last)
{
	char low[LEXICON_WORD_MAX];
	double ones;

	if (!word_value(token_lower(t, i, low), v))
		return false;
	*last = i + 1;
	if (*v >= 20 && hyphen(t, i + 1, limit) &&
	    word_value(token_lower(t, i + 2, low), &ones) && ones > 0 &&
	    ones < 10) {
		*v += ones;
		*last = i + 3;
	}
	return true;
}

/* Digits with thousands' commas and a decimal point, from *p on. */
static bool
digits_value(struct span s, size_t *at, double *v)
{
	char d[DIGITS_MAX + 1];
	size_t n = 0, i = *at;

	for (; i < s.n && n < DIGITS_MAX; i++) {
		if (s.p[i] == ',' && i + 3 < s.n)
			continue;
		if ((s.p[i] < '0' || s.p[i] > '9') &&
		    !(s.p[i] == '.' && i > *at))
			break;
		d[n++] = s.p[i];
	}
	if (n == 0 || n == DIGITS_MAX)
		return false;
	d[n] = '\0';
	*v = strtod(d, NULL);
	*at = i;
	return true;
}

/* "percent", "per cent", "per-cent" at token i; returns the token after it, or
 * i. */
static uint32_t
past_percent(const struct text *t, uint32_t i, uint32_t limit)
{
	uint32_t cent = i + 1 + hyphen(t, i + 1, limit);

	if (token_is(t, i, "percent") || token_is(t, i, "pc"))
		return i + 1;
	if (token_is(t, i, "per") && cent < limit && token_is(t, cent, "cent"))
		return cent + 1;
	return i;
}

/* The word at n->last that touches the digits, perhaps with a hyphen: "bn",
 * "-million", "-percent". */
static bool
read_touching(const struct text *t, uint32_t limit, struct number *n)
{
	uint32_t i = n->last + hyphen(t, n->last, limit);
	char low[LEXICON_WORD_MAX];
	double scale;

	if (!touches(t, i, limit))
		return false;
	if (past_percent(t, i, limit) > i) {
		n->tail = "percent";
		n->last = past_percent(t, i, limit);
		return true;
	}
	if (scale_value(token_lower(t, i, low),
		sizeof scales / sizeof scales[0], &scale)) {
		n->value *= scale;
		n->high *= scale;
		n->scale = scale;
		n->last = i + 1;
		return true;
	}
	return false;
}

/* "-year-old" at n->last. */
static bool
read_age(const struct text *t, uint32_t limit, struct number *n)
{
	uint32_t i = n->last;

	if (!hyphen(t, i, limit) || !token_is(t, i + 1, "year") ||
	    !hyphen(t, i + 2, limit) ||
	    !(token_is(t, i + 3, "old") || token_is(t, i + 3, "olds")))
		return false;
	n->tail = "year-old";
	n->last = i + 4;
	return true;
}

/* "-15" at n->last, of "10-15". */
static bool
read_until(const struct text *t, uint32_t limit, struct number *n)
{
	char low[LEXICON_WORD_MAX];
	uint32_t i = n->last;
	struct span s;
	size_t at = 0;

	if (!hyphen(t, i, limit) || t->token[i + 1].kind != TOKEN_NUMBER)
		return false;
	s = token_lower(t, i + 1, low);
	if (s.n == 0 || !digits_value(s, &at, &n->high) || at < s.n ||
	    n->high <= n->value)
		return false;
	n->last = i + 2;
	return true;
}

static bool
is_ordinal(struct span tail)
{
	return span_is(tail, "st") || span_is(tail, "nd") ||
	    span_is(tail, "rd") || span_is(tail, "th");
}

static bool
read_digits(const struct text *t, uint32_t i, uint32_t limit, struct number *n)
{
	char low[LEXICON_WORD_MAX];
	struct span s = token_lower(t, i, low), tail;
	size_t at = 0;

	if (s.n == 0 || !digits_value(s, &at, &n->value))
		return false;
	n->high = n->value;
	tail = (struct span) { s.p + at, s.n - at };
	n->ordinal = is_ordinal(tail);
	if (tail.n > 0 && !n->ordinal)
		return false;
	read_until(t, limit, n);
	if (!read_age(t, limit, n))
		read_touching(t, limit, n);
	/* What else has a hyphen behind it is a score, a telephone number, a
	 * compound: "24-hour". */
	return !hyphen(t, n->last, limit);
}

static bool
read_words(const struct text *t, uint32_t i, uint32_t limit, struct number *n)
{
	char low[LEXICON_WORD_MAX];
	double v, scale, sum = 0, part = 0;
	uint32_t last;
	bool any = false;

	for (n->last = i; n->last < limit && n->last < i + 8; n->last = last) {
		struct span w = token_lower(t, n->last, low);

		last = n->last + 1;
		if (n->last > i && t->token[n->last].para)
			break;
		if ((part == 0 || (int)part % 100 == 0) &&
		    small_value(t, n->last, limit, &v, &last)) {
			part += v;
		} else if (any && scale_value(w, N_SCALE_WORDS, &scale)) {
			if (scale > 100)
				sum += part * scale, part = 0;
			else
				part *= scale;
			n->scale = scale;
		} else {
			break;
		}
		any = true;
	}
	n->value = n->high = sum + part;
	n->words = true;
	return any && !hyphen(t, n->last, limit);
}

/* "dozens", "a few", "a dozen", "half": no digits and no number word. */
static bool
read_vague(const struct text *t, uint32_t i, uint32_t limit, struct number *n)
{
	static const char *const many[] = { "dozens", "hundreds", "thousands",
		"millions", "billions", NULL };

	n->words = true;
	n->last = i + 1;
	if (token_among(t, i, many)) {
		n->vague = true;
		return true;
	}
	if (token_is(t, i, "half")) {
		n->value = n->high = 0.5;
		return i + 1 < limit &&
		    (t->token[i + 1].bits & (LEXICON_PREP | LEXICON_DET)) != 0;
	}
	if (!token_is(t, i, "a") || i + 1 >= limit || t->token[i + 1].para)
		return false;
	n->last = i + 2;
	if (token_is(t, i + 1, "few")) {
		n->vague = true;
		return i + 2 < limit;
	}
	if (token_is(t, i + 1, "dozen"))
		n->value = n->high = 12;
	else if (token_is(t, i + 1, "hundred"))
		n->value = n->high = 100;
	else if (token_is(t, i + 1, "million"))
		n->value = n->high = 1e6;
	else if (token_is(t, i + 1, "billion"))
		n->value = n->high = 1e9;
	else
		return false;
	return true;
}

/* The magnitude after a number in digits: "7.1 billion". */
static void
read_scale(const struct text *t, uint32_t limit, struct number *n)
{
	char low[LEXICON_WORD_MAX];
	double scale;

	if (n->scale != 1 || n->last >= limit || t->token[n->last].para ||
	    !scale_value(
		token_lower(t, n->last, low), N_SCALE_WORDS + 1, &scale))
		return;
	n->value *= scale;
	n->high *= scale;
	n->scale = scale;
	n->last++;
}

bool
number_read(const struct text *t, uint32_t i, uint32_t limit, struct number *n)
{
	*n = (struct number) { .last = i + 1, .scale = 1 };
	if (i > 0 && hyphen(t, i - 1, limit))
		return false; /* the end of a compound: "F-16" */
	if (t->token[i].kind == TOKEN_NUMBER) {
		if (!read_digits(t, i, limit, n))
			return false;
		read_scale(t, limit, n);
		return true;
	}
	if (t->token[i].kind != TOKEN_WORD)
		return false;
	return read_words(t, i, limit, n) || read_vague(t, i, limit, n);
}
