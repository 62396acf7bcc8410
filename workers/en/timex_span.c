/* timex_span.c -- lengths of time. */
#include "workers/en/timex_span.h"

#include <stdio.h>
#include <stdlib.h>

#include "workers/calendar.h"
#include "workers/en/gloss.h"
#include "workers/en/number.h"
#include "workers/en/timex_tense.h"
#include "workers/en/timex_told.h"
#include "workers/token.h"

#define PARTS_MAX 4 /* "2 years 1 month 21 days" */

struct part {
	const struct timex_unit *unit;
	double n;
	bool vague;
};

struct length {
	struct part part[PARTS_MAX];
	uint32_t n;
	uint32_t last;
};

static bool
is_article(const struct timex_reader *r, uint32_t i)
{
	return timex_word_is(r, i, "a") || timex_word_is(r, i, "an") ||
	    timex_word_is(r, i, "another");
}

/* "few", "several", "a couple of": how many at token i; moves it. */
static bool
read_vague(const struct timex_reader *r, uint32_t *i, struct part *p)
{
	uint32_t at = *i + is_article(r, *i);

	if (at >= r->limit || !gloss_is(r->t, at, GLOSS_VAGUE))
		return false;
	if (timex_word_is(r, at, "some") && !timex_word_is(r, at + 1, "time"))
		p->vague = true;
	if (timex_word_is(r, at, "couple"))
		p->n = 2;
	else
		p->vague = true;
	at++;
	at += timex_word_is(r, at, "of");
	at += timex_word_is(r, at, "more");
	*i = at;
	return true;
}

/* The unit in the number's own token: "3h", "3min". */
static const struct timex_unit *
own_unit(const struct number *n)
{
	char low[8];
	const struct gloss *g;

	if (n->tail.n == 0 || n->tail.n >= sizeof low)
		return NULL;
	for (size_t k = 0; k < n->tail.n; k++)
		low[k] = (char)(n->tail.p[k] | 0x20);
	g = gloss_look_up((struct span) { low, n->tail.n });
	return (g->is & GLOSS_UNIT) ? timex_word_code(g->code) : NULL;
}

/* "$5 a month", "$12-an-hour": what a figure is for. */
static bool
is_rate(const struct timex_reader *r, uint32_t i)
{
	static const char *const then[] = { "ago", "earlier", "later", "before",
		NULL };
	const struct token *k;

	if (i == r->first ||
	    (i + 2 < r->limit && token_among(r->t, i + 2, then)))
		return false;
	k = &r->t->token[i - 1];
	return k->kind == TOKEN_NUMBER || k->mark == '-' || k->mark == '%' ||
	    gloss_is(r->t, i - 1, GLOSS_SCALE | GLOSS_CARDINAL) ||
	    timex_word_measured(r, i - 1);
}

/* "a 70-year-old": an age, which is a figure. */
static bool
is_age(const struct timex_reader *r, uint32_t i)
{
	i += number_hyphen(r->t, i, r->limit);
	return timex_word_is(r, i, "old") || timex_word_is(r, i, "olds");
}

/* How many; the unit may be in it. */
static bool
read_count(const struct timex_reader *r, uint32_t *i, struct part *p)
{
	struct number n;

	if (*i >= r->limit)
		return false;
	if (timex_word_is(r, *i, "half") &&
	    (is_article(r, *i + 1) || timex_word_unit(r, *i + 1) != NULL)) {
		p->n = 0.5;
		*i += 1 + is_article(r, *i + 1);
		return true;
	}
	if (read_vague(r, i, p))
		return true;
	if (number_read(r->t, *i, r->limit, &n) && !n.ordinal && n.value >= 0 &&
	    n.value <= 1e9) {
		p->n = n.value;
		p->vague = n.vague;
		p->unit = own_unit(&n);
		*i = n.last;
		*i += timex_word_is(r, *i, "more");
		return p->unit != NULL || n.tail.n == 0;
	}
	if (!is_article(r, *i) || is_rate(r, *i) ||
	    timex_word_is(r, *i + 1, "quarter"))
		return false;
	p->n = 1;
	*i += 1;
	*i += timex_word_is(r, *i, "full") || timex_word_is(r, *i, "whole");
	return true;
}

/* A unit at *i, perhaps behind a hyphen. */
static const struct timex_unit *
read_unit(const struct timex_reader *r, uint32_t *i)
{
	uint32_t at = *i + number_hyphen(r->t, *i, r->limit);
	const struct timex_unit *u = timex_word_unit(r, at);

	/* "h" and "m" are units only right behind digits; "a second man" */
	if (u == NULL || r->t->token[at].para ||
	    (gloss_is(r->t, at, GLOSS_ORDINAL) &&
		r->t->token[at].pos == UD_ADJ))
		return NULL;
	*i = at + 1;
	return u;
}

