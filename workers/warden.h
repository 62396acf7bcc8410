/*
 * warden.h -- the half of a worker that never computes: it takes one JOB at a
 * time, hands the article to a computing child, and tells the sink what
 * became of it.  A pure state machine: sockets, processes and clock are
 * outside (shift.c; the simulator).
 *
 *            spawned            job                reply
 *   NO_CHILD --------> READY --------> BUSY ----------------> READY
 *       ^                |               |  died, over a limit
 *       +----------------+---------------+
 *   QUIET: takes no more, finishes what it has, says goodbye, leaves.
 *
 * What a child's end means: a signal that a program raises by its own doing
 * (SIGSEGV, SIGABRT, ...), or an exit, is a crash; our own SIGKILL is what we
 * sent it for (CPU limit: OVERRAN; wall limit: FAILED, since a stopped machine
 * proves nothing); a SIGKILL, SIGTERM, ... from elsewhere is KILLED.
 */
#ifndef WORKERS_WARDEN_H
#define WORKERS_WARDEN_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/rc.h"
#include "proto/span.h"

struct warden_conf {
	const char *name; /* this worker, "host:pid"; borrowed */
	int64_t cpu_ms;   /* CPU time an article may use, again for each MiB */
	int64_t wall_ms;  /* wall time, likewise */
};

enum warden_do {
	WARDEN_NOTHING,
	WARDEN_SPAWN, /* start a child; then warden_spawned() */
	WARDEN_GIVE,  /* hand warden_article() to the child */
	WARDEN_KILL,  /* SIGKILL the child; warden_exited() will follow */
	WARDEN_LEAVE  /* all is said: end */
};

/* How a child answers. */
enum warden_reply {
	WARDEN_FOUND,  /* body: FND blob */
	WARDEN_FAILED, /* body: why; another attempt may succeed */
	WARDEN_REFUSED /* body: why; no attempt will */
};

struct warden_stats {
	uint64_t done, failed, crashed, respawned, malformed;
	bool busy;
};

struct warden;

struct warden *warden_new(const struct warden_conf *c, int64_t now_ms);
void warden_free(struct warden *w); /* NULL is harmless */

/* The next thing to do; call until WARDEN_NOTHING after every event. */
enum warden_do warden_next(struct warden *w, int64_t now_ms);

/* The child is ready, or could not be started: tried again after a back-off,
 * and a job in hand goes back to be given to another worker. */
void warden_spawned(struct warden *w, bool ok, int64_t now_ms);

/* May a JOB be received now? */
bool warden_wants_job(const struct warden *w);
/* A JOB, unsealed: anything at all; it is copied. */
void warden_job(struct warden *w, struct span msg, int64_t now_ms);
/* The article of the job in hand, for WARDEN_GIVE; empty when there is none. */
struct span warden_article(const struct warden *w);

/* The child answered, after compute_us of work. */
void warden_reply(struct warden *w, enum warden_reply kind, struct span body,
    uint32_t compute_us, int64_t now_ms);
/* The child said what is no answer at all: it is killed, and a job that it has
 * in hand counts that as a crash. */
void warden_nonsense(struct warden *w);
/* The child is gone: by signal (0: it exited, with status). */
void warden_exited(struct warden *w, int signal, int status, int64_t now_ms);
/* CPU time that the child has used since it was given the job. */
void warden_cpu(struct warden *w, int64_t cpu_ms, int64_t now_ms);

/* Take no more jobs; leave when done. */
void warden_quiet(struct warden *w);

/*
 * The oldest message for the sink (not sealed), if there is one; after it was
 * sent, warden_sent().  No job is wanted while a RESULT waits here.
 */
bool warden_outgoing(struct warden *w, struct span *msg);
void warden_sent(struct warden *w);

/* When warden_next() has something to do by time alone; INT64_MAX: never. */
int64_t warden_wake(const struct warden *w);

void warden_stats(const struct warden *w, struct warden_stats *s);

#endif
