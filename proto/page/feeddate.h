/*
 * feeddate.h -- dates as feeds have them, as RFC 3339 with the offset they
 * came with: RFC 822/2822 ("Thu, 01 Jan 2004 19:48:21 GMT", with the zone
 * names of section 4.3), ISO 8601 and its W3C profile (also basic, and with
 * parts missing), asctime(3).
 */
#ifndef PROTO_PAGE_FEEDDATE_H
#define PROTO_PAGE_FEEDDATE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/span.h"

#define FEEDDATE_MAX 40 /* bytes, with the NUL */

/*
 * out: "2004-01-01T19:48:21+01:00", "...Z" for UTC, or the day alone,
 * "2004-01-01", when s has no time or no zone.  A month or a year alone is no
 * date.  False when s is no date; out is then "".
 */
bool feeddate_read(struct span s, char out[FEEDDATE_MAX]);

/* Seconds since 1970 of an HTTP date (RFC 9110, section 5.6.7) or any other
 * that has a zone; false when it has none. */
bool feeddate_instant(struct span s, int64_t *seconds);

#endif
