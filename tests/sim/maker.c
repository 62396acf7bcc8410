/*
 * maker.c -- a producer: a source that is read by cursor, the real spool, the
 * real outbox.
 */
#include "maker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "net.h"

#include "proto/beat.h"
#include "proto/job.h"
#include "proto/mem.h"
#include "proto/seal.h"
#include "producer/outbox.h"

#define SOURCE "script"
#define GROUP  4 /* articles accepted at once */

enum { TIMER_READ, TIMER_HELLO };

struct maker {
	struct spool *spool;
	struct outbox *outbox;
	unsigned read; /* the source's cursor */
	struct {       /* what outbox_send_fn needs */
		struct world *w;
		struct node *n;
	} at;
};

static struct known *
known_of(struct world *w, const struct node *n)
{
	return &w->known[n->id];
}

static struct spool_opts
opts(char path[32], unsigned node, bool exclusive)
{
	snprintf(path, 32, "%u/spool.db", node);
	return (struct spool_opts) { .path = path,
		.vfs = SIMVFS_NAME,
		.exclusive = exclusive,
		.epoch = true };
}

void
maker_image(unsigned node)
{
	char path[32];
	struct spool_opts o = opts(path, node, false);
	struct buf why = { 0 };
	struct spool *s;

	if (spool_open(&o, &s, &why) != RC_OK)
		abort();
	spool_close(s);
	buf_free(&why);
}

struct spool *
maker_spool(const struct node *n)
{
	const struct maker *m = n->self;

	return n->up && m != NULL ? m->spool : NULL;
}

/* What a call may come back with, other than well: no space while there is
 * none, an error while the disk has them, or the end of this life. */
static bool
excused(const struct node *n, enum rc rc)
{
	return n->disk.dead || (n->disk.full && rc == RC_FULL) ||
	    (n->disk.shaky > 0 && rc == RC_IO);
}

static bool
went_well(struct world *w, struct node *n, enum rc rc, const char *what)
{
	if (rc == RC_OK)
		return true;
	if (!excused(n, rc))
		world_fail(w, "%s: %s says %s", n->name, what, rc_text(rc));
	return false;
}

/* Articles in the spool; 0 when that cannot be told. */
static uint64_t
pending(const struct node *n)
{
	const struct maker *m = n->self;
	struct spool_counts c;

	return spool_counts(m->spool, &c) == RC_OK ? c.pending : 0;
}

/* ---- assertions ---- */

static void
check_accounts(struct world *w, struct node *n)
{
	struct maker *m = n->self;
	struct spool_counts c;

	if (n->disk.dead ||
	    !went_well(w, n, spool_counts(m->spool, &c), "spool_counts"))
		return;
	if (c.accepted != c.committed + c.dead + c.pending)
		world_fail(w,
		    "%s: accepted %" PRIu64 " is not committed %" PRIu64
		    " + dead %" PRIu64 " + pending %" PRIu64,
		    n->name, c.accepted, c.committed, c.dead, c.pending);
	if (c.accepted != m->read)
		world_fail(w,
		    "%s: its cursor stands at %u, but %" PRIu64
		    " articles were accepted",
		    n->name, m->read, c.accepted);
}

/* What a new life finds must be what the last one was promised. */
static void
check_start(struct world *w, struct node *n)
{
	struct maker *m = n->self;
	struct known *k = known_of(w, n);
	struct buf why = { 0 };

	if (k->name != 0 && spool_name(m->spool) != k->name)
		world_fail(w, "%s: its spool has another name", n->name);
	if (spool_epoch(m->spool) <= k->epoch)
		world_fail(w, "%s: epoch %" PRIu64 " after %" PRIu64, n->name,
		    spool_epoch(m->spool), k->epoch);
	if (m->read < k->accepted || m->read > k->tried)
		world_fail(w,
		    "%s: its cursor stands at %u; accepted were %u, tried %u",
		    n->name, m->read, k->accepted, k->tried);
	if (spool_check(m->spool, &why) == RC_REFUSED)
		world_fail(w, "%s: %s", n->name, buf_cstr(&why));
	buf_free(&why);
	k->name = spool_name(m->spool);
	k->epoch = spool_epoch(m->spool);
	k->accepted = k->tried = m->read;
	check_accounts(w, n);
}

/* ---- the source ---- */

static bool
read_cursor(struct world *w, struct node *n)
{
	struct maker *m = n->self;
	struct buf value = { 0 };
	enum rc rc = spool_cursor(m->spool, SOURCE, &value);

	if (rc == RC_OK)
		m->read = (unsigned)strtoul(buf_cstr(&value), NULL, 10);
	buf_free(&value);
	return rc == RC_NOENT || went_well(w, n, rc, "spool_cursor");
}

