/*
 * httpbody.h -- an HTTP response as it was recorded (RFC 9112): status,
 * headers, and its body without transfer and content coding.  Recorders write
 * down what servers say, so a body that says it is chunked and is not, or is
 * gzip and is not, is taken as it is.
 */
#ifndef PRODUCER_HTTPBODY_H
#define PRODUCER_HTTPBODY_H

#include <stdbool.h>

#include "proto/buf.h"
#include "proto/rc.h"

#define HTTPBODY_MAX (64u << 20) /* bytes of a body, decoded */

/* Views into the block, and into what decoded holds. */
struct httpbody {
	int status;
	struct span type;    /* without parameters, as written */
	struct span charset; /* p NULL: none */
	struct span body;
	bool whole; /* it says how long it is, and has that much */
};

/* The value of a header field in a block of them, whatever its case; p NULL:
 * there is none.  head ends before the empty line. */
struct span httpbody_field(struct span head, const char *name);

/* A content type in its parts. */
void httpbody_type(struct span value, struct span *type, struct span *charset);

/*
 * Read block; decoded (cleared first) takes the body when it was coded.
 * RC_REFUSED: no response; RC_TOOBIG; RC_VERSION: a coding that is not known.
 */
MUST_USE enum rc httpbody_read(
    struct span block, struct buf *decoded, struct httpbody *h);

#endif
