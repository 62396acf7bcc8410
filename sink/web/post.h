/*
 * post.h -- parcels on their way to the producer and back: a DEALER, and a
 * table of the offers that are not answered yet.  The front's: one thread,
 * nothing blocks.
 *
 *     desk: parcel_pack() --> front: post_send() --> producer
 *                                                        | its spool, fsync
 *     reply to the token <-- post_hear(), post_tick() <--+
 *
 *   202  {"accepted": n, "refused": [...]}: all n are durable
 *   429  the queue is full                          Retry-After: 1
 *   503  the disk is full, it drains, it is away, too much is under way
 *   504  no answer in POST_WAIT_MS: perhaps accepted, post it again
 *
 * After any answer but 202 and 504 nothing was accepted.
 */
#ifndef SINK_WEB_POST_H
#define SINK_WEB_POST_H

#include <stdbool.h>
#include <stdint.h>

#include "parcel.h"
#include "proto/bus.h"
#include "reply.h"

#define POST_MAX       64          /* offers under way at a time */
#define POST_BYTES_MAX (64u << 20) /* and of so many bytes, but for one */
#define POST_WAIT_MS   30000

struct post;

/* RC_IO: the endpoint cannot be connected to; why says what to do. */
MUST_USE enum rc post_open(struct bus *bus, struct post **p, struct buf *why);
void post_close(struct post *p); /* NULL is harmless; none is answered */

/*
 * Send what was packed; the parcel stays the caller's and may go at once.
 * True: it is under way, and token will be answered.  False: *r is the answer.
 */
bool post_send(struct post *p, uint64_t token, const struct parcel *parcel,
    int64_t now_ms, struct reply *r);

/* The answer to token.  Who wants to keep *r copies the struct and leaves
 * reply_init() behind; what is left in it is freed after the call. */
typedef void post_done_fn(void *arg, uint64_t token, struct reply *r);

/* Answer what the producer has answered: whenever post_sock() is readable. */
void post_hear(struct post *p, post_done_fn *done, void *arg);

/* Answer those that have waited too long: now and then. */
void post_tick(struct post *p, int64_t now_ms, post_done_fn *done, void *arg);

/* To be waited for, beside the rest. */
struct bus_sock *post_sock(const struct post *p);

#endif
