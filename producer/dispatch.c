/*
 * dispatch.c -- the producer's decisions; the picture is in dispatch.h.
 *
 * Entries live in a pool and are found by job and by story (two open-addressed
 * tables).  One heap holds every deadline: of leases, and of back-offs.  What
 * is ready stands in two queues, suspects in one of their own.
 */
#include "dispatch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/mem.h"

#define NONE      UINT32_MAX
#define TABLE_LEN (4u * DISPATCH_LOADED_MAX) /* a power of two */

enum state {
	FREE,    /* not in use */
	BLOCKED, /* behind an unfinished job of the same story */
	READY,   /* may be sent */
	LEASED,  /* sent; heap: when the lease is over */
	WAITING  /* backing off; heap: when it is ready again */
};

struct entry {
	struct dispatch_job j;
	enum state state;
	int64_t due;     /* LEASED, WAITING */
	uint32_t heap;   /* its place there, or NONE */
	uint32_t next;   /* queue; free list */
	uint32_t ahead;  /* the job of the story before it, or NONE */
	uint32_t behind; /* the one after it, or NONE */
	uint32_t crash;  /* last attempt that was counted as a crash */
	uint32_t tries;  /* since it was loaded: the back-off's exponent */
	bool alone;      /* this lease runs with nothing beside it */
};

struct queue {
	uint32_t head, tail, n;
};

struct dispatch {
	struct dispatch_conf c;
	struct entry *e; /* DISPATCH_LOADED_MAX */
	uint32_t free;   /* list of free entries */
	uint32_t loaded, leased, waiting, blocked;
	uint32_t heap[DISPATCH_LOADED_MAX], n_heap;
	uint32_t by_job[TABLE_LEN];   /* index of the entry + 1, 0: empty */
	uint32_t by_story[TABLE_LEN]; /* last job of the story, likewise */
	struct queue ready, suspects;
	struct dispatch_action *action; /* ring of cap_action */
	size_t n_action, first_action, cap_action;
	struct beat_sink sink;
	int64_t heard_ms; /* when the sink spoke last */
	bool heard;       /* whether it ever did */
	bool alone;       /* a suspect is out */
	uint64_t random;
	struct dispatch_stats total;
};

/* ---- tables: job -> entry, story -> last entry of its chain ---- */

static uint64_t
mix(uint64_t x) /* the finaliser of MurmurHash3 */
{
	x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdu;
	x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53u;
	return x ^ (x >> 33);
}

static uint64_t
key_of(const struct dispatch *d, const uint32_t *table, uint32_t slot)
{
	const struct entry *e = &d->e[table[slot] - 1];

	return table == d->by_job ? e->j.job : e->j.story;
}

/* The slot of key, or the empty slot where it would go. */
static uint32_t
slot_of(const struct dispatch *d, const uint32_t *table, uint64_t key)
{
	uint32_t s = (uint32_t)mix(key) & (TABLE_LEN - 1);

	while (table[s] != 0 && key_of(d, table, s) != key)
		s = (s + 1) & (TABLE_LEN - 1);
	return s;
}

/* Empty a slot and move back what probing had pushed beyond it (Knuth, TAOCP
 * vol. 3, 6.4, Algorithm R). */
static void
slot_clear(struct dispatch *d, uint32_t *table, uint32_t s)
{
	uint32_t hole = s;

	for (;;) {
		uint32_t home;

		s = (s + 1) & (TABLE_LEN - 1);
		if (table[s] == 0)
			break;
		home = (uint32_t)mix(key_of(d, table, s)) & (TABLE_LEN - 1);
		if (((s - home) & (TABLE_LEN - 1)) <
		    ((s - hole) & (TABLE_LEN - 1)))
			continue;
		table[hole] = table[s];
		hole = s;
	}
	table[hole] = 0;
}

static struct entry *
find_job(const struct dispatch *d, uint64_t job)
{
	uint32_t i = d->by_job[slot_of(d, d->by_job, job)];

	return i != 0 ? &d->e[i - 1] : NULL;
}

/* ---- heap of deadlines ---- */

static void
heap_set(struct dispatch *d, uint32_t at, uint32_t i)
{
	d->heap[at] = i;
	d->e[i].heap = at;
}

