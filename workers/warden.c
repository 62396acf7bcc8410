/* warden.c -- the half of a worker that never computes; see warden.h. */
#include "warden.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/beat.h"
#include "proto/job.h"
#include "proto/log.h"
#include "proto/mem.h"
#include "proto/outcome.h"
#include "proto/result.h"

#define SPAWN_FIRST_MS 50 /* back-off of a child that cannot be started */
#define SPAWN_LAST_MS  5000

enum child { NO_CHILD, STARTING, READY, BUSY, DYING };

/* Why we killed it. */
enum kill { NOT_KILLED, FOR_CPU, FOR_WALL, FOR_NONSENSE };

struct warden {
	struct warden_conf c;
	enum child child;
	enum kill killed;
	bool give, kill, quiet, said_bye;
	struct buf job_bytes; /* the JOB in hand */
	struct job job;       /* views into it; valid while in_hand */
	bool in_hand;
	int64_t given_ms, touched_ms;
	int64_t alive_ms; /* when ALIVE is due */
	int64_t spawn_ms; /* not before */
	int64_t spawn_wait_ms;
	struct buf answer; /* RESULT or OUTCOME of the last job, to send */
	struct buf note;   /* ALIVE or TOUCHED, to send; replaced, not queued */
	struct warden_stats stats;
};

struct warden *
warden_new(const struct warden_conf *c, int64_t now_ms)
{
	struct warden *w = mem_zalloc(sizeof *w);

	w->c = *c;
	w->alive_ms = now_ms;
	w->spawn_ms = now_ms;
	return w;
}

void
warden_free(struct warden *w)
{
	if (w == NULL)
		return;
	buf_free(&w->job_bytes);
	buf_free(&w->answer);
	buf_free(&w->note);
	free(w);
}

/* ---- what is said ---- */

static void
say_outcome(struct warden *w, enum outcome_kind kind, struct span detail)
{
	struct outcome o = { .lease = w->job.lease,
		.kind = kind,
		.detail = detail,
		.worker = span_of(w->c.name) };
	struct buf *b = kind == OUTCOME_TOUCHED ? &w->note : &w->answer;
	char label[ARTICLE_LABEL_MAX];

	buf_clear(b);
	outcome_encode(&o, b);
	if (kind != OUTCOME_TOUCHED)
		log_warn(outcome_text(kind),
		    LOG_S("article", article_label(w->job.article, label)),
		    LOG_I("job", o.lease.job),
		    LOG_I("attempt", o.lease.attempt), LOG_V("detail", detail));
}

static void
say_alive(struct warden *w, bool leaving)
{
	struct beat_alive a = { .worker = span_of(w->c.name),
		.done = w->stats.done,
		.leaving = leaving };

	buf_clear(&w->note);
	beat_encode_alive(&a, &w->note);
}

static void
say_result(struct warden *w, struct span found, uint32_t compute_us)
{
	struct result r = { .lease = w->job.lease,
		.accepted_ms = w->job.accepted_ms,
		.sent_ms = w->job.sent_ms,
		.mac = w->job.mac,
		.article = w->job.article,
		.worker = span_of(w->c.name),
		.compute_us = compute_us,
		.found = found };

	buf_clear(&w->answer);
	result_encode(&r, &w->answer);
}

/* ---- events ---- */

void
warden_spawned(struct warden *w, bool ok, int64_t now_ms)
{
	if (ok) {
		w->child = READY;
		w->spawn_wait_ms = 0;
		w->stats.respawned++;
		return;
	}
	w->child = NO_CHILD;
	if (w->in_hand) {
		say_outcome(w, OUTCOME_FAILED,
		    span_of("no computing child could be started"));
		w->in_hand = w->give = false;
	}
	w->spawn_wait_ms = w->spawn_wait_ms > 0 ? 2 * w->spawn_wait_ms
						: SPAWN_FIRST_MS;
	if (w->spawn_wait_ms > SPAWN_LAST_MS)
		w->spawn_wait_ms = SPAWN_LAST_MS;
	w->spawn_ms = now_ms + w->spawn_wait_ms;
}

