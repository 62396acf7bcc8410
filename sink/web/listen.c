/* listen.c -- where the server listens. */
#include "listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024

/* "HOST:PORT", "[HOST]:PORT" */
static enum rc
split(const char *where, struct listen_at *at, struct buf *why)
{
	const char *colon = strrchr(where, ':');
	size_t n = colon != NULL ? (size_t)(colon - where) : 0;
	char *end;
	unsigned long port;

	if (n >= 2 && where[0] == '[' && where[n - 1] == ']') {
		where++;
		n -= 2;
	} else if (n > 0 && memchr(where, ':', n) != NULL) {
		n = 0; /* an IPv6 address needs its brackets */
	}
	port = n > 0 && colon[1] != '\0' ? strtoul(colon + 1, &end, 10) : 65536;
	if (port > 65535 || *end != '\0' || n >= sizeof at->host) {
		buf_printf(why,
		    "http = \"%.200s\" is no address: use HOST:PORT as "
		    "127.0.0.1:8787 or [::1]:8787, or off",
		    where);
		return RC_REFUSED;
	}
	memcpy(at->host, where, n);
	at->host[n] = '\0';
	at->port = (unsigned)port;
	return RC_OK;
}

static bool
is_loopback(const struct sockaddr *a)
{
	const struct sockaddr_in *v4 = (const void *)a;
	const struct sockaddr_in6 *v6 = (const void *)a;

	if (a->sa_family == AF_INET)
		return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	return a->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

static int
bind_one(const struct addrinfo *ai)
{
	int one = 1, size = LISTEN_SNDBUF;
	int fd = socket(ai->ai_family,
	    ai->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, ai->ai_protocol);
	int cause;

	if (fd < 0)
		return -1;
	/* Connections inherit these. */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
	    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size) == 0 &&
	    bind(fd, ai->ai_addr, ai->ai_addrlen) == 0 &&
	    listen(fd, BACKLOG) == 0)
		return fd;
	cause = errno;
	close(fd);
	errno = cause;
	return -1;
}

static unsigned
port_of(int fd)
{
	struct sockaddr_storage a = { 0 };
	socklen_t n = sizeof a;
	char port[16];

	if (getsockname(fd, (struct sockaddr *)&a, &n) != 0 ||
	    getnameinfo((struct sockaddr *)&a, n, NULL, 0, port, sizeof port,
		NI_NUMERICSERV) != 0)
		return 0;
	return (unsigned)strtoul(port, NULL, 10);
}

static enum rc
bind_port(struct listen_at *at, unsigned port, struct buf *why)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
		.ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	struct addrinfo *list = NULL;
	char text[16];
	int code;

	snprintf(text, sizeof text, "%u", port);
	if ((code = getaddrinfo(at->host, text, &hints, &list)) != 0) {
		buf_printf(why, "http: %s is no address here: %s", at->host,
		    gai_strerror(code));
		return RC_IO;
	}
	at->fd = bind_one(list);
	if (at->fd >= 0) {
		at->loopback = is_loopback(list->ai_addr);
		at->v6 = list->ai_family == AF_INET6;
		at->port = port_of(at->fd);
		freeaddrinfo(list);
		return RC_OK;
	}
	freeaddrinfo(list);
	buf_printf(why,
	    "http: %s port %u: %s; -o http=ADDRESS:PORT takes another one "
	    "(port 0: any free one), -o http=off none",
	    at->host, port, strerror(errno));
	return errno == EADDRINUSE ? RC_LOCKED : RC_IO;
}

enum rc
listen_open(
    const char *where, bool or_any, struct listen_at *at, struct buf *why)
{
	struct buf cause = { 0 };
	enum rc rc;

	*at = (struct listen_at) { .fd = -1 };
	if ((rc = split(where, at, why)) != RC_OK)
		return rc;
	rc = bind_port(at, at->port, &cause);
	if (rc == RC_LOCKED && or_any) {
		buf_clear(&cause);
		rc = bind_port(at, 0, &cause);
		at->moved = rc == RC_OK;
	}
	buf_append(why, cause.p, cause.n);
	buf_free(&cause);
	return rc;
}

void
listen_url(const struct listen_at *at, struct buf *out)
{
	buf_printf(out, at->v6 ? "http://[%s]:%u/" : "http://%s:%u/", at->host,
	    at->port);
}
