/*
 * pollstate.h -- what is remembered of an address that is polled, between
 * polls and over restarts: the value of its cursor in the spool.
 *
 * As text, a line a member, "name value"; a member that is not known is
 * passed over, so that later versions may add some.
 */
#ifndef PRODUCER_POLLSTATE_H
#define PRODUCER_POLLSTATE_H

#include <stdint.h>

#include "proto/buf.h"
#include "proto/rc.h"

#define POLLSTATE_SEEN_LEAST 256   /* entries that are known again, and */
#define POLLSTATE_SEEN_MAX   50000 /* at most */
#define POLLSTATE_TEXT_MAX   4096  /* bytes of an address or a validator */

/* { 0 } was never polled.  Strings are owned, NULL: none. */
struct pollstate {
	int64_t next_ms;  /* wall time of the next poll */
	int64_t held_ms;  /* not before: Retry-After */
	int64_t every_ms; /* its interval, by how often it changes */
	int64_t good_ms;  /* the last poll that went well */
	int64_t news_ms;  /* the last that brought something new */
	int64_t failed;   /* polls in a row that did not go well, */
	int64_t ill_ms;   /* and the first of them; 0: none */
	int64_t status;   /* of the last; 0: no answer */
	int64_t entries;  /* that were accepted of it, ever */
	int64_t page;     /* not 0: the page of a story, no feed (story.h) */
	int64_t first_ms; /* of a page: when it was first dealt with */
	int64_t text;     /* of a page: the hash of the text last taken */
	int64_t ended;    /* of a page: 1: it was asked for the last time */
	int64_t barred;   /* of a page: 1: robots.txt forbids it */
	char *why;        /* what went wrong in the last */
	char *title;      /* of the feed */
	char *by;         /* of a page: the feed or sitemap that named it */
	char *moved;      /* where it is for good */
	char *from;       /* the address that gave the validators */
	char *etag, *modified;
	uint64_t *seen; /* entries, hashed: the last feed's, then older ones */
	size_t n_seen;
};

void pollstate_free(struct pollstate *s); /* and makes it { 0 } */

/* Set a string of it; s NULL, too long or with a line end: none. */
void pollstate_set(char **member, const char *s);

/* An entry that is known from now on, as the oldest; when there is no room,
 * in place of the oldest. */
void pollstate_see(struct pollstate *s, uint64_t hash);

/*
 * The entries of the last feed, from its first on: known from now on are they,
 * and of those known so far as many as there were, or POLLSTATE_SEEN_LEAST.
 * A feed that is cut, empty for once, or served by several machines shows
 * again what it held before.
 */
void pollstate_know(struct pollstate *s, const uint64_t *hash, size_t n);

void pollstate_encode(const struct pollstate *s, struct buf *out);
/* On RC_OK *s is the caller's to free. */
MUST_USE enum rc pollstate_decode(struct span in, struct pollstate *s);

#endif
