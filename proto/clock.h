/*
 * clock.h -- time, injected: nothing below a role's main loop asks the
 * system for it.
 */
#ifndef PROTO_CLOCK_H
#define PROTO_CLOCK_H

#include <stddef.h>
#include <stdint.h>

/* Milliseconds of a clock that never goes back; for leases and timeouts. */
int64_t clock_mono_ms(void);

/* Milliseconds since 1970-01-01T00:00:00Z; for records. */
int64_t clock_wall_ms(void);

/* RFC 3339 in UTC with milliseconds, "2026-01-02T03:04:05.678Z". */
#define CLOCK_TEXT_MAX 32
const char *clock_rfc3339(int64_t wall_ms, char out[CLOCK_TEXT_MAX]);

#endif
