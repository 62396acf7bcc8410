/*
 * timex_clock.h -- hours and parts of the day: "5 p.m.", "8:30 a.m. EST
 * Thursday", "1530 GMT", "noon", "this morning", "Friday night", "the evening".
 *
 * They are of the day that stands beside them or soon behind, else of the one
 * that was told last in their sentence or right before it, else of the day of
 * publication.
 */
#ifndef WORKERS_TIMEX_CLOCK_H
#define WORKERS_TIMEX_CLOCK_H

#include "workers/en/timex_hit.h"

bool timex_clock_read(
    const struct timex_reader *r, uint32_t i, struct timex_hit *h);

/* "in the morning", "overnight": without anything that says which. */
bool timex_clock_part(
    const struct timex_reader *r, uint32_t i, struct timex_hit *h);

/* A day that ends before token i, with the part of it that stands there, as
 * in "Friday night". */
bool timex_clock_day(
    const struct timex_reader *r, struct timex_hit *h, uint32_t i, int32_t day);

/* The part that token i names ("TMO"), or NULL. */
const char *timex_clock_name(const struct timex_reader *r, uint32_t i);

#endif
