/* number.c -- numbers, whatever they are written in. */
#include "workers/en/number.h"

#include <math.h>

#include "workers/en/number_word.h"
#include "workers/en/numeral.h"
#include "workers/en/gloss.h"
#include "workers/token.h"

#define NUMERAL_MAX 64 /* bytes that a numeral is looked for in */

/* Does token i stand right behind the one before it? */
static bool
touches(const struct text *t, uint32_t i, uint32_t limit)
{
	return i < limit && !t->token[i].space && !t->token[i].para;
}

bool
number_hyphen(const struct text *t, uint32_t i, uint32_t limit)
{
	return i > 0 && touches(t, i, limit) &&
	    t->token[i].kind == TOKEN_MARK && t->token[i].mark == '-' &&
	    touches(t, i + 1, limit);
}

static void
set(struct number *n, const struct number_word *w)
{
	n->last = w->last;
	n->value = w->value;
	n->scale = w->scale;
}

static bool
is_ordinal(struct span tail)
{
	return tail.n == 2 && strchr("snrtSNRT", tail.p[0]) != NULL &&
	    strchr("tdhTDH", tail.p[1]) != NULL;
}

static bool
spelled(struct span s, const char *word)
{
	size_t n = strlen(word);

	return s.n == n && strncasecmp(s.p, word, n) == 0;
}

/* The magnitude that letters right behind digits are: "k", "bn", "MM". */
static double
letter_scale(struct span s, const struct number *n)
{
	char low[4];
	const struct gloss *w;

	if (s.n > 1 && s.p[s.n - 1] == '.')
		s.n--; /* "10M." */

	if (s.n == 0 || s.n > 3)
		return 0;
	for (size_t i = 0; i < s.n; i++)
		low[i] = (char)(s.p[i] | 0x20);
	w = gloss_look_up((struct span) { low, s.n });
	if (!(w->is & GLOSS_LETTER))
		return 0;
	if (s.n == 1 && (s.p[0] == 'm' || s.p[0] == 'b'))
		return s.p[0] == 'b' ? w->value : 0; /* metres */
	if (s.p[0] == 'g')
		return 0;
	if (s.p[0] == 'G' && n->value < 10)
		return 0; /* "5G" */
	if (s.n == 2 && w->value == 1e6 && spelled(s, "mm") && s.p[0] == 'm')
		return 0; /* millimetres */
	return w->value;
}

/* Letters behind the digits, in their token or the next: "5bn", "10 k". */
static void
read_letters(const struct text *t, uint32_t limit, struct number *n)
{
	const struct token *k = &t->token[n->last];
	bool own = n->tail.n > 0;
	struct span s = n->tail;
	double scale;

	if (!own) {
		if (n->last >= limit || k->para || k->kind != TOKEN_WORD)
			return;
		s = (struct span) { t->bytes.p + k->at, k->size };
		if (k->space && (spelled(s, "b") || spelled(s, "g")) &&
		    n->value == (int)n->value)
			return; /* "5 G" */
	}
	scale = letter_scale(s, n);
	if (scale == 0)
		return;
	n->value *= scale;
	n->scale = scale;
	if (own)
		n->tail.n = 0;
	else
		n->last++;
}

/* The token that byte at lies in or right behind, from i on. */
static uint32_t
token_to(const struct text *t, uint32_t i, uint32_t limit, size_t at)
{
	while (i + 1 < limit && t->token[i].at + t->token[i].size < at)
		i++;
	return i;
}

bool
number_within(const struct text *t, uint32_t i, size_t skip, uint32_t limit,
    struct number *n)
{
	size_t at = t->token[i].at + skip;
	size_t end = t->token[limit - 1].at + t->token[limit - 1].size;
	struct span s = { t->bytes.p + at, end - at };
	struct number_word w = { 0 };
	const struct token *k;
	struct numeral d;

	*n = (struct number) { .scale = 1 };
	if (at >= end)
		return false;
	if (s.n > NUMERAL_MAX)
		s.n = NUMERAL_MAX;
	if (!numeral_read(s, &d))
		return false;
	n->last = token_to(t, i, limit, at + d.n) + 1;
	k = &t->token[n->last - 1];
	n->tail = (struct span) { s.p + d.n, k->at + k->size - at - d.n };
	n->value = d.value;
	n->fraction = d.fraction;
	n->whole = d.whole && n->tail.n == 0;
	n->ordinal = d.whole && is_ordinal(n->tail);
	if (n->ordinal) {
		n->tail.n = 0;
		return true;
	}
	/* "24/7", "8:30", "555-1234" */
	if (n->tail.n > 0 && strchr("/:-.,+0123456789", n->tail.p[0]) != NULL)
		return false;
	read_letters(t, limit, n);
	if (n->tail.n == 0) {
		w = (struct number_word) {
			.last = n->last, .value = n->value, .scale = n->scale
		};
		number_word_go_on(t, limit, &w);
		set(n, &w);
	}
	return true;
}

