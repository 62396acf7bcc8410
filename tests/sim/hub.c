/*
 * hub.c -- the sink: the real ledger on the real store.  The feed is served
 * as sink/feed.c does it, without its thread and sockets: live changes and
 * heartbeats to whoever listens, replays to whoever asks.
 */
#include "hub.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "net.h"

#include "proto/change.h"
#include "proto/mem.h"
#include "proto/seal.h"
#include "sink/ledger.h"
#include "sink/query.h"

#define REPLAY_MAX \
	20u /* changes in an answer: small, so that it takes several */
#define BEAT_EVERY_MS 1000
#define FOLD_EVERY_MS 700 /* between checkpoints, as the program has it */

enum { TIMER_BEAT, TIMER_FOLD };

struct hub {
	struct store *store;
	struct ledger *ledger;
	struct query *query;
	struct net_inbox inbox;
	uint64_t published; /* change number */
	struct {            /* what callbacks need */
		struct world *w;
		struct node *n;
		enum net_port port;
		uint64_t last;
	} at;
};

const char *
hub_path(char path[32], unsigned node)
{
	snprintf(path, 32, "%u/" HUB_FILE, node);
	return path;
}

static struct store_opts
opts(char path[32], unsigned node, bool exclusive)
{
	return (struct store_opts) { .path = hub_path(path, node),
		.vfs = SIMVFS_NAME,
		.exclusive = exclusive,
		.epoch = true };
}

void
hub_image(unsigned node)
{
	char path[32];
	struct store_opts o = opts(path, node, false);
	struct buf why = { 0 };
	struct store *s;

	if (store_open(&o, &s, &why) != RC_OK)
		abort();
	store_close(s);
	buf_free(&why);
}

struct store *
hub_store(const struct node *n)
{
	const struct hub *h = n->self;

	return n->up && h != NULL ? h->store : NULL;
}

struct query *
hub_query(const struct node *n)
{
	const struct hub *h = n->self;

	return n->up && h != NULL ? h->query : NULL;
}

uint64_t
hub_head(const struct node *n)
{
	const struct hub *h = n->self;

	return n->up && h != NULL && h->store != NULL ? store_head(h->store)
						      : 0;
}

/* ---- the feed ---- */

/* Frames topic, seq, map as one message: the net of the simulator has no
 * frames. */
static void
send_feed(struct world *w, struct node *n, enum net_port port, char kind,
    uint64_t seq, struct span map)
{
	struct buf b = { 0 };
	unsigned char number[8];

	change_put_seq(seq, number);
	buf_append(&b, &kind, 1);
	buf_append(&b, number, sizeof number);
	buf_append(&b, map.p, map.n);
	net_send(w, n, world_reader(w), port, buf_span(&b));
	buf_free(&b);
	if (seq > w->told && kind == 'c')
		w->told = seq;
}

static void
send_mark(struct world *w, struct node *n, enum net_port port, char kind,
    uint64_t seq, bool more)
{
	struct hub *h = n->self;
	struct change_mark k = { span_of(store_generation(h->store)), seq,
		more };
	struct buf b = { 0 };

	change_encode_mark(&k, &b);
	send_feed(w, n, port, kind, seq, buf_span(&b));
	buf_free(&b);
}

static bool
send_change(void *arg, const struct query_change *c)
{
	struct hub *h = arg;
	struct buf map = { 0 };

	if ((uint64_t)c->seq != h->at.last + 1)
		world_fail(h->at.w, "change %" PRId64 " follows %" PRIu64,
		    c->seq, h->at.last);
	h->at.last = (uint64_t)c->seq;
	if (change_pack(c->json, &map) != RC_OK)
		world_fail(h->at.w, "change %" PRId64 " is no JSON: %.*s",
		    c->seq, (int)c->json.n, c->json.p);
	send_feed(
	    h->at.w, h->at.n, h->at.port, 'c', h->at.last, buf_span(&map));
	buf_free(&map);
	return true;
}

/* Send what follows `since`; the last number sent. */
static uint64_t
send_changes(struct world *w, struct node *n, enum net_port port,
    uint64_t since, uint32_t limit)
{
	struct hub *h = n->self;
	struct query_filter f = { .limit = limit };

	h->at.port = port;
	h->at.last = since;
	if (query_changes(h->query, (int64_t)since, &f, send_change, h) !=
		RC_OK &&
	    !n->disk.dead)
		world_fail(
		    w, "changes since %" PRIu64 " cannot be read", since);
	return h->at.last;
}

static void
answer(struct world *w, struct node *n, struct span msg)
{
	struct hub *h = n->self;
	struct change_since s;
	uint64_t last;

	if (change_decode_since(msg, &s) != RC_OK)
		return;
	if (s.seq > store_head(h->store)) {
		send_mark(w, n, NET_REPLAY, 'r', store_head(h->store), false);
		return;
	}
	last = send_changes(w, n, NET_REPLAY, s.seq, REPLAY_MAX);
	send_mark(w, n, NET_REPLAY, 'e', last, last < store_head(h->store));
}

static void
publish(struct world *w, struct node *n)
{
	struct hub *h = n->self;

	if (h->published == store_head(h->store))
		return;
	h->published = send_changes(w, n, NET_CHANGE, h->published, 0);
	if (h->published != store_head(h->store) && !n->disk.dead)
		world_fail(w,
		    "the store tells of change %" PRIu64 ", but %" PRIu64
		    " is the last in its table",
		    store_head(h->store), h->published);
}

