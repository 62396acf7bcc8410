/* outbox.c -- dispatch and spool joined; see outbox.h. */
#include "outbox.h"

#include <stdlib.h>

#include "proto/ack.h"
#include "proto/arena.h"
#include "proto/beat.h"
#include "proto/job.h"
#include "proto/log.h"
#include "proto/mem.h"

#define GROUP_MAX  256  /* actions recorded in one transaction */
#define LOAD_MAX   512  /* jobs loaded at a time */
#define RECORD_MS  1000 /* between tries when the spool cannot be written */
#define BLOCKED_MS 5    /* between tries when nobody takes a JOB */

struct outbox {
	struct outbox_opts o;
	struct dispatch *d;
	uint64_t loaded; /* number of the last job loaded */
	bool more;       /* the spool may hold jobs after it */
	bool blocked;    /* the last JOB was not taken */
	struct dispatch_action todo[GROUP_MAX]; /* not yet recorded */
	size_t n_todo;
	int64_t record_ms; /* when to try again to record */
	struct arena arena;
	struct buf blob, msg;
	uint64_t malformed;
};

struct outbox *
outbox_new(const struct outbox_opts *o)
{
	struct outbox *x = mem_zalloc(sizeof *x);

	x->o = *o;
	x->o.dispatch.producer = spool_name(o->spool);
	x->o.dispatch.epoch = spool_epoch(o->spool);
	x->d = dispatch_new(&x->o.dispatch);
	x->more = true;
	return x;
}

void
outbox_free(struct outbox *o)
{
	if (o == NULL)
		return;
	dispatch_free(o->d);
	arena_free(&o->arena);
	buf_free(&o->blob);
	buf_free(&o->msg);
	free(o);
}

/* What did not go well, with the article's own name: this is rare. */
static void
log_outcome(struct outbox *o, const struct outcome *e)
{
	char label[ARTICLE_LABEL_MAX];
	int64_t accepted_ms;

	if (e->kind == OUTCOME_COMMITTED || e->kind == OUTCOME_TOUCHED ||
	    e->kind == OUTCOME_DUPLICATE ||
	    spool_read(o->o.spool, e->lease.job, &o->blob, &accepted_ms) !=
		RC_OK)
		return;
	log_warn(outcome_text(e->kind),
	    LOG_S("article", article_label(buf_span(&o->blob), label)),
	    LOG_I("job", e->lease.job), LOG_I("attempt", e->lease.attempt),
	    LOG_V("detail", e->detail), LOG_V("worker", e->worker));
}

static bool
on_ack(struct outbox *o, struct span msg, int64_t now_ms)
{
	struct ack a;

	arena_reset(&o->arena);
	if (ack_decode(msg, &o->arena, &a) != RC_OK ||
	    a.producer != o->o.dispatch.producer)
		return false;
	for (uint32_t i = 0; i < a.n; i++) {
		log_outcome(o, &a.outcome[i]);
		dispatch_outcome(o->d, &a.outcome[i], now_ms);
	}
	return true;
}

void
outbox_message(struct outbox *o, struct span msg, int64_t now_ms)
{
	struct beat_sink b;

	if (beat_decode_sink(msg, &b) == RC_OK)
		dispatch_beat(o->d, &b, now_ms);
	else if (!on_ack(o, msg, now_ms))
		o->malformed++;
}

/* Record what was decided; decisions stay here until they are durable. */
static enum rc
record(struct outbox *o, int64_t now_ms)
{
	enum rc rc;

	if (now_ms < o->record_ms)
		return RC_BUSY;
	for (;;) {
		while (o->n_todo < GROUP_MAX &&
		    dispatch_action(o->d, &o->todo[o->n_todo]))
			o->n_todo++;
		if (o->n_todo == 0)
			return RC_OK;
		rc = spool_apply(o->o.spool, o->todo, o->n_todo);
		if (rc != RC_OK) {
			o->record_ms = now_ms + RECORD_MS;
			log_warn("outbox: outcomes not recorded yet, will try "
				 "again",
			    LOG_I("outcomes", o->n_todo), LOG_RC(rc));
			return rc;
		}
		o->n_todo = 0;
	}
}

static enum rc
load(struct outbox *o)
{
	struct dispatch_job job[LOAD_MAX];
	uint32_t room, n;
	enum rc rc;

	/* Also what others put there: `dead retry` makes new jobs. */
	o->more = true;
	while (o->more && (room = dispatch_room(o->d)) > 0) {
		if (room > LOAD_MAX)
			room = LOAD_MAX;
		rc = spool_load(o->o.spool, o->loaded, job, room, &n);
		if (rc != RC_OK)
			return rc;
		for (uint32_t i = 0; i < n; i++)
			dispatch_load(o->d, &job[i]);
		if (n > 0)
			o->loaded = job[n - 1].job;
		o->more = n == room;
	}
	return RC_OK;
}

static enum rc
send_one(struct outbox *o, const struct lease *l, int64_t wall_ms)
{
	struct job j = { .lease = *l,
		.lease_ms = (uint32_t)o->o.dispatch.lease_ms,
		.sent_ms = wall_ms };
	enum rc rc;

	rc = spool_read(o->o.spool, l->job, &o->blob, &j.accepted_ms);
	if (rc != RC_OK)
		return rc;
	j.article = buf_span(&o->blob);
	j.mac = lease_sign(o->o.key, l, j.accepted_ms, j.article);
	buf_clear(&o->msg);
	job_encode(&j, &o->msg);
	return o->o.send(o->o.arg, buf_span(&o->msg));
}

static enum rc
send_due(struct outbox *o, int64_t now_ms, int64_t wall_ms)
{
	struct lease l;
	enum rc rc;

	o->blocked = false;
	while (dispatch_next(o->d, now_ms, &l)) {
		rc = send_one(o, &l, wall_ms);
		if (rc == RC_OK)
			continue;
		dispatch_unsent(o->d, l.job);
		o->blocked = rc == RC_BUSY;
		return rc == RC_BUSY ? RC_OK : rc;
	}
	return RC_OK;
}

enum rc
outbox_run(struct outbox *o, int64_t now_ms, int64_t wall_ms)
{
	enum rc rc, sent;

	dispatch_tick(o->d, now_ms);
	rc = record(o, now_ms);
	sent = load(o);
	if (sent == RC_OK)
		sent = send_due(o, now_ms, wall_ms);
	return rc != RC_OK ? rc : sent;
}

int64_t
outbox_wake(const struct outbox *o, int64_t now_ms)
{
	int64_t wake = dispatch_wake(o->d);

	if (o->blocked && now_ms + BLOCKED_MS < wake)
		wake = now_ms + BLOCKED_MS;
	if (o->n_todo > 0 && o->record_ms < wake)
		wake = o->record_ms;
	return wake;
}

bool
outbox_blocked(const struct outbox *o)
{
	return o->blocked;
}

bool
outbox_empty(const struct outbox *o)
{
	return !o->more && o->n_todo == 0 &&
	    dispatch_room(o->d) == DISPATCH_LOADED_MAX;
}

void
outbox_stats(const struct outbox *o, int64_t now_ms, struct dispatch_stats *s)
{
	dispatch_stats(o->d, now_ms, s);
}
