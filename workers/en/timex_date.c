/* timex_date.c -- days of the calendar. */
#include "workers/en/timex_date.h"

#include "workers/calendar.h"
#include "workers/en/gloss.h"
#include "workers/en/number.h"
#include "workers/en/number_word.h"
#include "workers/token.h"

int
timex_date_day(const struct timex_reader *r, uint32_t i, uint32_t *last)
{
	int d = timex_word_digits(r, i);
	struct number n;

	*last = i + 1;
	if (d >= 0)
		return d <= 31 ? d : 0;
	if (i >= r->limit || !gloss_is(r->t, i, GLOSS_CARDINAL | GLOSS_ORDINAL))
		return 0;
	if (!number_read(r->t, i, r->limit, &n)) {
		return 0;
	} else if (!n.ordinal && n.fraction) {
		return 0;
	}
	*last = n.last;
	return n.value >= 1 && n.value <= 31 ? (int)n.value : 0;
}

int
timex_date_year(const struct timex_reader *r, uint32_t i, uint32_t *last)
{
	struct number_word a, b;
	int y = timex_word_year(r, i);

	*last = i + 1;
	if (y > 0)
		return y;
	if (i >= r->limit || !number_word_cardinal(r->t, i, r->limit, &a))
		return 0;
	*last = a.last;
	if (a.value >= 1000 && a.value < 2200)
		return (int)a.value;
	if (a.value < 13 || a.value > 20 || a.last >= r->limit ||
	    !number_word_cardinal(r->t, a.last, r->limit, &b) ||
	    b.value >= 100 || (b.value > 0 && b.value < 10))
		return 0;
	*last = b.last;
	if (b.value == 0) {
		if (!number_word_cardinal(r->t, b.last, r->limit, &b) ||
		    b.value >= 10)
			return 0;
		*last = b.last;
	}
	return (int)a.value * 100 + (int)b.value;
}

/* A year behind a day and month, perhaps after a comma; 0: none. */
static int
year_behind(const struct timex_reader *r, uint32_t i, uint32_t *last)
{
	uint32_t at;
	int y = timex_date_year(r, i, &at);

	if (y == 0 && i + 1 < r->limit && r->t->token[i].mark == ',')
		y = timex_date_year(r, i + 1, &at);
	*last = y > 0 ? at : i;
	return y;
}

/* The year, where none is said, by the verb that token i hangs on. */
static bool
set_date(const struct timex_reader *r, uint32_t i, struct timex_hit *h,
    uint32_t last, int year, int month, int day)
{
	if (year == 0 && !r->dated)
		return timex_hit_set(
		    h, last, FOUND_DATE, "XXXX-%02d-%02d", month, day);
	if (year == 0)
		year = timex_hit_year(r, i, month, day);
	if (day == 29 && month == 2)
		while (year % 4 != 0)
			year++;
	return timex_hit_set(
	    h, last, FOUND_DATE, "%04d-%02d-%02d", year, month, day);
}

bool
timex_date_month(const struct timex_reader *r, uint32_t i, int *year,
    int *month, uint32_t *last)
{
	struct calendar_date now;
	uint32_t at;
	int n, m;

	if (!r->dated)
		return false;
	*month = timex_word_month(r, i);
	*last = i + 1;
	if (*month > 0) {
		at = i + 1 + timex_word_is(r, i + 1, "of");
		*year = timex_date_year(r, at, &at);
		if (*year > 0)
			*last = at;
		else
			*year = timex_hit_year(r, i, *month, 0);
		return true;
	}
	*year = timex_date_year(r, i, last);
	if (*year > 0)
		return true;
	if (!timex_word_shift(r, i, &n))
		return false;
	*last = i + 2;
	now = calendar_date(r->today);
	m = now.year * 12 + now.month - 1 + n;
	if (timex_word_is(r, i + 1, "month")) {
		*year = m / 12;
		*month = m % 12 + 1;
		return true;
	}
	*year = now.year + n;
	return timex_word_is(r, i + 1, "year");
}

