/* net.c -- a net that loses, delays, repeats, reorders and damages. */
#include "net.h"

#include <stdlib.h>

#include "proto/mem.h"
#include "proto/seal.h"

static const char *const port_name[NET_PORTS] = {
	[NET_JOB] = "job",
	[NET_RESULT] = "result",
	[NET_ACK] = "ack",
	[NET_HELLO] = "hello",
	[NET_CHANGE] = "change",
	[NET_REPLAY] = "replay",
	[NET_SINCE] = "since",
};

const char *
net_port_text(enum net_port p)
{
	return port_name[p];
}

/* The feed's sockets carry no seal: damage there is the transport's matter. */
static bool
sealed(enum net_port p)
{
	return p <= NET_HELLO;
}

/* When it arrives: a connection keeps the order of what it carries, except
 * for what is late (it came by another way). */
static int64_t
arrival(struct world *w, const struct node *from, const struct node *to)
{
	int64_t *last = &w->arrival[from->id][to->id];
	int64_t at = w->now + rng_between(&w->net, 0, 3);

	if (rng_chance(&w->net, w->plan.late))
		return w->now + rng_between(&w->net, 1, w->plan.late_max_ms);
	if (at > *last)
		*last = at;
	return *last;
}

static void
damage(struct world *w, struct buf *b)
{
	uint32_t bits = 1 + rng_below(&w->net, 4);

	if (rng_chance(&w->net, 200)) {
		b->n = rng_below(&w->net, (uint32_t)b->n);
		return;
	}
	while (bits-- > 0)
		b->p[rng_below(&w->net, (uint32_t)b->n)] ^= (char)(1
		    << rng_below(&w->net, 8));
}

static void
schedule(struct world *w, struct node *from, struct node *to,
    enum net_port port, struct span msg, bool counted)
{
	struct event e = { .at = arrival(w, from, to),
		.kind = EVENT_MESSAGE,
		.port = port,
		.from = from->id,
		.to = to->id,
		.from_life = from->life,
		.to_life = to->life,
		.counted = counted };

	buf_append(&e.msg, msg.p, msg.n);
	if (sealed(port)) {
		seal_close(&e.msg);
		if (rng_chance(&w->net, w->plan.damage))
			damage(w, &e.msg);
	}
	if (counted)
		w->link[from->id][to->id]++;
	events_put(&w->events, e);
}

/* Does the sender die at this send?  Then nobody knows whether it was sent. */
static bool
lives(struct world *w, struct node *from)
{
	if (from->disk.dead)
		return false;
	from->sends++;
	if (from->die_send == 0 || from->sends < from->die_send)
		return true;
	from->disk.dead = true;
	return rng_chance(&w->net, 500);
}

static void
transmit(struct world *w, struct node *from, struct node *to,
    enum net_port port, struct span msg, bool counted)
{
	if (!lives(w, from))
		return;
	if (rng_chance(&w->net, w->plan.twice))
		schedule(w, from, to, port, msg, false);
	if (rng_chance(&w->net, w->plan.drop))
		world_say(
		    w, from, "(%s to %s is lost)", port_name[port], to->name);
	else
		schedule(w, from, to, port, msg, counted);
}

void
net_send(struct world *w, struct node *from, struct node *to,
    enum net_port port, struct span msg)
{
	if (to->up)
		transmit(w, from, to, port, msg, false);
}

static bool
takes(struct world *w, const struct node *from, const struct node *to,
    enum net_port port)
{
	bool kind = port == NET_RESULT
	    ? to->id == WORLD_SINK
	    : to->id >= WORLD_PRODUCERS && to->id < WORLD_SINK;

	return kind && to->up && w->link[from->id][to->id] < w->plan.high_water;
}

bool
net_push(
    struct world *w, struct node *from, enum net_port port, struct span msg)
{
	for (unsigned i = 0; i < WORLD_NODES; i++) {
		struct node *to = &w->node[++from->turn % WORLD_NODES];

		if (!takes(w, from, to, port))
			continue;
		transmit(w, from, to, port, msg, true);
		return true;
	}
	return false;
}

static void
let_go(struct world *w, const struct event *e)
{
	struct node *from = &w->node[e->from];

	if (!e->counted || w->node[e->to].life != e->to_life ||
	    from->life != e->from_life)
		return;
	w->link[e->from][e->to]--;
	if (from->up)
		world_wake(w, from, world_mono(w, from));
}

void
net_taken(struct world *w, const struct event *e)
{
	let_go(w, e);
}

bool
net_arrives(struct world *w, struct event *e)
{
	bool cut = w->cut[e->from][e->to] > w->now;
	bool old = w->node[e->to].life != e->to_life ||
	    w->node[e->from].life != e->from_life;

	/* What outlives a connection has been read already, or not. */
	if (!cut && w->node[e->to].up && (!old || rng_chance(&w->net, 400)))
		return true;
	let_go(w, e);
	return false;
}

void
net_forget(struct world *w, struct node *n)
{
	for (unsigned i = 0; i < WORLD_NODES; i++)
		w->link[n->id][i] = w->link[i][n->id] = 0;
}

void
net_inbox_put(struct net_inbox *b, struct event *e)
{
	if (b->first > 0 && b->first == b->n)
		b->first = b->n = 0;
	if (b->n == b->cap) {
		b->cap = b->cap > 0 ? 2 * b->cap : 16;
		b->e = mem_grow(b->e, b->cap, sizeof *b->e);
	}
	b->e[b->n++] = *e;
	e->msg = (struct buf) { 0 };
}

bool
net_inbox_take(struct net_inbox *b, struct event *e)
{
	if (b->first == b->n)
		return false;
	*e = b->e[b->first++];
	return true;
}

void
net_inbox_free(struct net_inbox *b)
{
	for (size_t i = b->first; i < b->n; i++)
		buf_free(&b->e[i].msg);
	free(b->e);
	*b = (struct net_inbox) { 0 };
}
