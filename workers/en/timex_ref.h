/*
 * timex_ref.h -- times that stand by themselves or hang on another: "nowadays",
 * "years ago", "for months", "every Tuesday", "the first half of 1998", "the
 * day before".  Adverbs that say no more than an order ("recently", "later",
 * "soon") are none.
 *
 * Values after TIMEX3 (Saurí et al., TimeML annotation guidelines 1.2.1,
 * 2006): PAST_REF, PRESENT_REF, FUTURE_REF where no day is meant, XXXX-WXX-2
 * for every Tuesday, PXY for "years".
 */
#ifndef WORKERS_TIMEX_REF_H
#define WORKERS_TIMEX_REF_H

#include "workers/en/timex_hit.h"

bool timex_ref_read(
    const struct timex_reader *r, uint32_t i, struct timex_hit *h);

#endif