static bool
earlier(const struct dispatch *d, uint32_t a, uint32_t b)
{
	const struct entry *x = &d->e[d->heap[a]], *y = &d->e[d->heap[b]];

	return x->due != y->due ? x->due < y->due : x->j.job < y->j.job;
}

static void
heap_swap(struct dispatch *d, uint32_t a, uint32_t b)
{
	uint32_t i = d->heap[a];

	heap_set(d, a, d->heap[b]);
	heap_set(d, b, i);
}

static void
heap_settle(struct dispatch *d, uint32_t at)
{
	while (at > 0 && earlier(d, at, (at - 1) / 2)) {
		heap_swap(d, at, (at - 1) / 2);
		at = (at - 1) / 2;
	}
	for (;;) {
		uint32_t least = at, kid = 2 * at + 1;

		if (kid < d->n_heap && earlier(d, kid, least))
			least = kid;
		if (kid + 1 < d->n_heap && earlier(d, kid + 1, least))
			least = kid + 1;
		if (least == at)
			return;
		heap_swap(d, at, least);
		at = least;
	}
}

/* Put e on the heap, due then; or move it there if it is on it. */
static void
heap_put(struct dispatch *d, struct entry *e, int64_t due)
{
	e->due = due;
	if (e->heap == NONE)
		heap_set(d, d->n_heap++, (uint32_t)(e - d->e));
	heap_settle(d, e->heap);
}

static void
heap_drop(struct dispatch *d, struct entry *e)
{
	uint32_t at = e->heap;

	if (at == NONE)
		return;
	e->heap = NONE;
	if (at != --d->n_heap) {
		heap_set(d, at, d->heap[d->n_heap]);
		heap_settle(d, at);
	}
}

/* ---- queues ---- */

static void
queue_push(struct dispatch *d, struct queue *q, struct entry *e)
{
	uint32_t i = (uint32_t)(e - d->e);

	e->next = NONE;
	if (q->n++ == 0)
		q->head = i;
	else
		d->e[q->tail].next = i;
	q->tail = i;
}

static struct entry *
queue_pop(struct dispatch *d, struct queue *q)
{
	struct entry *e;

	if (q->n == 0)
		return NULL;
	e = &d->e[q->head];
	q->head = e->next;
	q->n--;
	return e;
}

static void
queue_push_front(struct dispatch *d, struct queue *q, struct entry *e)
{
	uint32_t i = (uint32_t)(e - d->e);

	e->next = q->head;
	if (q->n++ == 0)
		q->tail = i;
	q->head = i;
}

/* Take e out of the middle: rare (an ACK for a job that waits to be sent
 * again), so a walk will do. */
static void
queue_drop(struct dispatch *d, struct queue *q, const struct entry *e)
{
	for (uint32_t n = q->n; n > 0; n--) {
		struct entry *x = queue_pop(d, q);

		if (x != e)
			queue_push(d, q, x);
	}
}

static struct queue *
queue_of(struct dispatch *d, const struct entry *e)
{
	return e->j.suspect ? &d->suspects : &d->ready;
}

/* ---- states ---- */

/* Leave the state it is in, whatever it is. */
static void
leave(struct dispatch *d, struct entry *e)
{
	if (e->state == LEASED) {
		d->leased--;
		if (e->alone)
			d->alone = e->alone = false;
	} else if (e->state == WAITING)
		d->waiting--;
	else if (e->state == BLOCKED)
		d->blocked--;
	else if (e->state == READY)
		queue_drop(d, queue_of(d, e), e);
	heap_drop(d, e);
}

static void
enter_ready(struct dispatch *d, struct entry *e)
{
	e->state = READY;
	queue_push(d, queue_of(d, e), e);
}

static struct dispatch_action *
new_action(struct dispatch *d, enum dispatch_kind kind, const struct entry *e)
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

/* Take e out of the chain of its story.  It is not always the first: after a
 * crash an ACK may come for a job that stands behind one that was finished
 * but not yet recorded so. */
static void
unchain(struct dispatch *d, struct entry *e)
{
	uint32_t i = (uint32_t)(e - d->e);
	uint32_t s = slot_of(d, d->by_story, e->j.story);

	if (e->ahead != NONE)
		d->e[e->ahead].behind = e->behind;
	if (e->behind != NONE)
		d->e[e->behind].ahead = e->ahead;
	if (d->by_story[s] != i + 1)
		return;
	if (e->ahead != NONE)
		d->by_story[s] = e->ahead + 1;
	else
		slot_clear(d, d->by_story, s);
}

