/* timex_holiday.c -- holidays. */
#include "workers/en/timex_holiday.h"

#include <stdlib.h>

#include "workers/calendar.h"
#include "workers/token.h"

#define WORDS 3 /* of a name, at most */

/* month 0: day counts from Easter; nth > 0: the nth weekday of the month (5:
 * its last), else the day. */
struct holiday {
	const char *word[WORDS];
	int8_t month, day, nth, weekday; /* weekday: 1 Monday */
};

/* Longer names first. */
static const struct holiday holidays[] = {
	{ { "christmas", "eve" }, 12, 24, 0, 0 },
	{ { "christmas", "day" }, 12, 25, 0, 0 },
	{ { "christmas" }, 12, 25, 0, 0 },
	{ { "boxing", "day" }, 12, 26, 0, 0 },
	{ { "new", "year", "'s" }, 1, 1, 0, 0 },
	{ { "new", "year", "’s" }, 1, 1, 0, 0 },
	{ { "epiphany" }, 1, 6, 0, 0 },
	{ { "groundhog", "day" }, 2, 2, 0, 0 },
	{ { "halloween" }, 10, 31, 0, 0 },
	{ { "fourth", "of", "july" }, 7, 4, 0, 0 },
	{ { "july", "fourth" }, 7, 4, 0, 0 },
	{ { "independence", "day" }, 7, 4, 0, 0 },
	{ { "canada", "day" }, 7, 1, 0, 0 },
	{ { "bastille", "day" }, 7, 14, 0, 0 },
	{ { "cinco", "de", "mayo" }, 5, 5, 0, 0 },
	{ { "earth", "day" }, 4, 22, 0, 0 },
	{ { "anzac", "day" }, 4, 25, 0, 0 },
	{ { "australia", "day" }, 1, 26, 0, 0 },
	{ { "flag", "day" }, 6, 14, 0, 0 },
	{ { "veterans", "day" }, 11, 11, 0, 0 },
	{ { "remembrance", "day" }, 11, 11, 0, 0 },
	{ { "armistice", "day" }, 11, 11, 0, 0 },
	{ { "labor", "day" }, 9, 0, 1, 1 },
	{ { "labour", "day" }, 9, 0, 1, 1 },
	{ { "memorial", "day" }, 5, 0, 5, 1 },
	{ { "columbus", "day" }, 10, 0, 2, 1 },
	{ { "thanksgiving", "day" }, 11, 0, 4, 4 },
	{ { "thanksgiving" }, 11, 0, 4, 4 },
	{ { "easter", "sunday" }, 0, 0, 0, 0 },
	{ { "easter", "monday" }, 0, 1, 0, 0 },
	{ { "easter" }, 0, 0, 0, 0 },
	{ { "good", "friday" }, 0, -2, 0, 0 },
	{ { "palm", "sunday" }, 0, -7, 0, 0 },
	{ { "ash", "wednesday" }, 0, -46, 0, 0 },
	{ { "maundy", "thursday" }, 0, -3, 0, 0 },
	{ { "mardi", "gras" }, 0, -47, 0, 0 },
	{ { "pentecost" }, 0, 49, 0, 0 },
};

static int32_t
easter(int y)
{
	int a = y % 19, b = y / 100, c = y % 100;
	int g = (8 * b + 13) / 25;
	int h = (19 * a + b - b / 4 - g + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return calendar_days(y, n / 31, n % 31 + 1);
}

static int32_t
day_in(const struct holiday *d, int year)
{
	int32_t first, day;

	if (d->month == 0)
		return easter(year) + d->day;
	if (d->nth == 0)
		return calendar_days(year, d->month, d->day);
	first = calendar_days(year, d->month, 1);
	day = first + (d->weekday - 1 - calendar_weekday(first) + 7) % 7 +
	    7 * (d->nth - 1);
	return calendar_date(day).month == d->month ? day : day - 7;
}

/* Names of days are written with a capital: "easter eggs" are none. */
static const struct holiday *
name_at(const struct timex_reader *r, uint32_t i, uint32_t *last)
{
	if (i >= r->limit || !r->t->token[i].capital)
		return NULL;
	for (size_t k = 0; k < sizeof holidays / sizeof holidays[0]; k++) {
		const struct holiday *d = &holidays[k];
		uint32_t n = 0;

		while (n < WORDS && d->word[n] != NULL &&
		    timex_word_is(r, i + n, d->word[n]))
			n++;
		if (n < WORDS && d->word[n] != NULL)
			continue;
		*last = i + n;
		return d;
	}
	return NULL;
}

/* The one nearest to today, rather past than to come. */
static int32_t
nearest(const struct timex_reader *r, const struct holiday *d)
{
	int now = calendar_date(r->today).year;
	int32_t best = day_in(d, now);

	for (int y = now - 1; y <= now + 1; y += 2)
		if (abs(day_in(d, y) - r->today) < abs(best - r->today))
			best = day_in(d, y);
	return best;
}

/* "New Year's Eve" is the day before; "New Year's Day". */
static bool
is_new_year(const struct holiday *d)
{
	return d->month == 1 && d->day == 1;
}

bool
timex_holiday_read(
    const struct timex_reader *r, uint32_t i, struct timex_hit *h)
{
	int n = 0, year;
	uint32_t at = i + timex_word_shift(r, i, &n), last;
	const struct holiday *d = name_at(r, at, &last);
	int32_t day;

	if (d == NULL || !r->dated)
		return false;
	year = timex_word_year(r, last);
	day = year > 0 ? day_in(d, year) : nearest(r, d);
	last += year > 0;
	if (at > i && n < 0 && day >= r->today)
		day = day_in(d, calendar_date(r->today).year - 1);
	if (at > i && n > 0 && day <= r->today)
		day = day_in(d, calendar_date(r->today).year + 1);
	if (is_new_year(d) && timex_word_is(r, last, "eve")) {
		year = timex_word_year(r, last + 1);
		return timex_hit_day(h, last + 1 + (year > 0),
		    year > 0 ? calendar_days(year, 12, 31) : day - 1);
	}
	last += is_new_year(d) && timex_word_is(r, last, "day");
	return timex_hit_day(h, last, day);
}
