/*
 * bus.h -- the transport, behind a narrow face: today ZeroMQ, so that another
 * (NATS JetStream) can stand beside it.  No other file includes zmq.h but
 * zap.c, its part.
 *
 * Stable roles bind, changing ones connect.  All sockets: IMMEDIATE
 * (but SUB), MAXMSGSIZE, LINGER 0 (half a second for results and for answers of
 * a role, which are sent just before it ends); jobs with a high-water mark of 4
 * and 16 KB kernel buffers, since whatever is queued towards a worker waits for
 * its lease when that worker dies.  By default ipc:// in DATA/run (0700); a
 * path too long for a socket address goes through /proc/self/fd.  TCP only with
 * CURVE keys, and then only the keys in curve_peers are let in (ZAP, RFC 27).
 *
 * Messages on JOBS, RESULTS and ACKS are sealed (seal.h) here: bus_send()
 * appends the trailer, bus_recv() checks it and drops and counts what is
 * damaged.  A socket belongs to one thread.
 */
#ifndef PROTO_BUS_H
#define PROTO_BUS_H

#include <stdbool.h>
#include <stdint.h>

#include "conf.h"
#include "rc.h"
#include "span.h"

/* INTAKE and CTL are not sealed, nor are CHANGES and REPLAY: strangers speak
 * there, or nothing would be sent again. */
enum bus_port {
	BUS_JOBS_OUT,    /* PUSH, producer binds */
	BUS_JOBS_IN,     /* PULL, worker connects */
	BUS_RESULTS_OUT, /* PUSH, worker connects */
	BUS_RESULTS_IN,  /* PULL, sink binds */
	BUS_ACKS_OUT,    /* ROUTER, sink binds */
	BUS_ACKS_IN,     /* DEALER, producer connects; name = its identity */
	BUS_CHANGES_OUT, /* XPUB, sink binds */
	BUS_CHANGES_IN,  /* SUB, anyone connects; name = topic prefix */
	BUS_REPLAY_OUT,  /* ROUTER, sink binds */
	BUS_REPLAY_IN,   /* DEALER, anyone connects */
	BUS_INTAKE_OUT,  /* ROUTER, producer binds */
	BUS_INTAKE_IN,   /* DEALER, the sink's HTTP thread connects */
	BUS_CTL_OUT,     /* ROUTER, a role binds DATA/run/name.ctl */
	BUS_CTL_IN,      /* DEALER, anyone connects to it */
	BUS_PORTS
};

#define BUS_FRAMES_MAX 3
#define BUS_PEER_MAX   64
#define BUS_BIG_MAX    (80u << 20) /* bytes of a JOB, RESULT or change */
#define BUS_MIDDLE_MAX (16u << 20) /* of an OFFER */
#define BUS_SMALL_MAX  (4u << 20)  /* of any other message */
#define BUS_ITEMS_MAX  72          /* to wait for at a time */

struct bus;      /* one a process; thread-safe */
struct bus_sock; /* one thread's */

/* One received message; the frames are good until the next bus_recv() on
 * that socket. */
struct bus_msg {
	struct span peer; /* who sent it: ROUTER sockets only */
	struct span frame[BUS_FRAMES_MAX];
	size_t n; /* frames */
};

/*
 * RC_IO with why set when DATA/run cannot be made or keys cannot be read.
 * With data set to nothing there is no such folder, and a port whose endpoint
 * is not configured cannot be opened.
 */
MUST_USE enum rc bus_new(
    const struct conf *c, struct bus **bus, struct buf *why);
void bus_free(struct bus *bus); /* after all of its sockets */

/*
 * Open a port.  name: see enum bus_port, else NULL.  RC_LOCKED when somebody
 * has bound it already, RC_IO otherwise; why says which address and what to
 * do.
 */
MUST_USE enum rc bus_open(struct bus *bus, enum bus_port port, const char *name,
    struct bus_sock **sock, struct buf *why);
void bus_close(struct bus_sock *s); /* NULL is harmless */

/* Send without waiting: RC_BUSY when the peer takes no more (or none is
 * there), RC_TOOBIG, RC_IO.  A message to a peer that is gone is dropped
 * (RC_OK). */
MUST_USE enum rc bus_send(struct bus_sock *s, struct span msg);
MUST_USE enum rc bus_send_to(
    struct bus_sock *s, struct span peer, struct span msg);
/* Frames of one message: PUB, and ROUTER when peer.n > 0. */
MUST_USE enum rc bus_send_frames(
    struct bus_sock *s, struct span peer, const struct span *frame, size_t n);

/* Receive without waiting: RC_AGAIN when nothing is there (or a great many
 * damaged messages were).  Damaged messages and such of more frames are
 * dropped and counted. */
MUST_USE enum rc bus_recv(struct bus_sock *s, struct bus_msg *m);

/* A descriptor that is readable when something may have come since bus_recv()
 * last answered RC_AGAIN (and perhaps nothing has); for loops of others.  A
 * bus_send() must be followed by such a bus_recv(). */
int bus_fd(const struct bus_sock *s);

/* How many were dropped since the socket was opened. */
uint64_t bus_damaged(const struct bus_sock *s);

/* XPUB: does anybody subscribe?  Reads pending subscription messages: call
 * it now and then, or they pile up. */
bool bus_subscribed(struct bus_sock *s);

/* Waiting: a socket or a file descriptor. */
struct bus_item {
	struct bus_sock *sock; /* or NULL: fd */
	int fd;
	bool want_out; /* wait for room to send instead */
	bool ready;    /* filled in */
};

/* Wait until an item is ready (RC_OK), or for timeout_ms (-1: for ever) or a
 * signal (RC_AGAIN).  n is at most BUS_ITEMS_MAX. */
MUST_USE enum rc bus_wait(struct bus_item *item, size_t n, long timeout_ms);

#endif
