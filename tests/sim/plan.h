/*
 * plan.h -- what kinds of faults a run has and how its roles are configured.
 * Every run has a random subset of the faults ("swarm testing", Groce et al.
 * 2012): what one fault hides, a run without it shows.
 */
#ifndef SIM_PLAN_H
#define SIM_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "rng.h"

enum plan_fault {
	PLAN_CRASH_PRODUCER,
	PLAN_CRASH_WORKER,
	PLAN_CRASH_SINK,
	PLAN_PAUSE,
	PLAN_PARTITION,
	PLAN_FULL_PRODUCER,
	PLAN_FULL_SINK,
	PLAN_SHAKY_PRODUCER, /* its disk fails now and then */
	PLAN_SHAKY_SINK,
	PLAN_WALL_JUMP,
	PLAN_MONO_JUMP,
	PLAN_KILL_CHILD,
	PLAN_QUIET,   /* a worker is asked to leave */
	PLAN_GARBAGE, /* a message of nonsense, well sealed */
	PLAN_RETRY,   /* somebody sends a dead letter again */
	PLAN_READER,  /* the reader is cut off and resumes */
	PLAN_FAULTS
};

struct plan {
	unsigned producers, workers;
	int64_t heal_ms; /* when faults end */
	uint32_t faults; /* mask of enum plan_fault */
	int64_t fault_every_ms;
	bool power;      /* crashes may be power cuts */
	bool fresh;      /* disks begin empty */
	bool exclusive;  /* spool and store without shared memory */
	bool rebuild;    /* compare a rebuild at the end */
	bool drain;      /* ask the workers to leave at the end */
	uint32_t die_at; /* in 1000 starts: die at some change of the disk */
	/* the net, in 1000 messages */
	uint32_t drop, twice, damage, late;
	int64_t late_max_ms;
	int high_water; /* messages a queue holds */
	/* in 1000 articles */
	uint32_t failed;   /* the child says FAILED */
	uint32_t forged;   /* the worker alters the article */
	uint32_t no_spawn; /* the child cannot be started */
	uint32_t sleepy;   /* the child never answers */
	uint32_t poison, slow;
	/* configuration of the roles */
	int64_t lease_ms, retry_ms, retry_max_ms, batch_ms, cpu_ms, wall_ms;
	uint32_t window, batch;
	uint32_t spool_max;
	int64_t read_every_ms; /* pace of the sources */
};

void plan_make(struct plan *p, struct rng *r);
/* Faults have ended. */
void plan_heal(struct plan *p);

static inline bool
plan_has(const struct plan *p, enum plan_fault f)
{
	return (p->faults >> f & 1) != 0;
}

const char *plan_fault_text(enum plan_fault f);

#endif
