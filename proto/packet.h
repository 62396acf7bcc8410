/*
 * packet.h -- blobs over a stream socket between two programs of one build on
 * one machine: u32 length in the machine's byte order, then so many bytes.
 */
#ifndef PROTO_PACKET_H
#define PROTO_PACKET_H

#include "buf.h"
#include "rc.h"

/* Send head and body as one packet, waiting until it is gone.  RC_PEER: nobody
 * is there any more. */
MUST_USE enum rc packet_put(int fd, struct span head, struct span body);

/* Wait for the next one, which takes the place of what b holds.  RC_END: there
 * is none; RC_PEER: it was cut short; RC_TOOBIG: it is longer than max. */
MUST_USE enum rc packet_get(int fd, size_t max, struct buf *b);

#endif
