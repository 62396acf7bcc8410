/*
 * framing.h -- does a request say once, and clearly, how long it is and whom
 * it asks?  What two servers in a row read in two ways hides a second request
 * in the first one (RFC 9112, 5.1, 6.3, 11.2).  Pure.
 */
#ifndef SINK_WEB_FRAMING_H
#define SINK_WEB_FRAMING_H

#include <stdbool.h>

#include "proto/span.h"

/* Start from { 0 }. */
struct framing {
	unsigned hosts, lengths, codings;
	bool bad_name, bad_value, bad_length, bad_coding;
};

/* One header, as it came. */
void framing_header(struct framing *f, struct span name, struct span value);

/* What is wrong with all of them together, a sentence; NULL: nothing. */
const char *framing_wrong(const struct framing *f);

#endif
