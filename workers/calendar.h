/*
 * calendar.h -- days of the proleptic Gregorian calendar, counted from
 * 1970-01-01 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms").
 */
#ifndef WORKERS_CALENDAR_H
#define WORKERS_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/span.h"

struct calendar_date {
	int year, month, day; /* 1 to 12, 1 to 31 */
};

int32_t calendar_days(int year, int month, int day);
struct calendar_date calendar_date(int32_t days);

/* 0 Monday to 6 Sunday. */
int calendar_weekday(int32_t days);

/* The ISO 8601 week and the year it belongs to. */
void calendar_week(int32_t days, int *year, int *week);

/* The day that s ("2025-06-05", or a time on it) begins with: the day as
 * written, on the writer's own calendar. */
bool calendar_parse(struct span s, int32_t *days);

#endif
