/*
 * dispatch.h -- which article is lent out when: the producer's half of the
 * delivery protocol as a pure state machine.  Events go in with the time,
 * decisions come out; sockets, clock and disk are elsewhere (outbox.h).
 *
 *              load                 next                  outcome
 *   spool ------------> READY ------------> LEASED ------------------> gone
 *      same story        ^  ^                 |  expiry, FAILED,      RETIRE
 *      unfinished:       |  |    back-off     |  CRASHED, KILLED      or BURY
 *      BLOCKED ----------+  +---- WAITING <---+
 *
 * Rules (contract and pipeline notes, section 2):
 * - an expiry only ever leads to another attempt, without end;
 * - three crashes (signal of its own making, or CPU limit) bury a job, and so
 *   does REFUSED; nothing else does;
 * - a SIGKILL from elsewhere marks a suspect, which then runs alone: nothing
 *   else is in flight.  It never counts as a crash, since it proves nothing;
 *   an article that eats memory hits its own limit and dies by SIGABRT;
 * - revisions of one story go out in the order of their acceptance, one at a
 *   time;
 * - in flight are at most window x workers; nothing is sent while the sink is
 *   away or not ready.
 */
#ifndef PRODUCER_DISPATCH_H
#define PRODUCER_DISPATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/beat.h"
#include "proto/outcome.h"

#define DISPATCH_CRASHES_MAX 3    /* the third buries */
#define DISPATCH_LOADED_MAX  4096 /* jobs held in memory at a time */
#define DISPATCH_CAUSE_MAX   256  /* bytes of a cause, NUL included */

struct dispatch_conf {
	uint64_t producer, epoch; /* as in struct lease */
	int64_t lease_ms;
	int64_t retry_ms, retry_max_ms;
	uint32_t window; /* in flight a worker */
	uint64_t seed;   /* of the jitter */
};

/* A job as the spool knows it. */
struct dispatch_job {
	uint64_t job;
	uint64_t story;    /* jobs of one story have one value */
	uint32_t attempts; /* made so far, in all epochs */
	uint32_t crashes;
	bool suspect;
};

/* What the spool must record. */
enum dispatch_kind {
	DISPATCH_RETIRE, /* done: forget it, be it pending or a dead letter */
	DISPATCH_NOTE,   /* still pending: attempts, crashes, suspect, cause */
	DISPATCH_BURY    /* dead letter, with cause */
};

struct dispatch_action {
	enum dispatch_kind kind;
	uint64_t job;
	uint32_t attempts, crashes;
	bool suspect;
	bool duplicate; /* RETIRE: the store had it already */
	char cause[DISPATCH_CAUSE_MAX];
};

struct dispatch_stats {
	uint32_t loaded, ready, leased, waiting, blocked, suspects;
	uint32_t workers;
	bool sink_ready; /* heard of lately, and able to commit */
	uint64_t sent, expired, crashed, failed, killed;
};

struct dispatch;

struct dispatch *dispatch_new(const struct dispatch_conf *c);
void dispatch_free(struct dispatch *d); /* NULL is harmless */

/* How many more jobs may be loaded. */
uint32_t dispatch_room(const struct dispatch *d);
/* A pending job of the spool; each once, in rising order of job. */
void dispatch_load(struct dispatch *d, const struct dispatch_job *j);

void dispatch_outcome(
    struct dispatch *d, const struct outcome *o, int64_t now_ms);
void dispatch_beat(
    struct dispatch *d, const struct beat_sink *b, int64_t now_ms);
void dispatch_tick(struct dispatch *d, int64_t now_ms);

/*
 * The next job to send, if one may go now: it is leased from now on.  When it
 * could not be sent after all, say dispatch_unsent(): it is as if it had not
 * been taken.
 */
bool dispatch_next(struct dispatch *d, int64_t now_ms, struct lease *l);
void dispatch_unsent(struct dispatch *d, uint64_t job);

/* Take the oldest action not yet taken; false when there is none. */
bool dispatch_action(struct dispatch *d, struct dispatch_action *a);

/* When dispatch_tick() has something to do next; INT64_MAX: never. */
int64_t dispatch_wake(const struct dispatch *d);

void dispatch_stats(
    const struct dispatch *d, int64_t now_ms, struct dispatch_stats *s);

#endif
