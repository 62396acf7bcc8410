/* events.c -- a binary heap of events. */
#include "events.h"

#include <stdlib.h>

#include "proto/mem.h"

static bool
before(const struct event *a, const struct event *b)
{
	return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void
swap(struct events *q, size_t a, size_t b)
{
	struct event t = q->heap[a];

	q->heap[a] = q->heap[b];
	q->heap[b] = t;
}

void
events_put(struct events *q, struct event e)
{
	size_t at = q->n++;

	if (q->n > q->cap) {
		q->cap = q->cap > 0 ? 2 * q->cap : 64;
		q->heap = mem_grow(q->heap, q->cap, sizeof *q->heap);
	}
	e.order = ++q->order;
	q->heap[at] = e;
	for (; at > 0 && before(&q->heap[at], &q->heap[(at - 1) / 2]);
	     at = (at - 1) / 2)
		swap(q, at, (at - 1) / 2);
}

int64_t
events_next(const struct events *q)
{
	return q->n > 0 ? q->heap[0].at : INT64_MAX;
}

struct event
events_take(struct events *q)
{
	struct event e = q->heap[0];
	size_t at = 0;

	q->heap[0] = q->heap[--q->n];
	for (;;) {
		size_t least = at, kid = 2 * at + 1;

		for (size_t k = kid; k < kid + 2 && k < q->n; k++)
			if (before(&q->heap[k], &q->heap[least]))
				least = k;
		if (least == at)
			return e;
		swap(q, at, least);
		at = least;
	}
}

void
events_free(struct events *q)
{
	for (size_t i = 0; i < q->n; i++)
		buf_free(&q->heap[i].msg);
	free(q->heap);
	*q = (struct events) { 0 };
}
