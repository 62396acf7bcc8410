/*
 * timex_period.h -- weeks, months, quarters, halves, seasons, decades and
 * centuries by their number or place: "the third quarter of 2016", "Q3", "the
 * last week of July", "the week of Sept. 16", "the 1970s", "15th century",
 * "2016, Nov.", "June next year".
 */
#ifndef WORKERS_TIMEX_PERIOD_H
#define WORKERS_TIMEX_PERIOD_H

#include "workers/en/timex_hit.h"

bool timex_period_read(
    const struct timex_reader *r, uint32_t i, struct timex_hit *h);

#endif
