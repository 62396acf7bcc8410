/*
 * outcome.h -- what became of one attempt, and the OUTCOME message by which a
 * worker tells (worker to sink, which passes it on to the producer in an ACK).
 *
 * [ "OUTCOME", 1, producer, epoch, job, attempt, kind, detail, worker ]
 *
 * A repeat changes nothing: the producer counts a crash once an attempt.
 */
#ifndef PROTO_OUTCOME_H
#define PROTO_OUTCOME_H

#include "lease.h"

#define OUTCOME_VERSION    1
#define OUTCOME_DETAIL_MAX 512 /* bytes; more is cut by the encoder */

enum outcome_kind {
	/* said by the sink */
	OUTCOME_COMMITTED, /* durable in the store */
	OUTCOME_DUPLICATE, /* was there already */
	/* said by a worker */
	OUTCOME_TOUCHED, /* still at work: lease anew */
	OUTCOME_FAILED,  /* clean error that another attempt may not meet */
	OUTCOME_REFUSED, /* clean error that every attempt will meet */
	OUTCOME_CRASHED, /* the child died by a signal of its own making */
	OUTCOME_OVERRAN, /* the child used up its CPU limit */
	OUTCOME_KILLED,  /* SIGKILL from elsewhere: evidence of nothing */
	OUTCOME_KINDS
};

struct outcome {
	struct lease lease;
	enum outcome_kind kind;
	struct span detail; /* for people: "signal 11 (Segmentation fault)" */
	struct span worker; /* empty when the sink says it */
};

/* "committed", "crashed", ...; static storage. */
const char *outcome_text(enum outcome_kind k);

/*
 * The fields that OUTCOME and ACK have in common, in this order: epoch, job,
 * attempt, kind, detail, worker.  The producer's name is the caller's.
 */
#define OUTCOME_FIELDS 6
void outcome_put(struct mp_out *m, const struct outcome *o);
MUST_USE enum rc outcome_get(const msgpack_object *f, struct outcome *o);

void outcome_encode(const struct outcome *o, struct buf *out);

/* Decode anything; on success the views point into in.  Only what a worker
 * may say is accepted. */
MUST_USE enum rc outcome_decode(struct span in, struct outcome *o);

#endif
