/* spool.c -- the producer's memory: what it means; sq.c is how it is kept. */
#include "spool.h"

#include <inttypes.h>
#include <stdlib.h>

#include "ballast.h"
#include "proto/log.h"
#include "proto/mem.h"
#include "sq.h"

#define STORY_BYTES 8    /* of a story's hash: enough to tell apart */
#define SLACK_PAGES 8192 /* free pages kept when nothing is pending */

struct spool {
	struct sq q;
	char *ballast; /* path, or NULL: none is kept */
	uint64_t name, epoch;
};

/* Changes to the accounts within one transaction. */
struct account {
	int64_t accepted, committed, dead, pending, duplicates, dropped, jobs;
};

static enum rc
account(struct spool *s, const struct account *a)
{
	const int64_t v[] = { a->accepted, a->committed, a->dead, a->pending,
		a->duplicates, a->dropped, a->jobs };

	for (int i = 0; i < 7; i++)
		sq_bind_int(&s->q, SQ_ACCOUNT, i + 1, (uint64_t)v[i]);
	return sq_run(&s->q, SQ_ACCOUNT);
}

/* Open it; when the disk is full, without the ballast. */
static enum rc
open_lighter(struct spool *s, const struct spool_opts *o, struct buf *why)
{
	size_t before = why->n;
	enum rc rc = sq_open(o, &s->q, why);

	if (rc != RC_FULL || s->ballast == NULL ||
	    ballast_drop(s->ballast) != RC_OK)
		return rc;
	why->n = before;
	return sq_open(o, &s->q, why);
}

static enum rc
read_identity(struct spool *s)
{
	enum rc rc = sq_row(&s->q, SQ_IDENTITY);

	if (rc == RC_OK) {
		s->name = sq_column_u64(&s->q, SQ_IDENTITY, 0);
		s->epoch = sq_column_u64(&s->q, SQ_IDENTITY, 1);
	}
	sq_done(&s->q, SQ_IDENTITY);
	return rc == RC_NOENT ? RC_IO : rc;
}

static char *
ballast_path(const char *spool)
{
	struct buf path = { 0 };
	char *p;

	buf_printf(&path, "%s.ballast", spool);
	p = mem_strdup(buf_cstr(&path));
	buf_free(&path);
	return p;
}

enum rc
spool_open(const struct spool_opts *o, struct spool **out, struct buf *why)
{
	struct spool *s = mem_zalloc(sizeof(*s));
	enum rc rc;

	if (o->ballast)
		s->ballast = ballast_path(o->path);
	if ((rc = open_lighter(s, o, why)) != RC_OK)
		goto fail;
	if ((rc = read_identity(s)) != RC_OK) {
		buf_printf(why, "cannot read %s; run claimwire check", o->path);
		goto fail;
	}
	/* without it nothing is accepted: spool_accept() tries again */
	if (s->ballast != NULL && ballast_make(s->ballast) != RC_OK)
		log_warn("spool: no space for the ballast",
		    LOG_S("file", s->ballast));
	*out = s;
	return RC_OK;

fail:
	spool_close(s);
	return rc;
}

void
spool_close(struct spool *s)
{
	if (s == NULL)
		return;
	sq_close(&s->q);
	free(s->ballast);
	free(s);
}

uint64_t
spool_name(const struct spool *s)
{
	return s->name;
}

uint64_t
spool_epoch(const struct spool *s)
{
	return s->epoch;
}

/* Accepting. */

static uint64_t
story_number(const struct hash_id *id)
{
	uint64_t v = 0;

	for (int i = 0; i < STORY_BYTES; i++)
		v = v << 8 | id->b[i];
	return v;
}

static enum rc
set_cursor(struct spool *s, const char *source, struct span value)
{
	enum sq_statement which = value.n > 0 ? SQ_SET_CURSOR
					      : SQ_FORGET_CURSOR;

	sq_bind_text(&s->q, which, 1, span_of(source));
	if (value.n > 0)
		sq_bind_blob(&s->q, which, 2, value);
	return sq_run(&s->q, which);
}

