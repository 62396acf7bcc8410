/*
 * outbox.h -- dispatch.h and spool.h joined: articles in, JOB messages out,
 * ACK and BEAT messages in.  It knows bytes, not sockets: the program sends
 * through ZeroMQ, the simulator through a net that loses things.
 */
#ifndef PRODUCER_OUTBOX_H
#define PRODUCER_OUTBOX_H

#include "dispatch.h"
#include "spool.h"

struct outbox;

/* RC_OK, or RC_BUSY when nobody takes the message now. */
typedef enum rc outbox_send_fn(void *arg, struct span msg);

struct outbox_opts {
	struct spool *spool;           /* borrowed */
	const struct hash_key *key;    /* borrowed */
	struct dispatch_conf dispatch; /* producer, epoch: filled from spool */
	outbox_send_fn *send;          /* a JOB */
	void *arg;
};

struct outbox *outbox_new(const struct outbox_opts *o);
void outbox_free(struct outbox *o);

/* A message from the sink, unsealed: anything at all.  What cannot be read
 * is counted and forgotten. */
void outbox_message(struct outbox *o, struct span msg, int64_t now_ms);

/*
 * Do what is due: load jobs, send, record.  Call it after accepting, after
 * messages, and when outbox_wake() says.  wall_ms is only written down.
 * A spool that cannot be written is tried again at the next call, and said
 * in the result.
 */
enum rc outbox_run(struct outbox *o, int64_t now_ms, int64_t wall_ms);

/* When to call outbox_run() again, at the latest. */
int64_t outbox_wake(const struct outbox *o, int64_t now_ms);

/* Was the last JOB not taken?  Then outbox_run() should be called as soon as
 * somebody takes one, rather than when outbox_wake() says. */
bool outbox_blocked(const struct outbox *o);

/* Nothing pending, nothing to record, as of the last outbox_run(). */
bool outbox_empty(const struct outbox *o);

void outbox_stats(
    const struct outbox *o, int64_t now_ms, struct dispatch_stats *s);

#endif
