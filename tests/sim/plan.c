/* plan.c -- the plan of one run. */
#include "plan.h"

#include <string.h>

static const char *const name[PLAN_FAULTS] = {
	[PLAN_CRASH_PRODUCER] = "crash-producer",
	[PLAN_CRASH_WORKER] = "crash-worker",
	[PLAN_CRASH_SINK] = "crash-sink",
	[PLAN_PAUSE] = "pause",
	[PLAN_PARTITION] = "partition",
	[PLAN_FULL_PRODUCER] = "full-producer",
	[PLAN_FULL_SINK] = "full-sink",
	[PLAN_SHAKY_PRODUCER] = "shaky-producer",
	[PLAN_SHAKY_SINK] = "shaky-sink",
	[PLAN_WALL_JUMP] = "wall-jump",
	[PLAN_MONO_JUMP] = "mono-jump",
	[PLAN_KILL_CHILD] = "kill-child",
	[PLAN_QUIET] = "quiet",
	[PLAN_GARBAGE] = "garbage",
	[PLAN_RETRY] = "retry",
	[PLAN_READER] = "reader",
};

const char *
plan_fault_text(enum plan_fault f)
{
	return name[f];
}

/* This or nothing, half and half. */
static uint32_t
maybe(struct rng *r, uint32_t max)
{
	return rng_chance(r, 500) ? 1 + rng_below(r, max) : 0;
}

static int64_t
one_of(struct rng *r, const int64_t *v, uint32_t n)
{
	return v[rng_below(r, n)];
}
#define ONE_OF(r, ...)                                 \
	one_of((r), (const int64_t[]) { __VA_ARGS__ }, \
	    sizeof((const int64_t[]) { __VA_ARGS__ }) / sizeof(int64_t))

static void
make_net(struct plan *p, struct rng *r)
{
	p->drop = maybe(r, 150);
	p->twice = maybe(r, 150);
	p->damage = maybe(r, 60);
	p->late = maybe(r, 150);
	p->late_max_ms = ONE_OF(r, 50, 500, 5000);
	p->high_water = (int)rng_between(r, 1, 6);
}

static void
make_work(struct plan *p, struct rng *r)
{
	p->failed = maybe(r, 200);
	p->forged = maybe(r, 100);
	p->no_spawn = maybe(r, 200);
	p->sleepy = maybe(r, 50);
	p->poison = maybe(r, 100);
	p->slow = maybe(r, 100);
}

static void
make_conf(struct plan *p, struct rng *r)
{
	p->lease_ms = ONE_OF(r, 300, 1000, 3000);
	p->retry_ms = ONE_OF(r, 20, 100, 300);
	p->retry_max_ms = ONE_OF(r, 500, 2000);
	p->batch_ms = ONE_OF(r, 0, 5, 50);
	p->cpu_ms = 400;
	p->wall_ms = ONE_OF(r, 1500, 4000);
	p->window = (uint32_t)rng_between(r, 1, 4);
	p->batch = (uint32_t)ONE_OF(r, 1, 4, 16);
	p->spool_max = (uint32_t)ONE_OF(r, 6, 30, 1000);
	p->read_every_ms = ONE_OF(r, 10, 100, 300);
}

void
plan_make(struct plan *p, struct rng *r)
{
	memset(p, 0, sizeof *p);
	p->producers = 1 + rng_below(r, 2);
	p->workers = 1 + rng_below(r, 4);
	p->heal_ms = rng_between(r, 2000, 15000);
	p->faults = (uint32_t)rng_next(r) & ((1u << PLAN_FAULTS) - 1);
	p->fault_every_ms = ONE_OF(r, 100, 300, 1000);
	p->power = rng_chance(r, 600);
	p->fresh = rng_chance(r, 120);
	p->exclusive = rng_chance(r, 200);
	p->rebuild = rng_chance(r, 200);
	p->drain = rng_chance(r, 300);
	p->die_at = maybe(r, 700);
	make_net(p, r);
	make_work(p, r);
	make_conf(p, r);
}

void
plan_heal(struct plan *p)
{
	p->faults = 0;
	p->die_at = 0;
	p->drop = p->twice = p->damage = p->late = 0;
	p->failed = p->forged = p->no_spawn = p->sleepy = 0;
}