/* "and a half" behind the number: of its last magnitude. */
static void
read_and_part(const struct text *t, uint32_t limit, struct number *n)
{
	struct number_word w = { 0 };
	double v, scale = n->scale >= 1000 ? n->scale : 1;
	uint32_t i = n->last + 1, last;

	if (i >= limit || !token_is(t, n->last, "and"))
		return;
	if (gloss_is(t, i, GLOSS_CARDINAL) &&
	    (!number_word_cardinal(t, i, limit, &w) || w.value > 100))
		return;
	if (!number_word_fraction(t, i, limit, &w, &v, &last))
		return;
	if (gloss_is(t, last, GLOSS_SCALE) && last < limit) {
		double by = gloss_of(t, last)->value;

		/* "five and a half million", "one billion and a half million"
		 */
		n->value = n->value < by ? (n->value + v) * by
					 : n->value + v * by;
		n->scale = by;
		last++;
	} else {
		n->value += v * scale;
	}
	n->last = last;
}

/* "million", "of a million", "a dozen" behind a fraction. */
static void
read_part_of(const struct text *t, uint32_t limit, struct number *n)
{
	uint32_t i = n->last;

	if (i < limit && token_is(t, i, "of"))
		i++;
	if (i < limit && token_is(t, i, "a"))
		i++;
	if (i >= limit || !gloss_is(t, i, GLOSS_SCALE) ||
	    gloss_is(t, i, GLOSS_PLURAL) || t->token[i].para)
		return;
	n->scale = gloss_of(t, i)->value;
	n->value *= n->scale;
	n->last = i + 1;
}

/* "tens of thousands", "dozens": from one magnitude to the next. */
static bool
read_vague(const struct text *t, uint32_t i, uint32_t limit, struct number *n)
{
	const struct gloss *w = gloss_of(t, i);
	double v = w->value;

	if (!(w->is & (GLOSS_SCALE | GLOSS_DECADE)) ||
	    !(w->is & GLOSS_PLURAL) || (w->is & GLOSS_PART))
		return false;
	if ((w->is & GLOSS_DECADE) && v != 10)
		return false;
	n->last = i + 1;
	while (n->last + 1 < limit && token_is(t, n->last, "of") &&
	    gloss_is(t, n->last + 1, GLOSS_SCALE) &&
	    gloss_is(t, n->last + 1, GLOSS_PLURAL)) {
		v *= gloss_of(t, n->last + 1)->value;
		n->last += 2;
	}
	if (v == 10)
		return false; /* "tens" of nothing */
	*n = (struct number) { .last = n->last,
		.low = v,
		.high = 10 * v,
		.scale = v,
		.words = true,
		.vague = true };
	return true;
}

/* "a dozen", "a hundred thousand". */
static bool
read_a_scale(const struct text *t, uint32_t i, uint32_t limit, struct number *n)
{
	struct number_word w = { .last = i + 1, .value = 1, .scale = 1 };

	if (!token_is(t, i, "a") || i + 1 >= limit ||
	    !gloss_is(t, i + 1, GLOSS_SCALE) ||
	    gloss_is(t, i + 1, GLOSS_PLURAL | GLOSS_PART))
		return false;
	number_word_go_on(t, limit, &w);
	set(n, &w);
	return w.last > i + 1;
}

/* "twenty-first", "third", "one hundred and fifth" from a cardinal on. */
static bool
read_ordinal(const struct text *t, uint32_t i, uint32_t limit,
    const struct number_word *w, struct number *n)
{
	uint32_t at = w->last > 0 ? w->last : i;

	if (w->last > 0 && at + 1 < limit && t->token[at].mark == '-')
		at++;
	if (at >= limit || !gloss_is(t, at, GLOSS_ORDINAL) || t->token[at].para)
		return false;
	if (w->last > 0 && (w->term < 20 || w->term < gloss_of(t, at)->value))
		return false;
	n->value = w->value + gloss_of(t, at)->value;
	n->ordinal = true;
	n->last = at + 1;
	return true;
}

static bool
read_words(const struct text *t, uint32_t i, uint32_t limit, struct number *n)
{
	struct number_word w = { 0 };
	double v;
	uint32_t last;

	n->words = true;
	if (read_vague(t, i, limit, n))
		return true;
	number_word_cardinal(t, i, limit, &w);
	if (w.last == i)
		w.last = 0;
	if (number_word_fraction(t, i, limit, &w, &v, &last)) {
		n->value = v;
		n->fraction = true;
		n->last = last;
		read_part_of(t, limit, n);
		return true;
	}
	if (read_ordinal(t, i, limit, &w, n))
		return true;
	if (w.last > 0) {
		number_word_point(t, limit, &w);
		set(n, &w);
		if (w.value != (double)(int64_t)w.value)
			read_part_of(t, limit, n);
	} else if (!read_a_scale(t, i, limit, n)) {
		return false;
	}
	return true;
}

