/* poll.c -- which address is asked when. */
#include "poll.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pollnext.h"
#include "proto/hash.h"
#include "proto/mem.h"

#define NEVER    INT64_MAX
#define NONE     UINT32_MAX
#define BUCKETS  4096 /* of hosts */
#define HOST_MAX 260  /* bytes of a host's name and port */

struct host {
	char name[HOST_MAX];
	struct host *next; /* in its bucket */
	bool busy;         /* a request is in flight */
	bool offered;      /* one of its addresses waits in the heap for it */
	bool pages;        /* whose turn it is: a page's, not a feed's */
	int64_t ready;     /* not before */
	int64_t again;     /* likewise, of a page asked again */
	int64_t pause_ms;  /* that it wants */
	struct lane {
		uint32_t first, last;
	} lane[2]; /* addresses that wait for it: feeds, pages */
};

enum where { IDLE, HEAP, QUEUE, FLYING };

struct entry {
	char *address, *url; /* url: where it is asked now */
	char *good;          /* where permanent redirects led; NULL */
	struct pollstate st;
	struct host *host;
	int64_t due;
	size_t heap;    /* its place */
	uint32_t after; /* in the host's queue */
	unsigned hops;
	enum where where;
	bool offered; /* it is the one that its host was offered to */
	bool dropped, paused, permanent;
	bool granted; /* asked again: its host's pace was kept */
};

struct poll {
	struct poll_opts o;
	struct entry *entry;
	uint32_t n;
	uint32_t *heap; /* numbers, the soonest first */
	size_t n_heap, flying;
	uint32_t spare; /* the first number that is free; after: the next */
	struct host *bucket[BUCKETS];
	uint64_t random;
};

struct poll *
poll_new(const struct poll_opts *o)
{
	struct poll *p = mem_zalloc(sizeof(*p));

	p->o = *o;
	p->random = o->seed;
	p->spare = NONE;
	return p;
}

void
poll_free(struct poll *p)
{
	if (p == NULL)
		return;
	for (uint32_t i = 0; i < p->n; i++) {
		free(p->entry[i].address);
		free(p->entry[i].url);
		free(p->entry[i].good);
		pollstate_free(&p->entry[i].st);
	}
	for (size_t i = 0; i < BUCKETS; i++)
		while (p->bucket[i] != NULL) {
			struct host *h = p->bucket[i];

			p->bucket[i] = h->next;
			free(h);
		}
	free(p->entry);
	free(p->heap);
	free(p);
}

