/* tape.c -- the table of changes, in blocks that all readers share. */
#include "tape.h"

#include <stdlib.h>

#include "proto/jsonin.h"
#include "proto/mem.h"
#include "sink/sieve.h"

#define SLOTS     256 /* blocks kept, each in the slot of its number */
#define PARSED    256 /* changes kept as json-c reads them, likewise */
#define DEPTH_MAX 32

struct block {
	int64_t first; /* number of its first change */
	uint32_t n;    /* how many are here */
	uint64_t used; /* when, for eviction */
	struct buf bytes;
	size_t at[TAPE_BLOCK + 1]; /* where each begins in bytes */
	int64_t claim[TAPE_BLOCK];
};

struct parsed {
	int64_t seq; /* 0: none */
	struct json_object *change;
};

struct tape {
	struct query *q;
	int64_t head, horizon;
	uint64_t turn;
	size_t bytes; /* of all blocks */
	struct block *slot[SLOTS];
	struct parsed parsed[PARSED];
};

static bool
see_first(void *arg, const struct query_change *c)
{
	struct tape *t = arg;

	t->horizon = c->seq - 1;
	return false;
}

struct tape *
tape_new(struct query *q, int64_t head)
{
	struct tape *t = mem_zalloc(sizeof *t);
	const struct query_filter one = { .limit = 1 };

	t->q = q;
	t->head = head;
	if (query_changes(q, 0, &one, see_first, t) != RC_OK)
		t->horizon = 0; /* reading will tell */
	return t;
}

static void
drop(struct tape *t, struct block **b)
{
	if (*b == NULL)
		return;
	t->bytes -= (*b)->bytes.cap;
	buf_free(&(*b)->bytes);
	free(*b);
	*b = NULL;
}

void
tape_free(struct tape *t)
{
	if (t == NULL)
		return;
	for (size_t i = 0; i < SLOTS; i++)
		drop(t, &t->slot[i]);
	for (size_t i = 0; i < PARSED; i++)
		json_object_put(t->parsed[i].change);
	free(t);
}

void
tape_news(struct tape *t, int64_t head)
{
	if (head > t->head)
		t->head = head;
}

int64_t
tape_head(const struct tape *t)
{
	return t->head;
}

int64_t
tape_horizon(const struct tape *t)
{
	return t->horizon;
}

const char *
tape_generation(const struct tape *t)
{
	return query_generation(t->q);
}

/* ---- blocks ---- */

/* Give up what was not used for the longest time, but not keep. */
static void
make_room(struct tape *t, const struct block *keep)
{
	while (t->bytes > TAPE_BYTES_MAX) {
		struct block **oldest = NULL;

		for (size_t i = 0; i < SLOTS; i++)
			if (t->slot[i] != NULL && t->slot[i] != keep &&
			    (oldest == NULL ||
				t->slot[i]->used < (*oldest)->used))
				oldest = &t->slot[i];
		if (oldest == NULL)
			return;
		drop(t, oldest);
	}
}

struct filling {
	struct block *b;
	bool gap;
};

static bool
take(void *arg, const struct query_change *c)
{
	struct filling *f = arg;
	struct block *b = f->b;

	if (c->seq != b->first + b->n) {
		f->gap = true;
		return false;
	}
	buf_append(&b->bytes, c->json.p, c->json.n);
	b->claim[b->n++] = c->claim;
	b->at[b->n] = b->bytes.n;
	return b->n < TAPE_BLOCK;
}

/* Read what b lacks. */
static enum rc
extend(struct tape *t, struct block *b)
{
	struct filling f = { .b = b };
	const struct query_filter limit = { .limit = TAPE_BLOCK - b->n };
	size_t before = b->bytes.cap;
	enum rc rc;

	rc = query_changes(t->q, b->first + b->n - 1, &limit, take, &f);
	t->bytes += b->bytes.cap - before;
	make_room(t, b);
	if (rc == RC_OK && f.gap)
		rc = RC_NOENT;
	return rc;
}

static struct block *
block_of(struct tape *t, int64_t seq)
{
	int64_t number = (seq - 1) / TAPE_BLOCK;
	struct block **b = &t->slot[number % SLOTS];

	if (*b != NULL && (*b)->first != number * TAPE_BLOCK + 1)
		drop(t, b);
	if (*b == NULL) {
		*b = mem_zalloc(sizeof **b);
		(*b)->first = number * TAPE_BLOCK + 1;
	}
	(*b)->used = ++t->turn;
	return *b;
}

enum rc
tape_get(struct tape *t, int64_t seq, struct tape_item *item)
{
	struct block *b;
	enum rc rc;
	size_t i;

	if (seq > t->head)
		return RC_END;
	if (seq <= t->horizon || seq < 1)
		return RC_NOENT;
	b = block_of(t, seq);
	if (b->first + b->n <= seq && (rc = extend(t, b)) != RC_OK)
		return rc;
	if (b->first + b->n <= seq)
		return RC_NOENT;
	i = (size_t)(seq - b->first);
	*item = (struct tape_item) { .seq = seq,
		.json = { b->bytes.p + b->at[i], b->at[i + 1] - b->at[i] },
		.claim = b->claim[i] };
	return RC_OK;
}

/* ---- what a change says ---- */

static enum rc
parse(struct tape *t, const struct tape_item *item, struct json_object **change)
{
	struct parsed *p = &t->parsed[item->seq % PARSED];
	struct buf why = { 0 };
	enum rc rc = RC_OK;

	if (p->seq != item->seq) {
		json_object_put(p->change);
		*p = (struct parsed) { 0 };
		rc = jsonin_parse(item->json, DEPTH_MAX, &p->change, &why);
		if (rc == RC_OK)
			p->seq = item->seq;
		buf_free(&why);
	}
	*change = p->change;
	return rc;
}

enum rc
tape_match(struct tape *t, int64_t seq, const struct query_filter *f, bool *is)
{
	struct tape_item item;
	struct json_object *change;
	enum rc rc;

	if ((rc = tape_get(t, seq, &item)) != RC_OK)
		return rc;
	/* One that cannot be read is no match: `check` tells of it. */
	*is = parse(t, &item, &change) == RC_OK && sieve_match(f, change);
	return RC_OK;
}

enum rc
tape_superseded(struct tape *t, int64_t seq, bool *is)
{
	struct tape_item item;
	int64_t last = 0;
	enum rc rc;

	*is = false;
	if ((rc = tape_get(t, seq, &item)) != RC_OK || item.claim == 0)
		return rc;
	if ((rc = query_last_change(t->q, item.claim, &last)) == RC_OK)
		*is = last > seq || last == 0; /* a part of another */
	return rc;
}
