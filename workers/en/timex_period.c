/* timex_period.c -- periods of the calendar. */
#include "workers/en/timex_period.h"

#include "workers/calendar.h"
#include "workers/en/gloss.h"
#include "workers/en/number.h"
#include "workers/en/timex_date.h"
#include "workers/en/timex_tense.h"
#include "workers/token.h"

/* The year at i or behind "of": 2016, "this year"; 0: none. */
static int
year_of(const struct timex_reader *r, uint32_t i, uint32_t *last)
{
	uint32_t at = i + timex_word_is(r, i, "of");
	int y, m;

	*last = i;
	if (i < r->limit && r->t->token[i].mark == ',')
		at++;
	y = timex_date_year(r, at, last);
	if (y > 0)
		return y;
	*last = i;
	if (r->dated && timex_word_month(r, at) == 0 &&
	    timex_date_month(r, at, &y, &m, last) && m == 0)
		return y;
	*last = i;
	return 0;
}

/* "Q3", "H1": its letter and number; bytes of the token. */
static bool
code_at(const struct timex_reader *r, uint32_t i, char *letter, int *n)
{
	struct span s;

	if (i >= r->limit)
		return false;
	s = text_cut(r->t, i, i + 1);
	if (s.n != 2 || (s.p[0] != 'Q' && s.p[0] != 'H') || s.p[1] < '1' ||
	    s.p[1] > (s.p[0] == 'Q' ? '4' : '2'))
		return false;
	*letter = s.p[0];
	*n = s.p[1] - '0';
	return true;
}

/* The year of a quarter or half without one: the latest that has begun. */
static int
usual_year(const struct timex_reader *r, uint32_t i, char letter, int n)
{
	struct calendar_date now = calendar_date(r->today);
	int at = (now.month - 1) / (letter == 'Q' ? 3 : 6) + 1;

	return now.year - (n > at && !timex_tense_coming(r, i));
}

static bool
set_quarter(const struct timex_reader *r, uint32_t i, struct timex_hit *h,
    uint32_t last, char letter, int n)
{
	uint32_t end;
	int y = year_of(r, last, &end);

	if (y == 0 && !r->dated)
		return timex_hit_set(
		    h, last, FOUND_DATE, "XXXX-%c%d", letter, n);
	if (y == 0) {
		y = usual_year(r, i, letter, n);
		end = last;
	}
	return timex_hit_set(h, end, FOUND_DATE, "%04d-%c%d", y, letter, n);
}

/* "first", "4th", "final": which one at token i; 5: the last; 0: none. */
static int
nth_at(const struct timex_reader *r, uint32_t i)
{
	int n;

	if (i >= r->limit)
		return 0;
	if (timex_word_is(r, i, "last") || timex_word_is(r, i, "final"))
		return 99;
	if (gloss_is(r->t, i, GLOSS_ORDINAL))
		return (int)gloss_of(r->t, i)->value;
	n = timex_word_digits(r, i);
	return n > 0 && n < 32 && r->t->token[i].size > 2 ? n : 0;
}

/* "the third quarter of 2016", "fourth-quarter", "Q3 2016", "2016 H2". */
static bool
read_quarter(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i, unit;
	int y = timex_word_year(r, i), n;
	char letter;

	if (y > 0)
		at++;
	if (code_at(r, at, &letter, &n))
		return y > 0 ? timex_hit_set(h, at + 1, FOUND_DATE, "%04d-%c%d",
				   y, letter, n)
			     : set_quarter(r, i, h, at + 1, letter, n);
	at += timex_word_is(r, at, "the");
	n = nth_at(r, at);
	unit = at + 1 + number_hyphen(r->t, at + 1, r->limit);
	if (n == 0 || !timex_word_is(r, unit, "quarter") || n > 4)
		return false;
	if (y > 0)
		return timex_hit_set(h, unit + 1, FOUND_DATE, "%04d-Q%d", y, n);
	return set_quarter(r, i, h, unit + 1, 'Q', n);
}

/* The week with the nth Thursday of a month or year; 99: the last. */
static int32_t
nth_week(int year, int month, int n)
{
	int32_t from = calendar_days(year, month > 0 ? month : 1, 1), to, day;

	to = month == 0   ? calendar_days(year + 1, 1, 1)
	    : month == 12 ? calendar_days(year + 1, 1, 1)
			  : calendar_days(year, month + 1, 1);
	day = from + (3 - calendar_weekday(from) + 7) % 7;
	if (n != 99)
		return day + 7 * (n - 1);
	while (day + 7 < to)
		day += 7;
	return day;
}

