/*
 * toiler.c -- a worker: the real warden; its child is simulated, and does with
 * an article what the script says becomes of it.
 */
#include "toiler.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "net.h"

#include "proto/job.h"
#include "proto/mem.h"
#include "proto/result.h"
#include "proto/seal.h"
#include "workers/warden.h"

/* Timers carry the number of the child (or of its task) they are about. */
enum { TIMER_REPLY, TIMER_DIE, TIMER_REAP, TIMER_CPU, TIMER_KINDS };
#define CPU_EVERY_MS 50

struct toiler {
	struct warden *warden;
	char name[24];
	struct net_inbox inbox;
	uint64_t child;  /* number of the child that runs; 0: none */
	uint64_t births; /* children so far */
	uint64_t task;   /* number of what it computes; 0: nothing */
	uint64_t tasks;
	struct lease lease; /* of the job in hand */
	unsigned text;
	int signal; /* what it dies of; 0: it exits */
	bool dying;
	int64_t cpu_ms; /* used up by the task */
	bool busy_cpu;  /* the task computes rather than waits */
};

static void
arm(struct world *w, struct node *n, int64_t ms, uint64_t what, uint64_t number)
{
	world_timer(w, n, ms, number * TIMER_KINDS + what);
}

/* ---- the child ---- */

static void
begin(struct world *w, struct node *n)
{
	struct toiler *t = n->self;
	struct span article = warden_article(t->warden);
	int64_t ms = rng_between(&w->chance, 1, 40);
	static const int death[] = { SIGSEGV, SIGABRT, 0 };

	if (!script_text_of(&w->script, article, &t->text))
		world_fail(w, "%s: was given an article that is none of ours",
		    n->name);
	if (t->dying)
		return; /* it does not live to read it */
	t->task = ++t->tasks;
	t->cpu_ms = 0;
	t->busy_cpu = w->script.text[t->text].fate == SCRIPT_HANG;
	switch (w->script.text[t->text].fate) {
	case SCRIPT_POISON:
		t->signal = death[rng_below(&w->chance, 3)];
		arm(w, n, ms, TIMER_DIE, t->task);
		break;
	case SCRIPT_HANG:
		arm(w, n, CPU_EVERY_MS, TIMER_CPU, t->task);
		break;
	case SCRIPT_SLOW:
		arm(w, n, rng_between(&w->chance, 200, 1300), TIMER_REPLY,
		    t->task);
		break;
	case SCRIPT_FINE:
	case SCRIPT_REFUSED:
		if (!rng_chance(&w->chance, w->plan.sleepy))
			arm(w, n, ms, TIMER_REPLY, t->task);
		break;
	}
}

/* A death that the article brought about: the assertions count it. */
static void
count_crash(struct world *w, struct node *n, const struct lease *l)
{
	for (unsigned p = 0; p < w->plan.producers; p++) {
		struct known *k = &w->known[p];

		if (k->name != l->producer || l->job >= WORLD_JOBS)
			continue;
		if (k->crashes[l->job] < UINT8_MAX)
			k->crashes[l->job]++;
		world_say(w, n, "child dies of job %" PRIu64 ", attempt %u",
		    l->job, l->attempt);
	}
}

static void
reply(struct world *w, struct node *n)
{
	struct toiler *t = n->self;
	const struct script_text *text = &w->script.text[t->text];
	enum warden_reply kind = WARDEN_FOUND;
	struct span body = buf_span(&text->found);

	if (text->fate == SCRIPT_REFUSED) {
		kind = WARDEN_REFUSED;
		body = span_of("refused by the script");
	} else if (rng_chance(&w->chance, w->plan.failed)) {
		kind = WARDEN_FAILED;
		body = span_of("no luck this time");
	}
	t->task = 0;
	warden_reply(t->warden, kind, body, 1000, world_mono(w, n));
}

static void
exited(struct world *w, struct node *n)
{
	struct toiler *t = n->self;

	t->child = t->task = 0;
	t->dying = false;
	warden_exited(
	    t->warden, t->signal, t->signal == 0 ? 3 : 0, world_mono(w, n));
}

static void
use_cpu(struct world *w, struct node *n)
{
	struct toiler *t = n->self;

	t->cpu_ms += CPU_EVERY_MS;
	warden_cpu(t->warden, t->cpu_ms, world_mono(w, n));
	arm(w, n, CPU_EVERY_MS, TIMER_CPU, t->task);
}

static void
kill_by(struct world *w, struct node *n, int signal)
{
	struct toiler *t = n->self;

	t->signal = signal;
	t->dying = true;
	if (t->busy_cpu && t->task != 0 && t->cpu_ms > w->plan.cpu_ms)
		count_crash(w, n, &t->lease);
	t->task = 0;
	arm(w, n, rng_between(&w->chance, 0, 5), TIMER_REAP, t->child);
}

void
toiler_kill_child(struct world *w, struct node *n)
{
	struct toiler *t = n->self;

	w->in = n;
	if (!n->up || t->child == 0)
		return;
	if (t->task == 0 && !t->dying && rng_chance(&w->chance, 300)) {
		world_say(w, n, "its child speaks unasked");
		warden_reply(t->warden, WARDEN_FOUND, span_of("nonsense"), 1,
		    world_mono(w, n));
		world_wake(w, n, world_mono(w, n));
		return;
	}
	world_say(w, n, "somebody kills its child");
	kill_by(w, n, rng_chance(&w->chance, 800) ? SIGKILL : SIGTERM);
}

