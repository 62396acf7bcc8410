/*
 * world.h -- the simulated machines: their clocks, their lives, the one queue
 * of events, and what is known of the run for the assertions.
 *
 * A node is one process on one machine: producers, workers (warden and
 * child), the sink, a reader of the feed.  What a node does is in its own
 * file, behind struct node_face.
 */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include "disk.h"
#include "events.h"
#include "plan.h"
#include "script.h"
#include "simvfs.h"

#include "proto/hash.h"

#define WORLD_PRODUCERS SCRIPT_PRODUCERS
#define WORLD_WORKERS   4
#define WORLD_SINK      (WORLD_PRODUCERS + WORLD_WORKERS)
#define WORLD_READER    (WORLD_SINK + 1)
#define WORLD_NODES     (WORLD_READER + 1)
#define WORLD_EPOCH_MS  1767225600000 /* 2026-01-01, when runs begin */
#define WORLD_JOBS      (2 * SCRIPT_ITEMS)

struct world;
struct node;

/* What a kind of node does; self is its own memory. */
struct node_face {
	/* Start; false: it cannot now (no space), try again later. */
	bool (*start)(struct world *w, struct node *n);
	/* Throw everything away but the disk. */
	void (*stop)(struct world *w, struct node *n);
	/* Do what is due; sets n->wake (in its own monotonic time). */
	void (*run)(struct world *w, struct node *n);
	void (*message)(struct world *w, struct node *n, struct event *e);
	void (*timer)(struct world *w, struct node *n, uint64_t arg);
};

struct node {
	const struct node_face *face; /* NULL: not in this run */
	unsigned id;
	char name[8];
	bool up, left; /* left: it ended of its own will */
	unsigned life; /* which start this is */
	int64_t paused_until;
	int64_t mono_off, wall_off; /* its clocks against the world's */
	int64_t wake;               /* when to run, the world's time */
	struct disk disk;
	uint64_t sends, die_send; /* die at this send; 0: never */
	unsigned turn;            /* round robin of a PUSH */
	void *self;               /* owned by its file */
};

/* What is known for the assertions, beside the nodes' own doing. */
struct known {
	uint64_t name; /* of the producer's spool; 0: not yet */
	uint64_t epoch;
	unsigned accepted;            /* items for which it was told so */
	unsigned retries;             /* of dead letters */
	unsigned tried;               /* items it may have accepted */
	uint8_t text[WORLD_JOBS];     /* text + 1 by job, as sent */
	uint8_t crashes[WORLD_JOBS];  /* children that it cost, by job */
	uint32_t crashed[WORLD_JOBS]; /* last attempt that did */
};

struct world {
	uint64_t seed;
	bool trace;
	int64_t now;
	uint64_t steps;
	struct plan plan;
	struct script script;
	struct events events;
	struct rng net, chance; /* of the net; of nodes and nemesis */
	struct simvfs_env env;
	struct node *in; /* whose code runs */
	struct node node[WORLD_NODES];
	struct hash_key key;
	int link[WORLD_NODES][WORLD_NODES];        /* pushed, not yet taken */
	int64_t arrival[WORLD_NODES][WORLD_NODES]; /* of the last one sent */
	int64_t cut[WORLD_NODES][WORLD_NODES];     /* no message until then */
	bool healed, draining, done;
	struct known known[WORLD_PRODUCERS];
	uint64_t sink_epoch;      /* the last one heard of */
	uint64_t told;            /* highest change number that left the sink */
	uint64_t faults;          /* how many struck */
	struct {                  /* what the reader was handed */
		uint64_t *digest; /* owned; of change i + 1 */
		uint64_t n, cap;
	} seen;
};

/* Disks as they are after a first start, made once: creating the tables
 * costs more than a run. */
struct world_images {
	struct disk disk[WORLD_NODES];
};
void world_images(struct world_images *images);

struct world *world_new(
    uint64_t seed, bool trace, const struct world_images *images);
void world_free(struct world *w);

/* Run until all is done; ends the process with a message when an assertion
 * fails. */
void world_run(struct world *w);

/* The node's clocks. */
int64_t world_mono(const struct world *w, const struct node *n);
int64_t world_wall(const struct world *w, const struct node *n);

/* Run it again now (at the next step), or at its monotonic time mono. */
void world_wake(struct world *w, struct node *n, int64_t mono);

/* A timer of this life of n, after ms. */
void world_timer(struct world *w, struct node *n, int64_t ms, uint64_t arg);

/* The node dies: power: its unsynced writes with it. */
void world_crash(struct world *w, struct node *n, const char *why, bool power);
/* It ended of its own will; another is started in its place after ms, or
 * none at all (negative). */
void world_leave(struct world *w, struct node *n, int64_t ms);

static inline struct node *
world_sink(struct world *w)
{
	return &w->node[WORLD_SINK];
}

static inline struct node *
world_reader(struct world *w)
{
	return &w->node[WORLD_READER];
}

/* One line of the trace. */
void world_say(struct world *w, const struct node *n, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* An assertion failed: say so and end the process. */
_Noreturn void world_fail(const struct world *w, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
