/*
 * timex.c -- times.  At every token the readers are tried in turn; the first
 * that knows it says where it ends and what it means.
 */
#include "workers/en/timex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "workers/calendar.h"
#include "workers/en/gloss.h"
#include "workers/en/number.h"
#include "workers/en/timex_clock.h"
#include "workers/en/timex_date.h"
#include "workers/en/timex_hit.h"
#include "workers/en/timex_holiday.h"
#include "workers/en/timex_period.h"
#include "workers/en/timex_ref.h"
#include "workers/en/timex_span.h"
#include "workers/en/timex_tense.h"
#include "workers/en/timex_told.h"
#include "workers/en/timex_word.h"
#include "workers/entity.h"
#include "workers/token.h"

#define TIMES_MAX 20000u

typedef bool read_fn(
    const struct timex_reader *r, uint32_t i, struct timex_hit *h);

/* "May 6, 2025", "May 6", "May 2025", "May". */
static bool
read_month(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	int m = timex_word_month(r, i), d, y;

	if (m == 0)
		return false;
	d = timex_word_digits(r, i + 1);
	if (d > 31 || d < 1 || r->t->token[i + 1].para)
		d = 0;
	if (d == 0) {
		y = timex_word_year(r, i + 1);
		if (y == 0 && !r->dated)
			return timex_hit_set(
			    h, i + 1, FOUND_DATE, "XXXX-%02d", m);
		if (y == 0 && r->t->token[i].size == 3 && i == r->first)
			return false; /* "May I …" */
		return timex_hit_set(h, i + 1 + (y > 0), FOUND_DATE,
		    "%04d-%02d", y > 0 ? y : timex_hit_year(r, i, m, 0), m);
	}
	y = timex_word_year(r, i + 2);
	h->last = i + 2 + (y > 0);
	if (y == 0 && i + 3 < r->limit && r->t->token[i + 2].mark == ',' &&
	    (y = timex_word_year(r, i + 3)) > 0)
		h->last = i + 4;
	if (y == 0 && !r->dated)
		return timex_hit_set(
		    h, h->last, FOUND_DATE, "XXXX-%02d-%02d", m, d);
	return timex_hit_set(h, h->last, FOUND_DATE, "%04d-%02d-%02d",
	    y > 0 ? y : timex_hit_year(r, i, m, d), m, d);
}

/* "Thursday", "last Monday", "Tuesday, May 6, 2025", "Friday night". */
static bool
read_weekday(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	bool last = timex_word_is(r, i, "last"),
	     next = timex_word_is(r, i, "next");
	uint32_t at = i + (last || next || timex_word_is(r, i, "this"));
	int w = timex_word_weekday(r, at);
	int32_t day;

	if (w == 0)
		return false;
	if (at + 1 < r->limit && r->t->token[at + 1].mark == ',' &&
	    timex_word_month(r, at + 2) > 0 && timex_word_digits(r, at + 3) > 0)
		return read_month(r, at + 2, h);
	if (!r->dated)
		return timex_hit_set(h, at + 1, FOUND_DATE, "XXXX-WXX-%d", w);
	day = timex_tense_weekday(r, at, w);
	if (last) /* the one before today */
		day = r->today - (calendar_weekday(r->today) - w + 7) % 7 - 1;
	else if (next) /* of the next week, as weeks begin on Mondays */
		day = r->today - calendar_weekday(r->today) + 7 + w - 1;
	return timex_clock_day(r, h, at + 1, day);
}

/* "now", and not "now that", "the now-closed mill", "Now, listen". */
static bool
is_now(const struct timex_reader *r, uint32_t i)
{
	const struct token *next = &r->t->token[i + 1];

	if (!timex_word_is(r, i, "now"))
		return false;
	if (i + 1 >= r->limit)
		return true;
	return next->mark != '-' && !timex_word_is(r, i + 1, "that") &&
	    !(i == r->first && next->mark == ',') &&
	    !(next->pos == UD_ADJ && next->rel == UD_AMOD);
}

