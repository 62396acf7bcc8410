/* intake.c -- when the sink commits, acknowledges, pauses, beats: intake.h. */
#include "intake.h"

#include <stdlib.h>
#include <string.h>

#include "proto/mem.h"

/* A worker is forgotten after this silence. */
#define GONE_MS BEAT_SILENT_MS

enum phase {
	FILLING,    /* results are welcome, from none to a batch */
	COMMITTING, /* a batch is due, or its commit failed and is due again */
	ACKING      /* the batch is durable, and nobody was told yet */
};

struct worker {
	char name[RESULT_WORKER_MAX];
	size_t n;
	int64_t heard_ms;
};

struct producer {
	uint64_t name, epoch;
	int64_t heard_ms;
};

struct intake {
	struct intake_conf c;
	enum phase phase;
	uint32_t n;       /* results in the batch */
	bool full;        /* it takes no more, however few they are */
	int64_t first_ms; /* when the first of them came */
	int64_t retry_ms; /* COMMITTING: not before */
	bool ready;       /* the last commit went well */
	bool beat_now;    /* something changed that producers want to know */
	int64_t beat_ms;  /* when the next regular BEAT is due */
	struct worker worker[INTAKE_WORKERS_MAX];
	uint32_t n_workers;
	struct producer producer[INTAKE_PRODUCERS_MAX];
	uint32_t n_producers;
};

struct intake *
intake_new(const struct intake_conf *c, int64_t now_ms)
{
	struct intake *i = mem_zalloc(sizeof *i);

	i->c = *c;
	i->ready = true;
	i->beat_ms = now_ms;
	return i;
}

void
intake_free(struct intake *i)
{
	free(i);
}

bool
intake_wants(const struct intake *i)
{
	return i->phase == FILLING && !i->full && i->n < i->c.batch;
}

void
intake_result(struct intake *i, int64_t now_ms)
{
	if (i->n++ == 0)
		i->first_ms = now_ms;
}

void
intake_full(struct intake *i)
{
	i->full = i->n > 0;
}

/* ---- who is there ---- */

static struct worker *
find_worker(struct intake *i, struct span name)
{
	for (uint32_t k = 0; k < i->n_workers; k++)
		if (i->worker[k].n == name.n &&
		    memcmp(i->worker[k].name, name.p, name.n) == 0)
			return &i->worker[k];
	return NULL;
}

static void
drop_worker(struct intake *i, struct worker *w)
{
	*w = i->worker[--i->n_workers];
	i->beat_now = true;
}

void
intake_alive(struct intake *i, const struct beat_alive *a, int64_t now_ms)
{
	struct worker *w = find_worker(i, a->worker);

	if (w != NULL && a->leaving) {
		drop_worker(i, w);
		return;
	}
	if (w == NULL) {
		if (a->leaving || i->n_workers == INTAKE_WORKERS_MAX ||
		    a->worker.n == 0 || a->worker.n > RESULT_WORKER_MAX)
			return;
		w = &i->worker[i->n_workers++];
		w->n = a->worker.n;
		memcpy(w->name, a->worker.p, a->worker.n);
		i->beat_now = true;
	}
	w->heard_ms = now_ms;
}

/* Where a producer that is new may stand: a free place, or that of one that
 * has been silent for long; NULL when all are taken. */
static struct producer *
producer_place(struct intake *i, int64_t now_ms)
{
	if (i->n_producers < INTAKE_PRODUCERS_MAX)
		return &i->producer[i->n_producers++];
	for (uint32_t k = 0; k < i->n_producers; k++)
		if (now_ms - i->producer[k].heard_ms > GONE_MS)
			return &i->producer[k];
	return NULL;
}

void
intake_hello(struct intake *i, const struct beat_hello *h, int64_t now_ms)
{
	struct producer *p = NULL;

	for (uint32_t k = 0; k < i->n_producers; k++)
		if (i->producer[k].name == h->producer)
			p = &i->producer[k];
	if (p == NULL) {
		if ((p = producer_place(i, now_ms)) == NULL)
			return;
		*p = (struct producer) { .name = h->producer };
	}
	/* Whoever started anew knows nothing of us: do not let it wait. */
	if (p->epoch != h->epoch)
		i->beat_now = true;
	p->epoch = h->epoch;
	p->heard_ms = now_ms;
}

static void
forget_silent(struct intake *i, int64_t now_ms)
{
	for (uint32_t k = i->n_workers; k-- > 0;)
		if (now_ms - i->worker[k].heard_ms > GONE_MS)
			drop_worker(i, &i->worker[k]);
}

struct beat_sink
intake_beat(const struct intake *i, int64_t now_ms)
{
	(void)now_ms;
	return (struct beat_sink) {
		.epoch = i->c.epoch, .workers = i->n_workers, .ready = i->ready
	};
}

uint32_t
intake_producers(const struct intake *i, uint64_t *out, uint32_t max)
{
	uint32_t n = 0;

	for (uint32_t k = 0; k < i->n_producers && n < max; k++)
		out[n++] = i->producer[k].name;
	return n;
}

/* ---- what to do ---- */

static bool
batch_due(const struct intake *i, int64_t now_ms)
{
	return i->n >= i->c.batch || i->full ||
	    (i->n > 0 && now_ms - i->first_ms >= i->c.batch_ms);
}

enum intake_do
intake_next(struct intake *i, int64_t now_ms)
{
	forget_silent(i, now_ms);
	if (i->phase == ACKING)
		return INTAKE_ACK;
	if (i->phase == FILLING && batch_due(i, now_ms)) {
		i->phase = COMMITTING;
		i->retry_ms = now_ms;
	}
	if (i->phase == COMMITTING && now_ms >= i->retry_ms)
		return INTAKE_COMMIT;
	if (i->beat_now || now_ms >= i->beat_ms)
		return INTAKE_BEAT;
	return INTAKE_NOTHING;
}

void
intake_committed(struct intake *i, enum rc rc, int64_t now_ms)
{
	if (i->phase != COMMITTING)
		return;
	if (i->ready != (rc == RC_OK))
		i->beat_now = true;
	i->ready = rc == RC_OK;
	if (rc == RC_OK)
		i->phase = ACKING;
	else
		i->retry_ms = now_ms + INTAKE_PAUSE_MS;
}

void
intake_acked(struct intake *i)
{
	if (i->phase != ACKING)
		return;
	i->phase = FILLING;
	i->n = 0;
	i->full = false;
}

void
intake_beaten(struct intake *i, int64_t now_ms)
{
	i->beat_now = false;
	i->beat_ms = now_ms + BEAT_INTERVAL_MS;
}

int64_t
intake_wake(const struct intake *i)
{
	int64_t wake = i->beat_now || i->phase == ACKING ? INT64_MIN
							 : i->beat_ms;

	if (i->phase == COMMITTING && i->retry_ms < wake)
		wake = i->retry_ms;
	if (i->phase == FILLING && i->full)
		wake = INT64_MIN;
	else if (i->phase == FILLING && i->n > 0 &&
	    i->first_ms + i->c.batch_ms < wake)
		wake = i->first_ms + i->c.batch_ms;
	return wake;
}
