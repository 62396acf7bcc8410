/*
 * timex_holiday.h -- holidays by name, as days of the calendar.
 *
 * Easter after the algorithm of Meeus, Jones and Butcher (J. Meeus,
 * "Astronomical Algorithms", 1991, chapter 8), Gregorian.
 */
#ifndef WORKERS_TIMEX_HOLIDAY_H
#define WORKERS_TIMEX_HOLIDAY_H

#include "workers/en/timex_hit.h"

/* "Christmas Eve", "Thanksgiving 1997", "last Easter": the day named in the
 * year that is said, else in the one that brings it nearest to today. */
bool timex_holiday_read(
    const struct timex_reader *r, uint32_t i, struct timex_hit *h);

#endif