/* Tokens of a sign before the number at i: "minus", "-"; 0: none. */
static uint32_t
sign_before(const struct text *t, uint32_t i, uint32_t limit)
{
	const struct token *k = &t->token[i];

	if (i + 1 >= limit || t->token[i + 1].para)
		return 0;
	if (token_is(t, i, "minus") || token_is(t, i, "negative"))
		return 1u +
		    (t->token[i + 1].mark == '-' && touches(t, i + 1, limit));
	if (k->kind != TOKEN_MARK || k->mark != '-' ||
	    !touches(t, i + 1, limit))
		return 0;
	return t->token[i + 1].kind == TOKEN_NUMBER &&
		(i == 0 || k->space || k->para || t->token[i - 1].mark == '$' ||
		    t->token[i - 1].mark == '(')
	    ? 1
	    : 0;
}

/* Is the number at i the end of a compound ("F-16"), and not of "now-18"? */
static bool
ends_compound(const struct text *t, uint32_t i, uint32_t limit)
{
	static const char *const open[] = { "to", "now", "sub", "minus",
		"negative", "and", "or", NULL };

	if (i < 2)
		return false;
	/* "PS2.7", "Q.5": behind a mark that touches */
	if ((t->token[i - 1].mark == '.' || t->token[i - 1].mark == ',') &&
	    touches(t, i, limit) && touches(t, i - 1, limit) &&
	    t->token[i - 2].kind == TOKEN_WORD)
		return t->token[i].kind == TOKEN_NUMBER;
	if (!number_hyphen(t, i - 1, limit) ||
	    t->token[i - 2].kind == TOKEN_NUMBER ||
	    gloss_is(t, i - 2, GLOSS_CARDINAL))
		return false;
	return !token_among(t, i - 2, open);
}

/* Without sign and ratio. */
static bool
read_plain(const struct text *t, uint32_t i, uint32_t limit, struct number *n)
{
	const struct token *k = &t->token[i];
	bool found;

	*n = (struct number) { .scale = 1 };
	if (k->kind == TOKEN_NUMBER ||
	    (k->kind == TOKEN_MARK &&
		((k->mark == '.' && touches(t, i + 1, limit) &&
		     (i == 0 || k->space || k->para)) ||
		    (t->bytes.p[k->at] & 0x80))))
		found = number_within(t, i, 0, limit, n);
	else
		found = k->kind == TOKEN_WORD && read_words(t, i, limit, n);
	if (!found || n->vague)
		return found;
	if (!n->ordinal && n->tail.n == 0)
		read_and_part(t, limit, n);
	n->low = n->high = n->value;
	return true;
}

/* "out of three", "in twenty-one", "in every ten", "over 20" behind the number.
 */
static void
read_ratio(const struct text *t, uint32_t limit, struct number *n)
{
	uint32_t i = n->last + 1;
	bool out = i < limit && token_is(t, n->last, "out") &&
	    token_is(t, i, "of");
	struct number d;

	i += out;
	i += i < limit && token_is(t, i, "every") && token_is(t, i - 1, "in");
	if (i >= limit || n->ordinal || n->fraction || n->value == 0 ||
	    t->token[i].para ||
	    !(out || token_is(t, n->last, "in") ||
		(token_is(t, n->last, "over") &&
		    !(i > 2 && token_is(t, i - 1, "the")))))
		return;
	if (!read_plain(t, i, limit, &d) || d.value <= 1 || d.ordinal ||
	    d.vague || d.tail.n > 0 || (d.fraction && !out))
		return;
	if (token_is(t, n->last, "over")) {
		/* "1 over 3", and not "one over three years" */
		if (d.last < limit && t->token[d.last].kind == TOKEN_WORD)
			return;
	} else if (d.value <= fabs(n->value) ||
	    gloss_is(t, d.last, GLOSS_UNIT) ||
	    (d.whole && d.value > 1000 && !out) ||
	    gloss_is(t, d.last, GLOSS_MONTH) || gloss_is(t, i, GLOSS_MONTH)) {
		return;
	}
	if (d.last < limit && gloss_is(t, d.last, GLOSS_SCALE))
		d.last++; /* "five hundreds" */
	n->value /= d.value;
	n->fraction = true;
	n->whole = false;
	n->scale = 1;
	n->last = d.last;
}

bool
number_read(const struct text *t, uint32_t i, uint32_t limit, struct number *n)
{
	uint32_t sign = sign_before(t, i, limit);

	if (sign == 0 && ends_compound(t, i, limit))
		return false;
	if (sign > 0 && read_plain(t, i + sign, limit, n) && !n->vague) {
		n->value = -n->value;
		n->whole = false;
	} else if (!read_plain(t, i, limit, n)) {
		return false;
	}
	if (n->vague)
		return true;
	if (!n->ordinal && n->tail.n == 0)
		read_ratio(t, limit, n);
	n->low = n->high = n->value;
	return true;
}
