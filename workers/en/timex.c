/*
 * timex.c -- times.  At every token the readers are tried in turn; the first
 * that knows it says where it ends and what it means.
 */
#include "workers/en/timex.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "workers/calendar.h"
#include "workers/en/number.h"
#include "workers/en/timex_word.h"
#include "workers/token.h"

#define TIMES_MAX 20000u

/* One expression: where it starts and ends, and its value. */
struct hit {
	uint32_t first, last;
	enum found_timex type;
	char value[24];
};

typedef bool read_fn(const struct timex_reader *r, uint32_t i, struct hit *h);

static bool __attribute__((format(printf, 4, 5)))
set(struct hit *h, uint32_t last, enum found_timex type, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(h->value, sizeof h->value, fmt, ap);
	va_end(ap);
	h->last = last;
	h->type = type;
	return true;
}

static bool
set_day(struct hit *h, uint32_t last, int32_t day)
{
	struct calendar_date d = calendar_date(day);

	return set(
	    h, last, FOUND_DATE, "%04d-%02d-%02d", d.year, d.month, d.day);
}

/* Is the sentence about what is to come, near token i? */
static bool
in_future(const struct timex_reader *r, uint32_t i)
{
	uint32_t from = i > r->first + 12 ? i - 12 : r->first;

	for (uint32_t j = from; j < i; j++)
		if (token_is(r->t, j, "will") || token_is(r->t, j, "'ll") ||
		    token_is(r->t, j, "’ll") || token_is(r->t, j, "next"))
			return true;
	return false;
}

/* The year in which month (and day, or 0) is nearest to today. */
static int
nearest_year(const struct timex_reader *r, int month, int day)
{
	int now = calendar_date(r->today).year, best = now;
	int32_t least = INT32_MAX;

	for (int y = now - 1; y <= now + 1; y++) {
		int32_t d = calendar_days(y, month, day > 0 ? day : 15) -
		    r->today;

		/* A month by itself is rather past than to come. */
		if (day == 0 && d > 45)
			d += 180;
		if (abs(d) < least) {
			least = abs(d);
			best = y;
		}
	}
	return best;
}

/* "May 6, 2025", "May 6", "May 2025", "May". */
static bool
read_month(const struct timex_reader *r, uint32_t i, struct hit *h)
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
			return set(h, i + 1, FOUND_DATE, "XXXX-%02d", m);
		if (y == 0 && r->t->token[i].size == 3 && i == r->first)
			return false; /* "May I …" */
		return set(h, i + 1 + (y > 0), FOUND_DATE, "%04d-%02d",
		    y > 0 ? y : nearest_year(r, m, 0), m);
	}
	y = timex_word_year(r, i + 2);
	h->last = i + 2 + (y > 0);
	if (y == 0 && i + 3 < r->limit && r->t->token[i + 2].mark == ',' &&
	    (y = timex_word_year(r, i + 3)) > 0)
		h->last = i + 4;
	if (y == 0 && !r->dated)
		return set(h, h->last, FOUND_DATE, "XXXX-%02d-%02d", m, d);
	return set(h, h->last, FOUND_DATE, "%04d-%02d-%02d",
	    y > 0 ? y : nearest_year(r, m, d), m, d);
}

/* "6 May 2025" */
static bool
read_day_first(const struct timex_reader *r, uint32_t i, struct hit *h)
{
	int d = timex_word_digits(r, i), m = timex_word_month(r, i + 1), y;

	if (d < 1 || d > 31 || m == 0)
		return false;
	y = timex_word_year(r, i + 2);
	if (y == 0 && !r->dated)
		return false;
	return set(h, i + 2 + (y > 0), FOUND_DATE, "%04d-%02d-%02d",
	    y > 0 ? y : nearest_year(r, m, d), m, d);
}

