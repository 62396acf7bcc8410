/*
 * lag.h -- how long articles took from accepted to committed: percentiles of
 * the last minute, and a histogram of all for Prometheus.
 *
 * Buckets rise by an eighth of a power of two, as HdrHistogram's do: what is
 * told is at most an eighth over the truth.  Its size is fixed, about 60 KB.
 */
#ifndef SINK_LAG_H
#define SINK_LAG_H

#include <stdbool.h>
#include <stdint.h>

#define LAG_SECONDS 60 /* what percentiles are of */
#define LAG_STEPS   14 /* bounds of the histogram of all */

struct lag;

struct lag *lag_new(void);
void lag_free(struct lag *l); /* NULL is harmless */

/* One article took so long; below 0 (clocks that differ) counts as 0. */
void lag_add(struct lag *l, int64_t ms);
/* So many seconds have passed. */
void lag_pass(struct lag *l, int64_t seconds);

/* The smallest time that a share (0 to 1) of the last minute's articles did
 * not exceed; false when there was none. */
bool lag_percentile(const struct lag *l, double share, int64_t *ms);

/* Of all since the start. */
struct lag_total {
	uint64_t n;
	uint64_t below[LAG_STEPS]; /* at most lag_step_ms[i] */
	uint64_t sum_ms;
};
extern const int64_t lag_step_ms[LAG_STEPS];
const struct lag_total *lag_total(const struct lag *l);

#endif