/* A group of articles, each with the cursor that holds after it. */
struct group {
	struct spool_item item[GROUP];
	char name[GROUP][24], cursor[GROUP][16];
	unsigned n;
};

static void
gather(struct world *w, struct node *n, struct group *g)
{
	const struct maker *m = n->self;
	unsigned left = w->script.n_items[n->id] - m->read;

	for (g->n = 0; g->n < GROUP && g->n < left;) {
		unsigned i = m->read + g->n, k = g->n++;
		const struct script_version *v =
		    &w->script.version[w->script.item[n->id][i].version];

		snprintf(g->name[k], sizeof g->name[k], "item-%u", i);
		snprintf(g->cursor[k], sizeof g->cursor[k], "%u", i + 1);
		g->item[k] = (struct spool_item) { .story = v->story_id,
			.name = span_of(g->name[k]),
			.blob = buf_span(&v->blob),
			.source = SOURCE,
			.cursor = span_of(g->cursor[k]) };
		if (rng_chance(&w->chance, 300))
			break;
	}
}

/* Either the articles carry the cursor, or the group does. */
static enum rc
accept_group(struct world *w, struct node *n, struct group *g)
{
	const struct maker *m = n->self;

	if (rng_chance(&w->chance, 500))
		return spool_accept(m->spool, g->item, g->n, world_wall(w, n),
		    NULL, (struct span) { NULL, 0 });
	for (unsigned i = 0; i < g->n; i++)
		g->item[i].source = NULL;
	return spool_accept(m->spool, g->item, g->n, world_wall(w, n), SOURCE,
	    g->item[g->n - 1].cursor);
}

static void
read_some(struct world *w, struct node *n)
{
	struct maker *m = n->self;
	struct known *k = known_of(w, n);
	unsigned tried = k->tried;
	struct group g;
	enum rc rc;

	gather(w, n, &g);
	if (m->read + g.n > k->tried)
		k->tried = m->read + g.n;
	rc = accept_group(w, n, &g);
	world_say(w, n, "accepts items %u to %u: %s", m->read,
	    m->read + g.n - 1, rc_text(rc));
	if (!went_well(w, n, rc, "spool_accept")) {
		/* What failed to be synced may still be found after a
		 * restart. */
		if (rc == RC_FULL)
			k->tried = tried;
		return;
	}
	k->accepted = k->tried = m->read += g.n;
}

static void
read_source(struct world *w, struct node *n)
{
	struct maker *m = n->self;

	if (m->read < w->script.n_items[n->id] &&
	    pending(n) < w->plan.spool_max)
		read_some(w, n);
	check_accounts(w, n);
	world_timer(w, n, rng_between(&w->chance, 1, w->plan.read_every_ms),
	    TIMER_READ);
}

/* ---- the outbox ---- */

/* Which text is it that goes out under this number? */
static void
note_job(struct world *w, struct node *n, const struct job *j)
{
	struct known *k = known_of(w, n);
	unsigned text;

	if (!script_text_of(&w->script, j->article, &text))
		world_fail(
		    w, "%s: sent an article that is none of ours", n->name);
	if (j->lease.job >= WORLD_JOBS)
		world_fail(w, "%s: job number %" PRIu64, n->name, j->lease.job);
	if (k->text[j->lease.job] != 0 && k->text[j->lease.job] != text + 1)
		world_fail(w, "%s: job %" PRIu64 " is another article now",
		    n->name, j->lease.job);
	k->text[j->lease.job] = (uint8_t)(text + 1);
}

/* Within the window, and to a sink that is there. */
static void
check_send(struct world *w, struct node *n)
{
	struct maker *m = n->self;
	struct dispatch_stats s;

	outbox_stats(m->outbox, world_mono(w, n), &s);
	if (!s.sink_ready)
		world_fail(
		    w, "%s: sends though the sink is not ready", n->name);
	if (s.leased > w->plan.window * (s.workers > 0 ? s.workers : 1))
		world_fail(w, "%s: %u articles in flight, %u workers", n->name,
		    s.leased, s.workers);
}

static enum rc
send_job(void *arg, struct span msg)
{
	struct maker *m = arg;
	struct world *w = m->at.w;
	struct node *n = m->at.n;
	struct job j;

	if (job_decode(msg, &j) != RC_OK)
		world_fail(w, "%s: sent a JOB that cannot be read", n->name);
	note_job(w, n, &j);
	check_send(w, n);
	if (!net_push(w, n, NET_JOB, msg))
		return RC_BUSY;
	world_say(w, n, "sends job %" PRIu64 " attempt %u (text %u)",
	    j.lease.job, j.lease.attempt,
	    known_of(w, n)->text[j.lease.job] - 1u);
	return RC_OK;
}