/* "the third week of this month", "first week of 2015". */
static bool
read_nth_week(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i + timex_word_is(r, i, "the"), last;
	int n = nth_at(r, at), y, m = 0;

	if (!r->dated || n == 0 || !timex_word_is(r, at + 1, "week"))
		return false;
	at += 2;
	at += timex_word_is(r, at, "of") || timex_word_is(r, at, "in");
	return timex_date_month(r, at, &y, &m, &last) &&
	    timex_hit_week(h, last, nth_week(y, m, n));
}

/* The day that a nested date is; false: it is no day. */
static bool
day_of(const struct timex_hit *h, int32_t *day)
{
	return calendar_parse(
	    (struct span) { h->value, strlen(h->value) }, day);
}

/* "the week of Sept. 16", "the week starting on February 4", "w/c Feb 4". */
static bool
read_week_of(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	static const char *const words[] = { "of", "commencing", "starting",
		"beginning", "ending", NULL };
	uint32_t at = i + timex_word_is(r, i, "the");
	bool month = timex_word_is(r, at, "month");
	struct timex_hit d;
	int32_t day;

	if (!r->dated || !(month || timex_word_is(r, at, "week")) ||
	    at + 2 >= r->limit || !token_among(r->t, at + 1, words))
		return false;
	at += 2;
	at += timex_word_is(r, at, "on");
	if (timex_word_is(r, at, "the")) {
		struct calendar_date now = calendar_date(r->today);
		int n = timex_date_day(r, at + 1, &d.last);

		if (n == 0)
			return false;
		day = calendar_days(now.year, now.month, n);
	} else if (!timex_date_read(r, at, &d) || !day_of(&d, &day)) {
		return false;
	}
	if (month)
		return timex_hit_set(h, d.last, FOUND_DATE, "%04d-%02d",
		    calendar_date(day).year, calendar_date(day).month);
	return timex_hit_week(h, d.last, day);
}

/* "week 10", "year 247". */
static bool
read_numbered(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	struct number n;

	if (i + 1 >= r->limit || !r->dated)
		return false;
	if (timex_word_is(r, i, "week")) {
		int w = timex_word_digits(r, i + 1);

		return w >= 1 && w <= 53 && i == r->first &&
		    timex_hit_set(h, i + 2, FOUND_DATE, "%04d-W%02d",
			calendar_date(r->today).year, w);
	}
	return timex_word_is(r, i, "year") &&
	    number_read(r->t, i + 1, r->limit, &n) && !n.ordinal &&
	    !n.fraction && !n.vague && n.value > 99 && n.value < 2200 &&
	    timex_hit_set(h, n.last, FOUND_DATE, "%04d", (int)n.value);
}

/* What stands before a decade in digits; "the low-50s" are none. */
static bool
is_decades(const struct timex_reader *r, uint32_t i)
{
	static const char *const words[] = { "the", "in", "early", "late",
		"mid", "middle", NULL };

	return token_among(r->t, i, words) ||
	    (r->t->token[i].mark == '-' && i > r->first &&
		timex_word_is(r, i - 1, "mid"));
}

/* The decade at token i: "1970s", "70s", "seventies", "nineteen seventies";
 * 1970, or -1. */
static int
decade_at(const struct timex_reader *r, uint32_t i, uint32_t *last)
{
	struct span s = text_cut(r->t, i, i + 1);
	int v = 0;
	size_t n = 0;

	*last = i + 1;
	if (gloss_is(r->t, i, GLOSS_DECADE)) {
		v = (int)gloss_of(r->t, i)->value;
		return v == 10 ? -1 : v == 0 ? 2000 : 1900 + v;
	}
	if (timex_word_is(r, i, "nineteen") ||
	    timex_word_is(r, i, "eighteen")) {
		if (i + 1 >= r->limit || !gloss_is(r->t, i + 1, GLOSS_DECADE))
			return -1;
		*last = i + 2;
		return (timex_word_is(r, i, "nineteen") ? 1900 : 1800) +
		    (int)gloss_of(r->t, i + 1)->value;
	}
	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9' && n < 5)
		v = v * 10 + s.p[n++] - '0';
	if ((n != 2 && n != 4) || v % 10 != 0)
		return -1;
	/* "the low-50s", "$20s", "in her 20s" */
	if (n == 2 &&
	    !(i > r->first &&
		(is_decades(r, i - 1) ||
		    r->t->token[i - 1].kind == TOKEN_QUOTE)))
		return -1;
	if (n + 1 == s.n && s.p[n] == 's')
		return n == 4 ? v : v > 20 ? 1900 + v : 2000 + v;
	/* "1970's": a clitic behind it */
	if (n == s.n && i + 1 < r->limit &&
	    r->t->token[i + 1].kind == TOKEN_CLITIC &&
	    timex_word_is(r, i + 1, "'s") && (n == 4 || v > 20) &&
	    i > r->first && is_decades(r, i - 1)) {
		*last = i + 2;
		return n == 4 ? v : 1900 + v;
	}
	return -1;
}