/* "second of Aug.", "6 May 2025", "20th of next month", "16. Nov. 2016". */
static bool
read_day_first(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i + timex_word_is(r, i, "the"), name;
	int d = timex_date_day(r, at, &at), m, y;
	bool of;

	if (d == 0 || at >= r->limit)
		return false;
	of = timex_word_is(r, at, "of");
	if (of || r->t->token[at].mark == '.')
		at++;
	name = at;
	m = timex_word_month(r, name);
	if (m > 0) {
		y = year_behind(r, at + 1, &at);
		return (y > 0 || r->dated) && set_date(r, name, h, at, y, m, d);
	}
	if (!of || !timex_date_month(r, at, &y, &m, &at) || m == 0)
		return false;
	return set_date(r, name, h, at, y, m, d);
}

/* "May 6, 2025", "Oct-2", "May twenty-first", "September the tenth". */
static bool
read_month_first(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	int m = timex_word_month(r, i), d, y;
	uint32_t at = i + 1;

	if (m == 0 || at >= r->limit)
		return false;
	if (r->t->token[at].mark == '-' || r->t->token[at].mark == '/' ||
	    r->t->token[at].mark == '.' || timex_word_is(r, at, "the"))
		at++;
	if (at >= r->limit || r->t->token[at].para)
		return false;
	d = timex_date_day(r, at, &at);
	/* "May 50 people", "in May 2 million": no day */
	if (d == 0 ||
	    (at < r->limit &&
		(gloss_is(r->t, at, GLOSS_SCALE) ||
		    r->t->token[at].mark == '%')))
		return false;
	y = year_behind(r, at, &at);
	return set_date(r, i, h, at, y, m, d);
}

/* ---- in digits: bytes, since tokens cut them differently ---- */

struct digits {
	int v[3];
	int len[3];
	int n;
	char sep;
	size_t size;
};

static bool
scan(struct span s, struct digits *d)
{
	size_t i = 0;

	*d = (struct digits) { .n = 0 };
	while (d->n < 3) {
		int v = 0, len = 0;
		size_t at = i;

		for (; at < s.n && s.p[at] >= '0' && s.p[at] <= '9' && len < 5;
		     at++, len++)
			v = v * 10 + s.p[at] - '0';
		if (len == 0 || len > 4)
			break;
		d->v[d->n] = v;
		d->len[d->n++] = len;
		i = d->size = at;
		while (i < s.n && s.p[i] == ' ')
			i++;
		if (i >= s.n || strchr("/-.", s.p[i]) == NULL ||
		    (d->sep != 0 && s.p[i] != d->sep))
			break;
		d->sep = s.p[i++];
		while (i < s.n && s.p[i] == ' ')
			i++;
	}
	return d->n > 1 &&
	    (d->size >= s.n ||
		(strchr("/-", s.p[d->size]) == NULL &&
		    !(s.p[d->size] >= '0' && s.p[d->size] <= '9')));
}

static bool
is_month_day(int m, int d)
{
	return m >= 1 && m <= 12 && d >= 1 && d <= 31;
}

/* Day and month, the American way unless that cannot be. */
static bool
order(int a, int b, int *m, int *d)
{
	*m = a <= 12 ? a : b;
	*d = a <= 12 ? b : a;
	return is_month_day(*m, *d);
}

static bool
set_three(const struct timex_reader *r, struct timex_hit *h, uint32_t last,
    const struct digits *d)
{
	int y = d->v[2], m = d->v[0], day = d->v[1];

	if (d->len[0] == 4) {
		y = d->v[0], m = d->v[1], day = d->v[2];
	} else {
		if (d->len[2] != 2 && d->len[2] != 4)
			return false;
		if (d->sep == '.')
			m = d->v[1], day = d->v[0];
		else if (!order(d->v[0], d->v[1], &m, &day))
			return false;
		if (d->len[2] == 2)
			y += y < 50 ? 2000 : 1900;
	}
	return y >= 1000 && y < 2200 && is_month_day(m, day) &&
	    set_date(r, last - 1, h, last, y, m, day);
}