static void
hello(struct world *w, struct node *n)
{
	struct maker *m = n->self;
	struct beat_hello h = { spool_name(m->spool), spool_epoch(m->spool) };
	struct buf b = { 0 };

	beat_encode_hello(&h, &b);
	net_send(w, n, world_sink(w), NET_HELLO, buf_span(&b));
	buf_free(&b);
	world_timer(w, n, BEAT_INTERVAL_MS, TIMER_HELLO);
}

/* ---- the node ---- */

static void
stop(struct world *w, struct node *n)
{
	struct maker *m = n->self;

	(void)w;
	if (m == NULL)
		return;
	outbox_free(m->outbox);
	spool_close(m->spool);
	free(m);
	n->self = NULL;
}

static bool
start(struct world *w, struct node *n)
{
	struct maker *m = n->self = mem_zalloc(sizeof *m);
	char path[32];
	struct spool_opts so = opts(path, n->id, w->plan.exclusive);
	struct outbox_opts o = { .key = &w->key,
		.dispatch = { .lease_ms = w->plan.lease_ms,
		    .retry_ms = w->plan.retry_ms,
		    .retry_max_ms = w->plan.retry_max_ms,
		    .window = w->plan.window,
		    .seed = rng_next(&w->chance) },
		.send = send_job,
		.arg = m };
	struct buf why = { 0 };
	enum rc rc = spool_open(&so, &m->spool, &why);

	if (rc != RC_OK && !excused(n, rc))
		world_fail(w, "%s: its spool does not open: %s", n->name,
		    buf_cstr(&why));
	buf_free(&why);
	if (rc != RC_OK || !read_cursor(w, n))
		return false;
	check_start(w, n);
	m->at.w = w;
	m->at.n = n;
	o.spool = m->spool;
	m->outbox = outbox_new(&o);
	world_timer(w, n, 0, TIMER_HELLO);
	world_timer(w, n, 1, TIMER_READ);
	return true;
}

static void
run(struct world *w, struct node *n)
{
	struct maker *m = n->self;
	int64_t mono = world_mono(w, n);
	enum rc rc;

	if (m->outbox == NULL)
		return; /* it died while it started */
	rc = outbox_run(m->outbox, mono, world_wall(w, n));
	if (rc != RC_BUSY) /* it waits after a full disk */
		went_well(w, n, rc, "outbox_run");
	check_accounts(w, n);
	if (!n->disk.dead && outbox_empty(m->outbox) && pending(n) > 0)
		world_fail(
		    w, "%s: its outbox is empty, its spool is not", n->name);
	world_wake(w, n, outbox_wake(m->outbox, mono));
}

static void
message(struct world *w, struct node *n, struct event *e)
{
	struct maker *m = n->self;
	struct span body;

	if (e->port != NET_ACK || m->outbox == NULL)
		return;
	if (seal_open(buf_span(&e->msg), &body) != RC_OK) {
		world_say(w, n, "(a damaged message is dropped)");
		return;
	}
	outbox_message(m->outbox, body, world_mono(w, n));
}

static void
timer(struct world *w, struct node *n, uint64_t arg)
{
	if (arg == TIMER_HELLO)
		hello(w, n);
	else
		read_source(w, n);
}

static void
oldest(void *arg, const struct spool_row *r)
{
	uint64_t *job = arg;

	if (*job == 0)
		*job = r->job;
}

void
maker_retry(struct world *w, struct node *n)
{
	struct maker *m = n->self;
	uint64_t job = 0;

	/* Numbers of jobs are noted in tables of WORLD_JOBS. */
	if (!n->up || known_of(w, n)->retries >= SCRIPT_ITEMS)
		return;
	if (!went_well(
		w, n, spool_dead(m->spool, oldest, &job), "spool_dead") ||
	    job == 0)
		return;
	world_say(w, n, "job %" PRIu64 " is sent again", job);
	if (went_well(w, n, spool_retry(m->spool, job), "spool_retry"))
		known_of(w, n)->retries++;
	world_wake(w, n, world_mono(w, n));
}

const struct node_face maker_face = { start, stop, run, message, timer };

bool
maker_finished(const struct world *w, const struct node *n)
{
	const struct maker *m = n->self;

	return n->up && m != NULL && m->outbox != NULL &&
	    m->read == w->script.n_items[n->id] && pending(n) == 0 &&
	    outbox_empty(m->outbox);
}