/* "today", "yesterday", "tonight", "now", "this morning". */
static bool
read_deictic(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	struct calendar_date d = calendar_date(r->today);

	if (is_now(r, i))
		return timex_hit_set(h, i + 1, FOUND_DATE, "PRESENT_REF");
	if (timex_word_is(r, i, "the") &&
	    (timex_word_is(r, i + 1, "past") ||
		timex_word_is(r, i + 1, "future")))
		return !timex_word_has(r, i + 2, LEXICON_TIME | LEXICON_NUM) &&
		    !(i + 2 < r->limit &&
			r->t->token[i + 2].kind == TOKEN_NUMBER) &&
		    !timex_word_is(r, i + 2, "few") &&
		    !timex_word_is(r, i + 2, "several") &&
		    timex_hit_set(h, i + 2, FOUND_DATE,
			timex_word_is(r, i + 1, "past") ? "PAST_REF"
							: "FUTURE_REF");
	if (!r->dated)
		return false;
	if (timex_word_is(r, i, "today"))
		return timex_hit_day(h, i + 1, r->today);
	if (timex_word_is(r, i, "yesterday"))
		return timex_clock_day(r, h, i + 1, r->today - 1);
	if (timex_word_is(r, i, "tomorrow") || timex_word_is(r, i, "tmrw"))
		return timex_clock_day(r, h, i + 1, r->today + 1);
	if (timex_word_is(r, i, "tonight"))
		return timex_hit_set(h, i + 1, FOUND_TIME, "%04d-%02d-%02dTNI",
		    d.year, d.month, d.day);
	if (timex_word_is(r, i, "this") && timex_clock_name(r, i + 1) != NULL)
		return timex_clock_day(r, h, i + 1, r->today);
	if (timex_word_is(r, i, "last") && timex_word_is(r, i + 1, "night"))
		return timex_clock_day(r, h, i + 1, r->today - 1);
	return false;
}

/* "last week", "this year", "next summer", "last November". */
static bool
read_shifted(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	const struct timex_unit *u;
	const char *season;
	int n, m, year;

	if (!r->dated || !timex_word_shift(r, i, &n))
		return false;
	year = calendar_date(r->today).year;
	u = timex_word_unit(r, i + 1);
	if (u != NULL && !timex_word_plural(r, i + 1))
		return timex_hit_moved(r, h, i + 2, u, n, false);
	if ((season = timex_word_season(r, i + 1)) != NULL)
		return timex_hit_set(
		    h, i + 2, FOUND_DATE, "%04d-%s", year + n, season);
	m = timex_word_month(r, i + 1);
	if (m == 0)
		return false;
	if (n < 0 && m < calendar_date(r->today).month)
		n = 0;
	if (n > 0 && m > calendar_date(r->today).month)
		n = 0;
	return timex_hit_set(h, i + 2, FOUND_DATE, "%04d-%02d", year + n, m);
}

/* "the summer", "summer 2025". */
static bool
read_season(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i + timex_word_is(r, i, "the");
	const char *season = timex_word_season(r, at);
	int y = season != NULL ? timex_word_year(r, at + 1) : 0;

	if (season == NULL || (y == 0 && (at == i || !r->dated)) ||
	    (y == 0 && season[0] == 'F'))
		return false;
	return timex_hit_set(h, at + 1 + (y > 0), FOUND_DATE, "%04d-%s",
	    y > 0 ? y : calendar_date(r->today).year, season);
}

/* "2015" */
static bool
read_year(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	static const char *const before[] = { "in", "since", "of", "by",
		"until", "during", "from", "through", "the", "early", "late",
		"his", "her", "their", "its", "after", "before", "mid", NULL };
	int y = timex_word_year(r, i);

	if (y < 1500 || (i > r->first && r->t->token[i - 1].mark == '$') ||
	    (i + 1 < r->limit && r->t->token[i + 1].mark == '%'))
		return false;
	/* "Room 2001", "Model 2000" */
	if (i > r->first && r->t->token[i - 1].capital &&
	    r->t->token[i].head == i - 1 &&
	    !timex_word_has(r, i - 1, LEXICON_TIME | LEXICON_MONTH))
		return false;
	if (i > r->first && !token_among(r->t, i - 1, before) &&
	    r->t->token[i - 1].kind == TOKEN_WORD &&
	    r->t->token[i - 1].verb == NULL)
		return (y >= 1900 && y < 2100) &&
		    !(i + 1 < r->limit &&
			r->t->token[i + 1].kind == TOKEN_WORD &&
			!timex_word_has(r, i + 1, ~0u)) &&
		    timex_hit_set(h, i + 1, FOUND_DATE, "%04d", y);
	if (i + 1 < r->limit && timex_word_plural(r, i + 1) &&
	    r->t->token[i + 1].kind == TOKEN_WORD &&
	    !timex_word_has(r, i + 1, LEXICON_AUX))
		return false;
	return (y >= 1800 && y < 2100) &&
	    timex_hit_set(h, i + 1, FOUND_DATE, "%04d", y);
}

