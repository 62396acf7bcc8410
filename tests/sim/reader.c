/* reader.c -- a subscriber of the feed that notes what it is handed. */
#include "reader.h"

#include <inttypes.h>
#include <stdlib.h>

#include "net.h"

#include "proto/change.h"
#include "proto/follow.h"
#include "proto/mem.h"

#define TICK_MS     100
#define ASK_LIMIT   1000
#define PATIENCE_MS 800 /* shorter than the default: runs are short */

struct reader {
	struct follow follow;
};

uint64_t
reader_seq(const struct world *w)
{
	return w->seen.n;
}

uint64_t
reader_digest(const struct world *w, uint64_t seq)
{
	return w->seen.digest[seq - 1];
}

void
reader_free(struct world *w)
{
	free(w->seen.digest);
}

static void
deliver(struct world *w, uint64_t seq, struct span map)
{
	if (seq != w->seen.n + 1)
		world_fail(w,
		    "the reader was handed change %" PRIu64 " after %" PRIu64,
		    seq, w->seen.n);
	if (w->seen.n == w->seen.cap) {
		w->seen.cap = w->seen.cap > 0 ? 2 * w->seen.cap : 256;
		w->seen.digest = mem_grow(
		    w->seen.digest, w->seen.cap, sizeof *w->seen.digest);
	}
	w->seen.digest[w->seen.n++] = hash_fast(map);
}

static void
ask(struct world *w, struct node *n)
{
	struct reader *r = n->self;
	struct change_since s = { .generation = { "", 0 }, .limit = ASK_LIMIT };
	struct buf b = { 0 };

	if (!follow_ask(&r->follow, world_mono(w, n), &s.seq))
		return;
	world_say(w, n, "asks since %" PRIu64, s.seq);
	change_encode_since(&s, &b);
	net_send(w, n, world_sink(w), NET_SINCE, buf_span(&b));
	buf_free(&b);
}

static bool
start(struct world *w, struct node *n)
{
	struct reader *r = n->self = mem_zalloc(sizeof *r);

	follow_init(&r->follow, w->seen.n, world_mono(w, n));
	r->follow.patience_ms = PATIENCE_MS;
	return true;
}

static void
stop(struct world *w, struct node *n)
{
	(void)w;
	free(n->self);
	n->self = NULL;
}

static void
run(struct world *w, struct node *n)
{
	struct reader *r = n->self;
	int64_t mono = world_mono(w, n);

	follow_tick(&r->follow, mono);
	ask(w, n);
	world_wake(w, n, mono + TICK_MS);
}

static void
message(struct world *w, struct node *n, struct event *e)
{
	struct reader *r = n->self;
	bool replayed = e->port == NET_REPLAY;
	int64_t mono = world_mono(w, n);
	struct change_mark k;
	struct span map;
	uint64_t seq;
	char kind;

	if (e->msg.n < 9)
		return;
	kind = e->msg.p[0];
	seq = change_get_seq((const unsigned char *)e->msg.p + 1);
	map = (struct span) { e->msg.p + 9, e->msg.n - 9 };
	if (kind == 'c') {
		if (follow_change(&r->follow, seq, replayed, mono) ==
		    FOLLOW_DELIVER)
			deliver(w, seq, map);
		return;
	}
	if (change_decode_mark(map, &k) != RC_OK || k.seq != seq)
		world_fail(w, "a mark of the feed cannot be read");
	if (kind == 'r')
		world_fail(w,
		    "the reader at %" PRIu64 " was told to start over",
		    w->seen.n);
	follow_mark(&r->follow, k.seq, kind == 'e', k.more, mono);
}

static void
timer(struct world *w, struct node *n, uint64_t arg)
{
	(void)w;
	(void)n;
	(void)arg;
}

void
reader_cut(struct world *w)
{
	struct node *n = world_reader(w);

	if (n->up)
		world_crash(w, n, "cut off", false);
}

const struct node_face reader_face = { start, stop, run, message, timer };
