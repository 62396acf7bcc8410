/* world.c -- the loop of simulated events, and the life of a node. */
#include "world.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "hub.h"
#include "maker.h"
#include "nemesis.h"
#include "net.h"
#include "reader.h"
#include "toiler.h"
#include "verdict.h"
#include "wrap.h"

#include "proto/mem.h"

#define STEPS_MAX 400000 /* a run has some thousands */
#define CHECK_MS  100

static const char fail_form[] = "sim: seed %" PRIu64 " at %" PRId64 " ms: %s\n";

int64_t
world_mono(const struct world *w, const struct node *n)
{
	return w->now + n->mono_off;
}

int64_t
world_wall(const struct world *w, const struct node *n)
{
	return WORLD_EPOCH_MS + w->now + n->wall_off;
}

void
world_say(struct world *w, const struct node *n, const char *fmt, ...)
{
	va_list ap;

	if (!w->trace)
		return;
	printf("%8.3f %-8s ", (double)w->now / 1000, n != NULL ? n->name : "");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
}

void
world_fail(const struct world *w, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	fflush(stdout);
	fprintf(stderr, fail_form, w->seed, w->now, text);
	_exit(1);
}

void
world_wake(struct world *w, struct node *n, int64_t mono)
{
	int64_t at = w->now;

	if (mono == INT64_MAX)
		return;
	if (mono > world_mono(w, n))
		at = mono - n->mono_off;
	if (at < n->wake)
		n->wake = at;
}

void
world_timer(struct world *w, struct node *n, int64_t ms, uint64_t arg)
{
	events_put(&w->events,
	    (struct event) { .at = w->now + ms,
		.kind = EVENT_TIMER,
		.to = n->id,
		.to_life = n->life,
		.arg = arg });
}

/* ---- life and death ---- */

static void
start_after(struct world *w, struct node *n, int64_t ms)
{
	events_put(&w->events,
	    (struct event) { .at = w->now + ms,
		.kind = EVENT_START,
		.to = n->id,
		.to_life = n->life });
}

static void
enter(struct world *w, struct node *n)
{
	w->in = n;
	w->env.wall_ms = world_wall(w, n);
}

/* The process is no more: what it had in memory, and what was on its way to
 * it, is lost. */
static void
end_life(struct world *w, struct node *n)
{
	enter(w, n);
	n->face->stop(w, n);
	n->up = false;
	n->life++;
	n->wake = INT64_MAX;
	n->paused_until = 0;
	net_forget(w, n);
	disk_revive(&n->disk);
}

void
world_crash(struct world *w, struct node *n, const char *why, bool power)
{
	world_say(w, n, "dies (%s)%s", why, power ? ", power cut" : "");
	n->disk.dead = true;
	end_life(w, n);
	if (power) {
		disk_power_cut(&n->disk);
		n->mono_off = rng_between(&w->chance, 0, 1000000);
	}
	start_after(w, n,
	    rng_between(
		&w->chance, 1, rng_chance(&w->chance, 200) ? 6000 : 400));
}

void
world_leave(struct world *w, struct node *n, int64_t ms)
{
	world_say(w, n, "leaves");
	end_life(w, n);
	n->left = true;
	if (ms >= 0)
		start_after(w, n, ms);
}

/* After its code ran: was it its last? */
static void
bury(struct world *w, struct node *n)
{
	if (n->up && n->disk.dead)
		world_crash(w, n, "at its crash point",
		    w->plan.power && rng_chance(&w->chance, 600));
}

static void
arm(struct world *w, struct node *n)
{
	enum plan_fault f = PLAN_CRASH_SINK;

	if (n->id < WORLD_SINK)
		f = n->id < WORLD_PRODUCERS ? PLAN_CRASH_PRODUCER
					    : PLAN_CRASH_WORKER;

	n->sends = n->die_send = 0;
	if (w->healed || n->id == WORLD_READER || !plan_has(&w->plan, f) ||
	    !rng_chance(&w->chance, w->plan.die_at))
		return;
	if (rng_chance(&w->chance, 300))
		n->die_send = 1 + rng_below(&w->chance, 60);
	else if (f != PLAN_CRASH_WORKER)
		n->disk.die_at = n->disk.changes + 1 +
		    rng_below(
			&w->chance, rng_chance(&w->chance, 300) ? 12 : 150);
}

