/* roster.c -- jobs in tables, a heap and queues; see roster.h. */
#include "roster.h"

#include <stdlib.h>

#include "proto/mem.h"

#define NONE      UINT32_MAX
#define TABLE_LEN (4u * DISPATCH_LOADED_MAX) /* a power of two */

struct roster {
	struct roster_entry e[DISPATCH_LOADED_MAX];
	uint32_t free, room; /* list of free entries, and how many */
	uint32_t heap[DISPATCH_LOADED_MAX], n_heap;
	uint32_t by_job[TABLE_LEN];   /* index of the entry + 1, 0: empty */
	uint32_t by_story[TABLE_LEN]; /* last job of the story, likewise */
};

struct roster *
roster_new(void)
{
	struct roster *r = mem_zalloc(sizeof *r);

	r->free = NONE;
	r->room = DISPATCH_LOADED_MAX;
	for (uint32_t i = DISPATCH_LOADED_MAX; i-- > 0;) {
		r->e[i].next = r->free;
		r->free = i;
	}
	return r;
}

void
roster_free(struct roster *r)
{
	free(r);
}

uint32_t
roster_room(const struct roster *r)
{
	return r->room;
}

static uint32_t
index_of(const struct roster *r, const struct roster_entry *e)
{
	return (uint32_t)(e - r->e);
}

/* ---- tables: job -> entry, story -> last entry of its chain ---- */

static uint32_t
home_of(uint64_t x) /* by the finaliser of MurmurHash3 */
{
	x = (x ^ (x >> 33)) * 0xff51afd7ed558ccdu;
	x = (x ^ (x >> 33)) * 0xc4ceb9fe1a85ec53u;
	return (uint32_t)(x ^ (x >> 33)) & (TABLE_LEN - 1);
}

static uint64_t
key_of(const struct roster *r, const uint32_t *table, uint32_t slot)
{
	const struct roster_entry *e = &r->e[table[slot] - 1];

	return table == r->by_job ? e->j.job : e->j.story;
}

/* The slot of key, or the empty slot where it would go. */
static uint32_t
slot_of(const struct roster *r, const uint32_t *table, uint64_t key)
{
	uint32_t s = home_of(key);

	while (table[s] != 0 && key_of(r, table, s) != key)
		s = (s + 1) & (TABLE_LEN - 1);
	return s;
}

/* Empty a slot and move back what probing had pushed beyond it (Knuth, TAOCP
 * vol. 3, 6.4, Algorithm R). */
static void
slot_clear(struct roster *r, uint32_t *table, uint32_t s)
{
	uint32_t hole = s;

	for (;;) {
		uint32_t home;

		s = (s + 1) & (TABLE_LEN - 1);
		if (table[s] == 0)
			break;
		home = home_of(key_of(r, table, s));
		if (((s - home) & (TABLE_LEN - 1)) <
		    ((s - hole) & (TABLE_LEN - 1)))
			continue;
		table[hole] = table[s];
		hole = s;
	}
	table[hole] = 0;
}

struct roster_entry *
roster_find(const struct roster *r, uint64_t job)
{
	uint32_t i = r->by_job[slot_of(r, r->by_job, job)];

	return i != 0 ? (struct roster_entry *)&r->e[i - 1] : NULL;
}

struct roster_entry *
roster_at(const struct roster *r, uint32_t n)
{
	return (struct roster_entry *)&r->e[n];
}

struct roster_entry *
roster_add(struct roster *r, const struct dispatch_job *j)
{
	uint32_t i = r->free, s;
	struct roster_entry *e;

	if (i == NONE || roster_find(r, j->job) != NULL)
		return NULL;
	e = &r->e[i];
	r->free = e->next;
	r->room--;
	*e = (struct roster_entry) {
		.j = *j, .heap = NONE, .ahead = NONE, .behind = NONE
	};
	r->by_job[slot_of(r, r->by_job, j->job)] = i + 1;
	s = slot_of(r, r->by_story, j->story);
	if (r->by_story[s] != 0) {
		e->ahead = r->by_story[s] - 1;
		r->e[e->ahead].behind = i;
	}
	r->by_story[s] = i + 1;
	return e;
}

bool
roster_behind(const struct roster_entry *e)
{
	return e->ahead != NONE;
}