/* The job is finished, one way or another: the next of its story may go. */
static void
finish(struct dispatch *d, struct entry *e)
{
	leave(d, e);
	slot_clear(d, d->by_job, slot_of(d, d->by_job, e->j.job));
	unchain(d, e);
	if (e->behind != NONE && e->ahead == NONE) {
		d->blocked--;
		enter_ready(d, &d->e[e->behind]);
	}
	e->state = FREE;
	e->next = d->free;
	d->free = (uint32_t)(e - d->e);
	d->loaded--;
}

static uint64_t
next_random(struct dispatch *d) /* splitmix64 (Steele et al., 2014) */
{
	return mix(d->random += 0x9e3779b97f4a7c15u);
}

/* Back off: retry_ms doubled each time up to retry_max_ms, of which a random
 * half, so that what failed together does not come back together. */
static void
back_off(struct dispatch *d, struct entry *e, int64_t now_ms)
{
	int64_t ms = d->c.retry_ms;

	for (uint32_t i = 1; i < e->tries && ms < d->c.retry_max_ms; i++)
		ms *= 2;
	if (ms > d->c.retry_max_ms)
		ms = d->c.retry_max_ms;
	ms = ms / 2 + (int64_t)(next_random(d) % (uint64_t)(ms / 2 + 1));
	leave(d, e);
	e->state = WAITING;
	d->waiting++;
	heap_put(d, e, now_ms + ms);
}

/* ---- events ---- */

struct dispatch *
dispatch_new(const struct dispatch_conf *c)
{
	struct dispatch *d = mem_zalloc(sizeof *d);

	d->c = *c;
	d->random = c->seed;
	d->e = mem_zalloc(DISPATCH_LOADED_MAX * sizeof *d->e);
	d->free = NONE;
	for (uint32_t i = DISPATCH_LOADED_MAX; i-- > 0;) {
		d->e[i].next = d->free;
		d->free = i;
	}
	return d;
}

void
dispatch_free(struct dispatch *d)
{
	if (d == NULL)
		return;
	free(d->e);
	free(d->action);
	free(d);
}

uint32_t
dispatch_room(const struct dispatch *d)
{
	return DISPATCH_LOADED_MAX - d->loaded;
}

void
dispatch_load(struct dispatch *d, const struct dispatch_job *j)
{
	uint32_t i = d->free, s;
	struct entry *e;

	if (i == NONE || find_job(d, j->job) != NULL)
		return;
	e = &d->e[i];
	d->free = e->next;
	d->loaded++;
	*e = (struct entry) {
		.j = *j, .heap = NONE, .ahead = NONE, .behind = NONE
	};
	d->by_job[slot_of(d, d->by_job, j->job)] = i + 1;
	s = slot_of(d, d->by_story, j->story);
	if (d->by_story[s] != 0) {
		e->ahead = d->by_story[s] - 1;
		d->e[e->ahead].behind = i;
		e->state = BLOCKED;
		d->blocked++;
	} else
		enter_ready(d, e);
	d->by_story[s] = i + 1;
}

/* Does o speak of the lease that e is out on? */
static bool
current(
    const struct dispatch *d, const struct entry *e, const struct outcome *o)
{
	return e->state == LEASED && o->lease.epoch == d->c.epoch &&
	    o->lease.attempt == e->j.attempts;
}

static void
on_done(struct dispatch *d, struct entry *e, const struct outcome *o)
{
	new_action(d, DISPATCH_RETIRE, e)->duplicate = o->kind ==
	    OUTCOME_DUPLICATE;
	finish(d, e);
}

static void
on_refused(struct dispatch *d, struct entry *e, const struct outcome *o)
{
	set_cause(new_action(d, DISPATCH_BURY, e), "refused", o);
	finish(d, e);
}

/* A crash is evidence even when its lease is over by now, but of one epoch,
 * and once an attempt. */