/* What part of a day follows: "TMO", or "" . */
static const char *
part_of_day(const struct timex_reader *r, uint32_t i)
{
	static const struct {
		const char *word, *value;
	} parts[] = { { "morning", "TMO" }, { "afternoon", "TAF" },
		{ "evening", "TEV" }, { "night", "TNI" } };

	for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++)
		if (timex_word_is(r, i, parts[k].word))
			return parts[k].value;
	return "";
}

static bool
set_part(const struct timex_reader *r, struct hit *h, uint32_t i, int32_t day)
{
	const char *part = part_of_day(r, i);
	struct calendar_date d = calendar_date(day);

	if (*part == '\0')
		return set_day(h, i, day);
	return set(h, i + 1, FOUND_TIME, "%04d-%02d-%02d%s", d.year, d.month,
	    d.day, part);
}

/* "Thursday", "last Monday", "Tuesday, May 6, 2025", "Friday night". */
static bool
read_weekday(const struct timex_reader *r, uint32_t i, struct hit *h)
{
	bool last = timex_word_is(r, i, "last"),
	     next = timex_word_is(r, i, "next");
	uint32_t at = i + (last || next || timex_word_is(r, i, "this"));
	int w = timex_word_weekday(r, at), back;

	if (w == 0)
		return false;
	if (at + 1 < r->limit && r->t->token[at + 1].mark == ',' &&
	    timex_word_month(r, at + 2) > 0 && timex_word_digits(r, at + 3) > 0)
		return read_month(r, at + 2, h);
	if (!r->dated)
		return set(h, at + 1, FOUND_DATE, "XXXX-WXX-%d", w);
	back = (calendar_weekday(r->today) - (w - 1) + 7) % 7;
	if (last && back == 0)
		back = 7;
	if (next || (!last && back > 0 && in_future(r, at)))
		back -= 7;
	return set_part(r, h, at + 1, r->today - back);
}

/* "today", "yesterday", "tonight", "now", "this morning". */
static bool
read_deictic(const struct timex_reader *r, uint32_t i, struct hit *h)
{
	struct calendar_date d = calendar_date(r->today);

	if (timex_word_is(r, i, "now") && !timex_word_is(r, i + 1, "that"))
		return set(h, i + 1, FOUND_DATE, "PRESENT_REF");
	if (timex_word_is(r, i, "the") &&
	    (timex_word_is(r, i + 1, "past") ||
		timex_word_is(r, i + 1, "future")))
		return !timex_word_has(r, i + 2, LEXICON_TIME | LEXICON_NUM) &&
		    !(i + 2 < r->limit &&
			r->t->token[i + 2].kind == TOKEN_NUMBER) &&
		    !timex_word_is(r, i + 2, "few") &&
		    !timex_word_is(r, i + 2, "several") &&
		    set(h, i + 2, FOUND_DATE,
			timex_word_is(r, i + 1, "past") ? "PAST_REF"
							: "FUTURE_REF");
	if (!r->dated)
		return false;
	if (timex_word_is(r, i, "today"))
		return set_day(h, i + 1, r->today);
	if (timex_word_is(r, i, "yesterday"))
		return set_part(r, h, i + 1, r->today - 1);
	if (timex_word_is(r, i, "tomorrow"))
		return set_part(r, h, i + 1, r->today + 1);
	if (timex_word_is(r, i, "tonight"))
		return set(h, i + 1, FOUND_TIME, "%04d-%02d-%02dTNI", d.year,
		    d.month, d.day);
	if (timex_word_is(r, i, "this") && *part_of_day(r, i + 1) != '\0')
		return set_part(r, h, i + 1, r->today);
	if (timex_word_is(r, i, "last") && timex_word_is(r, i + 1, "night"))
		return set_part(r, h, i + 1, r->today - 1);
	return false;
}

/* Today moved by n months, as "2025-05". */
static bool
set_month(const struct timex_reader *r, struct hit *h, uint32_t last, int n)
{
	struct calendar_date d = calendar_date(r->today);
	int m = d.year * 12 + d.month - 1 + n;

	return set(h, last, FOUND_DATE, "%04d-%02d", m / 12, m % 12 + 1);
}