static void
start(struct world *w, struct node *n)
{
	arm(w, n);
	world_say(w, n, "starts%s", n->disk.die_at != 0 ? " (doomed)" : "");
	n->up = true;
	n->left = false;
	enter(w, n);
	if (n->face->start(w, n)) {
		/* Whoever waited for a connection can send now. */
		for (unsigned i = 0; i < WORLD_NODES; i++)
			world_wake(w, &w->node[i], world_mono(w, &w->node[i]));
	} else if (!n->disk.dead) {
		world_say(w, n, "cannot start now");
		end_life(w, n);
		start_after(w, n, 200);
	}
	bury(w, n);
}

/* ---- events ---- */

/* Does the event concern a life that is over, or must it wait? */
static bool
deferred(struct world *w, struct event *e)
{
	struct node *n = &w->node[e->to];

	if (e->kind == EVENT_START || n->paused_until <= w->now)
		return false;
	e->at = n->paused_until;
	events_put(&w->events, *e);
	return true;
}

static void
to_node(struct world *w, struct event *e)
{
	struct node *n = &w->node[e->to];

	if (e->kind == EVENT_START) {
		if (!n->up && n->life == e->to_life && !w->draining)
			start(w, n);
		return;
	}
	if (e->kind == EVENT_MESSAGE && !net_arrives(w, e))
		return;
	if (!n->up || (e->kind == EVENT_TIMER && n->life != e->to_life))
		return;
	if (deferred(w, e)) {
		e->msg = (struct buf) { 0 };
		return;
	}
	enter(w, n);
	if (e->kind == EVENT_TIMER)
		n->face->timer(w, n, e->arg);
	else {
		world_say(w, n, "<- %s of %s, %zu bytes",
		    net_port_text((enum net_port)e->port),
		    w->node[e->from].name, e->msg.n);
		n->face->message(w, n, e);
	}
	if (n->up)
		world_wake(w, n, world_mono(w, n));
	bury(w, n);
}

static void
heal(struct world *w)
{
	world_say(w, NULL, "all faults end");
	w->healed = true;
	plan_heal(&w->plan);
	memset(w->cut, 0, sizeof w->cut);
	for (unsigned i = 0; i < WORLD_NODES; i++) {
		struct node *n = &w->node[i];

		n->paused_until = 0;
		n->disk.full = false;
		n->disk.shaky = 0;
		n->disk.die_at = 0;
		n->die_send = 0;
	}
	events_put(&w->events,
	    (struct event) { .at = w->now + CHECK_MS, .kind = EVENT_CHECK });
}

static void
on_event(struct world *w, struct event *e)
{
	switch (e->kind) {
	case EVENT_MESSAGE:
	case EVENT_START:
	case EVENT_TIMER:
		to_node(w, e);
		break;
	case EVENT_FAULT:
		nemesis_strike(w);
		break;
	case EVENT_MEND:
		nemesis_mend(w, e);
		break;
	case EVENT_HEAL:
		heal(w);
		break;
	case EVENT_CHECK:
		verdict_progress(w);
		if (!w->done)
			events_put(&w->events,
			    (struct event) {
				.at = w->now + CHECK_MS, .kind = EVENT_CHECK });
		break;
	}
	buf_free(&e->msg);
}

static void
run_node(struct world *w, struct node *n)
{
	n->wake = INT64_MAX;
	enter(w, n);
	n->face->run(w, n);
	bury(w, n);
	/* Time passes, or a node that is never content would stop it. */
	if (n->wake <= w->now)
		n->wake = w->now + 1;
}

static int64_t
due(const struct node *n)
{
	if (!n->up || n->wake == INT64_MAX)
		return INT64_MAX;
	return n->wake > n->paused_until ? n->wake : n->paused_until;
}