/* ---- the ledger ---- */

static void
send_ack(void *arg, uint64_t producer, struct span msg)
{
	struct hub *h = arg;
	struct world *w = h->at.w;

	for (unsigned p = 0; p < w->plan.producers; p++)
		if (w->known[p].name == producer)
			net_send(w, h->at.n, &w->node[p], NET_ACK, msg);
}

static void
hear_one(struct world *w, struct node *n)
{
	struct hub *h = n->self;
	struct span body;
	struct event e;

	if (!net_inbox_take(&h->inbox, &e))
		return;
	net_taken(w, &e);
	if (seal_open(buf_span(&e.msg), &body) == RC_OK)
		ledger_worker(h->ledger, body, world_mono(w, n));
	else
		world_say(w, n, "(a damaged message is dropped)");
	buf_free(&e.msg);
}

static void
check_start(struct world *w, struct node *n)
{
	struct hub *h = n->self;

	if (store_epoch(h->store) <= w->sink_epoch)
		world_fail(w, "hub: epoch %" PRIu64 " after %" PRIu64,
		    store_epoch(h->store), w->sink_epoch);
	if (store_head(h->store) < w->told)
		world_fail(w,
		    "change %" PRIu64 " was seen, the store ends at %" PRIu64,
		    w->told, store_head(h->store));
	w->sink_epoch = store_epoch(h->store);
}

/* ---- the node ---- */

static bool
open_store(struct world *w, struct node *n)
{
	struct hub *h = n->self;
	char path[32];
	struct store_opts o = opts(path, n->id, w->plan.exclusive);
	struct buf why = { 0 };
	enum rc rc = store_open(&o, &h->store, &why);

	if (rc == RC_OK && w->plan.exclusive)
		h->query = query_on(h->store);
	else if (rc == RC_OK)
		rc = query_open(path, &h->query, &why);
	if (rc != RC_OK && !n->disk.dead && !(n->disk.full && rc == RC_FULL) &&
	    !(n->disk.shaky > 0 && rc == RC_IO))
		world_fail(
		    w, "hub: the store does not open: %s", buf_cstr(&why));
	buf_free(&why);
	return rc == RC_OK;
}

static bool
start(struct world *w, struct node *n)
{
	struct hub *h = n->self = mem_zalloc(sizeof *h);
	struct ledger_opts o = { .key = &w->key,
		.batch = w->plan.batch,
		.batch_ms = w->plan.batch_ms,
		.send = send_ack,
		.arg = h };

	h->at.w = w;
	h->at.n = n;
	if (!open_store(w, n))
		return false;
	check_start(w, n);
	h->published = store_head(h->store);
	o.store = h->store;
	h->ledger = ledger_new(&o, world_mono(w, n));
	world_timer(w, n, 0, TIMER_BEAT);
	world_timer(w, n, FOLD_EVERY_MS, TIMER_FOLD);
	return true;
}

static void
stop(struct world *w, struct node *n)
{
	struct hub *h = n->self;

	(void)w;
	if (h == NULL)
		return;
	ledger_free(h->ledger);
	query_close(h->query);
	store_close(h->store);
	net_inbox_free(&h->inbox);
	free(h);
	n->self = NULL;
}

static void
run(struct world *w, struct node *n)
{
	struct hub *h = n->self;
	int64_t mono = world_mono(w, n);
	bool more;

	if (h->ledger == NULL)
		return; /* it died while it started */
	do {
		bool news = ledger_run(h->ledger, mono, world_wall(w, n));

		if (n->disk.dead)
			return;
		if (news) {
			world_say(w, n, "commits up to change %" PRIu64,
			    store_head(h->store));
			publish(w, n);
		}
		more = ledger_wants(h->ledger) && h->inbox.first < h->inbox.n;
		if (more)
			hear_one(w, n);
	} while (more);
	ledger_run(h->ledger, mono, world_wall(w, n));
	if (!n->disk.dead)
		publish(w, n);
	world_wake(w, n, ledger_wake(h->ledger));
}

static void
message(struct world *w, struct node *n, struct event *e)
{
	struct hub *h = n->self;
	struct span body;

	if (h->ledger == NULL)
		return;
	if (e->port == NET_RESULT)
		net_inbox_put(&h->inbox, e);
	else if (e->port == NET_SINCE)
		answer(w, n, buf_span(&e->msg));
	else if (e->port == NET_HELLO &&
	    seal_open(buf_span(&e->msg), &body) == RC_OK)
		ledger_producer(h->ledger, body, world_mono(w, n));
}

static void
timer(struct world *w, struct node *n, uint64_t arg)
{
	struct hub *h = n->self;
	enum rc rc;

	if (arg == TIMER_BEAT) {
		send_mark(w, n, NET_CHANGE, 'h', h->published, false);
		world_timer(w, n, BEAT_EVERY_MS, TIMER_BEAT);
		return;
	}
	rc = store_checkpoint(h->store);
	if (rc != RC_OK && rc != RC_BUSY && !n->disk.dead && !n->disk.full &&
	    n->disk.shaky == 0)
		world_fail(w, "hub: checkpoint says %s", rc_text(rc));
	world_timer(w, n, FOLD_EVERY_MS, TIMER_FOLD);
}

const struct node_face hub_face = { start, stop, run, message, timer };
