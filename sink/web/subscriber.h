/*
 * subscriber.h -- one reader of /changes as a state machine over the tape:
 * what it is sent next, in all four styles.  It holds a position and a few
 * flags, never a backlog; clock and socket are outside.
 *
 *   OPENING -> [ INITIAL -> ] FOLLOWING -> CLOSING -> OVER
 *               snapshot=1
 *
 * style        opening            a change                 end
 * normal       {"changes":[       CHANGE,                  at the head
 * longpoll     {"changes":[       CHANGE,                  after the first
 *                                                          bunch, or timeout
 * continuous                      CHANGE \n                limit or timeout
 * sse          retry: 2000        id: ID, data: CHANGE     limit or timeout
 *
 * A filtered reader whose position moved without a change for it is told so
 * ("checkpoint"), at most once a second, so that it never starts far behind.
 */
#ifndef SINK_WEB_SUBSCRIBER_H
#define SINK_WEB_SUBSCRIBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ask.h"
#include "tape.h"

#define SUBSCRIBER_HEARTBEAT_MS 15000
#define SUBSCRIBER_LONGPOLL_MS  60000 /* timeout of a long poll, if not said */
#define SUBSCRIBER_SCAN_MAX     64    /* changes looked at in one call */
#define SUBSCRIBER_OVER         ((size_t)-1)
#define SUBSCRIBER_BROKEN       ((size_t)-2) /* cut it off; it may resume */

struct subscriber;

/* Where a reader may begin. */
enum subscriber_place {
	SUBSCRIBER_HERE,  /* *seq: it is sent what follows */
	SUBSCRIBER_GONE,  /* another generation, compacted, or not yet there */
	SUBSCRIBER_FAILED /* the store cannot be read now */
};

/* Resolve a->since; q for times, and for ids that the tape does not know yet.
 */
enum subscriber_place subscriber_place(
    const struct ask *a, struct tape *t, struct query *q, int64_t *seq);

/*
 * A reader of what follows seq.  a is borrowed for as long as it lives.
 * place GONE: it is sent a reset and then all from the beginning, or the rows
 * and what follows seq (SSE only: the others are refused with 410).
 * snapshot_fd: rows to send first, owned from now on; -1: none.
 */
struct subscriber *subscriber_new(const struct ask *a, struct tape *t,
    enum subscriber_place place, int64_t seq, int snapshot_fd, int64_t now_ms);
void subscriber_free(struct subscriber *s); /* NULL is harmless */

/*
 * Write up to cap bytes to out.  Returns how many; 0: nothing to send now
 * (call again on news, at subscriber_wake(), or, when subscriber_hungry(),
 * soon); SUBSCRIBER_OVER, SUBSCRIBER_BROKEN.
 */
size_t subscriber_fill(
    struct subscriber *s, char *out, size_t cap, int64_t now_ms);
/* When it has something to say even without news. */
int64_t subscriber_wake(const struct subscriber *s);
/* Was there more to look at than one call may? */
bool subscriber_hungry(const struct subscriber *s);

/* Changes sent so far. */
uint64_t subscriber_sent(const struct subscriber *s);
/* Is there something for it that it has not taken? */
bool subscriber_behind(const struct subscriber *s);

const char *subscriber_type(enum ask_feed feed); /* Content-Type */

#endif
