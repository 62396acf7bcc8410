/*
 * poll.h -- which address is asked when: politeness and patience as a pure
 * state machine.  Answers and times go in, requests come out; clock, sockets
 * and disk are outside (fetch.h, source_web.h).
 *
 *            due, its host free               answer
 *   WAITING -------------------> IN FLIGHT ------------> WAITING (state saved)
 *      ^  due, its host busy:       |  redirect: WAITING at once, for the
 *      +-- in the host's queue      +- other host
 *
 * - A host has one request in flight, and a pause after each.
 * - Every request to an address that gave validators carries them, as they
 *   were given, and no other request does.
 * - Retry-After (RFC 9110, section 10.2.3) holds, for the whole host with 429
 *   and 503; a redirect is waited for up to POLL_WAIT_S and else has failed.
 *   Cache-Control: max-age and the feed's own ttl hold up to most_ms.
 * - What changed is asked sooner, what did not later: the interval is
 *   multiplied by 0.7 or 1.3, within least_ms and most_ms.  After failures it
 *   doubles from least_ms on.  An interval varies by a tenth, so that feeds
 *   that began together come apart.
 * - Redirects: at most POLL_HOPS_MAX a poll.  A chain of permanent ones (301,
 *   308) that ends well is remembered; when that place fails
 *   POLL_PATIENCE times, the first one is asked again.
 *
 * The page of a story (pollstate.page) is asked for once, then on a fading
 * schedule (fade.h).  When it fails it is tried again like a feed, but no more
 * than POLL_PATIENCE times in a row, at the last time of its schedule for
 * FADE_GRACE_MS; after an answer that is final (4xx but for 408, 425 and 429)
 * not at all.  Asking again has a pace of its own on each host, and feeds and
 * pages have their host in turn: neither waits for all of the others.
 */
#ifndef PRODUCER_POLL_H
#define PRODUCER_POLL_H

#include <stdbool.h>

#include "fade.h"

#define POLL_HOPS_MAX 5
#define POLL_PATIENCE 3
#define POLL_BROKEN   5 /* failures in a row: it is shown as broken */
#define POLL_WAIT_S   60

struct poll;

struct poll_opts {
	int64_t least_ms, most_ms; /* between polls of one address */
	int64_t pause_ms;          /* of a host between requests */
	int64_t again_ms;          /* of a host between pages asked again */
	struct fade fade;          /* when those are due */
	size_t parallel;           /* requests in flight at a time */
	uint64_t seed;             /* of what varies */
};

struct poll *poll_new(const struct poll_opts *o);
void poll_free(struct poll *p); /* NULL is harmless */

/*
 * From now on ask address ("http://..." or "https://...").  *st is how it was
 * left ({ 0 }: never asked) and becomes the poll's.  Returns its number, the
 * least that is free.
 */
uint32_t poll_add(
    struct poll *p, const char *address, struct pollstate *st, int64_t now_ms);
/* Not any more; an answer on its way is ignored, and its number is free once
 * that has come. */
void poll_drop(struct poll *p, uint32_t id);
void poll_pause(struct poll *p, uint32_t id, bool paused, int64_t now_ms);
bool poll_paused(const struct poll *p, uint32_t id);
/* Ask it as soon as its host permits, whatever its interval says. */
void poll_hurry(struct poll *p, uint32_t id, int64_t now_ms);

/* A request to be made; views are good until the answer. */
struct poll_request {
	uint32_t id;
	const char *url, *etag, *modified; /* validators: NULL: none */
};

/* The host of url has at least this pause (robots.txt: Crawl-delay). */
void poll_pace(struct poll *p, const char *url, int64_t pause_ms);

/* The next request that is due, which is in flight then; false: none. */
bool poll_next(struct poll *p, int64_t now_ms, struct poll_request *r);
int64_t poll_wake(const struct poll *p); /* INT64_MAX: nothing will be due */
size_t poll_in_flight(const struct poll *p);

struct poll_answer {
	int status;           /* 0: none came */
	const char *why;      /* what went wrong, NULL: nothing */
	const char *location; /* of a redirect, absolute; NULL */
	const char *etag, *modified;
	int64_t max_age_s, retry_after_s, ttl_s; /* 0: not said */
	bool fresh;   /* it held something that was not known */
	bool partial; /* it may not be all: its validators are no good */
	bool final;   /* of a page: do not try it again */
	bool unasked; /* no request was made */
};

/*
 * The answer to the request in flight.  True: the poll is over and
 * poll_state() is to be kept; false: it goes on elsewhere, or was dropped.
 */
bool poll_answer(
    struct poll *p, uint32_t id, const struct poll_answer *a, int64_t now_ms);

/*
 * What is in flight under this number was, or is to be, another request than
 * its own (robots.txt): it is asked next at url, when that host permits.  Of
 * the answer it got only Retry-After counts.  False: it was dropped.
 */
bool poll_detour(struct poll *p, uint32_t id, const char *url,
    const struct poll_answer *a, int64_t now_ms);

/* Its state, which the caller may add to (seen, title, entries). */
struct pollstate *poll_state(struct poll *p, uint32_t id);
const char *poll_address(const struct poll *p, uint32_t id);

#endif
