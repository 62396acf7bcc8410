/*
 * roster.h -- the jobs that dispatch.h holds in memory: found by job, chained
 * by story, ordered by deadline, queued.  It knows places, not rules.
 *
 * Entries live in a pool of DISPATCH_LOADED_MAX; two open-addressed tables
 * find them; one binary heap holds every deadline.
 */
#ifndef PRODUCER_ROSTER_H
#define PRODUCER_ROSTER_H

#include <stdbool.h>
#include <stdint.h>

#include "dispatch.h"

enum roster_state {
	ROSTER_FREE,    /* not in use */
	ROSTER_BLOCKED, /* behind an unfinished job of the same story */
	ROSTER_READY,   /* may be sent; in a queue */
	ROSTER_LEASED,  /* sent; due: when the lease is over */
	ROSTER_WAITING  /* backing off; due: when it is ready again */
};

struct roster_entry {
	struct dispatch_job j;
	enum roster_state state;
	int64_t due;
	uint32_t crash; /* last attempt that was counted as a crash */
	uint32_t tries; /* since it was loaded: the back-off's exponent */
	bool alone;     /* this lease runs with nothing beside it */
	/* the roster's own */
	uint32_t heap;   /* its place there, or none */
	uint32_t next;   /* in its queue, or in the free list */
	uint32_t ahead;  /* the job of the story before it, or none */
	uint32_t behind; /* the one after it, or none */
};

/* First in, first out.  Start from { 0 }. */
struct roster_queue {
	uint32_t head, tail, n;
};

struct roster;

struct roster *roster_new(void);
void roster_free(struct roster *r); /* NULL is harmless */

uint32_t roster_room(const struct roster *r); /* entries free */

/* A new entry, behind those of its story; NULL when there is no room or the
 * job is there already.  Its state is for the caller to set. */
struct roster_entry *roster_add(struct roster *r, const struct dispatch_job *j);
struct roster_entry *roster_find(const struct roster *r, uint64_t job);
/* The n-th entry of the pool, used or free. */
struct roster_entry *roster_at(const struct roster *r, uint32_t n);

/* Is an older job of its story still there? */
bool roster_behind(const struct roster_entry *e);
/*
 * Take e, which is neither due nor queued, out.  Returns the job of its story
 * that has nobody ahead of it any more, or NULL.
 */
struct roster_entry *roster_remove(struct roster *r, struct roster_entry *e);

/* Be due at a time, instead of what was before; be due no more. */
void roster_due(struct roster *r, struct roster_entry *e, int64_t due);
void roster_undue(struct roster *r, struct roster_entry *e);
/* Who is due first; NULL when nobody is. */
struct roster_entry *roster_first(const struct roster *r);

void roster_push(
    struct roster *r, struct roster_queue *q, struct roster_entry *e);
void roster_push_front(
    struct roster *r, struct roster_queue *q, struct roster_entry *e);
struct roster_entry *roster_pop(struct roster *r, struct roster_queue *q);
/* Take e out of the middle of q; walks it. */
void roster_drop(
    struct roster *r, struct roster_queue *q, const struct roster_entry *e);

#endif
