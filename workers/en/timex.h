/*
 * timex.h -- expressions of time, resolved on the day of publication: dates,
 * weekdays, months, years, "last week", "10 days from now"; values as in
 * TIMEX3 (TimeML 1.2.1, Saurí et al. 2006).
 */
#ifndef WORKERS_TIMEX_H
#define WORKERS_TIMEX_H

#include "workers/text.h"

/* Fill f->times, in text order; published: RFC 3339 or a date, or empty. */
void timex_find(const struct text *t, struct span published, struct found *f);

#endif
