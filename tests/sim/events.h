/*
 * events.h -- what will happen when: a binary heap by time, then by order of
 * scheduling, so that equal times have one order.
 */
#ifndef SIM_EVENTS_H
#define SIM_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/buf.h"

enum event_kind {
	EVENT_MESSAGE, /* msg arrives on port */
	EVENT_START,   /* a node that is down starts */
	EVENT_TIMER,   /* of the node's own; arg says which */
	EVENT_FAULT,   /* the nemesis strikes */
	EVENT_MEND,    /* arg: which of its faults ends */
	EVENT_HEAL,    /* all faults end */
	EVENT_CHECK    /* has all been done? */
};

struct event {
	int64_t at;
	uint64_t order;
	enum event_kind kind;
	int port;
	unsigned from, to;           /* nodes */
	unsigned from_life, to_life; /* theirs when it was scheduled */
	bool counted;                /* it takes room in a bounded queue */
	uint64_t arg;
	struct buf msg; /* owned */
};

struct events {
	struct event *heap;
	size_t n, cap;
	uint64_t order;
};

/* e.msg becomes the heap's. */
void events_put(struct events *q, struct event e);
/* Time of the next one; INT64_MAX: none. */
int64_t events_next(const struct events *q);
/* Take it; its msg becomes the caller's.  There must be one. */
struct event events_take(struct events *q);
void events_free(struct events *q);

#endif