bool
warden_wants_job(const struct warden *w)
{
	return w->child == READY && !w->in_hand && w->answer.n == 0 &&
	    !w->quiet;
}

void
warden_job(struct warden *w, struct span msg, int64_t now_ms)
{
	char label[ARTICLE_LABEL_MAX];

	buf_clear(&w->job_bytes);
	buf_append(&w->job_bytes, msg.p, msg.n);
	if (job_decode(buf_span(&w->job_bytes), &w->job) != RC_OK) {
		w->stats.malformed++;
		log_warn("warden: not a job, dropped", LOG_I("bytes", msg.n));
		return;
	}
	w->in_hand = true;
	w->give = true;
	w->child = BUSY;
	w->killed = NOT_KILLED;
	w->given_ms = w->touched_ms = now_ms;
	if (log_wants(LOG_DEBUG))
		log_debug("job taken",
		    LOG_S("article", article_label(w->job.article, label)),
		    LOG_I("job", w->job.lease.job),
		    LOG_I("attempt", w->job.lease.attempt));
}

struct span
warden_article(const struct warden *w)
{
	return w->in_hand ? w->job.article : (struct span) { NULL, 0 };
}

static void
kill_child(struct warden *w, enum kill why)
{
	w->killed = why;
	w->kill = true;
	w->give = false;
	w->child = DYING;
}

void
warden_reply(struct warden *w, enum warden_reply kind, struct span body,
    uint32_t compute_us, int64_t now_ms)
{
	(void)now_ms;
	if (w->child == READY) { /* nobody asked it: it is out of step */
		kill_child(w, FOR_NONSENSE);
		return;
	}
	if (w->child != BUSY || w->give)
		return;
	if (kind == WARDEN_FOUND)
		say_result(w, body, compute_us);
	else if (kind == WARDEN_FAILED)
		say_outcome(w, OUTCOME_FAILED, body);
	else
		say_outcome(w, OUTCOME_REFUSED, body);
	if (kind == WARDEN_FOUND)
		w->stats.done++;
	else
		w->stats.failed++;
	w->in_hand = false;
	w->child = READY;
}

/* Signals that a program brings on itself, by what it does with its input. */
static bool
own_making(int signal)
{
	static const int own[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT,
		SIGSYS, SIGTRAP, SIGXFSZ };

	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		if (own[i] == signal)
			return true;
	return false;
}

/* A long article has more time: the whole limit again for each MiB. */
static int64_t
limit(const struct warden *w, int64_t ms)
{
	return ms * (1 + (int64_t)(w->job_bytes.n >> 20));
}

/* The job in hand is lost with its child: say what that means. */
static void
blame(struct warden *w, int signal, int status)
{
	char text[96];
	enum outcome_kind kind = OUTCOME_CRASHED;

	if (w->killed == FOR_CPU) {
		kind = OUTCOME_OVERRAN;
		snprintf(text, sizeof text, "more than %lld ms of CPU time",
		    (long long)limit(w, w->c.cpu_ms));
	} else if (w->killed == FOR_WALL) {
		kind = OUTCOME_FAILED;
		snprintf(text, sizeof text, "more than %lld ms of wall time",
		    (long long)limit(w, w->c.wall_ms));
	} else if (w->killed == FOR_NONSENSE) {
		snprintf(text, sizeof text, "the child answered nonsense");
	} else if (signal != 0) {
		kind = own_making(signal) ? OUTCOME_CRASHED : OUTCOME_KILLED;
		snprintf(text, sizeof text, "signal %d (%s)", signal,
		    strsignal(signal));
	} else
		snprintf(text, sizeof text, "exit status %d", status);
	w->stats.crashed++;
	say_outcome(w, kind, span_of(text));
}