static enum rc
insert_job(struct spool *s, const struct spool_item *item, uint64_t job,
    int64_t accepted_ms)
{
	sq_bind_int(&s->q, SQ_INSERT_JOB, 1, job);
	sq_bind_int(&s->q, SQ_INSERT_JOB, 2, story_number(&item->story));
	sq_bind_int(&s->q, SQ_INSERT_JOB, 3, (uint64_t)accepted_ms);
	sq_bind_text(&s->q, SQ_INSERT_JOB, 4, item->name);
	sq_bind_blob(&s->q, SQ_INSERT_JOB, 5, item->blob);
	return sq_run(&s->q, SQ_INSERT_JOB);
}

/* Does a later item of the group move the same cursor anyway? */
static bool
moved_later(const struct spool_item *item, size_t i, size_t n)
{
	return i + 1 < n && item[i + 1].source != NULL &&
	    strcmp(item[i].source, item[i + 1].source) == 0;
}

static enum rc
insert_group(struct spool *s, const struct spool_item *item, size_t n,
    int64_t accepted_ms)
{
	struct account a = { 0 };
	uint64_t job = 0;
	enum rc rc;

	if ((rc = sq_row(&s->q, SQ_NEXT_JOB)) == RC_OK)
		job = sq_column_u64(&s->q, SQ_NEXT_JOB, 0);
	sq_done(&s->q, SQ_NEXT_JOB);
	for (size_t i = 0; i < n && rc == RC_OK; i++) {
		if (item[i].blob.p != NULL)
			rc = insert_job(
			    s, &item[i], job + (uint64_t)a.jobs++, accepted_ms);
		if (rc == RC_OK && item[i].source != NULL &&
		    !moved_later(item, i, n))
			rc = set_cursor(s, item[i].source, item[i].cursor);
	}
	a.accepted = a.pending = a.jobs;
	return rc == RC_OK && a.jobs > 0 ? account(s, &a) : rc;
}

/* When nothing is pending and so many pages are free, give them back to the
 * disk.  The file gets shorter by a checkpoint, and the log that the giving
 * back is written to needs no space after one. */
static void
give_back(struct spool *s, uint64_t least)
{
	struct spool_counts c;
	uint64_t pages = 0;

	if (sq_row(&s->q, SQ_FREE_PAGES) == RC_OK)
		pages = sq_column_u64(&s->q, SQ_FREE_PAGES, 0);
	sq_done(&s->q, SQ_FREE_PAGES);
	if (pages < least || spool_counts(s, &c) != RC_OK || c.pending > 0)
		return;
	sq_checkpoint(&s->q);
	while (sq_row(&s->q, SQ_GIVE_BACK) == RC_OK)
		continue;
	sq_done(&s->q, SQ_GIVE_BACK);
	sq_checkpoint(&s->q);
}

/*
 * Taking in more while nothing is in reserve could end in a disk so full that
 * nothing can be retired any more.  What the spool itself holds without need
 * goes first.
 */
static enum rc
make_ballast(struct spool *s)
{
	enum rc rc = RC_OK;

	if (s->ballast == NULL || (rc = ballast_make(s->ballast)) != RC_FULL)
		return rc;
	give_back(s, 1);
	return ballast_make(s->ballast);
}

enum rc
spool_accept(struct spool *s, const struct spool_item *item, size_t n,
    int64_t accepted_ms, const char *source, struct span value)
{
	enum rc rc;

	if ((rc = make_ballast(s)) != RC_OK)
		return rc;
	if ((rc = sq_run(&s->q, SQ_BEGIN_WRITE)) != RC_OK)
		return rc;
	rc = insert_group(s, item, n, accepted_ms);
	if (rc == RC_OK && source != NULL)
		rc = set_cursor(s, source, value);
	return sq_finish(&s->q, rc);
}

enum rc
spool_cursor(struct spool *s, const char *source, struct buf *value)
{
	struct span v;
	enum rc rc;

	sq_bind_text(&s->q, SQ_GET_CURSOR, 1, span_of(source));
	if ((rc = sq_row(&s->q, SQ_GET_CURSOR)) == RC_OK) {
		v = sq_column_span(&s->q, SQ_GET_CURSOR, 0);
		buf_append(value, v.p, v.n);
	}
	sq_done(&s->q, SQ_GET_CURSOR);
	return rc;
}

enum rc
spool_cursors(
    struct spool *s, const char *prefix, spool_cursor_fn *fn, void *arg)
{
	enum rc rc;

