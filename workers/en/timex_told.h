/*
 * timex_told.h -- times that hang on one told before: "that year", "the same
 * day", "the following week", "the next morning", "two days later".
 *
 * The nearest date before, of whatever size, is what they mean, if it is one
 * of the last TIMEX_TOLD_REACH tokens.
 */
#ifndef WORKERS_TIMEX_TOLD_H
#define WORKERS_TIMEX_TOLD_H

#include "workers/en/timex_hit.h"

#define TIMEX_TOLD_REACH 150

/* What was just read is what later ones may hang on. */
void timex_told_note(struct timex_reader *r, const struct timex_hit *h);

/* Is there one for token i? *day is its first day. */
bool timex_told_day(const struct timex_reader *r, uint32_t i, int32_t *day);

bool timex_told_read(
    const struct timex_reader *r, uint32_t i, struct timex_hit *h);

#endif
