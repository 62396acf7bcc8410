/*
 * ack.h -- the ACK message: outcomes, sink to the producer they concern.
 *
 * [ "ACK", 1, producer, [ [ epoch, job, attempt, kind, detail, worker ], … ] ]
 *
 * COMMITTED and DUPLICATE are said only after the store's transaction is
 * durable.  A repeat, or an ACK of an older epoch, is harmless.
 */
#ifndef PROTO_ACK_H
#define PROTO_ACK_H

#include "arena.h"
#include "outcome.h"

#define ACK_VERSION 1
#define ACK_MAX     1024u /* outcomes in one message */

struct ack {
	uint64_t producer;
	struct outcome *outcome; /* n; lease.producer is that of the ACK */
	uint32_t n;
};

void ack_encode(const struct ack *a, struct buf *out);

/* Decode anything; arrays go into arena, views point into in. */
MUST_USE enum rc ack_decode(struct span in, struct arena *arena, struct ack *a);

#endif