/* "2025-06-05", "the 1990s" */
static bool
read_iso(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	struct span s = text_cut(r->t, i, i + 1);
	int32_t day;

	if (r->t->token[i].kind != TOKEN_NUMBER)
		return false;
	if (s.n == 10 && calendar_parse(s, &day))
		return timex_hit_day(h, i + 1, day);
	if (s.n == 5 && s.p[3] == '0' && s.p[4] == 's' &&
	    (s.p[0] == '1' || s.p[0] == '2'))
		return timex_hit_set(h, i + 1, FOUND_DATE, "%.3s", s.p);
	return false;
}

/* "daily", "every week". */
static bool
read_set(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	static const struct {
		const char *word, *value;
	} sets[] = { { "daily", "P1D" }, { "weekly", "P1W" },
		{ "monthly", "P1M" }, { "yearly", "P1Y" }, { "annual", "P1Y" },
		{ "annually", "P1Y" }, { "quarterly", "P1Q" } };
	const struct timex_unit *u;

	for (size_t k = 0; k < sizeof sets / sizeof sets[0]; k++)
		if (timex_word_is(r, i, sets[k].word))
			return timex_hit_set(
			    h, i + 1, FOUND_SET, "%s", sets[k].value);
	if (timex_word_is(r, i, "the") && timex_word_is(r, i + 1, "evenings"))
		return timex_hit_set(h, i + 2, FOUND_SET, "XXXX-XX-XXTEV");
	if (!timex_word_is(r, i, "every") && !timex_word_is(r, i, "each"))
		return false;
	u = timex_word_unit(r, i + 1);
	return u != NULL && u->days > 0 && u->code[1] == '\0' &&
	    timex_hit_set(h, i + 2, FOUND_SET, "P1%s", u->code);
}

/* "mid-March", "mid-2030", "mid-summer": one token, as UD cuts them. */
static bool
read_mid(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	struct span s = text_cut(r->t, i, i + 1);
	char low[16] = { 0 };
	const struct gloss *g;
	size_t n = 0;
	int y = 0;

	if (!r->dated || s.n < 7 || s.n > 14 || (s.p[0] | 0x20) != 'm' ||
	    memcmp(s.p + 1, "id-", 3) != 0)
		return false;
	for (size_t k = 4; k < s.n; k++)
		low[n++] = (char)(s.p[k] | 0x20);
	g = gloss_look_up((struct span) { low, n });
	if (g->is & GLOSS_MONTH)
		return timex_hit_set(h, i + 1, FOUND_DATE, "%04d-%02d",
		    timex_hit_year(r, i, (int)g->value, 0), (int)g->value);
	if ((g->is & GLOSS_SEASON) && !(g->is & GLOSS_PLURAL))
		return timex_hit_set(h, i + 1, FOUND_DATE, "%04d-%s",
		    calendar_date(r->today).year, g->code);
	for (size_t k = 0; k < 4 && low[k] >= '0' && low[k] <= '9'; k++)
		y = y * 10 + low[k] - '0';
	if (y >= 1500 && y < 2100 && n == 4)
		return timex_hit_set(h, i + 1, FOUND_DATE, "%04d", y);
	return y >= 1500 && y < 2100 && n == 5 && low[4] == 's' &&
	    timex_hit_set(h, i + 1, FOUND_DATE, "%03dX", y / 10);
}

/* "earlier this week", "late last month", "early May", "mid-2030", "fiscal
 * 2030". */
static bool
read_edge(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	static const char *const words[] = { "early", "late", "earlier",
		"later", "mid", "fiscal", NULL };
	uint32_t at = i + 1;
	int y;

	if (!token_among(r->t, i, words) || at >= r->limit)
		return false;
	at += r->t->token[at].mark == '-';
	if (timex_word_is(r, i, "fiscal") && timex_word_is(r, at, "year"))
		at++;
	if (at >= r->limit)
		return false;
	if (read_shifted(r, at, h) || read_month(r, at, h) ||
	    timex_period_read(r, at, h))
		return true;
	y = timex_word_year(r, at);
	return y >= 1500 && y < 2100 &&
	    timex_hit_set(h, at + 1, FOUND_DATE, "%04d", y);
}

