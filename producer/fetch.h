/*
 * fetch.h -- HTTP requests, many at a time in one thread, by libcurl's multi
 * interface: the transport under poll.h, which decides what is asked when.
 *
 * TLS is verified; gzip, br, deflate and zstd are decoded as they come, and
 * what exceeds the limit, before or after, is cut off; only http and https;
 * no cookies; redirects are told, not followed.  An address whose name leads
 * into a private network is refused when the socket is made, after DNS, so
 * neither a redirect nor a rebound name gets around it.  Proxies are taken
 * from the environment as libcurl does (http_proxy, https_proxy, no_proxy);
 * what is refused then is a proxy in a private network.
 */
#ifndef PRODUCER_FETCH_H
#define PRODUCER_FETCH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "proto/buf.h"

#define FETCH_CONNECT_MS 15000
#define FETCH_TOTAL_MS   90000
#define FETCH_BYTES_MAX  (32u << 20) /* of a body, decoded */

struct fetch;

struct fetch_opts {
	const char *agent; /* User-Agent; borrowed */
	bool private_too;  /* addresses of private networks are allowed */
	int64_t total_ms;  /* a request may take; 0: FETCH_TOTAL_MS */
	size_t bytes_max;  /* 0: FETCH_BYTES_MAX */
};

struct fetch *fetch_new(const struct fetch_opts *o);
void fetch_free(struct fetch *f); /* NULL is harmless */

/* What is hoped for, as an Accept header: some servers have one address for a
 * page and its feed. */
#define FETCH_FEED                                                           \
	"application/rss+xml, application/atom+xml, application/feed+json, " \
	"application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
#define FETCH_PAGE "text/html, application/xhtml+xml, */*;q=0.5"
#define FETCH_TEXT "text/plain, */*;q=0.5"

/* Ask for url; tag comes back with the answer.  Validators: NULL: none. */
void fetch_start(struct fetch *f, uint64_t tag, const char *url,
    const char *accept, const char *etag, const char *modified);

/* Good until fetch_done() or fetch_free(). */
struct fetch_answer {
	uint64_t tag;
	int status;           /* 0: none came */
	const char *why;      /* what went wrong; NULL: nothing */
	const char *url;      /* that was asked */
	const char *location; /* of a redirect, absolute; NULL */
	const char *type;     /* Content-Type; NULL */
	const char *etag, *modified, *retry_after, *cache_control;
	struct span body;
	bool open_ended; /* nothing told how long the body should be */
};

/* Let requests go on; the next answer, which fetch_done() gives back, or
 * NULL: none yet. */
const struct fetch_answer *fetch_run(struct fetch *f, int64_t now_ms);
void fetch_done(struct fetch *f);

int fetch_fd(const struct fetch *f);       /* readable: call fetch_run() */
int64_t fetch_wake(const struct fetch *f); /* likewise; INT64_MAX: never */

/* Is it within a private network, or this machine?  RFC 6890's tables: what is
 * not "globally reachable", also when mapped into IPv6. */
bool fetch_is_private(const struct sockaddr *sa);

#endif
