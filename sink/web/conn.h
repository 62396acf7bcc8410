/*
 * conn.h -- connections: requests from libmicrohttpd to whoever answers, and
 * the answers back.  It, stream.c and respond.c know that library.
 *
 * Limits.  A request's headers: CONN_HEAD_MS to arrive, CONN_POOL bytes in
 * all; its body CONN_BODY_MS, a pause in it CONN_HEAD_MS; all bodies under way
 * CONN_BODIES_MAX.  A reader of a stream that takes nothing for
 * STREAM_STALL_MS, though there is something for it, is cut off.
 */
#ifndef SINK_WEB_CONN_H
#define SINK_WEB_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "answer.h"
#include "desk.h"
#include "gate.h"
#include "post.h"
#include "pulse.h"
#include "tape.h"

#define CONN_POOL       (16u << 10)
#define CONN_HEAD_MS    15000
#define CONN_BODY_MS    60000
#define CONN_BODIES_MAX ((size_t)96 << 20)
#define CONN_IDLE_S     60  /* the library's own time-out */
#define CONN_HUNGRY     8   /* of those with more to look at, at a time */
#define CONN_FILES      128 /* descriptors that are no connections */

struct request;
struct conn_client;
struct MHD_Daemon;

/* The rows that several readers begin with: made at most every
 * CONN_SNAPSHOT_MS.  The desk thread's alone. */
#define CONN_SNAPSHOT_MS 2000
struct conn_snapshot {
	struct buf query; /* its filters; owned */
	int fd;           /* -1: none; owned */
	int64_t seq, made_ms;
};

/* What all connections share; borrowed but for what is said. */
struct conn_front {
	struct MHD_Daemon *daemon;
	struct query *q;
	struct tape *tape;
	struct desk *desk;
	struct gate *gate;
	struct post *post;
	struct pulse *pulse;
	struct answer_desk with; /* for answers at the front: no store */
	/* conn.c's own */
	struct request *requests;
	struct conn_client *clients;
	size_t n_clients, n_subscribers, n_requests;
	size_t bodies;  /* bytes of bodies under way */
	int64_t due_ms; /* when a stream that sleeps has something to say */
	bool more;      /* one has more to look at: conn_tick() at once */
	/* Streams with more to look at than one call may, now and in the tick
	 * before; whose turn it is. */
	size_t hungry, before_hungry, turn;
	struct conn_snapshot snapshot;
};

/* Start serving listen_fd (which is the daemon's from now on); false when it
 * cannot be. */
bool conn_start(struct conn_front *f, int listen_fd, unsigned most);
/* End all connections; the desk must have been stopped. */
void conn_stop(struct conn_front *f);

/* Do what the sockets have ready. */
void conn_run(struct conn_front *f);
/* To be polled; readable: conn_run().  And how long at most until then. */
int conn_fd(const struct conn_front *f);
long conn_timeout_ms(const struct conn_front *f);

/* There are new changes: everybody who waits for them goes on. */
void conn_news(struct conn_front *f);
/* What is due by time: heartbeats, time-outs, laggards.  f->due_ms: when the
 * next one is; f->more: who has more to look at goes on. */
void conn_tick(struct conn_front *f, int64_t now_ms);

#endif