static bool
try_all(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	static read_fn *const readers[] = { read_mid, read_edge,
		timex_holiday_read, timex_told_read, timex_date_read,
		timex_ref_read, timex_period_read, read_iso, timex_clock_read,
		read_month, read_weekday, read_deictic, read_shifted,
		read_season, read_set, timex_span_read, read_year,
		timex_clock_part };

	h->first = i;
	for (size_t k = 0; k < sizeof readers / sizeof readers[0]; k++)
		if (readers[k](r, i, h))
			return true;
	return false;
}

static void
keep(const struct text *t, const struct timex_hit *h, struct found *f,
    uint32_t *cap)
{
	struct found_time *x;

	if (f->n_times == *cap) {
		f->times = arena_grow(
		    t->arena, f->times, *cap, 2 * *cap, sizeof *f->times);
		*cap *= 2;
	}
	x = &f->times[f->n_times++];
	x->at = text_range(t, h->first, h->last);
	x->type = h->type;
	x->value.p = arena_strdup(t->arena, span_of(h->value));
	x->value.n = strlen(h->value);
}

/* "on Tuesday Clay said": a day beside a name rather than of it. */
static bool
is_beside_name(const struct text *t, uint32_t i)
{
	static const char *const words[] = { "on", "in", "since", "until", "by",
		"from", "during", "through", "last", "next", "this", "early",
		"late", "of", "for", NULL };
	static const char *const given[] = { "april", "may", "june", "august",
		"march", "jan", "mar", "jul", "dec", NULL };

	return (i > 0 && token_among(t, i - 1, words)) ||
	    (gloss_is(t, i, GLOSS_DAY | GLOSS_MONTH) &&
		!gloss_is(t, i, GLOSS_SHORT) && !token_among(t, i, given));
}

/* Is it part of a name, "Theresa May", "the Sunday Times", or one for short? */
static bool
is_named(const struct text *t, const struct timex_hit *h)
{
	uint32_t k = entity_mention_from(t, h->first);
	const struct token *before = &t->token[h->first - (h->first > 0)];

	if (before->capital && h->first > 0 &&
	    ((before->bits & LEXICON_TITLE && before->bits & LEXICON_ABBR) ||
		(before->bits & LEXICON_FIRST && !is_beside_name(t, h->first))))
		return true;
	k -= k > 0 && t->mention[k - 1].last > h->first;
	for (; k < t->n_mentions && t->mention[k].first < h->last; k++) {
		const struct mention *m = &t->mention[k];
		const struct mention *full =
		    &t->mention[t->entity[m->entity].best];

		if (m->type != FOUND_PERSON && m->type != FOUND_ORG)
			continue;
		if (m->type == FOUND_PERSON && m->last - m->title > 1 &&
		    is_beside_name(t, h->first))
			continue;
		if (m->first < h->first || m->last > h->last ||
		    m->title < m->first ||
		    (m->last - m->first == 1 && full->last - full->first > 1))
			return true;
	}
	return false;
}

/* Could an expression of time start here at all?  "Q3" and "mid-March" are no
 * words of the table. */
static bool
worth(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];
	const char *p = t->bytes.p + k->at;

	if (k->kind != TOKEN_WORD)
		return k->kind == TOKEN_NUMBER;
	return t->gloss[i] != 0 ||
	    (k->size == 2 && k->capital && p[1] >= '1' && p[1] <= '4') ||
	    (k->size > 6 && p[3] == '-' && (p[0] | 0x20) == 'm');
}

void
timex_find(const struct text *t, struct span published, struct found *f)
{
	struct timex_reader r = { .t = t };
	uint32_t cap = 16;
	struct timex_hit h;

	r.dated = calendar_parse(published, &r.today);
	f->times = arena_alloc(t->arena, cap, sizeof *f->times);
	for (uint32_t s = 0; s < t->n_sentences; s++) {
		r.first = t->sentence[s].first;
		r.limit = t->sentence[s].last;
		for (uint32_t i = r.first; i < r.limit;) {
			if (f->n_times >= TIMES_MAX)
				return;
			if (worth(t, i) && try_all(&r, i, &h) &&
			    !is_named(t, &h)) {
				keep(t, &h, f, &cap);
				timex_told_note(&r, &h);
				i = h.last;
			} else {
				i++;
			}
		}
	}
}
