/*
 * when.h -- times as outlets give them, as moments: RFC 3339 date-times with
 * their offset (section 5.6, "T" and "t" or a space alike), and full dates.
 */
#ifndef SINK_WHEN_H
#define SINK_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/clock.h"
#include "proto/span.h"

/*
 * Milliseconds since 1970-01-01T00:00:00Z; a date alone is its midnight in
 * UTC.  False when s is no such time.  Years 0001 to 9999.
 */
bool when_parse(struct span s, int64_t *ms);

/*
 * When an article was seen: `published` as it was given, or, when that is
 * absent or no time, the moment of its commit, written into at.
 */
struct span when_seen(struct span published, int64_t committed_ms,
    char at[CLOCK_TEXT_MAX], int64_t *ms);

#endif