static void
on_crash(struct dispatch *d, struct entry *e, const struct outcome *o,
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
on_failed(struct dispatch *d, struct entry *e, const struct outcome *o,
    int64_t now_ms)
{
	if (!current(d, e, o))
		return;
	d->total.failed++;
	set_cause(new_action(d, DISPATCH_NOTE, e), "failed", o);
	back_off(d, e, now_ms);
}

static void
on_killed(struct dispatch *d, struct entry *e, const struct outcome *o,
    int64_t now_ms)
{
	if (!current(d, e, o))
		return;
	d->total.killed++;
	leave(d, e);
	e->state = FREE; /* of no queue: suspect changes which one is its */
	e->j.suspect = true;
	set_cause(new_action(d, DISPATCH_NOTE, e), "killed", o);
	back_off(d, e, now_ms);
}

void
dispatch_outcome(struct dispatch *d, const struct outcome *o, int64_t now_ms)
{
	struct entry *e = find_job(d, o->lease.job);

	if (e == NULL || o->lease.producer != d->c.producer)
		return;
	switch (o->kind) {
	case OUTCOME_COMMITTED:
	case OUTCOME_DUPLICATE:
		on_done(d, e, o);
		break;
	case OUTCOME_TOUCHED:
		if (current(d, e, o))
			heap_put(d, e, now_ms + d->c.lease_ms);
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

	for (uint32_t i = 0; i < DISPATCH_LOADED_MAX; i++)
		if (d->e[i].state == LEASED && d->e[i].due > soon)
			heap_put(d, &d->e[i], soon);
}

void
dispatch_beat(struct dispatch *d, const struct beat_sink *b, int64_t now_ms)
{
	if (d->heard && b->epoch < d->sink.epoch)
		return; /* a late word of a sink that is gone */
	if (d->heard && b->epoch > d->sink.epoch)
		hasten(d, now_ms);
	d->sink = *b;
	d->heard = true;
	d->heard_ms = now_ms;
}

static void
expire(struct dispatch *d, struct entry *e, int64_t now_ms)
{
	d->total.expired++;
	set_cause(new_action(d, DISPATCH_NOTE, e), "lease expired", NULL);
	back_off(d, e, now_ms);
}

void
dispatch_tick(struct dispatch *d, int64_t now_ms)
{
	while (d->n_heap > 0 && d->e[d->heap[0]].due <= now_ms) {
		struct entry *e = &d->e[d->heap[0]];

		if (e->state == LEASED)
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
static struct entry *
choose(struct dispatch *d)
{
	if (d->alone)
		return NULL;
	if (d->suspects.n > 0) {
		struct entry *e;

		if (d->leased > 0)
			return NULL;
		e = queue_pop(d, &d->suspects);
		d->alone = e->alone = true;
		return e;
	}
	return queue_pop(d, &d->ready);
}

bool
dispatch_next(struct dispatch *d, int64_t now_ms, struct lease *l)
{
	struct entry *e;

	if (!sink_ready(d, now_ms) || !window_open(d) ||
	    (e = choose(d)) == NULL)
		return false;
	e->state = LEASED;
	d->leased++;
	e->j.attempts++;
	e->tries++;
	d->total.sent++;
	heap_put(d, e, now_ms + d->c.lease_ms);
	*l = (struct lease) { .producer = d->c.producer,
		.epoch = d->c.epoch,
		.job = e->j.job,
		.attempt = e->j.attempts };
	return true;
}

void
dispatch_unsent(struct dispatch *d, uint64_t job)
{
	struct entry *e = find_job(d, job);

	if (e == NULL || e->state != LEASED)
		return;
	leave(d, e);
	e->j.attempts--;
	e->tries--;
	d->total.sent--;
	e->state = READY;
	queue_push_front(d, queue_of(d, e), e);
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
	return d->n_heap > 0 ? d->e[d->heap[0]].due : INT64_MAX;
}

void
dispatch_stats(
    const struct dispatch *d, int64_t now_ms, struct dispatch_stats *s)
{
	*s = d->total;
	s->loaded = d->loaded;
	s->ready = d->ready.n;
	s->leased = d->leased;
	s->waiting = d->waiting;
	s->blocked = d->blocked;
	s->suspects = d->suspects.n + (d->alone ? 1 : 0);
	s->workers = d->sink.workers;
	s->sink_ready = sink_ready(d, now_ms);
}