/* Two numbers are a date only where a date is expected: 9/11 and 24/7 are
 * names, 1-2 a score, 2010-11 a season. */
static bool
set_two(const struct timex_reader *r, uint32_t i, struct timex_hit *h,
    uint32_t last, const struct digits *d)
{
	bool on = i > r->first &&
	    (timex_word_is(r, i - 1, "on") || timex_word_is(r, i - 1, "in"));
	int m, day;

	if (d->len[0] == 4 || d->len[1] == 4) {
		int y = d->len[0] == 4 ? d->v[0] : d->v[1];

		m = d->len[0] == 4 ? d->v[1] : d->v[0];
		return y >= 1900 && y < 2100 && m >= 1 && m <= 12 &&
		    (d->len[0] != 4 || m != (y + 1) % 100) &&
		    timex_hit_set(h, last, FOUND_DATE, "%04d-%02d", y, m);
	}
	if (!order(d->v[0], d->v[1], &m, &day) || d->len[0] > 2 ||
	    d->len[1] > 2)
		return false;
	if (d->sep == '/' ? day <= 12 || (day == 24 && m == 7)
			  : !on || day <= 12)
		return false;
	/* "1/16 of": a fraction; "by 4.22 points": a number */
	if (last < r->limit &&
	    (timex_word_is(r, last, "of") || r->t->token[last].mark == '%' ||
		(d->sep != '/' && r->t->token[last].kind == TOKEN_WORD)))
		return false;
	return set_date(r, i, h, last, 0, m, day);
}

static bool
read_digits(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	const struct text *t = r->t;
	size_t at = t->token[i].at, end;
	struct digits d;
	uint32_t last = i;
	struct span s;

	if (t->token[i].kind != TOKEN_NUMBER ||
	    (i > r->first && t->token[i - 1].mark == '$'))
		return false;
	end = t->token[r->limit - 1].at + t->token[r->limit - 1].size;
	s = (struct span) { t->bytes.p + at, end - at };
	if (s.n > 24)
		s.n = 24;
	if (!scan(s, &d))
		return false;
	while (last + 1 < r->limit &&
	    t->token[last].at + t->token[last].size < at + d.size)
		last++;
	if (t->token[last].at + t->token[last].size != at + d.size)
		return false;
	return d.n == 3 ? set_three(r, h, last + 1, &d)
			: set_two(r, i, h, last + 1, &d);
}

/* ---- by the days around ---- */

/* "the 27th", "on the 27" with nothing that it counts. */
static bool
read_day_alone(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i + timex_word_is(r, i, "the");
	struct calendar_date now;
	bool for_it, suffix, ends;
	int d;

	if (!r->dated || i == r->first)
		return false;
	for_it = timex_word_is(r, i - 1, "on") ||
	    timex_word_is(r, i - 1, "for");
	if (!for_it &&
	    !(at > i &&
		(timex_word_is(r, i - 1, "until") ||
		    timex_word_is(r, i - 1, "by"))))
		return false;
	suffix = r->t->token[at].kind == TOKEN_NUMBER &&
	    timex_word_digits(r, at) > 0 && r->t->token[at].size > 2;
	if (at == i && !timex_word_is(r, i - 1, "on"))
		return false;
	d = timex_date_day(r, at, &at);
	ends = at >= r->limit || r->t->token[at].kind == TOKEN_MARK ||
	    (suffix && r->t->token[at].pos != UD_NOUN &&
		r->t->token[at].pos != UD_ADJ &&
		r->t->token[at].pos != UD_PROPN);
	if (d == 0 || !ends ||
	    (at < r->limit && strchr("-%$/:", r->t->token[at].mark) != NULL &&
		r->t->token[at].mark != 0))
		return false;
	now = calendar_date(r->today);
	return timex_hit_set(
	    h, at, FOUND_DATE, "%04d-%02d-%02d", now.year, now.month, d);
}