/* "and a half", "and half" behind the unit. */
static void
read_half(const struct timex_reader *r, struct length *l, struct part *p)
{
	uint32_t i = l->last;

	if (!timex_word_is(r, i, "and"))
		return;
	i++;
	i += timex_word_is(r, i, "a");
	if (!timex_word_is(r, i, "half") || is_article(r, i + 1))
		return;
	p->n += 0.5;
	l->last = i + 1;
}

/* One count and unit; further ones that add to it. */
static bool
read_part(const struct timex_reader *r, uint32_t i, struct length *l)
{
	struct part p = { .n = 1 };

	if (l->n == PARTS_MAX || !read_count(r, &i, &p))
		return false;
	if (p.unit == NULL && (p.unit = read_unit(r, &i)) == NULL)
		return false;
	/* "few month" is none */
	if (p.vague && !timex_word_plural(r, i - 1))
		return false;
	l->last = i;
	if (!p.vague)
		read_half(r, l, &p);
	l->part[l->n++] = p;
	return true;
}

/* From centuries to seconds. */
static int
rank(const struct timex_unit *u)
{
	static const char *const order[] = { "CE", "DE", "Y", "Q", "M", "W2",
		"W", "WE", "D", "TH", "TM", "TS" };
	int k = 0;

	while (strcmp(order[k], u->code) != 0)
		k++;
	return k;
}

/* Is what follows a part of the same length: "1 year, 21 days", and not of "3
 * days, 2 years"? */
static bool
read_joined(
    const struct timex_reader *r, uint32_t i, bool close, struct length *l)
{
	struct length next = { 0 };
	const struct part *p = &l->part[l->n - 1];

	if (!read_part(r, i, &next) || next.part[0].vague ||
	    l->n == PARTS_MAX || p->n != (int)p->n)
		return false;
	if (rank(next.part[0].unit) == rank(p->unit) ||
	    (!close && rank(next.part[0].unit) < rank(p->unit)))
		return false;
	l->part[l->n++] = next.part[0];
	l->last = next.last;
	return true;
}

static void
read_more_parts(const struct timex_reader *r, struct length *l)
{
	bool more = !l->part[0].vague && l->part[0].n < 1e6;

	while (more) {
		uint32_t i = l->last;

		if (i < r->limit && r->t->token[i].mark == ',')
			i++;
		i += timex_word_is(r, i, "and");
		more = i < r->limit &&
		    (r->t->token[i].kind == TOKEN_NUMBER ||
			gloss_is(r->t, i, GLOSS_CARDINAL)) &&
		    read_joined(r, i, i == l->last, l);
	}
}

static double
total(const struct length *l, const char *code)
{
	double n = 0;

	for (uint32_t k = 0; k < l->n; k++)
		if (strcmp(l->part[k].unit->code, code) == 0)
			n += l->part[k].n;
	return n;
}

/* "P10D", "P1Y21D", "PT1.5H", "PXM". */
static bool
set_length(struct timex_hit *h, uint32_t last, const struct length *l)
{
	static const char *const order[] = { "CE", "DE", "Y", "Q", "M", "W",
		"WE", "D", "TH", "TM", "TS" };
	char value[32] = "P";
	size_t at = 1;
	bool time = false;

	for (size_t k = 0; k < sizeof order / sizeof order[0]; k++) {
		double n = total(l, order[k]);
		bool t = order[k][0] == 'T', vague = false;

		if (strcmp(order[k], "W") == 0)
			n += 2 * total(l, "W2");
		for (uint32_t j = 0; j < l->n; j++)
			vague |= l->part[j].vague &&
			    strcmp(l->part[j].unit->code, order[k]) == 0;
		if ((n == 0 && !vague) || at + 16 > sizeof value)
			continue;
		if (t && !time)
			value[at++] = 'T';
		time |= t;
		if (vague)
			at += (size_t)snprintf(
			    value + at, sizeof value - at, "X%s", order[k] + t);
		else
			at += (size_t)snprintf(value + at, sizeof value - at,
			    "%.10g%s", n, order[k] + t);
	}
	value[at] = '\0';
	return at > 1 && timex_hit_set(h, last, FOUND_DURATION, "%s", value);
}

/* ---- from a day on ---- */

/* The day that "ago", "from tomorrow", "before yesterday" count from, and
 * which way; the tokens of it, or 0. */
