/* quantity.c -- numbers with units, and ranges of them. */
#include "workers/en/quantity.h"

#include <math.h>

#include "workers/en/gloss.h"
#include "workers/token.h"

#define BETWEEN_ENDS 6 /* tokens from "from $5" to "to $4" */

static bool
is_mark(const struct text *t, uint32_t i, char c)
{
	return t->token[i].kind == TOKEN_MARK && t->token[i].mark == c;
}

static void
scale_by(struct quantity *q, double by)
{
	q->n.value *= by;
	q->n.low *= by;
	q->n.high *= by;
	if (by != 1)
		q->n.scale = by;
}

/* The contract's name of a length of time. */
static const char *
duration_name(const char *code)
{
	static const struct {
		const char *code, *name;
	} names[] = { { "D", "duration:day" }, { "W", "duration:week" },
		{ "WE", "duration:weekend" }, { "W2", "duration:fortnight" },
		{ "M", "duration:month" }, { "Q", "duration:quarter" },
		{ "Y", "duration:year" }, { "DE", "duration:decade" },
		{ "CE", "duration:century" }, { "TH", "duration:hour" },
		{ "TM", "duration:minute" }, { "TS", "duration:second" } };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (strcmp(code, names[i].code) == 0)
			return names[i].name;
	return NULL;
}

/* "U.S.", "Canadian" behind "$75" and "$3 million". */
static void
read_country(const struct text *t, uint32_t limit, struct quantity *q)
{
	static const struct {
		const char *word, *code;
	} countries[] = { { "u.s.", "USD" }, { "us", "USD" },
		{ "american", "USD" }, { "canadian", "CAD" }, { "cdn", "CAD" },
		{ "australian", "AUD" } };
	uint32_t i = q->last;

	if (i >= limit || t->token[i].para || strcmp(q->unit, "dollar") != 0)
		return;
	/* "$75 U.S. tariffs" are of the country */
	if (i + 1 < limit &&
	    (t->token[i + 1].pos == UD_NOUN ||
		t->token[i + 1].pos == UD_PROPN ||
		t->token[i + 1].pos == UD_ADJ))
		return;
	for (size_t k = 0; k < sizeof countries / sizeof countries[0]; k++)
		if (token_is(t, i, countries[k].word)) {
			q->unit = countries[k].code;
			q->last = i + 1;
			return;
		}
}

static void
take_unit(
    const struct text *t, uint32_t limit, struct quantity *q, struct unit *u)
{
	if (u->kind == UNIT_TIME)
		u->name = duration_name(u->name);
	else if (u->kind == UNIT_MEASURE || u->kind == UNIT_MONEY)
		unit_per(t, limit, u);
	q->unit = u->name;
	q->kind = u->kind;
	q->last = u->last;
	scale_by(q, u->scale);
	/* "75 USD million" */
	if (u->kind == UNIT_MONEY && q->n.scale == 1 && q->last < limit &&
	    gloss_is(t, q->last, GLOSS_SCALE) &&
	    !gloss_is(t, q->last, GLOSS_PLURAL)) {
		scale_by(q, gloss_of(t, q->last)->value);
		q->last++;
	}
}

/* "PS5", "Y=5": a console, an equation; money has more digits. */
static bool
is_no_money(const struct text *t, uint32_t i, const struct quantity *q)
{
	const char *p = t->bytes.p + t->token[i].at;

	return (*p == 'P' || *p == 'Y') && q->n.scale == 1 && q->n.whole &&
	    q->n.value < 10;
}

/* "7.1m tonnes", "12m people": metres are of nothing that can be counted.
 * Takes the letter to the number. */
static void
read_millions(const struct text *t, uint32_t limit, struct quantity *q)
{
	bool tail = q->n.tail.n == 1 && q->n.tail.p[0] == 'm';
	uint32_t i = q->n.last + !tail;
	const struct token *k = &t->token[i], *m = &t->token[q->n.last];
	struct unit u;

	if (i >= limit || k->para || k->kind != TOKEN_WORD || q->n.scale > 1 ||
	    (!tail &&
		(q->n.tail.n > 0 || m->space || m->size != 1 ||
		    t->bytes.p[m->at] != 'm')))
		return;
	if (!unit_at(t, i, limit, &u) && !token_is(t, i, "people") &&
	    !(k->pos == UD_NOUN && t->bytes.p[k->at + k->size - 1] == 's'))
		return;
	q->n.tail.n = 0;
	q->last = q->n.last = i;
	scale_by(q, 1e6);
}

