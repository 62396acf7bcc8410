/*
 * dispatch.c -- the producer's decisions; the picture is in dispatch.h.  Where
 * the jobs stand is roster.h's.
 */
#include "dispatch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/mem.h"
#include "roster.h"

struct dispatch {
	struct dispatch_conf c;
	struct roster *roster;
	struct roster_queue ready, suspects;
	uint32_t leased, waiting, blocked;
	struct dispatch_action *action; /* ring of cap_action; owned */
	size_t n_action, first_action, cap_action;
	struct beat_sink sink;
	int64_t heard_ms; /* when the sink spoke last */
	bool heard;       /* whether it ever did */
	bool alone;       /* a suspect is out */
	uint64_t random;
	struct dispatch_stats total;
};

static struct roster_queue *
queue_of(struct dispatch *d, const struct roster_entry *e)
{
	return e->j.suspect ? &d->suspects : &d->ready;
}

/* ---- states ---- */

/* Leave the state it is in, whatever it is. */
static void
leave(struct dispatch *d, struct roster_entry *e)
{
	if (e->state == ROSTER_LEASED) {
		d->leased--;
		if (e->alone)
			d->alone = e->alone = false;
	} else if (e->state == ROSTER_WAITING)
		d->waiting--;
	else if (e->state == ROSTER_BLOCKED)
		d->blocked--;
	else if (e->state == ROSTER_READY)
		roster_drop(d->roster, queue_of(d, e), e);
	roster_undue(d->roster, e);
}

static void
enter_ready(struct dispatch *d, struct roster_entry *e)
{
	e->state = ROSTER_READY;
	roster_push(d->roster, queue_of(d, e), e);
}

static struct dispatch_action *
new_action(
    struct dispatch *d, enum dispatch_kind kind, const struct roster_entry *e)
{
	struct dispatch_action *a;

	if (d->n_action == d->cap_action) {
		size_t cap = d->cap_action > 0 ? 2 * d->cap_action : 64;
		struct dispatch_action *p = mem_grow(NULL, cap, sizeof *p);

		for (size_t i = 0; i < d->n_action; i++)
			p[i] = d->action[(d->first_action + i) % d->cap_action];
		free(d->action);
		d->action = p;
		d->first_action = 0;
		d->cap_action = cap;
	}
	a = &d->action[(d->first_action + d->n_action++) % d->cap_action];
	*a = (struct dispatch_action) { .kind = kind,
		.job = e->j.job,
		.attempts = e->j.attempts,
		.crashes = e->j.crashes,
		.suspect = e->j.suspect };
	return a;
}

static void
set_cause(struct dispatch_action *a, const char *what, const struct outcome *o)
{
	if (o == NULL)
		snprintf(a->cause, sizeof a->cause, "%s", what);
	else
		snprintf(a->cause, sizeof a->cause, "%s: %.*s (worker %.*s)",
		    what, (int)(o->detail.n < 160 ? o->detail.n : 160),
		    o->detail.n > 0 ? o->detail.p : "",
		    (int)(o->worker.n < 64 ? o->worker.n : 64),
		    o->worker.n > 0 ? o->worker.p : "");
}

/* The job is finished, one way or another: the next of its story may go. */
static void
finish(struct dispatch *d, struct roster_entry *e)
{
	struct roster_entry *next;

	leave(d, e);
	if ((next = roster_remove(d->roster, e)) == NULL)
		return;
	d->blocked--;
	enter_ready(d, next);
}