	sq_bind_text(&s->q, SQ_CURSORS, 1, span_of(prefix));
	while ((rc = sq_row(&s->q, SQ_CURSORS)) == RC_OK)
		fn(arg, sq_column_span(&s->q, SQ_CURSORS, 0),
		    sq_column_span(&s->q, SQ_CURSORS, 1));
	sq_done(&s->q, SQ_CURSORS);
	return rc == RC_NOENT ? RC_OK : rc;
}

/* Delivering. */

enum rc
spool_load(struct spool *s, uint64_t after, struct dispatch_job *out,
    uint32_t max, uint32_t *n)
{
	uint32_t got = 0;
	enum rc rc = RC_OK;

	sq_bind_int(&s->q, SQ_LOAD, 1, after);
	sq_bind_int(&s->q, SQ_LOAD, 2, max);
	while (got < max && (rc = sq_row(&s->q, SQ_LOAD)) == RC_OK) {
		struct dispatch_job *j = &out[got++];

		j->job = sq_column_u64(&s->q, SQ_LOAD, 0);
		j->story = sq_column_u64(&s->q, SQ_LOAD, 1);
		j->attempts = (uint32_t)sq_column_u64(&s->q, SQ_LOAD, 2);
		j->crashes = (uint32_t)sq_column_u64(&s->q, SQ_LOAD, 3);
		j->suspect = sq_column_u64(&s->q, SQ_LOAD, 4) != 0;
	}
	sq_done(&s->q, SQ_LOAD);
	if (rc != RC_OK && rc != RC_NOENT)
		return rc;
	*n = got;
	return RC_OK;
}

enum rc
spool_read(
    struct spool *s, uint64_t job, struct buf *blob, int64_t *accepted_ms)
{
	struct span v;
	enum rc rc;

	sq_bind_int(&s->q, SQ_READ, 1, job);
	if ((rc = sq_row(&s->q, SQ_READ)) == RC_OK) {
		v = sq_column_span(&s->q, SQ_READ, 0);
		buf_clear(blob);
		buf_append(blob, v.p, v.n);
		*accepted_ms = (int64_t)sq_column_u64(&s->q, SQ_READ, 1);
	}
	sq_done(&s->q, SQ_READ);
	return rc;
}

/* RC_OK when the job is there, in the state asked for; else RC_NOENT. */
static enum rc
is_there(struct spool *s, enum sq_statement which, uint64_t job)
{
	enum rc rc;

	sq_bind_int(&s->q, which, 1, job);
	rc = sq_row(&s->q, which);
	sq_done(&s->q, which);
	return rc;
}

static enum rc
delete_job(struct spool *s, uint64_t job)
{
	enum rc rc;

	sq_bind_int(&s->q, SQ_DELETE_JOB, 1, job);
	if ((rc = sq_run(&s->q, SQ_DELETE_JOB)) != RC_OK)
		return rc;
	sq_bind_int(&s->q, SQ_DELETE_TRIAL, 1, job);
	return sq_run(&s->q, SQ_DELETE_TRIAL);
}

static enum rc
set_trial(struct spool *s, const struct dispatch_action *a, bool dead)
{
	sq_bind_int(&s->q, SQ_SET_TRIAL, 1, a->job);
	sq_bind_int(&s->q, SQ_SET_TRIAL, 2, a->attempts);
	sq_bind_int(&s->q, SQ_SET_TRIAL, 3, a->crashes);
	sq_bind_int(&s->q, SQ_SET_TRIAL, 4, a->suspect);
	sq_bind_int(&s->q, SQ_SET_TRIAL, 5, dead);
	sq_bind_text(&s->q, SQ_SET_TRIAL, 6,
	    (struct span) { a->cause, strnlen(a->cause, sizeof(a->cause)) });
	return sq_run(&s->q, SQ_SET_TRIAL);
}

/* The store has what was given up: an earlier attempt got through late. */
static enum rc
redeem(struct spool *s, const struct dispatch_action *a, struct account *sum)
{
	enum rc rc = is_there(s, SQ_IS_DEAD, a->job);

	if (rc != RC_OK)
		return rc == RC_NOENT ? RC_OK : rc;
	sum->committed++;
	sum->duplicates += a->duplicate;
	sum->dead--;
	return delete_job(s, a->job);
}

