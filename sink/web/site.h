/*
 * site.h -- who a Host or an Origin header names (RFC 9110, 7.2; RFC 6454, 7):
 * a name or an address, and a port.  Pure, and strict: what no browser sends
 * is none.
 */
#ifndef SINK_WEB_SITE_H
#define SINK_WEB_SITE_H

#include <stdbool.h>

#include "proto/span.h"

#define SITE_NAME_MAX 253 /* characters of a name (RFC 1035, 2.3.4) */

struct site {
	struct span name;       /* into what was read; of an address p NULL */
	unsigned char addr[16]; /* IPv6, or IPv4 as ::ffff:0:0/96 */
	bool any;               /* the address that stands for all: 0.0.0.0 */
	bool secure;            /* of an origin: https */
	int port;               /* -1: not said */
};

/* "name", "name.", "1.2.3.4", "[::1]", each also with ":port". */
bool site_host(struct span s, struct site *out);
/* "http://host" or "https://host"; not "null", nothing after it. */
bool site_origin(struct span s, struct site *out);
/* An address or a name without a port; IPv6 also without its brackets. */
bool site_bare(struct span s, struct site *out);

/* The same name, without regard to case, or the same address? */
bool site_same(const struct site *a, const struct site *b);
/* Is this the origin of what is served as host? */
bool site_owns(const struct site *host, const struct site *origin);
/* The same origin: also scheme and port? */
bool site_same_origin(const struct site *a, const struct site *b);

#endif
