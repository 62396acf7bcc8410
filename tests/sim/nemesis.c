/* nemesis.c -- one fault after the other, until the world heals. */
#include "nemesis.h"

#include "maker.h"
#include "net.h"
#include "reader.h"
#include "toiler.h"

typedef void strike_fn(struct world *w, struct node *n);

static struct node *
any(struct world *w, unsigned first, unsigned count)
{
	return &w->node[first + rng_below(&w->chance, count)];
}

static struct node *
any_producer(struct world *w)
{
	return any(w, 0, w->plan.producers);
}

static struct node *
any_worker(struct world *w)
{
	return any(w, WORLD_PRODUCERS, w->plan.workers);
}

static struct node *
the_sink(struct world *w)
{
	return world_sink(w);
}

static struct node *
any_role(struct world *w)
{
	switch (rng_below(&w->chance, 3)) {
	case 0:
		return any_producer(w);
	case 1:
		return any_worker(w);
	default:
		return world_sink(w);
	}
}

static void
mend_after(struct world *w, struct node *n, enum plan_fault f, int64_t ms)
{
	events_put(&w->events,
	    (struct event) {
		.at = w->now + ms, .kind = EVENT_MEND, .to = n->id, .arg = f });
}

static void
crash(struct world *w, struct node *n)
{
	if (n->up)
		world_crash(w, n, "killed",
		    w->plan.power && rng_chance(&w->chance, 500));
}

static void
pause_node(struct world *w, struct node *n)
{
	n->paused_until = w->now + rng_between(&w->chance, 100, 7000);
}

/* Nothing passes between it and some of the others, one way or both. */
static void
partition(struct world *w, struct node *n)
{
	int64_t until = w->now + rng_between(&w->chance, 100, 7000);
	bool both = rng_chance(&w->chance, 700);

	for (unsigned i = 0; i < WORLD_NODES; i++) {
		if (rng_chance(&w->chance, 400))
			continue;
		w->cut[n->id][i] = until;
		if (both)
			w->cut[i][n->id] = until;
	}
}

static void
fill(struct world *w, struct node *n)
{
	n->disk.full = true;
	mend_after(w, n, PLAN_FULL_SINK, rng_between(&w->chance, 100, 4000));
}

static void
shake(struct world *w, struct node *n)
{
	n->disk.shaky = 1 + rng_below(&w->chance, 400);
	mend_after(w, n, PLAN_SHAKY_SINK, rng_between(&w->chance, 100, 4000));
}

static void
jump_wall(struct world *w, struct node *n)
{
	n->wall_off += rng_between(&w->chance, -86400000, 86400000);
}

/* As after a suspension: it only goes forward. */
static void
jump_mono(struct world *w, struct node *n)
{
	n->mono_off += rng_between(&w->chance, 1, 20000);
	if (n->up)
		world_wake(w, n, world_mono(w, n));
}

/* One child, or those of all workers. */
static void
kill_children(struct world *w, struct node *n)
{
	bool all = rng_chance(&w->chance, 500);

	for (unsigned i = 0; i < w->plan.workers; i++)
		if (all || &w->node[WORLD_PRODUCERS + i] == n)
			toiler_kill_child(w, &w->node[WORLD_PRODUCERS + i]);
}

static void
send_garbage(struct world *w, struct node *n)
{
	char bytes[64];
	uint32_t len = rng_below(&w->chance, sizeof bytes);
	struct span msg = { bytes, len };

	rng_fill(&w->chance, bytes, sizeof bytes);
	if (len > 2 && rng_chance(&w->chance, 500)) {
		bytes[0] = (char)(0x90 | (len & 15));
		bytes[1] = (char)0xa3;
	}
	if (!n->up || n->disk.dead)
		return;
	if (n->id < WORLD_PRODUCERS) {
		net_push(w, n, NET_JOB, msg);
		net_send(w, n, world_sink(w), NET_HELLO, msg);
	} else if (n->id < WORLD_SINK)
		net_push(w, n, NET_RESULT, msg);
	else
		net_send(w, n, any_producer(w), NET_ACK, msg);
}

static void
cut_reader(struct world *w, struct node *n)
{
	(void)n;
	reader_cut(w);
}

static const struct {
	struct node *(*target)(struct world *w);
	strike_fn *strike;
} fault[PLAN_FAULTS] = {
	[PLAN_CRASH_PRODUCER] = { any_producer, crash },
	[PLAN_CRASH_WORKER] = { any_worker, crash },
	[PLAN_CRASH_SINK] = { the_sink, crash },
	[PLAN_PAUSE] = { any_role, pause_node },
	[PLAN_PARTITION] = { any_role, partition },
	[PLAN_FULL_PRODUCER] = { any_producer, fill },
	[PLAN_FULL_SINK] = { the_sink, fill },
	[PLAN_SHAKY_PRODUCER] = { any_producer, shake },
	[PLAN_SHAKY_SINK] = { the_sink, shake },
	[PLAN_WALL_JUMP] = { any_role, jump_wall },
	[PLAN_MONO_JUMP] = { any_role, jump_mono },
	[PLAN_KILL_CHILD] = { any_worker, kill_children },
	[PLAN_QUIET] = { any_worker, toiler_quiet },
	[PLAN_GARBAGE] = { any_role, send_garbage },
	[PLAN_RETRY] = { any_producer, maker_retry },
	[PLAN_READER] = { world_reader, cut_reader },
};

static void
strike_later(struct world *w)
{
	events_put(&w->events,
	    (struct event) { .at = w->now +
		    rng_between(&w->chance, 1, 2 * w->plan.fault_every_ms),
		.kind = EVENT_FAULT });
}

void
nemesis_begin(struct world *w)
{
	events_put(&w->events,
	    (struct event) { .at = w->plan.heal_ms, .kind = EVENT_HEAL });
	if (w->plan.faults != 0)
		strike_later(w);
}

void
nemesis_strike(struct world *w)
{
	enum plan_fault f;
	struct node *n;

	if (w->healed)
		return;
	do
		f = (enum plan_fault)rng_below(&w->chance, PLAN_FAULTS);
	while (!plan_has(&w->plan, f));
	n = fault[f].target(w);
	world_say(w, n, "* %s", plan_fault_text(f));
	w->faults++;
	w->in = n;
	fault[f].strike(w, n);
	strike_later(w);
}

void
nemesis_mend(struct world *w, const struct event *e)
{
	struct node *n = &w->node[e->to];

	world_say(w, n, "its disk is well again");
	if (e->arg == PLAN_FULL_SINK)
		n->disk.full = false;
	else
		n->disk.shaky = 0;
}
