/*
 * timex_span.h -- lengths of time, and the days that they reach: "three
 * weeks", "an hour and a half", "1 year 21 days", "all day", "a few months",
 * "10 days from now", "two weeks ago".
 */
#ifndef WORKERS_TIMEX_SPAN_H
#define WORKERS_TIMEX_SPAN_H

#include "workers/en/timex_hit.h"

bool timex_span_read(
    const struct timex_reader *r, uint32_t i, struct timex_hit *h);

#endif
