/* number_word.c -- cardinals, fractions and decimals in words. */
#include "workers/en/number_word.h"

#include <stdlib.h>

#include "workers/en/number.h"
#include "workers/en/gloss.h"
#include "workers/token.h"

#define WORDS_MAX 16 /* of one number */

/* A cardinal as it is read, word by word. */
struct sum {
	const struct text *t;
	uint32_t from, limit;
	double total; /* of finished magnitudes: two thousand */
	double part;  /* what the next magnitude multiplies */
	double term;  /* the last word's value */
	double scale; /* the last magnitude, 0: none */
	double least; /* the lowest so far */
	enum { START, ONES, TENS, SCALE } state;
	bool digits; /* digits stand in it */
};

static bool
tail_of_tens(const struct sum *s, double v)
{
	return s->state == TENS && v > 0 && v < 10;
}

static bool
add(struct sum *s, double v, bool tens)
{
	if (s->state != START && s->state != SCALE && !tail_of_tens(s, v))
		return false;
	if (s->state == SCALE && (v == 0 || v >= s->scale))
		return false;
	s->part += v;
	s->term = v;
	s->state = tens ? TENS : ONES;
	return true;
}

static bool
multiply(struct sum *s, double by)
{
	if (s->state == START)
		return false;
	if (by < 100) {
		/* "two hundred and two dozen": the two alone */
		if (s->state == SCALE)
			return false;
		s->part += s->term * (by - 1);
	} else if (by < 1000) {
		if (s->state == SCALE && s->scale <= by)
			return false;
		s->part *= by;
	} else if (s->scale > 100 && by >= s->scale && s->part == 0) {
		s->total *= by; /* "three lakh crore" */
	} else if (s->total > 0 && by >= s->least) {
		return false;
	} else {
		s->total += s->part * by;
		s->part = 0;
		s->least = by;
	}
	s->scale = by;
	s->term = by;
	s->state = SCALE;
	return true;
}

/* Digits as a term: "4 thousand 3 hundred and 21". */
static bool
add_digits(struct sum *s, uint32_t i)
{
	const struct token *k = &s->t->token[i];
	double v = 0;

	if (!s->digits || s->state != SCALE || k->kind != TOKEN_NUMBER ||
	    k->size > 3)
		return false;
	for (uint32_t j = 0; j < k->size; j++) {
		char c = s->t->bytes.p[k->at + j];

		if (c < '0' || c > '9')
			return false;
		v = v * 10 + c - '0';
	}
	return add(s, v, false);
}

static bool
is_between(const struct sum *s)
{
	return s->from > 0 && token_is(s->t, s->from - 1, "between");
}

/* Is "and" at i a part of the number: "two hundred and six", and not of "one
 * hundred and two hundred"? */
static bool
links(const struct sum *s, uint32_t i)
{
	struct number_word w;
	const struct token *next = &s->t->token[i + 1];

	if (s->state != SCALE || s->scale < 100 || i + 1 >= s->limit ||
	    !token_is(s->t, i, "and") || is_between(s))
		return false;
	/* "3 hundred and 21", and not "$5 million and 500 pesos" */
	if (next->kind == TOKEN_NUMBER)
		return s->digits && next->size <= 3 && s->scale < 1e6;
	if (!gloss_is(s->t, i + 1, GLOSS_CARDINAL) ||
	    !number_word_cardinal(s->t, i + 1, s->limit, &w))
		return false;
	/* "one hundred and three quarters": a fraction of its own */
	if (gloss_is(s->t, w.last, GLOSS_PART) && w.value < 10)
		return false;
	return w.value > 0 &&
	    (w.value < s->scale || (s->scale == 100 && w.scale >= 1000));
}

/* "-million" of "$10-million", as Canadian papers print it */
static bool
scales(const struct text *t, uint32_t i, uint32_t limit)
{
	return number_hyphen(t, i, limit) && i + 1 < limit &&
	    gloss_is(t, i + 1, GLOSS_SCALE) && !gloss_is(t, i + 1, GLOSS_PART);
}

/* Does the hyphen at i join tens and ones: "twenty-one", "fifty - two"; or a
 * magnitude: "ten-thousand"? */
static bool
joins(const struct sum *s, uint32_t i)
{
	const struct token *k = &s->t->token[i];

	if (i > s->from && scales(s->t, i, s->limit))
		return true;
	return s->state == TENS && i + 1 < s->limit && k->kind == TOKEN_MARK &&
	    k->mark == '-' && gloss_is(s->t, i + 1, GLOSS_CARDINAL) &&
	    gloss_of(s->t, i + 1)->value < 10 &&
	    gloss_of(s->t, i + 1)->value > 0;
}

static bool
take(struct sum *s, uint32_t i)
{
	const struct gloss *w = gloss_of(s->t, i);

	if (s->t->token[i].para && i > s->from)
		return false;
	if (w->is & GLOSS_CARDINAL)
		return add(s, w->value, w->is & GLOSS_TENS);
	if ((w->is & GLOSS_SCALE) && !(w->is & GLOSS_PART))
		return multiply(s, w->value);
	return add_digits(s, i);
}

