/*
 * posted.h -- offers into the spool: what came by other ways than a source
 * (offer.h), accepted a group at a time, and answered once it is durable.
 * It knows no socket; the clocks are given.
 *
 * Every round:
 *
 *     posted_begin()
 *     posted_hear()     for each message, while posted_room_left()
 *     posted_end()      the rest is accepted, all is answered
 *
 * An offer is accepted as a whole, in one transaction; several share one.
 * What is no offer is counted and dropped.
 */
#ifndef PRODUCER_POSTED_H
#define PRODUCER_POSTED_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/offer.h"
#include "spool.h"

#define POSTED_ROUND    64   /* messages a round */
#define POSTED_RETRY_MS 1000 /* while the disk is full it is left alone */

/* Send msg to peer; a peer that takes nothing goes without. */
typedef void posted_send_fn(void *arg, struct span peer, struct span msg);

struct posted;

struct posted *posted_new(struct spool *s, posted_send_fn *send, void *arg);
void posted_free(struct posted *p); /* NULL is harmless */

/* What holds for one round. */
struct posted_round {
	int64_t now_ms, wall_ms;
	uint64_t room; /* offers are accepted until so many articles are; the
			* last one may go beyond */
	bool closed;   /* nothing new is accepted: draining */
};
void posted_begin(struct posted *p, const struct posted_round *r);

/* May another message be heard in this round? */
bool posted_room_left(const struct posted *p);

void posted_hear(struct posted *p, struct span peer, struct span msg);
void posted_end(struct posted *p);

/* Since it was made. */
struct posted_counts {
	uint64_t articles;  /* accepted */
	uint64_t turned;    /* offers turned away: later, or elsewhere */
	uint64_t malformed; /* no offers, or of no articles */
};
struct posted_counts posted_counts(const struct posted *p);

#endif