static uint64_t
next_random(struct dispatch *d) /* splitmix64 (Steele et al., 2014) */
{
	uint64_t x = d->random += 0x9e3779b97f4a7c15u;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

/* Back off: retry_ms doubled each time up to retry_max_ms, of which a random
 * half, so that what failed together does not come back together. */
static void
back_off(struct dispatch *d, struct roster_entry *e, int64_t now_ms)
{
	int64_t ms = d->c.retry_ms;

	for (uint32_t i = 1; i < e->tries && ms < d->c.retry_max_ms; i++)
		ms *= 2;
	if (ms > d->c.retry_max_ms)
		ms = d->c.retry_max_ms;
	ms = ms / 2 + (int64_t)(next_random(d) % (uint64_t)(ms / 2 + 1));
	leave(d, e);
	e->state = ROSTER_WAITING;
	d->waiting++;
	roster_due(d->roster, e, now_ms + ms);
}

/* ---- events ---- */

struct dispatch *
dispatch_new(const struct dispatch_conf *c)
{
	struct dispatch *d = mem_zalloc(sizeof *d);

	d->c = *c;
	d->random = c->seed;
	d->roster = roster_new();
	return d;
}

void
dispatch_free(struct dispatch *d)
{
	if (d == NULL)
		return;
	roster_free(d->roster);
	free(d->action);
	free(d);
}

uint32_t
dispatch_room(const struct dispatch *d)
{
	return roster_room(d->roster);
}

void
dispatch_load(struct dispatch *d, const struct dispatch_job *j)
{
	struct roster_entry *e = roster_add(d->roster, j);

	if (e == NULL)
		return;
	if (roster_behind(e)) {
		e->state = ROSTER_BLOCKED;
		d->blocked++;
	} else
		enter_ready(d, e);
}

/* Does o speak of the lease that e is out on? */
static bool
current(const struct dispatch *d, const struct roster_entry *e,
    const struct outcome *o)
{
	return e->state == ROSTER_LEASED && o->lease.epoch == d->c.epoch &&
	    o->lease.attempt == e->j.attempts;
}

static void
on_done(struct dispatch *d, struct roster_entry *e, const struct outcome *o)
{
	new_action(d, DISPATCH_RETIRE, e)->duplicate = o->kind ==
	    OUTCOME_DUPLICATE;
	finish(d, e);
}

static void
on_refused(struct dispatch *d, struct roster_entry *e, const struct outcome *o)
{
	set_cause(new_action(d, DISPATCH_BURY, e), "refused", o);
	finish(d, e);
}

/* A crash is evidence even when its lease is over by now, but of one epoch,
 * and once an attempt. */
static void
on_crash(struct dispatch *d, struct roster_entry *e, const struct outcome *o,
    int64_t now_ms)
{
	const char *what = outcome_text(o->kind);

	if (o->lease.epoch != d->c.epoch || o->lease.attempt <= e->crash ||
	    o->lease.attempt > e->j.attempts)
		return;
	e->crash = o->lease.attempt;
	e->j.crashes++;
	d->total.crashed++;
	if (e->j.crashes >= DISPATCH_CRASHES_MAX) {
		set_cause(new_action(d, DISPATCH_BURY, e), what, o);
		finish(d, e);
		return;
	}
	set_cause(new_action(d, DISPATCH_NOTE, e), what, o);
	if (current(d, e, o))
		back_off(d, e, now_ms);
}

static void
on_failed(struct dispatch *d, struct roster_entry *e, const struct outcome *o,
    int64_t now_ms)
{
	if (!current(d, e, o))
		return;
	d->total.failed++;
	set_cause(new_action(d, DISPATCH_NOTE, e), "failed", o);
	back_off(d, e, now_ms);
}

static void
on_killed(struct dispatch *d, struct roster_entry *e, const struct outcome *o,
    int64_t now_ms)
{
	if (!current(d, e, o))
		return;
	d->total.killed++;
	leave(d, e);
	e->state =
	    ROSTER_FREE; /* of no queue: suspect changes which one is its */
	e->j.suspect = true;
	set_cause(new_action(d, DISPATCH_NOTE, e), "killed", o);
	back_off(d, e, now_ms);
}

/*
 * A job that is not held: finished before, not loaded yet, or a dead letter
 * whose earlier attempt got through after all.  The spool knows which.
 */
static void
on_stranger(struct dispatch *d, const struct outcome *o)
{
	const struct roster_entry e = { .j.job = o->lease.job };

	if (o->kind == OUTCOME_COMMITTED || o->kind == OUTCOME_DUPLICATE)
		new_action(d, DISPATCH_RETIRE, &e)->duplicate = o->kind ==
		    OUTCOME_DUPLICATE;
}

void
dispatch_outcome(struct dispatch *d, const struct outcome *o, int64_t now_ms)
{
	struct roster_entry *e = roster_find(d->roster, o->lease.job);

	if (o->lease.producer != d->c.producer)
		return;
	if (e == NULL) {
		on_stranger(d, o);
		return;
	}
	switch (o->kind) {
	case OUTCOME_COMMITTED:
	case OUTCOME_DUPLICATE:
		on_done(d, e, o);
		break;
	case OUTCOME_TOUCHED:
		if (current(d, e, o))
			roster_due(d->roster, e, now_ms + d->c.lease_ms);
		break;
	case OUTCOME_FAILED:
		on_failed(d, e, o, now_ms);
		break;
	case OUTCOME_REFUSED:
		on_refused(d, e, o);
		break;
	case OUTCOME_CRASHED:
	case OUTCOME_OVERRAN:
		on_crash(d, e, o, now_ms);
		break;
	case OUTCOME_KILLED:
		on_killed(d, e, o, now_ms);
		break;
	case OUTCOME_KINDS:
		break;
	}
}

/* A sink that started anew has forgotten what was on its way: no need to wait
 * for those leases to run out. */
static void
hasten(struct dispatch *d, int64_t now_ms)
{
	int64_t soon = now_ms + d->c.retry_ms;

	for (uint32_t i = 0; i < DISPATCH_LOADED_MAX; i++) {
		struct roster_entry *e = roster_at(d->roster, i);

		if (e->state == ROSTER_LEASED && e->due > soon)
			roster_due(d->roster, e, soon);
	}
}

void
dispatch_beat(struct dispatch *d, const struct beat_sink *b, int64_t now_ms)
{
	/* A late word of a sink that is gone; but when nothing newer was heard
	 * for long, the store is another one, whose epochs count anew. */
	if (d->heard && b->epoch < d->sink.epoch &&
	    now_ms - d->heard_ms < BEAT_SILENT_MS)
		return;
	if (d->heard && b->epoch != d->sink.epoch)
		hasten(d, now_ms);
	d->sink = *b;
	d->heard = true;
	d->heard_ms = now_ms;
}

static void
expire(struct dispatch *d, struct roster_entry *e, int64_t now_ms)
{
	d->total.expired++;
	set_cause(new_action(d, DISPATCH_NOTE, e), "lease expired", NULL);
	back_off(d, e, now_ms);
}

void
dispatch_tick(struct dispatch *d, int64_t now_ms)
{
	struct roster_entry *e;

	while ((e = roster_first(d->roster)) != NULL && e->due <= now_ms) {
		if (e->state == ROSTER_LEASED)
			expire(d, e, now_ms);
		else {
			leave(d, e);
			enter_ready(d, e);
		}
	}
}

static bool
sink_ready(const struct dispatch *d, int64_t now_ms)
{
	return d->heard && d->sink.ready &&
	    now_ms - d->heard_ms < BEAT_SILENT_MS;
}

static bool
window_open(const struct dispatch *d)
{
	uint64_t workers = d->sink.workers > 0 ? d->sink.workers : 1;

	return d->leased < workers * d->c.window;
}

/* A suspect goes alone: it waits until all is back, and all wait for it. */
static struct roster_entry *
choose(struct dispatch *d)
{
	if (d->alone)
		return NULL;
	if (d->suspects.n > 0) {
		struct roster_entry *e;

		if (d->leased > 0)
			return NULL;
		e = roster_pop(d->roster, &d->suspects);
		d->alone = e->alone = true;
		return e;
	}
	return roster_pop(d->roster, &d->ready);
}

bool
dispatch_next(struct dispatch *d, int64_t now_ms, struct lease *l)
{
	struct roster_entry *e;

	if (!sink_ready(d, now_ms) || !window_open(d) ||
	    (e = choose(d)) == NULL)
		return false;
	e->state = ROSTER_LEASED;
	d->leased++;
	e->j.attempts++;
	e->tries++;
	d->total.sent++;
	roster_due(d->roster, e, now_ms + d->c.lease_ms);
	*l = (struct lease) { .producer = d->c.producer,
		.epoch = d->c.epoch,
		.job = e->j.job,
		.attempt = e->j.attempts };
	return true;
}

void
dispatch_unsent(struct dispatch *d, uint64_t job)
{
	struct roster_entry *e = roster_find(d->roster, job);

	if (e == NULL || e->state != ROSTER_LEASED)
		return;
	leave(d, e);
	e->j.attempts--;
	e->tries--;
	d->total.sent--;
	e->state = ROSTER_READY;
	roster_push_front(d->roster, queue_of(d, e), e);
}

bool
dispatch_action(struct dispatch *d, struct dispatch_action *a)
{
	if (d->n_action == 0)
		return false;
	*a = d->action[d->first_action];
	d->first_action = (d->first_action + 1) % d->cap_action;
	d->n_action--;
	return true;
}

int64_t
dispatch_wake(const struct dispatch *d)
{
	const struct roster_entry *e = roster_first(d->roster);

	return e != NULL ? e->due : INT64_MAX;
}

void
dispatch_stats(
    const struct dispatch *d, int64_t now_ms, struct dispatch_stats *s)
{
	*s = d->total;
	s->loaded = DISPATCH_LOADED_MAX - roster_room(d->roster);
	s->ready = d->ready.n;
	s->leased = d->leased;
	s->waiting = d->waiting;
	s->blocked = d->blocked;
	s->suspects = d->suspects.n + (d->alone ? 1 : 0);
	s->workers = d->sink.workers;
	s->sink_ready = sink_ready(d, now_ms);
}