static bool
read_one(const struct text *t, uint32_t i, uint32_t limit, struct quantity *q)
{
	struct unit u;

	*q = (struct quantity) { .first = i };
	if (unit_before(t, i, limit, &u)) {
		if (u.skip > 0 ? !number_within(t, u.last, u.skip, limit, &q->n)
			       : !number_read(t, u.last, limit, &q->n))
			return false;
		if (is_no_money(t, i, q))
			return false;
		if (u.skip > 0)
			q->n.low = q->n.high = q->n.value;
		/* "$3m": what would be metres is millions */
		if (q->n.tail.n == 1 && q->n.tail.p[0] == 'm') {
			q->n.tail.n = 0;
			scale_by(q, 1e6);
		} else if (q->n.tail.n == 0 && q->n.scale == 1 &&
		    q->n.last < limit && !t->token[q->n.last].space &&
		    t->token[q->n.last].size == 1 &&
		    t->bytes.p[t->token[q->n.last].at] == 'm') {
			q->n.last++;
			scale_by(q, 1e6);
		}
		scale_by(q, u.scale);
		q->unit = u.name;
		q->kind = UNIT_MONEY;
		q->last = u.last = q->n.last;
		read_country(t, limit, q);
		u.name = q->unit;
		u.last = q->last;
		unit_per(t, limit, &u);
		q->unit = u.name;
		q->last = u.last;
		/* "$10 dollars" */
		if (unit_after(t, &q->n, limit, &u) && u.kind == UNIT_MONEY &&
		    strcmp(u.name, q->unit) == 0)
			q->last = u.last;
		return true;
	}
	if (!number_read(t, i, limit, &q->n))
		return false;
	q->last = q->n.last;
	read_millions(t, limit, q);
	if (unit_after(t, &q->n, limit, &u))
		take_unit(t, limit, q, &u);
	else if (q->n.tail.n > 0)
		return false; /* "4x4", "7A" */
	return true;
}

/* ---- "3 dollars 50 cents", "5 feet 2 inches" ---- */

static bool
is_unit(const struct quantity *q, const char *a, const char *b)
{
	return q->unit != NULL &&
	    (strcmp(q->unit, a) == 0 || strcmp(q->unit, b) == 0);
}

static bool
ends_here(const struct text *t, uint32_t i, uint32_t limit)
{
	return i >= limit || t->token[i].para ||
	    (t->token[i].kind == TOKEN_MARK && t->token[i].mark != '$' &&
		t->token[i].mark != '%' && t->token[i].mark != '-') ||
	    t->token[i].pos == UD_ADP || t->token[i].pos == UD_ADV ||
	    t->token[i].pos == UD_CCONJ || token_is(t, i, "more") ||
	    token_is(t, i, "one");
}

/* The smaller part of the unit that may follow: cents of dollars. */
static void
read_smaller(const struct text *t, uint32_t limit, struct quantity *q)
{
	bool feet = is_unit(q, "foot", "foot");
	uint32_t i = q->last;
	struct quantity s;
	bool and;

	if (q->unit == NULL || q->n.value < 0 || q->n.fraction ||
	    q->n.value != floor(q->n.value) || i >= limit || t->token[i].para ||
	    (q->kind != UNIT_MONEY && !feet) || is_unit(q, "cent", "penny") ||
	    q->n.scale > 1000)
		return;
	and = token_is(t, i, "and");
	i += and;
	if (i >= limit || t->token[i].para || !read_one(t, i, limit, &s) ||
	    s.n.vague || s.n.ordinal || s.n.value < 0 || s.n.value >= 100)
		return;
	if (feet) {
		if (!is_unit(&s, "inch", "inch") || s.n.value >= 12)
			return;
		q->n.value += s.n.value / 12;
	} else if (s.unit == NULL) {
		/* "15 dollars 50": nothing else is counted by it */
		if (t->token[q->last - 1].kind != TOKEN_WORD ||
		    !ends_here(t, s.last, limit) || s.n.fraction ||
		    s.n.value != floor(s.n.value))
			return;
		q->n.value += s.n.value / 100;
	} else if (is_unit(&s, "cent", "penny")) {
		q->n.value += s.n.value / 100;
	} else {
		return;
	}
	q->n.low = q->n.high = q->n.value;
	q->last = s.last;
}