/* xorshift64* (Vigna 2016) on a counter would do as well: it only varies. */
static double
vary(struct poll *p)
{
	p->random += 0x9e3779b97f4a7c15u;
	uint64_t z = p->random;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return 0.9 + 0.2 * (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

/* ---- the heap of what is due ---- */

static void
place(struct poll *p, size_t at, uint32_t id)
{
	p->heap[at] = id;
	p->entry[id].heap = at;
}

static int64_t
due_at(const struct poll *p, size_t at)
{
	return p->entry[p->heap[at]].due;
}

static void
sift(struct poll *p, size_t at)
{
	uint32_t id = p->heap[at];
	int64_t due = p->entry[id].due;
	size_t child;

	while (at > 0 && due_at(p, (at - 1) / 2) > due) {
		place(p, at, p->heap[(at - 1) / 2]);
		at = (at - 1) / 2;
	}
	while ((child = 2 * at + 1) < p->n_heap) {
		if (child + 1 < p->n_heap &&
		    due_at(p, child + 1) < due_at(p, child))
			child++;
		if (due_at(p, child) >= due)
			break;
		place(p, at, p->heap[child]);
		at = child;
	}
	place(p, at, id);
}

static void
heap_put(struct poll *p, uint32_t id, int64_t due)
{
	struct entry *e = &p->entry[id];

	e->due = due;
	e->where = HEAP;
	place(p, p->n_heap++, id);
	sift(p, e->heap);
}

static void
heap_take(struct poll *p, uint32_t id)
{
	size_t at = p->entry[id].heap;

	p->entry[id].where = IDLE;
	p->n_heap--;
	if (at == p->n_heap)
		return;
	place(p, at, p->heap[p->n_heap]);
	sift(p, at);
}

/* ---- hosts ---- */

/* "host:port" of an address, in lower case. */
static void
host_name(const char *url, char out[HOST_MAX])
{
	const char *s = strstr(url, "://"), *end, *at;
	size_t n;

	s = s != NULL ? s + 3 : url;
	end = s + strcspn(s, "/?#");
	at = memchr(s, '@', (size_t)(end - s));
	s = at != NULL ? at + 1 : s;
	n = (size_t)(end - s) < HOST_MAX - 1 ? (size_t)(end - s) : HOST_MAX - 1;
	for (size_t i = 0; i < n; i++)
		out[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
	out[n] = '\0';
}

static struct host *
host_of(struct poll *p, const char *url)
{
	char name[HOST_MAX];
	struct host *h, **bucket;

	host_name(url, name);
	bucket = &p->bucket[hash_fast(span_of(name)) % BUCKETS];
	for (h = *bucket; h != NULL; h = h->next)
		if (strcmp(h->name, name) == 0)
			return h;
	h = mem_zalloc(sizeof(*h));
	strcpy(h->name, name);
	h->lane[0] = h->lane[1] = (struct lane) { NONE, NONE };
	h->pause_ms = p->o.pause_ms;
	h->next = *bucket;
	return *bucket = h;
}

static struct lane *
lane_of(const struct entry *e)
{
	return &e->host->lane[e->st.page != 0];
}

/* Who waits longest for a host that is not busy is next there, a feed and a
 * page in turn. */
static void
offer(struct poll *p, struct host *h, int64_t now_ms)
{
	struct lane *l = &h->lane[h->pages];
	uint32_t id;

	if (l->first == NONE)
		l = &h->lane[!h->pages];
	id = l->first;
	if (h->busy || h->offered || id == NONE)
		return;
	l->first = p->entry[id].after;
	if (l->first == NONE)
		l->last = NONE;
	h->pages = !h->pages;
	h->offered = true;
	p->entry[id].offered = true;
	heap_put(p, id, h->ready > now_ms ? h->ready : now_ms);
}

static void
wait_for_host(struct poll *p, uint32_t id, int64_t now_ms)
{
	struct entry *e = &p->entry[id];
	struct lane *l = lane_of(e);

	e->where = QUEUE;
	e->after = NONE;
	if (l->last == NONE)
		l->first = id;
	else
		p->entry[l->last].after = id;
	l->last = id;
	offer(p, e->host, now_ms);
}

/* Out of the queue of its host. */
static void
leave_queue(struct poll *p, uint32_t id)
{
	struct lane *l = lane_of(&p->entry[id]);
	uint32_t before = NONE;

	for (uint32_t i = l->first; i != NONE; i = p->entry[i].after) {
		if (i == id) {
			uint32_t after = p->entry[i].after;

			if (before == NONE)
				l->first = after;
			else
				p->entry[before].after = after;
			if (l->last == id)
				l->last = before;
			break;
		}
		before = i;
	}
	p->entry[id].where = IDLE;
}

/* Out of wherever it waits. */
static void
withdraw(struct poll *p, uint32_t id, int64_t now_ms)
{
	struct entry *e = &p->entry[id];

	if (e->where == HEAP)
		heap_take(p, id);
	else if (e->where == QUEUE)
		leave_queue(p, id);
	if (e->offered) {
		e->offered = false;
		e->host->offered = false;
		offer(p, e->host, now_ms);
	}
}

/* ---- addresses ---- */

static void
aim(struct poll *p, struct entry *e, const char *url)
{
	char *copy = mem_strdup(url);

	free(e->url);
	e->url = copy;
	e->host = host_of(p, url);
}

/* The next poll starts from where it is for good. */
static void
rest(struct poll *p, uint32_t id)
{
	struct entry *e = &p->entry[id];

	aim(p, e, e->st.moved != NULL ? e->st.moved : e->address);
	e->hops = 0;
	e->permanent = true;
	e->granted = false;
	free(e->good);
	e->good = NULL;
	if (!e->paused && !e->dropped && !fade_over(&e->st))
		heap_put(p, id, e->st.next_ms);
	else
		e->where = IDLE;
}

static bool
holds_host(int64_t status)
{
	return status == 429 || status == 503;
}

/* What the host asked for of itself holds for its other addresses, too, and
 * across a restart. */
static void
hold_host(struct entry *e, int64_t now_ms)
{
	if (holds_host(e->st.status) && e->st.held_ms > now_ms &&
	    e->st.held_ms > e->host->ready)
		e->host->ready = e->st.held_ms;
}

static uint32_t
new_number(struct poll *p)
{
	uint32_t id = p->spare;

	if (id != NONE) {
		p->spare = p->entry[id].after;
		return id;
	}
	p->entry = mem_grow(p->entry, p->n + 1, sizeof(*p->entry));
	p->heap = mem_grow(p->heap, p->n + 1, sizeof(*p->heap));
	return p->n++;
}

static void
free_number(struct poll *p, uint32_t id)
{
	struct entry *e = &p->entry[id];

	free(e->address);
	free(e->url);
	free(e->good);
	pollstate_free(&e->st);
	memset(e, 0, sizeof(*e));
	e->after = p->spare;
	p->spare = id;
}

uint32_t
poll_add(
    struct poll *p, const char *address, struct pollstate *st, int64_t now_ms)
{
	uint32_t id = new_number(p);
	struct entry *e = &p->entry[id];

	memset(e, 0, sizeof(*e));
	e->address = mem_strdup(address);
	e->st = *st;
	memset(st, 0, sizeof(*st));
	/* a clock that was set back must not silence it for long */
	if (e->st.page == 0 && e->st.next_ms > now_ms + p->o.most_ms &&
	    e->st.next_ms > e->st.held_ms)
		e->st.next_ms = now_ms;
	rest(p, id);
	hold_host(e, now_ms);
	return id;
}

void
poll_drop(struct poll *p, uint32_t id)
{
	p->entry[id].dropped = true;
	withdraw(p, id, 0);
	if (p->entry[id].where != FLYING)
		free_number(p, id);
}

void
poll_pace(struct poll *p, const char *url, int64_t pause_ms)
{
	struct host *h = host_of(p, url);

	h->pause_ms = pause_ms > p->o.pause_ms ? pause_ms : p->o.pause_ms;
}

void
poll_pause(struct poll *p, uint32_t id, bool paused, int64_t now_ms)
{
	struct entry *e = &p->entry[id];

	if (e->paused == paused || e->dropped)
		return;
	e->paused = paused;
	if (paused)
		withdraw(p, id, now_ms);
	else if (e->where == IDLE)
		heap_put(p, id, e->st.next_ms);
}

bool
poll_paused(const struct poll *p, uint32_t id)
{
	return p->entry[id].paused;
}

void
poll_hurry(struct poll *p, uint32_t id, int64_t now_ms)
{
	struct entry *e = &p->entry[id];
	int64_t due = e->st.held_ms > now_ms ? e->st.held_ms : now_ms;

	e->st.next_ms = due;
	if (e->where == HEAP && !e->offered) {
		heap_take(p, id);
		heap_put(p, id, due);
	}
}

/* A page that is asked again waits until its host's pace permits. */
static bool
must_wait(struct poll *p, uint32_t id, int64_t now_ms)
{
	struct entry *e = &p->entry[id];
	struct host *h = e->host;
	int64_t slot = h->again > now_ms ? h->again : now_ms;

	if (e->st.page == 0 || e->st.first_ms == 0 || e->st.ended != 0 ||
	    e->granted)
		return false;
	e->granted = true;
	h->again = slot + p->o.again_ms;
	if (slot > now_ms)
		heap_put(p, id, slot);
	return slot > now_ms;
}

static void
fly(struct poll *p, uint32_t id, struct poll_request *r)
{
	struct entry *e = &p->entry[id];
	const struct pollstate *s = &e->st;
	bool known = s->from != NULL && strcmp(s->from, e->url) == 0;

	e->offered = e->host->offered = false;
	e->host->busy = true;
	e->where = FLYING;
	p->flying++;
	*r = (struct poll_request) { id, e->url, known ? s->etag : NULL,
		known ? s->modified : NULL };
}

bool
poll_next(struct poll *p, int64_t now_ms, struct poll_request *r)
{
	if (p->flying >= p->o.parallel)
		return false;
	while (p->n_heap > 0 && due_at(p, 0) <= now_ms) {
		uint32_t id = p->heap[0];
		bool offered = p->entry[id].offered;

		heap_take(p, id);
		if (offered) {
			fly(p, id, r);
			return true;
		}
		if (!must_wait(p, id, now_ms))
			wait_for_host(p, id, now_ms);
	}
	return false;
}

int64_t
poll_wake(const struct poll *p)
{
	return p->n_heap > 0 && p->flying < p->o.parallel ? due_at(p, 0)
							  : NEVER;
}

size_t
poll_in_flight(const struct poll *p)
{
	return p->flying;
}

/* ---- answers ---- */

/* On to where it says; false: it went far enough. */
static bool
follow(struct poll *p, uint32_t id, const struct poll_answer *a, int64_t now_ms)
{
	struct entry *e = &p->entry[id];
	char *copy;

	if (!pollnext_is_redirect(a->status) || a->location == NULL ||
	    e->hops == POLL_HOPS_MAX || a->retry_after_s > POLL_WAIT_S)
		return false;
	e->hops++;
	e->permanent = e->permanent && (a->status == 301 || a->status == 308);
	if (e->permanent) {
		copy = mem_strdup(a->location);
		free(e->good);
		e->good = copy;
	}
	aim(p, e, a->location);
	if (e->paused)
		rest(p, id);
	else
		heap_put(p, id, now_ms + pollnext_hold_ms(a));
	return true;
}

static void
free_host(
    struct poll *p, struct host *h, const struct poll_answer *a, int64_t now_ms)
{
	h->busy = false;
	if (!a->unasked)
		h->ready = now_ms + h->pause_ms;
	if (holds_host(a->status) && a->retry_after_s > 0)
		h->ready = now_ms + pollnext_hold_ms(a);
	offer(p, h, now_ms);
}

bool
poll_answer(
    struct poll *p, uint32_t id, const struct poll_answer *a, int64_t now_ms)
{
	struct entry *e = &p->entry[id];

	if (e->where != FLYING)
		return false;
	e->where = IDLE;
	p->flying--;
	free_host(p, e->host, a, now_ms);
	if (e->dropped) {
		free_number(p, id);
		return false;
	}
	if (follow(p, id, a, now_ms))
		return false;
	pollnext_settle(&e->st, &p->o, a,
	    &(struct pollnext) { now_ms, e->url, e->good, vary(p) });
	rest(p, id);
	return true;
}

bool
poll_detour(struct poll *p, uint32_t id, const char *url,
    const struct poll_answer *a, int64_t now_ms)
{
	struct entry *e = &p->entry[id];

	e->where = IDLE;
	p->flying--;
	free_host(p, e->host, a, now_ms);
	if (e->dropped) {
		free_number(p, id);
		return false;
	}
	aim(p, e, url);
	if (e->paused)
		rest(p, id);
	else
		heap_put(p, id, now_ms);
	return true;
}

struct pollstate *
poll_state(struct poll *p, uint32_t id)
{
	return &p->entry[id].st;
}

const char *
poll_address(const struct poll *p, uint32_t id)
{
	return p->entry[id].address;
}