void
toiler_quiet(struct world *w, struct node *n)
{
	struct toiler *t = n->self;

	if (!n->up)
		return;
	world_say(w, n, "is asked to leave");
	warden_quiet(t->warden);
	world_wake(w, n, world_mono(w, n));
}

/* ---- what the warden says and hears ---- */

/* A worker that alters what it was lent; true: out holds the forgery. */
static bool
forge(struct world *w, struct node *n, struct span msg, struct buf *out)
{
	struct result r;
	struct buf article = { 0 };

	if (!rng_chance(&w->chance, w->plan.forged) ||
	    result_decode(msg, &r) != RC_OK)
		return false;
	world_say(w, n, "alters the article of job %" PRIu64, r.lease.job);
	buf_append(&article, r.article.p, r.article.n);
	if (rng_chance(&w->chance, 300))
		r.accepted_ms++;
	else /* a digit of the text: it still decodes */
		article.p[article.n - 1] ^= 1;
	r.article = buf_span(&article);
	result_encode(&r, out);
	buf_free(&article);
	return true;
}

static bool
say(struct world *w, struct node *n)
{
	struct toiler *t = n->self;
	struct buf b = { 0 };
	struct span msg;
	bool sent;

	if (!warden_outgoing(t->warden, &msg))
		return false;
	if (forge(w, n, msg, &b))
		msg = buf_span(&b);
	sent = net_push(w, n, NET_RESULT, msg);
	buf_free(&b);
	if (sent)
		warden_sent(t->warden);
	return sent;
}

static bool
hear(struct world *w, struct node *n)
{
	struct toiler *t = n->self;
	struct span body;
	struct event e;
	struct job j;

	if (!warden_wants_job(t->warden) || !net_inbox_take(&t->inbox, &e))
		return false;
	net_taken(w, &e);
	if (seal_open(buf_span(&e.msg), &body) == RC_OK) {
		if (job_decode(body, &j) == RC_OK) {
			t->lease = j.lease;
			world_say(w, n, "takes job %" PRIu64 " attempt %u",
			    j.lease.job, j.lease.attempt);
		}
		warden_job(t->warden, body, world_mono(w, n));
	} else
		world_say(w, n, "(a damaged message is dropped)");
	buf_free(&e.msg);
	return true;
}

static void
spawn(struct world *w, struct node *n)
{
	struct toiler *t = n->self;
	bool ok = !rng_chance(&w->chance, w->plan.no_spawn);

	if (ok)
		t->child = ++t->births;
	warden_spawned(t->warden, ok, world_mono(w, n));
}

/* True while there is more to do. */
static bool
act(struct world *w, struct node *n)
{
	struct toiler *t = n->self;

	switch (warden_next(t->warden, world_mono(w, n))) {
	case WARDEN_SPAWN:
		spawn(w, n);
		return true;
	case WARDEN_GIVE:
		begin(w, n);
		return true;
	case WARDEN_KILL:
		kill_by(w, n, SIGKILL);
		return true;
	case WARDEN_LEAVE:
		/* Scaled down: another is started later. */
		world_leave(
		    w, n, w->draining ? -1 : rng_between(&w->chance, 1, 2000));
		return false;
	case WARDEN_NOTHING:
		break;
	}
	return false;
}

/* ---- the node ---- */

static bool
start(struct world *w, struct node *n)
{
	struct toiler *t = n->self = mem_zalloc(sizeof *t);
	struct warden_conf c = { .name = t->name,
		.cpu_ms = w->plan.cpu_ms,
		.wall_ms = w->plan.wall_ms };

	snprintf(t->name, sizeof t->name, "%s:%u", n->name, n->life);
	t->warden = warden_new(&c, world_mono(w, n));
	return true;
}

static void
stop(struct world *w, struct node *n)
{
	struct toiler *t = n->self;

	(void)w;
	if (t == NULL)
		return;
	warden_free(t->warden);
	net_inbox_free(&t->inbox);
	free(t);
	n->self = NULL;
}

static void
run(struct world *w, struct node *n)
{
	struct toiler *t = n->self;
	unsigned rounds = 0;

	while (n->up && (act(w, n) || (n->up && (say(w, n) || hear(w, n)))))
		if (n->disk.dead || ++rounds > 1000)
			break;
	if (rounds > 1000)
		world_fail(w, "%s: its warden is never content", n->name);
	if (n->up)
		world_wake(w, n, warden_wake(t->warden));
}

static void
message(struct world *w, struct node *n, struct event *e)
{
	struct toiler *t = n->self;

	(void)w;
	if (e->port == NET_JOB)
		net_inbox_put(&t->inbox, e);
}

static void
timer(struct world *w, struct node *n, uint64_t arg)
{
	struct toiler *t = n->self;
	uint64_t number = arg / TIMER_KINDS;

	if (arg % TIMER_KINDS == TIMER_REAP) {
		if (number == t->child)
			exited(w, n);
		return;
	}
	if (number == 0 || number != t->task)
		return; /* what it was doing was cut short */
	switch (arg % TIMER_KINDS) {
	case TIMER_REPLY:
		reply(w, n);
		break;
	case TIMER_DIE:
		count_crash(w, n, &t->lease);
		exited(w, n);
		break;
	case TIMER_CPU:
		use_cpu(w, n);
		break;
	}
}

const struct node_face toiler_face = { start, stop, run, message, timer };
