/* timex_hit.c -- values of times. */
#include "workers/en/timex_hit.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "workers/calendar.h"
#include "workers/en/timex_tense.h"
#include "workers/token.h"

bool
timex_hit_set(struct timex_hit *h, uint32_t last, enum found_timex type,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(h->value, sizeof h->value, fmt, ap);
	va_end(ap);
	h->last = last;
	h->type = type;
	return true;
}

bool
timex_hit_day(struct timex_hit *h, uint32_t last, int32_t day)
{
	struct calendar_date d = calendar_date(day);

	return timex_hit_set(
	    h, last, FOUND_DATE, "%04d-%02d-%02d", d.year, d.month, d.day);
}

bool
timex_hit_week(struct timex_hit *h, uint32_t last, int32_t day)
{
	int year, week;

	calendar_week(day, &year, &week);
	return timex_hit_set(h, last, FOUND_DATE, "%04d-W%02d", year, week);
}

/* By the verb: "reopened in April" in March is last year's. */
static int
by_verb(const struct timex_reader *r, uint32_t i, int year, int month, int day)
{
	enum timex_tense tense = timex_tense(r, i, TIMEX_TENSE_NEAR);

	if (tense == TIMEX_PAST && calendar_days(year, month, day) > r->today)
		return year - 1;
	return tense == TIMEX_COMING &&
		calendar_days(year, month, day > 1 ? day : 28) < r->today
	    ? year + 1
	    : year;
}

int
timex_hit_year(const struct timex_reader *r, uint32_t i, int month, int day)
{
	int now = calendar_date(r->today).year, best = now;
	int32_t least = INT32_MAX;

	for (int y = now - 1; y <= now + 1; y++) {
		int32_t d = calendar_days(y, month, day > 0 ? day : 15) -
		    r->today;

		/* A month by itself is rather past than to come, and so
		 * is a day that is far. */
		if (d > (day == 0 ? 45 : 120))
			d += 180;
		if (abs(d) < least) {
			least = abs(d);
			best = y;
		}
	}
	return by_verb(r, i, best, month, day > 0 ? day : 1);
}

/* Today moved by n months, as "2025-05". */
static bool
set_month(
    const struct timex_reader *r, struct timex_hit *h, uint32_t last, int n)
{
	struct calendar_date d = calendar_date(r->today);
	int m = d.year * 12 + d.month - 1 + n;

	return timex_hit_set(
	    h, last, FOUND_DATE, "%04d-%02d", m / 12, m % 12 + 1);
}

/* Today moved by n units, with that unit's granularity. */
bool
timex_hit_moved(const struct timex_reader *r, struct timex_hit *h,
    uint32_t last, const struct timex_unit *u, int n, bool exact)
{
	int year, week;

	switch (u->code[0]) {
	case 'D':
		if (u->code[1] == 'E')
			return timex_hit_set(h, last, FOUND_DATE, "%03dX",
			    (calendar_date(r->today).year + 10 * n) / 10);
		return timex_hit_day(h, last, r->today + n);
	case 'W':
		if (exact)
			return timex_hit_day(h, last, r->today + 7 * n);
		calendar_week(r->today + 7 * n, &year, &week);
		return timex_hit_set(h, last, FOUND_DATE, "%04d-W%02d%s", year,
		    week, u->code[1] == 'E' ? "-WE" : "");
	case 'M':
		return set_month(r, h, last, n);
	case 'Q':
		week = calendar_date(r->today).year * 4 +
		    (calendar_date(r->today).month - 1) / 3 + n;
		return timex_hit_set(
		    h, last, FOUND_DATE, "%04d-Q%d", week / 4, week % 4 + 1);
	case 'Y':
		return timex_hit_set(h, last, FOUND_DATE, "%04d",
		    calendar_date(r->today).year + n);
	default:
		return false;
	}
}