/* Today moved by n units, with that unit's granularity. */
static bool
set_moved(const struct timex_reader *r, struct hit *h, uint32_t last,
    const struct timex_unit *u, int n, bool exact)
{
	int year, week;

	switch (u->code[0]) {
	case 'D':
		if (u->code[1] == 'E')
			return set(h, last, FOUND_DATE, "%03d",
			    (calendar_date(r->today).year + 10 * n) / 10);
		return set_day(h, last, r->today + n);
	case 'W':
		if (exact)
			return set_day(h, last, r->today + 7 * n);
		calendar_week(r->today + 7 * n, &year, &week);
		return set(h, last, FOUND_DATE, "%04d-W%02d%s", year, week,
		    u->code[1] == 'E' ? "-WE" : "");
	case 'M':
		return set_month(r, h, last, n);
	case 'Q':
		week = calendar_date(r->today).year * 4 +
		    (calendar_date(r->today).month - 1) / 3 + n;
		return set(
		    h, last, FOUND_DATE, "%04d-Q%d", week / 4, week % 4 + 1);
	case 'Y':
		return set(h, last, FOUND_DATE, "%04d",
		    calendar_date(r->today).year + n);
	default:
		return false;
	}
}

/* "last week", "this year", "next summer", "last November". */
static bool
read_shifted(const struct timex_reader *r, uint32_t i, struct hit *h)
{
	const struct timex_unit *u;
	const char *season;
	int n, m, year;

	if (!r->dated || !timex_word_shift(r, i, &n))
		return false;
	year = calendar_date(r->today).year;
	u = timex_word_unit(r, i + 1);
	if (u != NULL && !timex_word_plural(r, i + 1))
		return set_moved(r, h, i + 2, u, n, false);
	if ((season = timex_word_season(r, i + 1)) != NULL)
		return set(h, i + 2, FOUND_DATE, "%04d-%s", year + n, season);
	m = timex_word_month(r, i + 1);
	if (m == 0)
		return false;
	if (n < 0 && m < calendar_date(r->today).month)
		n = 0;
	if (n > 0 && m > calendar_date(r->today).month)
		n = 0;
	return set(h, i + 2, FOUND_DATE, "%04d-%02d", year + n, m);
}

/* "the summer", "summer 2025". */
static bool
read_season(const struct timex_reader *r, uint32_t i, struct hit *h)
{
	uint32_t at = i + timex_word_is(r, i, "the");
	const char *season = timex_word_season(r, at);
	int y = season != NULL ? timex_word_year(r, at + 1) : 0;

	if (season == NULL || (y == 0 && (at == i || !r->dated)) ||
	    (y == 0 && season[0] == 'F'))
		return false;
	return set(h, at + 1 + (y > 0), FOUND_DATE, "%04d-%s",
	    y > 0 ? y : calendar_date(r->today).year, season);
}

/* "P10D", "PT5H", "PXM". */
static bool
set_span(struct hit *h, uint32_t last, const struct timex_unit *u, double n,
    bool vague)
{
	bool t = u->code[0] == 'T';
	const char *code = u->code + t;

	if (strcmp(u->word, "weekend") == 0)
		code = "WE";
	if (vague)
		return set(
		    h, last, FOUND_DURATION, "P%sX%s", t ? "T" : "", code);
	return set(
	    h, last, FOUND_DURATION, "P%s%.10g%s", t ? "T" : "", n, code);
}

/* "10 days", "a few weeks", "the past two years", "several months", each
 * perhaps with "ago", "earlier", "from now", "later". */
