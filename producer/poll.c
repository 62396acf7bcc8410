/* poll.c -- which address is asked when. */
#include "poll.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "proto/hash.h"
#include "proto/mem.h"

#define NEVER      INT64_MAX
#define NONE       UINT32_MAX
#define BUCKETS    4096            /* of hosts */
#define HOST_MAX   260             /* bytes of a host's name and port */
#define HOLD_MAX_S (366LL * 86400) /* longer than any server means */

struct host {
	char name[HOST_MAX];
	struct host *next; /* in its bucket */
	bool busy;         /* a request is in flight */
	bool offered;      /* one of its addresses waits in the heap for it */
	int64_t ready;     /* not before */
	uint32_t first, last; /* addresses that wait for it */
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
};

struct poll {
	struct poll_opts o;
	struct entry *entry;
	uint32_t n;
	uint32_t *heap; /* numbers, the soonest first */
	size_t n_heap, flying;
	struct host *bucket[BUCKETS];
	uint64_t random;
};

struct poll *
poll_new(const struct poll_opts *o)
{
	struct poll *p = mem_zalloc(sizeof(*p));

	p->o = *o;
	p->random = o->seed;
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
	h->first = h->last = NONE;
	h->next = *bucket;
	return *bucket = h;
}

/* Who waits longest for a host that is not busy is next there. */
static void
offer(struct poll *p, struct host *h, int64_t now_ms)
{
	uint32_t id = h->first;

	if (h->busy || h->offered || id == NONE)
		return;
	h->first = p->entry[id].after;
	if (h->first == NONE)
		h->last = NONE;
	h->offered = true;
	p->entry[id].offered = true;
	heap_put(p, id, h->ready > now_ms ? h->ready : now_ms);
}

static void
wait_for_host(struct poll *p, uint32_t id, int64_t now_ms)
{
	struct entry *e = &p->entry[id];
	struct host *h = e->host;

	e->where = QUEUE;
	e->after = NONE;
	if (h->last == NONE)
		h->first = id;
	else
		p->entry[h->last].after = id;
	h->last = id;
	offer(p, h, now_ms);
}

/* Out of the queue of its host. */
static void
leave_queue(struct poll *p, uint32_t id)
{
	struct host *h = p->entry[id].host;
	uint32_t before = NONE;

	for (uint32_t i = h->first; i != NONE; i = p->entry[i].after) {
		if (i == id) {
			uint32_t after = p->entry[i].after;

			if (before == NONE)
				h->first = after;
			else
				p->entry[before].after = after;
			if (h->last == id)
				h->last = before;
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
	free(e->good);
	e->good = NULL;
	if (!e->paused && !e->dropped)
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

uint32_t
poll_add(
    struct poll *p, const char *address, struct pollstate *st, int64_t now_ms)
{
	uint32_t id = p->n++;
	struct entry *e;

	p->entry = mem_grow(p->entry, p->n, sizeof(*p->entry));
	p->heap = mem_grow(p->heap, p->n, sizeof(*p->heap));
	e = &p->entry[id];
	memset(e, 0, sizeof(*e));
	e->address = mem_strdup(address);
	e->st = *st;
	memset(st, 0, sizeof(*st));
	/* a clock that was set back must not silence it for long */
	if (e->st.next_ms > now_ms + p->o.most_ms &&
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

static int64_t
clamp(int64_t v, int64_t least, int64_t most)
{
	return v < least ? least : v > most ? most : v;
}

static bool
is_redirect(int status)
{
	return status == 301 || status == 302 || status == 303 ||
	    status == 307 || status == 308;
}

/* On to where it says; false: it went far enough. */
static bool
follow(struct poll *p, uint32_t id, const struct poll_answer *a, int64_t now_ms)
{
	struct entry *e = &p->entry[id];
	char *copy;

	if (!is_redirect(a->status) || a->location == NULL ||
	    e->hops == POLL_HOPS_MAX)
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
		heap_put(p, id, now_ms);
	return true;
}

/* It was answered as it should: 200 or 304. */
static void
go_well(struct poll *p, struct entry *e, const struct poll_answer *a,
    int64_t now_ms)
{
	struct pollstate *s = &e->st;
	int64_t every = s->every_ms > 0 ? s->every_ms : 3 * p->o.least_ms;

	s->failed = 0;
	s->good_ms = now_ms;
	if (a->fresh)
		s->news_ms = now_ms;
	s->every_ms = clamp((int64_t)((double)every * (a->fresh ? 0.7 : 1.3)),
	    p->o.least_ms, p->o.most_ms);
	if (e->good != NULL)
		pollstate_set(&s->moved, e->good);
	pollstate_set(&s->why, a->why);
	/* who sends validators has what they stand for */
	if (a->status != 200 || a->partial)
		return;
	pollstate_set(&s->etag, a->etag);
	pollstate_set(&s->modified, a->modified);
	pollstate_set(&s->from, e->url);
}

static void
go_wrong(struct poll *p, struct entry *e, const struct poll_answer *a)
{
	struct pollstate *s = &e->st;
	char words[64];

	s->failed += s->failed < 1000;
	if (s->failed >= POLL_PATIENCE)
		pollstate_set(&s->moved, NULL);
	s->every_ms = p->o.least_ms;
	for (int64_t i = 0; i < s->failed && s->every_ms < p->o.most_ms; i++)
		s->every_ms *= 2;
	if (a->status == 410) /* gone for good, as far as it knows */
		s->every_ms = p->o.most_ms;
	s->every_ms = clamp(s->every_ms, p->o.least_ms, p->o.most_ms);
	snprintf(words, sizeof(words),
	    is_redirect(a->status) ? "redirected too often"
				   : "answered with status %d",
	    a->status);
	pollstate_set(&s->why, a->why != NULL ? a->why : words);
}

/* When it is asked again. */
static void
settle(struct poll *p, struct entry *e, const struct poll_answer *a,
    int64_t now_ms)
{
	int64_t wait = (int64_t)((double)e->st.every_ms * vary(p));
	int64_t age = clamp(a->max_age_s, 0, p->o.most_ms / 1000) * 1000;
	int64_t ttl = clamp(a->ttl_s, 0, p->o.most_ms / 1000) * 1000;

	wait = wait < p->o.least_ms ? p->o.least_ms : wait;
	wait = wait < age ? age : wait;
	wait = wait < ttl ? ttl : wait;
	e->st.next_ms = now_ms + wait;
	e->st.held_ms = now_ms + clamp(a->retry_after_s, 0, HOLD_MAX_S) * 1000;
	if (e->st.next_ms < e->st.held_ms)
		e->st.next_ms = e->st.held_ms;
	if (a->retry_after_s == 0)
		e->st.held_ms = 0;
}

static void
free_host(
    struct poll *p, struct host *h, const struct poll_answer *a, int64_t now_ms)
{
	h->busy = false;
	h->ready = now_ms + p->o.pause_ms;
	if (holds_host(a->status) && a->retry_after_s > 0)
		h->ready = now_ms +
		    clamp(a->retry_after_s, 1, HOLD_MAX_S) * 1000;
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
	if (e->dropped)
		return false;
	if (follow(p, id, a, now_ms))
		return false;
	e->st.status = a->status;
	if ((a->status == 200 || a->status == 304) && a->why == NULL)
		go_well(p, e, a, now_ms);
	else
		go_wrong(p, e, a);
	settle(p, e, a, now_ms);
	rest(p, id);
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