static uint32_t
anchor(const struct timex_reader *r, uint32_t i, int *way, int32_t *day)
{
	static const struct {
		const char *word;
		int day;
	} days[] = { { "now", 0 }, { "today", 0 }, { "tomorrow", 1 },
		{ "tmrw", 1 }, { "yesterday", -1 } };

	*day = r->today;
	*way = -1;
	if (timex_word_is(r, i, "ago") || timex_word_is(r, i, "earlier"))
		return 1;
	*way = 1;
	if (timex_word_is(r, i, "later") || timex_word_is(r, i, "hence"))
		return timex_told_day(r, i, day) || timex_tense_coming(r, i) ||
			i + 1 >= r->limit
		    ? 1
		    : 0;
	*way = timex_word_is(r, i, "before") ? -1 : 1;
	if (*way > 0 && !timex_word_is(r, i, "from") &&
	    !timex_word_is(r, i, "after"))
		return 0;
	for (size_t k = 0; k < sizeof days / sizeof days[0]; k++)
		if (timex_word_is(r, i + 1, days[k].word)) {
			*day += days[k].day;
			return 2;
		}
	return 0;
}

static int32_t
moved_months(int32_t day, int months)
{
	struct calendar_date d = calendar_date(day), e;
	int m = d.year * 12 + d.month - 1 + months;

	e = calendar_date(calendar_days(m / 12, m % 12 + 1, d.day));
	/* the 31st of a shorter month is its last day */
	return calendar_days(m / 12, m % 12 + 1, d.day) -
	    (e.month != m % 12 + 1 ? e.day : 0);
}

static bool
set_reached(const struct timex_reader *r, struct timex_hit *h, uint32_t last,
    const struct length *l, int way, int32_t day)
{
	int months = 0, days = 0;

	for (uint32_t k = 0; k < l->n; k++) {
		const struct part *p = &l->part[k];

		if (p->vague || p->unit->days == 0 || p->n != (int)p->n ||
		    p->n > 10000)
			return way < 0 &&
			    timex_hit_set(h, last, FOUND_DATE, "PAST_REF");
		if (p->unit->months > 0)
			months += (int)p->n * p->unit->months;
		else
			days += (int)p->n * p->unit->days;
	}
	if (l->n == 1 && day == r->today && months > 0)
		return timex_hit_moved(
		    r, h, last, l->part[0].unit, way * (int)l->part[0].n, true);
	return timex_hit_day(
	    h, last, moved_months(day, way * months) + way * days);
}

/* "all day", "full-year", "whole week". */
static bool
read_all(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	struct length l = { .n = 1, .part = { { .n = 1 } } };
	uint32_t at = i + 1;

	if (!timex_word_is(r, i, "all") && !timex_word_is(r, i, "full") &&
	    !timex_word_is(r, i, "whole"))
		return false;
	l.part[0].unit = read_unit(r, &at);
	return l.part[0].unit != NULL && !timex_word_plural(r, at - 1) &&
	    set_length(h, at, &l);
}

/* "the past", "the next" before a length; the tokens of it. */
static uint32_t
frame(const struct timex_reader *r, uint32_t i)
{
	static const char *const words[] = { "past", "last", "next", "coming",
		"recent", "previous", "upcoming", "following", NULL };
	uint32_t at = i + timex_word_is(r, i, "the");

	if (at >= r->limit || !token_among(r->t, at, words))
		return 0;
	return at + 1 - i;
}

/* Do the words before token i ask how long? */
static bool
is_within(const struct timex_reader *r, uint32_t i)
{
	static const char *const before[] = { "in", "over", "during", "for",
		"within", NULL };

	return (timex_word_is(r, i + 1, "last") ||
		   timex_word_is(r, i + 1, "next")) &&
	    i > r->first && token_among(r->t, i - 1, before);
}

bool
timex_span_read(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t lead = frame(r, i), n;
	struct length l = { 0 };
	int way;
	int32_t day;

	if (read_all(r, i, h))
		return true;
	if (lead == 0 && timex_word_is(r, i, "the"))
		return false;
	if (!read_part(r, i + lead, &l)) {
		/* "the past weeks" */
		uint32_t at = i + lead;
		const struct timex_unit *u = timex_word_unit(r, at);

		bool many = u != NULL && timex_word_plural(r, at);

		/* "the past week", "over the last month": as long as one */
		if (lead == 0 || u == NULL ||
		    (!many &&
			!(lead == 2 &&
			    (timex_word_is(r, i + 1, "past") ||
				is_within(r, i)))))
			return false;
		l.part[0] = (struct part) { .unit = u, .n = 1, .vague = many };
		l.n = 1;
		l.last = at + 1;
	}
	if (is_age(r, l.last))
		return false;
	read_more_parts(r, &l);
	n = anchor(r, l.last, &way, &day);
	if (n > 0 && r->dated && set_reached(r, h, l.last + n, &l, way, day))
		return true;
	if (n > 0 && way < 0 && day == r->today)
		return timex_hit_set(h, l.last + n, FOUND_DATE, "PAST_REF");
	return set_length(h, l.last, &l);
}