/* Take e out of the chain of its story.  It is not always the first: after a
 * crash an ACK may come for a job that stands behind one that was finished
 * but not yet recorded so. */
static void
unchain(struct roster *r, struct roster_entry *e)
{
	uint32_t s = slot_of(r, r->by_story, e->j.story);

	if (e->ahead != NONE)
		r->e[e->ahead].behind = e->behind;
	if (e->behind != NONE)
		r->e[e->behind].ahead = e->ahead;
	if (r->by_story[s] != index_of(r, e) + 1)
		return;
	if (e->ahead != NONE)
		r->by_story[s] = e->ahead + 1;
	else
		slot_clear(r, r->by_story, s);
}

struct roster_entry *
roster_remove(struct roster *r, struct roster_entry *e)
{
	bool frees = e->behind != NONE && e->ahead == NONE;

	slot_clear(r, r->by_job, slot_of(r, r->by_job, e->j.job));
	unchain(r, e);
	e->state = ROSTER_FREE;
	e->next = r->free;
	r->free = index_of(r, e);
	r->room++;
	return frees ? &r->e[e->behind] : NULL;
}

/* ---- heap of deadlines ---- */

static void
heap_set(struct roster *r, uint32_t at, uint32_t i)
{
	r->heap[at] = i;
	r->e[i].heap = at;
}

static bool
earlier(const struct roster *r, uint32_t a, uint32_t b)
{
	const struct roster_entry *x = &r->e[r->heap[a]];
	const struct roster_entry *y = &r->e[r->heap[b]];

	return x->due != y->due ? x->due < y->due : x->j.job < y->j.job;
}

static void
heap_swap(struct roster *r, uint32_t a, uint32_t b)
{
	uint32_t i = r->heap[a];

	heap_set(r, a, r->heap[b]);
	heap_set(r, b, i);
}

static void
heap_settle(struct roster *r, uint32_t at)
{
	while (at > 0 && earlier(r, at, (at - 1) / 2)) {
		heap_swap(r, at, (at - 1) / 2);
		at = (at - 1) / 2;
	}
	for (;;) {
		uint32_t least = at, kid = 2 * at + 1;

		if (kid < r->n_heap && earlier(r, kid, least))
			least = kid;
		if (kid + 1 < r->n_heap && earlier(r, kid + 1, least))
			least = kid + 1;
		if (least == at)
			return;
		heap_swap(r, at, least);
		at = least;
	}
}

void
roster_due(struct roster *r, struct roster_entry *e, int64_t due)
{
	e->due = due;
	if (e->heap == NONE)
		heap_set(r, r->n_heap++, index_of(r, e));
	heap_settle(r, e->heap);
}

void
roster_undue(struct roster *r, struct roster_entry *e)
{
	uint32_t at = e->heap;

	if (at == NONE)
		return;
	e->heap = NONE;
	if (at != --r->n_heap) {
		heap_set(r, at, r->heap[r->n_heap]);
		heap_settle(r, at);
	}
}

struct roster_entry *
roster_first(const struct roster *r)
{
	return r->n_heap > 0 ? roster_at(r, r->heap[0]) : NULL;
}

/* ---- queues ---- */

void
roster_push(struct roster *r, struct roster_queue *q, struct roster_entry *e)
{
	uint32_t i = index_of(r, e);

	e->next = NONE;
	if (q->n++ == 0)
		q->head = i;
	else
		r->e[q->tail].next = i;
	q->tail = i;
}

void
roster_push_front(
    struct roster *r, struct roster_queue *q, struct roster_entry *e)
{
	uint32_t i = index_of(r, e);

	e->next = q->head;
	if (q->n++ == 0)
		q->tail = i;
	q->head = i;
}

struct roster_entry *
roster_pop(struct roster *r, struct roster_queue *q)
{
	struct roster_entry *e;

	if (q->n == 0)
		return NULL;
	e = &r->e[q->head];
	q->head = e->next;
	q->n--;
	return e;
}

void
roster_drop(
    struct roster *r, struct roster_queue *q, const struct roster_entry *e)
{
	for (uint32_t n = q->n; n > 0; n--) {
		struct roster_entry *x = roster_pop(r, q);

		if (x != e)
			roster_push(r, q, x);
	}
}