/* "the 1970s", "the '40s", "the two thousands". */
static bool
read_decade(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	bool the = timex_word_is(r, i, "the");
	uint32_t at = i + the, last;
	int v;

	if (at < r->limit && r->t->token[at].kind == TOKEN_QUOTE)
		at++;
	if (at >= r->limit)
		return false;
	if (the && timex_word_is(r, at, "two") &&
	    timex_word_is(r, at + 1, "thousands"))
		return timex_hit_set(h, at + 2, FOUND_DATE, "200X");
	v = decade_at(r, at, &last);
	if (v < 0 || (at == i && gloss_is(r->t, at, GLOSS_DECADE)))
		return false;
	return timex_hit_set(h, last, FOUND_DATE, "%03dX", v / 10);
}

/* "15th century", "the twenty-first century". */
static bool
read_century(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i + timex_word_is(r, i, "the"), unit;
	struct number n;

	if (at >= r->limit || !number_read(r->t, at, r->limit, &n) ||
	    !n.ordinal || n.value < 1 || n.value > 22)
		return false;
	unit = n.last + number_hyphen(r->t, n.last, r->limit);
	return timex_word_is(r, unit, "century") &&
	    timex_hit_set(h, unit + 1, FOUND_DATE, "%02dXX", (int)n.value - 1);
}

/* "2016, nov", "2016 june", "June next year", "June of 1999". */
static bool
read_month_year(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i + 1, last;
	int y = timex_word_year(r, i), m = timex_word_month(r, i);

	if (y > 0 && at < r->limit) {
		at += r->t->token[at].mark == ',';
		m = timex_word_month(r, at);
		last = at + 1;
		if (m == 0 || timex_word_digits(r, last) > 0)
			return false;
	} else if (m == 0 || (y = year_of(r, at, &last)) == 0) {
		return false;
	}
	return timex_hit_set(h, last, FOUND_DATE, "%04d-%02d", y, m);
}

/* "summer of 2016", "the spring of nineteen seventy eight", "mid summer". */
static bool
read_season(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i + timex_word_is(r, i, "the"), last;
	const char *season;
	int y;

	at += timex_word_is(r, at, "mid");
	season = timex_word_season(r, at);
	if (season == NULL)
		return false;
	y = year_of(r, at + 1, &last);
	return y > 0 &&
	    timex_hit_set(h, last, FOUND_DATE, "%04d-%s", y, season);
}

/* "the week after next", "the year after the next". */
static bool
read_after_next(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t at = i + timex_word_is(r, i, "the");
	const struct timex_unit *u = timex_word_unit(r, at);

	if (u == NULL || !r->dated || !timex_word_is(r, at + 1, "after"))
		return false;
	at += 2;
	at += timex_word_is(r, at, "the");
	return timex_word_is(r, at, "next") && u->days > 1 &&
	    timex_hit_moved(r, h, at + 1, u, 2, false);
}

/* "earlier in the week", "later in the year". */
static bool
read_within(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	const struct timex_unit *u;

	if (!r->dated ||
	    !(timex_word_is(r, i, "earlier") || timex_word_is(r, i, "later") ||
		timex_word_is(r, i, "early") || timex_word_is(r, i, "late")) ||
	    !timex_word_is(r, i + 1, "in") || !timex_word_is(r, i + 2, "the"))
		return false;
	u = timex_word_unit(r, i + 3);
	return u != NULL && u->days > 1 && !timex_word_plural(r, i + 3) &&
	    timex_hit_moved(r, h, i + 4, u, 0, false);
}

/* "in nineteen twenty eight": a year in words. */
static bool
read_year_words(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	uint32_t last;
	int y;

	if (i == r->first || r->t->token[i].kind != TOKEN_WORD ||
	    !gloss_is(r->t, i, GLOSS_CARDINAL) ||
	    !(timex_word_is(r, i - 1, "in") ||
		timex_word_is(r, i - 1, "since")))
		return false;
	y = timex_date_year(r, i, &last);
	return y > 0 &&
	    (last >= r->limit || r->t->token[last].kind == TOKEN_MARK) &&
	    timex_hit_set(h, last, FOUND_DATE, "%04d", y);
}

bool
timex_period_read(const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	return read_quarter(r, i, h) || read_nth_week(r, i, h) ||
	    read_week_of(r, i, h) || read_after_next(r, i, h) ||
	    read_within(r, i, h) || read_century(r, i, h) ||
	    read_decade(r, i, h) || read_month_year(r, i, h) ||
	    read_season(r, i, h) || read_numbered(r, i, h) ||
	    read_year_words(r, i, h);
}
