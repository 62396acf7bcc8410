/*
 * timex_date.h -- days of the calendar in all the ways of writing them:
 * "6 May 2025", "second of Aug.", "02/22/2016", "2016-11", "the 27th", "Friday
 * the 15th", "the first Friday of July", "the day after tomorrow"; years in
 * words.
 */
#ifndef WORKERS_TIMEX_DATE_H
#define WORKERS_TIMEX_DATE_H

#include "workers/en/timex_hit.h"

bool timex_date_read(
    const struct timex_reader *r, uint32_t i, struct timex_hit *h);

/* The day of a month, "6", "21st", "twenty-first", at token i: 1 to 31; 0:
 * none.  *last is the token after it. */
int timex_date_day(const struct timex_reader *r, uint32_t i, uint32_t *last);

/* A year in digits or words ("nineteen seventy eight"); 0: none. */
int timex_date_year(const struct timex_reader *r, uint32_t i, uint32_t *last);

/* A month with a year or a word that moves it ("July", "June 2016", "next
 * month", "this year" with *month 0); false: none. */
bool timex_date_month(const struct timex_reader *r, uint32_t i, int *year,
    int *month, uint32_t *last);

#endif