void
warden_exited(struct warden *w, int signal, int status, int64_t now_ms)
{
	/* A job that was never handed over is not to blame: it goes to the
	 * next child. */
	bool innocent = w->give;

	w->kill = false;
	w->child = NO_CHILD;
	w->spawn_ms = now_ms;
	if (!w->in_hand || innocent)
		return;
	blame(w, signal, status);
	w->in_hand = false;
}

void
warden_nonsense(struct warden *w)
{
	if (w->child == READY || w->child == BUSY)
		kill_child(w, FOR_NONSENSE);
}

void
warden_cpu(struct warden *w, int64_t cpu_ms, int64_t now_ms)
{
	(void)now_ms;
	if (w->child == BUSY && !w->give && cpu_ms > limit(w, w->c.cpu_ms))
		kill_child(w, FOR_CPU);
}

void
warden_quiet(struct warden *w)
{
	w->quiet = true;
}

/* ---- what to do ---- */

static void
on_time(struct warden *w, int64_t now_ms)
{
	if (w->child == BUSY && now_ms - w->given_ms > limit(w, w->c.wall_ms))
		kill_child(w, FOR_WALL);
	if (w->note.n > 0)
		return; /* the sink takes nothing now: no use piling up */
	if (w->in_hand &&
	    now_ms - w->touched_ms >= (int64_t)w->job.lease_ms / 3) {
		say_outcome(w, OUTCOME_TOUCHED, (struct span) { NULL, 0 });
		w->touched_ms = now_ms;
	} else if (now_ms >= w->alive_ms && !w->quiet) {
		say_alive(w, false);
		w->alive_ms = now_ms + BEAT_INTERVAL_MS;
	}
}

static enum warden_do
next_quiet(struct warden *w)
{
	if (w->in_hand || w->answer.n > 0)
		return WARDEN_NOTHING;
	if (!w->said_bye) {
		say_alive(w, true);
		w->said_bye = true;
	}
	return w->note.n > 0 ? WARDEN_NOTHING : WARDEN_LEAVE;
}

enum warden_do
warden_next(struct warden *w, int64_t now_ms)
{
	on_time(w, now_ms);
	if (w->kill) {
		w->kill = false;
		return WARDEN_KILL;
	}
	if (w->child == NO_CHILD && (!w->quiet || w->in_hand) &&
	    now_ms >= w->spawn_ms) {
		w->child = STARTING;
		return WARDEN_SPAWN;
	}
	if (w->child == READY && w->in_hand)
		w->child = BUSY; /* a new child takes the job over */
	if (w->child == BUSY && w->give) {
		w->give = false;
		w->given_ms = now_ms;
		return WARDEN_GIVE;
	}
	return w->quiet ? next_quiet(w) : WARDEN_NOTHING;
}

bool
warden_outgoing(struct warden *w, struct span *msg)
{
	struct buf *b = w->answer.n > 0 ? &w->answer : &w->note;

	*msg = buf_span(b);
	return b->n > 0;
}

void
warden_sent(struct warden *w)
{
	buf_clear(w->answer.n > 0 ? &w->answer : &w->note);
}

int64_t
warden_wake(const struct warden *w)
{
	/* What waits to be sent waits for the socket, not for the clock. */
	bool silent = w->note.n > 0;
	int64_t wake = w->quiet || silent ? INT64_MAX : w->alive_ms;
	int64_t touch = w->touched_ms + (int64_t)w->job.lease_ms / 3;

	if (w->in_hand && !silent && touch < wake)
		wake = touch;
	if (w->child == NO_CHILD && w->spawn_ms < wake)
		wake = w->spawn_ms;
	if (w->child == BUSY && w->given_ms + w->c.wall_ms + 1 < wake)
		wake = w->given_ms + w->c.wall_ms + 1;
	return wake;
}

void
warden_stats(const struct warden *w, struct warden_stats *s)
{
	*s = w->stats;
	s->busy = w->in_hand;
}
