/*
 * listen.h -- where the server listens: an address of the configuration as a
 * bound socket.
 */
#ifndef SINK_WEB_LISTEN_H
#define SINK_WEB_LISTEN_H

#include <stdbool.h>

#include "proto/buf.h"
#include "proto/rc.h"

#define LISTEN_HOST_MAX 256

/* What the kernel may hold for one reader: it takes 4 MB else. */
#define LISTEN_SNDBUF (32 << 10)

struct listen_at {
	int fd; /* listening, non-blocking; owned by whoever takes it */
	char host[LISTEN_HOST_MAX]; /* as configured, without brackets */
	unsigned port;
	bool loopback;
	bool v6;    /* host is an IPv6 address */
	bool moved; /* the port was in use: it is another one */
};

/*
 * Bind "HOST:PORT": an address or a name, [::1] in brackets; port 0: any
 * free one.  or_any: when the port is in use, any free one instead.
 * RC_REFUSED: this is no such thing; RC_LOCKED: in use; RC_IO.  why says
 * what is wrong and what to do.
 */
MUST_USE enum rc listen_open(
    const char *where, bool or_any, struct listen_at *at, struct buf *why);

/* "http://127.0.0.1:8787/" */
void listen_url(const struct listen_at *at, struct buf *out);

#endif
