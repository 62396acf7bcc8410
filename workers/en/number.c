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

/* Twenty, or twenty-one. */
static bool
small_value(struct span w, double *v)
{
	const char *dash = memchr(w.p, '-', w.n);
	struct span l = w, r;
	double tens, ones;

	if (dash == NULL)
		return word_value(w, v);
	l.n = (size_t)(dash - w.p);
	r = (struct span) { dash + 1, w.n - l.n - 1 };
	if (!word_value(l, &tens) || !word_value(r, &ones) || tens < 20 ||
	    ones > 9)
		return false;
	*v = tens + ones;
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

/* What touches the digits: "st", "bn", "-year-old". */
static bool
read_tail(struct span tail, struct number *n)
{
	double scale;

	if (tail.n > 0 && tail.p[0] == '-')
		tail.p++, tail.n--;
	if (tail.n == 0)
		return true;
	if (span_is(tail, "st") || span_is(tail, "nd") || span_is(tail, "rd") ||
	    span_is(tail, "th")) {
		n->ordinal = true;
		return true;
	}
	if (span_is(tail, "year-old") || span_is(tail, "year-olds")) {
		n->tail = "year-old";
		return true;
	}
	if (span_is(tail, "percent") || span_is(tail, "pc") ||
	    span_is(tail, "per")) {
		n->tail = "percent";
		return true;
	}
	if (scale_value(tail, sizeof scales / sizeof scales[0], &scale)) {
		n->value *= scale;
		n->high *= scale;
		n->scale = scale;
		return true;
	}
	return false;
}

static bool
read_digits(const struct text *t, uint32_t i, struct number *n)
{
	char low[LEXICON_WORD_MAX];
	struct span s = token_lower(t, i, low), tail;
	size_t at = 0, dash;

	if (s.n == 0 || !digits_value(s, &at, &n->value))
		return false;
	n->high = n->value;
	dash = at + 1;
	if (at < s.n && s.p[at] == '-' && digits_value(s, &dash, &n->high)) {
		at = dash;
		if (n->high <= n->value)
			return false; /* a score, a telephone number */
	}
	tail = (struct span) { s.p + at, s.n - at };
	if (memchr(tail.p, ':', tail.n) || memchr(tail.p, '/', tail.n))
		return false;
	return read_tail(tail, n);
}

static bool
read_words(const struct text *t, uint32_t i, uint32_t limit, struct number *n)
{
	char low[LEXICON_WORD_MAX];
	double v, scale, sum = 0, part = 0;
	bool any = false;

	for (n->last = i; n->last < limit && n->last < i + 8; n->last++) {
		struct span w = token_lower(t, n->last, low);

		if (n->last > i && t->token[n->last].para)
			break;
		if (small_value(w, &v) && (part == 0 || (int)part % 100 == 0)) {
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
	return any;
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

bool
number_read(const struct text *t, uint32_t i, uint32_t limit, struct number *n)
{
	char low[LEXICON_WORD_MAX];
	double scale;

	*n = (struct number) { .last = i + 1, .scale = 1 };
	if (t->token[i].kind == TOKEN_NUMBER) {
		if (!read_digits(t, i, n))
			return false;
		if (n->scale == 1 && n->last < limit &&
		    !t->token[n->last].para &&
		    scale_value(token_lower(t, n->last, low), N_SCALE_WORDS + 1,
			&scale)) {
			n->value *= scale;
			n->high *= scale;
			n->scale = scale;
			n->last++;
		}
		return true;
	}
	if (t->token[i].kind != TOKEN_WORD)
		return false;
	return read_words(t, i, limit, n) || read_vague(t, i, limit, n);
}