static void
step(struct world *w)
{
	int64_t at = events_next(&w->events);
	struct node *first = NULL;

	for (unsigned i = 0; i < WORLD_NODES; i++)
		if (due(&w->node[i]) < at) {
			first = &w->node[i];
			at = due(first);
		}
	if (at == INT64_MAX)
		world_fail(w, "nothing is left to happen");
	if (at > w->now)
		w->now = at;
	if (first != NULL)
		run_node(w, first);
	else {
		struct event e = events_take(&w->events);

		on_event(w, &e);
	}
	if (++w->steps > STEPS_MAX)
		world_fail(
		    w, "more than %d steps: somebody is spinning", STEPS_MAX);
}

void
world_run(struct world *w)
{
	while (!w->done)
		step(w);
	world_say(w, NULL, "done in %" PRIu64 " steps, %" PRIu64 " faults",
	    w->steps, w->faults);
	verdict_end(w);
}

/* ---- making one ---- */

static void
add(struct world *w, unsigned id, const char *name, unsigned number,
    const struct node_face *face)
{
	struct node *n = &w->node[id];

	n->face = face;
	snprintf(n->name, sizeof n->name, "%s%u", name, number);
	n->mono_off = rng_between(&w->chance, 0, 1000000);
	n->wake = INT64_MAX;
	start_after(w, n, rng_between(&w->chance, 0, 50));
}

static void
add_nodes(struct world *w)
{
	for (unsigned i = 0; i < WORLD_NODES; i++) {
		w->node[i].id = i;
		w->node[i].wake = INT64_MAX;
		disk_init(&w->node[i].disk, w->seed, 100 + i);
		simvfs_attach(i, &w->node[i].disk);
	}
	for (unsigned i = 0; i < w->plan.producers; i++)
		add(w, i, "maker", i, &maker_face);
	for (unsigned i = 0; i < w->plan.workers; i++)
		add(w, WORLD_PRODUCERS + i, "toiler", i, &toiler_face);
	add(w, WORLD_SINK, "hub", 0, &hub_face);
	add(w, WORLD_READER, "reader", 0, &reader_face);
}

static void
add_images(struct world *w, const struct world_images *images)
{
	if (w->plan.fresh)
		return;
	for (unsigned i = 0; i < WORLD_NODES; i++)
		disk_copy(&w->node[i].disk, &images->disk[i]);
}

struct world *
world_new(uint64_t seed, bool trace, const struct world_images *images)
{
	struct world *w = mem_zalloc(sizeof *w);
	struct script_opts o;
	struct rng r;

	w->seed = seed;
	w->trace = trace;
	rng_seed(&r, seed, 1);
	rng_seed(&w->net, seed, 2);
	rng_seed(&w->chance, seed, 3);
	rng_seed(&w->env.rng, seed, 4);
	plan_make(&w->plan, &r);
	o = (struct script_opts) { w->plan.producers, w->plan.poison,
		w->plan.slow };
	script_make(&w->script, &o, &r);
	rng_fill(&r, w->key.b, sizeof w->key.b);
	simvfs_use(&w->env);
	wrap_use(w);
	add_nodes(w);
	add_images(w, images);
	nemesis_begin(w);
	return w;
}

void
world_free(struct world *w)
{
	for (unsigned i = 0; i < WORLD_NODES; i++) {
		struct node *n = &w->node[i];

		if (n->up)
			end_life(w, n);
		disk_fini(&n->disk);
	}
	wrap_use(NULL);
	reader_free(w);
	events_free(&w->events);
	script_free(&w->script);
	free(w);
}

void
world_images(struct world_images *images)
{
	struct simvfs_env env = { .wall_ms = WORLD_EPOCH_MS };

	rng_seed(&env.rng, 0, 4);
	simvfs_use(&env);
	wrap_use_env(&env);
	for (unsigned i = 0; i < WORLD_NODES; i++) {
		disk_init(&images->disk[i], 0, i);
		simvfs_attach(i, &images->disk[i]);
	}
	for (unsigned i = 0; i < WORLD_PRODUCERS; i++)
		maker_image(i);
	hub_image(WORLD_SINK);
	wrap_use_env(NULL);
}