/* ---- ranges ---- */

/* Is "and" here the middle of "between 5 and 6"? */
static bool
after_between(const struct text *t, uint32_t i, uint32_t first)
{
	for (uint32_t k = 1; k < 4 && i >= first + k; k++) {
		if (token_is(t, i - k, "between"))
			return true;
		if (!token_is(t, i - k, "about") && t->token[i - k].mark == 0)
			return false;
	}
	return false;
}

static bool
after_from(const struct text *t, uint32_t i, uint32_t first)
{
	static const char *const about[] = { "about", "around", "up", "to",
		"nearly", "roughly", "some", "just", "over", "under", "almost",
		"an", "approximately", NULL };

	for (uint32_t k = 1; k < 4 && i >= first + k; k++) {
		if (token_is(t, i - k, "from"))
			return true;
		if (!token_among(t, i - k, about))
			return false;
	}
	return false;
}

/* The token at which the range's second number starts, or 0. */
static uint32_t
second_end(const struct text *t, const struct quantity *q, uint32_t first,
    uint32_t limit, bool *from, bool *dash)
{
	static const char *const about[] = { "about", "around", "up", "to",
		"nearly", "roughly", "just", "over", "under", "almost", NULL };
	bool between = after_between(t, q->first, first);
	uint32_t i = q->last;

	*from = after_from(t, q->first, first);
	*dash = false;
	if (i + 1 >= limit || t->token[i].para)
		return 0;
	if (number_hyphen(t, i, limit) ||
	    ((is_mark(t, i, '_') || is_mark(t, i, '-')) &&
		t->token[i + 1].kind == TOKEN_NUMBER)) {
		*dash = true;
		return i + 1;
	}
	if (number_hyphen(t, i, limit) == false && i + 2 < limit &&
	    token_is(t, i, "to") && number_hyphen(t, i + 1, limit))
		return i + 2; /* "200,000 to-260,000" */
	if (between && token_is(t, i, "and"))
		return i + 1;
	if (token_is(t, i, "or") && q->n.value < 100 && !q->n.fraction)
		return i + 1;
	for (uint32_t k = i; k < limit && k < i + BETWEEN_ENDS; k++) {
		if (token_is(t, k, "to")) {
			for (k++; k < limit && token_among(t, k, about); k++)
				;
			return k < limit ? k : 0;
		}
		if (!*from || is_mark(t, k, ',') || is_mark(t, k, ';'))
			return 0;
	}
	return 0;
}

/* Is b what a is, or a said more fully: "$62 and $68 per share"? */
static bool
same_units(const struct quantity *a, const struct quantity *b)
{
	size_t n = a->unit != NULL ? strlen(a->unit) : 0;

	if (a->unit == NULL || b->unit == NULL || strcmp(a->unit, b->unit) == 0)
		return true;
	/* "US$89 to $93" */
	if (a->kind == UNIT_MONEY && strncmp(b->unit, "dollar", 6) == 0 &&
	    a->unit[0] >= 'A' && a->unit[0] <= 'Z' && a->unit[2] == 'D')
		return true;
	return strncmp(a->unit, b->unit, n) == 0 &&
	    strncmp(b->unit + n, " per ", 5) == 0;
}

/* "rose 5 per cent to 7 per cent": by how much, and to what. */
static bool
is_delta(const struct text *t, const struct quantity *q, uint32_t first)
{
	uint32_t i = q->first;

	return i > first &&
	    (token_is(t, i - 1, "by") ||
		(t->token[i - 1].bits & (LEXICON_RISE | LEXICON_FALL)) != 0) &&
	    !token_is(t, i - 1, "cost");
}