static enum rc
perform(struct spool *s, const struct dispatch_action *a, struct account *sum)
{
	enum rc rc = is_there(s, SQ_IS_PENDING, a->job);

	if (rc == RC_NOENT)
		return a->kind == DISPATCH_RETIRE ? redeem(s, a, sum) : RC_OK;
	if (rc != RC_OK)
		return rc;
	switch (a->kind) {
	case DISPATCH_RETIRE:
		sum->committed++;
		sum->duplicates += a->duplicate;
		sum->pending--;
		return delete_job(s, a->job);
	case DISPATCH_NOTE:
		return set_trial(s, a, false);
	case DISPATCH_BURY:
		sum->dead++;
		sum->pending--;
		return set_trial(s, a, true);
	}
	return RC_OK;
}

static enum rc
apply_once(struct spool *s, const struct dispatch_action *a, size_t n)
{
	struct account sum = { 0 };
	enum rc rc = sq_run(&s->q, SQ_BEGIN_WRITE);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < n && rc == RC_OK; i++)
		rc = perform(s, &a[i], &sum);
	if (rc == RC_OK && (sum.committed != 0 || sum.dead != 0))
		rc = account(s, &sum);
	return sq_finish(&s->q, rc);
}

enum rc
spool_apply(struct spool *s, const struct dispatch_action *a, size_t n)
{
	enum rc rc = apply_once(s, a, n);

	if (rc == RC_FULL && s->ballast != NULL &&
	    ballast_drop(s->ballast) == RC_OK) {
		log_warn("spool: disk full, ballast given up",
		    LOG_S("file", s->ballast));
		/* so that the log is written from its start again; what this
		 * cannot do is done by a later commit */
		sq_checkpoint(&s->q);
		rc = apply_once(s, a, n);
	}
	if (rc == RC_OK)
		give_back(s, SLACK_PAGES);
	return rc;
}

/* Accounts and dead letters. */

enum rc
spool_counts(struct spool *s, struct spool_counts *c)
{
	enum rc rc = sq_row(&s->q, SQ_ACCOUNTS);

	if (rc == RC_OK) {
		c->accepted = sq_column_u64(&s->q, SQ_ACCOUNTS, 0);
		c->committed = sq_column_u64(&s->q, SQ_ACCOUNTS, 1);
		c->dead = sq_column_u64(&s->q, SQ_ACCOUNTS, 2);
		c->pending = sq_column_u64(&s->q, SQ_ACCOUNTS, 3);
		c->duplicates = sq_column_u64(&s->q, SQ_ACCOUNTS, 4);
		c->dropped = sq_column_u64(&s->q, SQ_ACCOUNTS, 5);
	}
	sq_done(&s->q, SQ_ACCOUNTS);
	return rc == RC_NOENT ? RC_IO : rc;
}

/* What the rows say. */
struct recount {
	uint64_t pending, dead, orphans, highest, last_job;
};

static enum rc
recount(struct spool *s, struct recount *r)
{
	enum rc rc = sq_row(&s->q, SQ_RECOUNT);

	if (rc == RC_OK)
		*r = (struct recount) { sq_column_u64(&s->q, SQ_RECOUNT, 0),
			sq_column_u64(&s->q, SQ_RECOUNT, 1),
			sq_column_u64(&s->q, SQ_RECOUNT, 2),
			sq_column_u64(&s->q, SQ_RECOUNT, 3),
			sq_column_u64(&s->q, SQ_RECOUNT, 4) };
	sq_done(&s->q, SQ_RECOUNT);
	return rc == RC_NOENT ? RC_IO : rc;
}

static enum rc
differ(struct buf *why, const char *what, uint64_t kept, uint64_t found)
{
	if (kept == found)
		return RC_OK;
	buf_printf(why, "%s%s: the accounts say %" PRIu64 ", the rows %" PRIu64,
	    why->n > 0 ? "; " : "", what, kept, found);
	return RC_REFUSED;
}

