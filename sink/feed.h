/*
 * feed.h -- the change feed over ZeroMQ (contract, section 6): a thread of
 * its own with a read-only connection, so that neither the writer nor a slow
 * subscriber waits for the other.
 *
 * The table `changes` is the feed; the writer only says that there is more.
 * What a subscriber sees is therefore committed and durable, in the order of
 * the table; whoever missed something asks the ROUTER for it (change.h).
 */
#ifndef SINK_FEED_H
#define SINK_FEED_H

#include <stdint.h>

#include "proto/bus.h"
#include "proto/conf.h"
#include "proto/rc.h"

#define FEED_BEAT_MS 1000 /* between heartbeats */

struct feed;

/*
 * Bind both sockets and start the thread.  generation and head are those of
 * the store at path (copied).  why says what is wrong and what to do.
 */
MUST_USE enum rc feed_start(struct bus *bus, const char *path,
    const char *generation, uint64_t head, struct feed **f, struct buf *why);

/* Changes up to number head are durable: from any thread, never blocks. */
void feed_news(struct feed *f, uint64_t head);

/* Publish what is durable, then stop the thread and free. NULL is harmless */
void feed_stop(struct feed *f);

struct feed_stats {
	uint64_t published, replayed, questions, refused;
};
void feed_stats(struct feed *f, struct feed_stats *s);

#endif