static bool
read_span(const struct timex_reader *r, uint32_t i, struct hit *h)
{
	uint32_t at = i;
	struct number n, vague = { .vague = true };
	const struct timex_unit *u;
	int way = 0, skip = 1;

	if (timex_word_is(r, at, "the"))
		at++;
	if (timex_word_is(r, at, "past") || timex_word_is(r, at, "last") ||
	    timex_word_is(r, at, "next") || timex_word_is(r, at, "coming") ||
	    timex_word_is(r, at, "recent"))
		at++;
	else if (at > i)
		return false;
	if (at >= r->limit)
		return false;
	if (number_read(r->t, at, r->limit, &n)) {
		at = n.last;
	} else if (timex_word_is(r, at, "a") || timex_word_is(r, at, "an") ||
	    timex_word_is(r, at, "one")) {
		n = (struct number) { .value = 1 };
		at++;
	} else if (timex_word_is(r, at, "several") ||
	    timex_word_is(r, at, "many") || timex_word_is(r, at, "few")) {
		n = vague;
		at++;
	} else if (at > i) {
		n = vague;
	} else {
		return false;
	}
	u = timex_word_unit(r, at);
	if (u == NULL || n.ordinal || n.value > 1e6 ||
	    (n.vague && !timex_word_plural(r, at)))
		return false;
	at++;
	if (timex_word_is(r, at, "ago") || timex_word_is(r, at, "earlier"))
		way = -1;
	else if (timex_word_is(r, at, "from") &&
	    timex_word_is(r, at + 1, "now"))
		way = 1, skip = 2;
	if (way != 0 && r->dated && !n.vague && u->days > 0 &&
	    n.value == (int)n.value)
		return set_moved(
		    r, h, at + (uint32_t)skip, u, way * (int)n.value, true);
	if (way < 0)
		return set(h, at + 1, FOUND_DATE, "PAST_REF");
	return set_span(h, at, u, n.value, n.vague);
}

/* "2015" */
static bool
read_year(const struct timex_reader *r, uint32_t i, struct hit *h)
{
	static const char *const before[] = { "in", "since", "of", "by",
		"until", "during", "from", "through", "the", "early", "late",
		"his", "her", "their", "its", "after", "before", "mid", NULL };
	int y = timex_word_year(r, i);

	if (y < 1500 || (i > r->first && r->t->token[i - 1].mark == '$') ||
	    (i + 1 < r->limit && r->t->token[i + 1].mark == '%'))
		return false;
	if (i > r->first && !token_among(r->t, i - 1, before) &&
	    r->t->token[i - 1].kind == TOKEN_WORD &&
	    r->t->token[i - 1].verb == NULL)
		return (y >= 1900 && y < 2100) &&
		    !(i + 1 < r->limit &&
			r->t->token[i + 1].kind == TOKEN_WORD &&
			!timex_word_has(r, i + 1, ~0u)) &&
		    set(h, i + 1, FOUND_DATE, "%04d", y);
	if (i + 1 < r->limit && timex_word_plural(r, i + 1) &&
	    r->t->token[i + 1].kind == TOKEN_WORD &&
	    !timex_word_has(r, i + 1, LEXICON_AUX))
		return false;
	return (y >= 1800 && y < 2100) && set(h, i + 1, FOUND_DATE, "%04d", y);
}

/* "2025-06-05", "the 1990s" */
static bool
read_iso(const struct timex_reader *r, uint32_t i, struct hit *h)
{
	struct span s = text_cut(r->t, i, i + 1);
	int32_t day;

	if (r->t->token[i].kind != TOKEN_NUMBER)
		return false;
	if (s.n == 10 && calendar_parse(s, &day))
		return set_day(h, i + 1, day);
	if (s.n == 5 && s.p[3] == '0' && s.p[4] == 's' &&
	    (s.p[0] == '1' || s.p[0] == '2'))
		return set(h, i + 1, FOUND_DATE, "%.3s", s.p);
	return false;
}