static bool
is_score(const struct text *t, const struct quantity *a,
    const struct quantity *b, uint32_t limit)
{
	static const char *const games[] = { "vote", "win", "defeat", "loss",
		"victory", "draw", "tie", "decision", "ruling", "lead",
		"record", "start", "split", "majority", "verdict", "score",
		"scoreline", "finish", "series", "triumph", "run", "thrashing",
		"drubbing", "rout", "down", "up", "against", "over", "at",
		"home", "away", NULL };
	static const char *const verbs[] = { "lost", "won", "win", "lose",
		"beat", "drew", "voted", "tied", "trailed", "led", "ruled",
		"beaten", "winning", "losing", "trailing", "leading", NULL };

	if (a->unit != NULL || b->unit != NULL || !a->n.whole || !b->n.whole)
		return false;
	if (b->n.value <= a->n.value)
		return true;
	if (b->last < limit && token_among(t, b->last, games))
		return true;
	return a->first > 0 && token_among(t, a->first - 1, verbs);
}

/* The magnitude that only the second end has: "1 to 2 thousand", "$89 to $93
 * billion", and not "$200 to $4 million". */
static void
level(struct quantity *q, const struct quantity *s)
{
	double mantissa = s->n.value / s->n.scale;

	if (q->n.scale == 1 && s->n.scale > 1 && q->n.value < 1000 &&
	    q->n.value <= mantissa && q->n.value >= mantissa / 20)
		scale_by(q, s->n.scale);
}

static bool
both_plain(const struct quantity *q, const struct quantity *s)
{
	return !q->n.vague && !q->n.ordinal && !s->n.vague && !s->n.ordinal &&
	    q->n.fraction == s->n.fraction;
}

static void
read_range(
    const struct text *t, uint32_t first, uint32_t limit, struct quantity *q)
{
	bool from, dash;
	uint32_t i = second_end(t, q, first, limit, &from, &dash);
	struct quantity s;

	if (i == 0 || !read_one(t, i, limit, &s) || !both_plain(q, &s) ||
	    !same_units(q, &s))
		return;
	if (dash && is_score(t, q, &s, limit)) {
		q->score = true;
		q->last = s.last;
		return;
	}
	if (!from && !dash && q->unit != NULL && is_delta(t, q, first))
		return;
	/* "sold 5 kg to 12 people" */
	if (q->unit != NULL && q->kind == UNIT_MEASURE && s.unit == NULL &&
	    !dash && !from && s.last < limit &&
	    t->token[s.last].kind == TOKEN_WORD &&
	    t->token[s.last].pos == UD_NOUN)
		return;
	/* a hyphen of a compound: "5-year" was read with its unit */
	if (q->unit == NULL && s.unit == NULL && !from && !dash &&
	    token_is(t, q->last, "or") && s.n.value != q->n.value + 1)
		return;
	level(q, &s);
	if (s.n.value == q->n.value || (!from && s.n.value < q->n.value))
		return;
	q->ranged = true;
	q->moved = from && s.first > q->last;
	q->value = s.n.value;
	q->low = fmin(q->n.value, s.n.value);
	q->high = fmax(q->n.value, s.n.value);
	q->last = s.last;
	/* what the second end says more fully holds for both */
	if (q->unit == NULL ||
	    (s.unit != NULL && strlen(s.unit) > strlen(q->unit) &&
		strstr(s.unit, " per ") != NULL)) {
		q->unit = s.unit;
		q->kind = s.kind;
	}
}

/* "percents of twenty", with nothing behind it. */
static bool
read_percents_of(
    const struct text *t, uint32_t i, uint32_t limit, struct quantity *q)
{
	struct unit u;

	if ((t->bytes.p[t->token[i].at] | 0x20) != 'p' ||
	    !unit_at(t, i, limit, &u) || strcmp(u.name, "percent") != 0 ||
	    u.last + 1 >= limit || !token_is(t, u.last, "of") ||
	    (i > 0 && t->token[i - 1].kind != TOKEN_MARK && !t->token[i].para))
		return false;
	*q = (struct quantity) { .first = i, .unit = "percent" };
	if (!number_read(t, u.last + 1, limit, &q->n) || q->n.last + 1 < limit)
		return false;
	q->last = q->n.last;
	return true;
}

bool
quantity_read(const struct text *t, uint32_t i, uint32_t first, uint32_t limit,
    struct quantity *q)
{
	if (!read_one(t, i, limit, q)) {
		if (!read_percents_of(t, i, limit, q))
			return false;
	} else {
		read_smaller(t, limit, q);
		read_range(t, first, limit, q);
	}
	if (!q->ranged) {
		q->low = q->n.low;
		q->high = q->n.high;
		q->value = q->n.value;
	}
	return true;
}