static enum rc
compare(const struct spool_counts *c, const struct recount *r, struct buf *why)
{
	const enum rc rc[] = {
		differ(why, "pending", c->pending, r->pending),
		differ(why, "dead", c->dead, r->dead + c->dropped),
		differ(why, "accepted", c->accepted,
		    c->committed + c->dead + c->pending),
		differ(why, "notes without an article", 0, r->orphans),
		differ(why, "job numbers beyond the last", 0,
		    r->highest > r->last_job),
		differ(why, "duplicates beyond what was committed", 0,
		    c->duplicates > c->committed),
	};

	for (size_t i = 0; i < sizeof(rc) / sizeof(rc[0]); i++)
		if (rc[i] != RC_OK)
			return rc[i];
	return RC_OK;
}

enum rc
spool_check(struct spool *s, struct buf *why)
{
	struct spool_counts c = { 0 };
	struct recount r = { 0 };
	enum rc rc = sq_run(&s->q, SQ_BEGIN_READ);

	if (rc != RC_OK)
		return rc;
	if ((rc = spool_counts(s, &c)) == RC_OK)
		rc = recount(s, &r);
	if ((rc = sq_finish(&s->q, rc)) != RC_OK)
		return rc;
	return compare(&c, &r, why);
}

static enum rc
each_row(struct spool *s, enum sq_statement which, spool_row_fn *fn, void *arg)
{
	enum rc rc;

	while ((rc = sq_row(&s->q, which)) == RC_OK) {
		struct spool_row r = {
			.job = sq_column_u64(&s->q, which, 0),
			.name = sq_column_span(&s->q, which, 1),
			.cause = sq_column_span(&s->q, which, 2),
			.accepted_ms = (int64_t)sq_column_u64(&s->q, which, 3),
			.changed_ms = (int64_t)sq_column_u64(&s->q, which, 4),
			.attempts = (uint32_t)sq_column_u64(&s->q, which, 5),
			.crashes = (uint32_t)sq_column_u64(&s->q, which, 6),
			.suspect = sq_column_u64(&s->q, which, 7) != 0,
			.dead = sq_column_u64(&s->q, which, 8) != 0,
		};

		fn(arg, &r);
	}
	sq_done(&s->q, which);
	return rc == RC_NOENT ? RC_OK : rc;
}

enum rc
spool_dead(struct spool *s, spool_row_fn *fn, void *arg)
{
	return each_row(s, SQ_DEAD_ROWS, fn, arg);
}

enum rc
spool_find(struct spool *s, struct span name, spool_row_fn *fn, void *arg)
{
	sq_bind_text(&s->q, SQ_FIND_ROWS, 1, name);
	return each_row(s, SQ_FIND_ROWS, fn, arg);
}

/* The row moves to a new number, where the running producer, which loads
 * rising numbers, finds it. */
static enum rc
renumber(struct spool *s, uint64_t job)
{
	const enum sq_statement move[] = { SQ_MOVE_JOB, SQ_MOVE_TRIAL };
	uint64_t to = 0;
	enum rc rc = sq_row(&s->q, SQ_NEXT_JOB);

	if (rc == RC_OK)
		to = sq_column_u64(&s->q, SQ_NEXT_JOB, 0);
	sq_done(&s->q, SQ_NEXT_JOB);
	for (int i = 0; i < 2 && rc == RC_OK; i++) {
		sq_bind_int(&s->q, move[i], 1, job);
		sq_bind_int(&s->q, move[i], 2, to);
		rc = sq_run(&s->q, move[i]);
	}
	return rc;
}

enum rc
spool_retry(struct spool *s, uint64_t job)
{
	static const struct account back = {
		.dead = -1, .pending = 1, .jobs = 1
	};
	enum rc rc = sq_run(&s->q, SQ_BEGIN_WRITE);

	if (rc != RC_OK)
		return rc;
	if ((rc = is_there(s, SQ_IS_DEAD, job)) == RC_OK &&
	    (rc = renumber(s, job)) == RC_OK)
		rc = account(s, &back);
	return sq_finish(&s->q, rc);
}

enum rc
spool_drop(struct spool *s, uint64_t job)
{
	static const struct account gone = { .dropped = 1 };
	enum rc rc = sq_run(&s->q, SQ_BEGIN_WRITE);

	if (rc != RC_OK)
		return rc;
	if ((rc = is_there(s, SQ_IS_DEAD, job)) == RC_OK &&
	    (rc = delete_job(s, job)) == RC_OK)
		rc = account(s, &gone);
	return sq_finish(&s->q, rc);
}