/* "5 p.m.", "3:30 a.m." */
static bool
read_clock(const struct timex_reader *r, uint32_t i, struct hit *h)
{
	struct span s = text_cut(r->t, i, i + 1);
	int hour = 0, minute = 0, n = 0;
	bool pm;

	if (r->t->token[i].kind != TOKEN_NUMBER || i + 1 >= r->limit || s.n > 5)
		return false;
	pm = timex_word_is(r, i + 1, "p.m.") || timex_word_is(r, i + 1, "pm");
	if (!pm && !timex_word_is(r, i + 1, "a.m.") &&
	    !timex_word_is(r, i + 1, "am"))
		return false;
	for (; (size_t)n < s.n && s.p[n] >= '0' && s.p[n] <= '9'; n++)
		hour = hour * 10 + s.p[n] - '0';
	if ((size_t)n + 3 == s.n && s.p[n] == ':')
		minute = (s.p[n + 1] - '0') * 10 + s.p[n + 2] - '0';
	if (hour > 12 || minute < 0 || minute > 59)
		return false;
	hour = hour % 12 + (pm ? 12 : 0);
	return set(h, i + 2, FOUND_TIME, "T%02d:%02d", hour, minute);
}

/* "daily", "every week". */
static bool
read_set(const struct timex_reader *r, uint32_t i, struct hit *h)
{
	static const struct {
		const char *word, *value;
	} sets[] = { { "daily", "P1D" }, { "weekly", "P1W" },
		{ "monthly", "P1M" }, { "yearly", "P1Y" }, { "annual", "P1Y" },
		{ "annually", "P1Y" }, { "quarterly", "P1Q" } };
	const struct timex_unit *u;

	for (size_t k = 0; k < sizeof sets / sizeof sets[0]; k++)
		if (timex_word_is(r, i, sets[k].word))
			return set(h, i + 1, FOUND_SET, "%s", sets[k].value);
	if (timex_word_is(r, i, "the") && timex_word_is(r, i + 1, "evenings"))
		return set(h, i + 2, FOUND_SET, "XXXX-XX-XXTEV");
	if (!timex_word_is(r, i, "every") && !timex_word_is(r, i, "each"))
		return false;
	u = timex_word_unit(r, i + 1);
	return u != NULL && u->days > 0 && u->code[1] == '\0' &&
	    set(h, i + 2, FOUND_SET, "P1%s", u->code);
}

/* "earlier this week", "late last month", "early May". */
static bool
read_edge(const struct timex_reader *r, uint32_t i, struct hit *h)
{
	if (!timex_word_is(r, i, "early") && !timex_word_is(r, i, "late") &&
	    !timex_word_is(r, i, "earlier") && !timex_word_is(r, i, "later"))
		return false;
	return i + 1 < r->limit &&
	    (read_shifted(r, i + 1, h) || read_month(r, i + 1, h) ||
		(timex_word_year(r, i + 1) > 1800 && read_year(r, i + 1, h)));
}

static bool
try_all(const struct timex_reader *r, uint32_t i, struct hit *h)
{
	static read_fn *const readers[] = { read_edge, read_iso, read_clock,
		read_day_first, read_month, read_weekday, read_deictic,
		read_shifted, read_season, read_set, read_span, read_year };

	h->first = i;
	for (size_t k = 0; k < sizeof readers / sizeof readers[0]; k++)
		if (readers[k](r, i, h))
			return true;
	return false;
}

static void
keep(const struct text *t, const struct hit *h, struct found *f, uint32_t *cap)
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

/* Could an expression of time start here at all? */
static bool
worth(const struct token *k)
{
	return k->kind == TOKEN_NUMBER ||
	    (k->kind == TOKEN_WORD && (k->bits != 0 || k->size >= 5));
}

void
timex_find(const struct text *t, struct span published, struct found *f)
{
	struct timex_reader r = { .t = t };
	uint32_t cap = 16;
	struct hit h;

	r.dated = calendar_parse(published, &r.today);
	f->times = arena_alloc(t->arena, cap, sizeof *f->times);
	for (uint32_t s = 0; s < t->n_sentences; s++) {
		r.first = t->sentence[s].first;
		r.limit = t->sentence[s].last;
		for (uint32_t i = r.first; i < r.limit;) {
			if (f->n_times >= TIMES_MAX)
				return;
			if (worth(&t->token[i]) && try_all(&r, i, &h)) {
				keep(t, &h, f, &cap);
				i = h.last;
			} else {
				i++;
			}
		}
	}
}
