/*
 * timex_hit.h -- one expression of time as it is read: where it ends, and its
 * value; what values are made by arithmetic on the day of publication.
 */
#ifndef WORKERS_TIMEX_HIT_H
#define WORKERS_TIMEX_HIT_H

#include "workers/en/timex_word.h"

struct timex_hit {
	uint32_t first, last; /* tokens, last exclusive */
	enum found_timex type;
	char value[32];
};

/* Set all but first; always true, for a reader to return. */
bool timex_hit_set(struct timex_hit *h, uint32_t last, enum found_timex type,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* A day; the ISO week that a day is in. */
bool timex_hit_day(struct timex_hit *h, uint32_t last, int32_t day);
bool timex_hit_week(struct timex_hit *h, uint32_t last, int32_t day);

/* Today moved by n units, at that unit's precision; exact: "two weeks ago" is
 * a day, "last week" a week.  False for units shorter than a day. */
bool timex_hit_moved(const struct timex_reader *r, struct timex_hit *h,
    uint32_t last, const struct timex_unit *u, int n, bool exact);

/* The year in which month (and day, or 0) is nearest to today, unless the verb
 * that token i hangs on says that it is past, or to come. */
int timex_hit_year(
    const struct timex_reader *r, uint32_t i, int month, int day);

#endif
