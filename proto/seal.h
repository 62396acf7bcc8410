/*
 * seal.h -- the trailer of every message of the delivery protocol: 8 bytes,
 * XXH3-64 of what stands before, little-endian.  It tells a damaged message,
 * which is dropped and counted; the lease sends it again.
 */
#ifndef PROTO_SEAL_H
#define PROTO_SEAL_H

#include "buf.h"
#include "rc.h"

#define SEAL_LEN 8

/* The trailer of body. */
void seal_trailer(struct span body, unsigned char out[SEAL_LEN]);

/* Append the trailer to what b holds. */
void seal_close(struct buf *b);

/* *body is in without its trailer; RC_BADMSG when that does not fit. */
MUST_USE enum rc seal_open(struct span in, struct span *body);

#endif