/* "Friday the 15th". */
static bool
read_weekday_the(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	struct calendar_date now;
	uint32_t at;
	int d;

	if (!r->dated || timex_word_weekday(r, i) == 0 ||
	    !timex_word_is(r, i + 1, "the"))
		return false;
	d = timex_date_day(r, i + 2, &at);
	now = calendar_date(r->today);
	return d > 0 &&
	    timex_hit_set(
		h, at, FOUND_DATE, "%04d-%02d-%02d", now.year, now.month, d);
}

/* "the first Friday of July", "second Sunday". */
static bool
read_nth_weekday(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i + timex_word_is(r, i, "the"), last;
	struct calendar_date now;
	int nth, w, y, m;
	int32_t day;

	if (!r->dated || at >= r->limit || !gloss_is(r->t, at, GLOSS_ORDINAL))
		return false;
	nth = (int)gloss_of(r->t, at)->value;
	w = timex_word_weekday(r, at + 1);
	if (w == 0 || nth > 5)
		return false;
	now = calendar_date(r->today);
	y = now.year;
	m = now.month;
	last = at + 2;
	if (timex_word_is(r, last, "of") || timex_word_is(r, last, "in")) {
		if (!timex_date_month(r, last + 1, &y, &m, &last) || m == 0)
			return false;
	}
	day = calendar_days(y, m, 1);
	day += (w - 1 - calendar_weekday(day) + 7) % 7 + 7 * (nth - 1);
	return timex_hit_day(h, last, day);
}

/* "the day after tomorrow", "the day before yesterday". */
static bool
read_day_after(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i + timex_word_is(r, i, "the");

	if (!r->dated || !timex_word_is(r, at, "day"))
		return false;
	if (timex_word_is(r, at + 1, "before") &&
	    timex_word_is(r, at + 2, "yesterday"))
		return timex_hit_day(h, at + 3, r->today - 2);
	return timex_word_is(r, at + 1, "after") &&
	    (timex_word_is(r, at + 2, "tomorrow") ||
		timex_word_is(r, at + 2, "tmrw")) &&
	    timex_hit_day(h, at + 3, r->today + 2);
}

/* "next week Sunday", "Friday next week", "Sunday of next week". */
static bool
read_weekday_of_week(
    const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	int w = timex_word_weekday(r, i), n;
	uint32_t at = i + 1;
	int32_t monday = r->today - calendar_weekday(r->today);

	if (!r->dated)
		return false;
	if (w > 0) {
		at += timex_word_is(r, at, "of");
		if (!timex_word_shift(r, at, &n) ||
		    !timex_word_is(r, at + 1, "week"))
			return false;
		return timex_hit_day(h, at + 2, monday + 7 * n + w - 1);
	}
	if (!timex_word_shift(r, i, &n) || !timex_word_is(r, i + 1, "week"))
		return false;
	at = i + 2 + timex_word_is(r, i + 2, "on");
	w = timex_word_weekday(r, at);
	return w > 0 && timex_hit_day(h, at + 1, monday + 7 * n + w - 1);
}

/* "Tuesday, May 6, 2025", "Wed, 22 of Jan". */
static bool
read_weekday_date(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i + 1;

	if (timex_word_weekday(r, i) == 0 || at >= r->limit)
		return false;
	at += r->t->token[at].mark == ',';
	return read_month_first(r, at, h) || read_day_first(r, at, h);
}

bool
timex_date_read(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	return read_weekday_date(r, i, h) || read_weekday_the(r, i, h) ||
	    read_weekday_of_week(r, i, h) || read_day_first(r, i, h) ||
	    read_month_first(r, i, h) || read_digits(r, i, h) ||
	    read_nth_weekday(r, i, h) || read_day_after(r, i, h) ||
	    read_day_alone(r, i, h);
}