static void
run(struct sum *s, uint32_t i, struct number_word *out)
{
	/* What links() reads ahead ends there too, so that it all stays short.
	 */
	if (i + WORDS_MAX < s->limit)
		s->limit = i + WORDS_MAX;
	while (i < s->limit) {
		bool and = links(s, i);
		uint32_t at = i + (and || joins(s, i));

		if (!take(s, at))
			break;
		out->alone = at == s->from;
		out->linked = and;
		i = at + 1;
	}
	out->last = i;
	out->value = s->total + s->part;
	out->scale = s->scale > 0 ? s->scale : 1;
	out->term = s->term;
}

bool
number_word_cardinal(
    const struct text *t, uint32_t i, uint32_t limit, struct number_word *w)
{
	struct sum s = { .t = t, .from = i, .limit = limit };

	*w = (struct number_word) { .last = i };
	if (!gloss_is(t, i, GLOSS_CARDINAL))
		return false;
	run(&s, i, w);
	return w->last > i;
}

void
number_word_go_on(const struct text *t, uint32_t limit, struct number_word *w)
{
	struct sum s = { .t = t,
		.from = w->last,
		.limit = limit,
		.part = w->value,
		.term = w->value,
		.state = ONES,
		.digits = true };

	if (scales(t, w->last, limit))
		s.from++;
	if (gloss_is(t, s.from, GLOSS_SCALE))
		run(&s, s.from, w);
}

/* ---- fractions ---- */

/* The denominator of one word at i, perhaps behind a hyphen; 0: none. */
static double
simple_denominator(
    const struct text *t, uint32_t i, uint32_t limit, uint32_t *last)
{
	double v;

	if (i + 1 < limit && t->token[i].mark == '-')
		i++;
	if (i >= limit || !gloss_is(t, i, GLOSS_PART | GLOSS_ORDINAL) ||
	    t->token[i].para)
		return 0;
	v = gloss_of(t, i)->value;
	/* seconds are of time */
	if (v == 2 && gloss_is(t, i, GLOSS_UNIT))
		return 0;
	*last = i + 1;
	return v;
}

/* Likewise one of two: "twenty-fifths". */
static double
denominator(const struct text *t, uint32_t i, uint32_t limit, uint32_t *last)
{
	double v;

	if (gloss_is(t, i, GLOSS_TENS) && gloss_is(t, i, GLOSS_CARDINAL) &&
	    i < limit) {
		v = simple_denominator(t, i + 1, limit, last);
		return v > 0 && v < 10 ? v + gloss_of(t, i)->value : 0;
	}
	v = simple_denominator(t, i, limit, last);
	return v > 0 && gloss_is(t, *last - 1, GLOSS_PART) && (v > 1) ? v : 0;
}

static bool
is_plural(const struct text *t, uint32_t i)
{
	return gloss_is(t, i, GLOSS_PLURAL);
}

/* "a third term", "a quarter horse": no fraction. */
static bool
describes(const struct text *t, uint32_t i, uint32_t limit)
{
	return i < limit && !t->token[i].para &&
	    t->token[i].kind == TOKEN_WORD &&
	    (t->token[i].pos == UD_NOUN || t->token[i].pos == UD_ADJ ||
		t->token[i].pos == UD_PROPN) &&
	    !gloss_is(t, i, GLOSS_SCALE);
}

static bool
half_alone(const struct text *t, uint32_t i, uint32_t limit, double *value,
    uint32_t *last)
{
	if (!token_is(t, i, "half") && !token_is(t, i, "quarter"))
		return false;
	if (token_is(t, i, "quarter") && !gloss_is(t, i + 1, GLOSS_SCALE))
		return false;
	if (i + 1 < limit && t->token[i + 1].mark == '-')
		return false; /* "half-brother" */
	*value = token_is(t, i, "half") ? 0.5 : 0.25;
	*last = i + 1;
	return true;
}

bool
number_word_fraction(const struct text *t, uint32_t i, uint32_t limit,
    const struct number_word *w, double *value, uint32_t *last)
{
	bool one = token_is(t, i, "a") || token_is(t, i, "an");
	double over = 1, den;
	uint32_t at = i + 1;

	if (w->last == 0 && !one)
		return half_alone(t, i, limit, value, last);
	if (w->last > 0) {
		over = w->value;
		at = w->last;
	} else if (at < limit && t->token[at].mark == '-') {
		return false;
	}
	den = denominator(t, at, limit, last);
	if (den == 0)
		return false;
	/* "one hundred thirty fifths", "three twenty-firsts" */
	if (!w->linked && !w->alone && den < 10 && w->term >= 20 &&
	    w->term < 100 && over > w->term) {
		over -= w->term;
		den += w->term;
	}
	if (!is_plural(t, *last - 1) &&
	    (over != 1 || (den > 2 && describes(t, *last, limit))))
		return false;
	*value = over / den;
	return true;
}

void
number_word_point(const struct text *t, uint32_t limit, struct number_word *w)
{
	uint32_t i = w->last + 1;
	double unit = 0.1, v = 0;
	struct number_word d;

	if (i >= limit || !token_is(t, w->last, "point") ||
	    !gloss_is(t, i, GLOSS_CARDINAL))
		return;
	if (gloss_of(t, i)->value >= 10) {
		if (!number_word_cardinal(t, i, limit, &d) || d.value >= 100)
			return;
		v = d.value / 100;
		i = d.last;
	} else {
		for (; gloss_is(t, i, GLOSS_CARDINAL) && i < limit &&
		     gloss_of(t, i)->value < 10;
		     i++, unit /= 10)
			v += gloss_of(t, i)->value * unit;
	}
	w->value += v;
	w->last = i;
}
