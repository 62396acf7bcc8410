/* scene.h -- a subscriber of libclaimwire and a feed that drops, cuts and
 * forgets as it is told. */
#ifndef TESTS_PROTO_SCENE_H
#define TESTS_PROTO_SCENE_H

#include "side.h"

#include "proto/change.h"
#include "proto/client/claimwire.h"

/* A feed of numbered changes, as the sink's; what it tells is made up from
 * the number. */
struct feed {
	struct bus_sock *live, *replay;
	const char *generation;
	uint64_t head;
	uint32_t answer;    /* changes an answer holds at most */
	int deaf;           /* questions to leave unanswered yet */
	uint64_t newer;     /* this change is of contract 2 */
	uint64_t questions; /* that were asked */
	uint64_t rng;
};

struct scene {
	struct fixture *x;
	struct feed feed;
	struct claimwire *c;
	const struct claimwire_change *change;
};

/* ---- the feed ---- */

static inline void
send_three(struct bus_sock *s, struct span peer, const char *topic,
    uint64_t seq, struct span map)
{
	unsigned char number[8];
	struct span frame[] = { span_of(topic), { (char *)number, 8 }, map };

	change_put_seq(seq, number);
	(void)!bus_send_frames(s, peer, frame, 3);
}

static inline void
send_change(struct feed *f, struct bus_sock *s, struct span peer, uint64_t seq)
{
	struct buf json = { 0 }, map = { 0 };

	buf_printf(&json,
	    "{\"contract\":%d,\"id\":\"%s-%u\",\"seq\":%u,"
	    "\"at\":\"2026-01-02T03:04:05.000Z\",\"type\":\"claim.new\","
	    "\"claim\":null}",
	    seq == f->newer ? 2 : 1, f->generation, (unsigned)seq,
	    (unsigned)seq);
	assert_int_equal(change_pack(buf_span(&json), &map), RC_OK);
	send_three(s, peer, "claim.new", seq, buf_span(&map));
	buf_free(&json);
	buf_free(&map);
}

static inline void
send_mark(struct feed *f, struct bus_sock *s, struct span peer,
    const char *topic, uint64_t seq, bool more)
{
	const struct change_mark k = { span_of(f->generation), seq, more };
	struct buf map = { 0 };

	change_encode_mark(&k, &map);
	send_three(s, peer, topic, seq, buf_span(&map));
	buf_free(&map);
}

static const struct span all = { NULL, 0 };

static inline void
heartbeat(struct feed *f)
{
	send_mark(f, f->live, all, "heartbeat", f->head, false);
}

/* Commit a change; lost: nobody is told of it. */
static inline void
commit(struct feed *f, bool lost)
{
	f->head++;
	if (!lost)
		send_change(f, f->live, all, f->head);
}

static inline void
answer(struct feed *f, struct span peer, const struct change_since *s)
{
	uint64_t seq = s->seq;

	if ((s->generation.n > 0 && !span_is(s->generation, f->generation)) ||
	    s->seq > f->head) {
		send_mark(f, f->replay, peer, "reset", f->head, false);
		return;
	}
	while (seq < f->head && seq < s->seq + f->answer)
		send_change(f, f->replay, peer, ++seq);
	send_mark(f, f->replay, peer, "end", seq, seq < f->head);
}

static inline void
serve(struct feed *f)
{
	struct change_since s;
	struct bus_msg m;

	(void)bus_subscribed(f->live);
	while (bus_recv(f->replay, &m) == RC_OK) {
		f->questions++;
		assert_int_equal(change_decode_since(m.frame[0], &s), RC_OK);
		if (f->deaf > 0)
			f->deaf--;
		else
			answer(f, m.peer, &s);
	}
}

/* ---- the reader ---- */

static inline void
open_since(struct scene *t, const char *since)
{
	const struct claimwire_options o = {
		.size = sizeof o, .data = t->x->dir, .since = since
	};
	char error[CLAIMWIRE_ERROR_SIZE];

	if (claimwire_open(&o, &t->c, error, sizeof error) != 0)
		fail_msg("%s", error);
}

/* The next event, while the feed serves; heartbeats come as time goes on. */
static inline enum claimwire_event
next(struct scene *t)
{
	int64_t end = clock_mono_ms() + PATIENCE_MS, beat = 0;
	enum claimwire_event e;

	do {
		serve(&t->feed);
		if (clock_mono_ms() >= beat) {
			heartbeat(&t->feed);
			beat = clock_mono_ms() + 100;
		}
		e = claimwire_next(t->c, 2, &t->change);
	} while (e == CLAIMWIRE_NOTHING && clock_mono_ms() < end);
	return e;
}

/* The next changes are those numbered from to to. */
static inline void
expect(struct scene *t, uint64_t from, uint64_t to)
{
	char id[64];

	for (uint64_t seq = from; seq <= to; seq++) {
		assert_int_equal(next(t), CLAIMWIRE_CHANGE);
		assert_true(t->change->seq == seq);
		snprintf(
		    id, sizeof id, "%s-%u", t->feed.generation, (unsigned)seq);
		assert_string_equal(t->change->id, id);
		assert_string_equal(claimwire_cursor(t->c), id);
	}
}

/* Nothing comes, although the feed serves and its heart beats. */
static inline void
expect_nothing(struct scene *t)
{
	for (int i = 0; i < 10; i++) {
		serve(&t->feed);
		heartbeat(&t->feed);
		assert_int_equal(
		    claimwire_next(t->c, 5, &t->change), CLAIMWIRE_NOTHING);
	}
}

static inline int
scene_open(void **state)
{
	struct scene *t = mem_zalloc(sizeof *t);
	void *x = NULL;

	set_up(&x);
	t->x = x;
	t->feed = (struct feed) { sock(t->x, BUS_CHANGES_OUT, NULL),
		sock(t->x, BUS_REPLAY_OUT, NULL), "k3x", 0, 1000, 0, 0, 0, 1 };
	*state = t;
	return 0;
}

static inline int
scene_close(void **state)
{
	struct scene *t = *state;
	void *x = t->x;

	claimwire_close(t->c);
	bus_close(t->feed.live);
	bus_close(t->feed.replay);
	tear_down(&x);
	free(t);
	return 0;
}

static inline uint32_t
dice(struct feed *f, uint32_t n)
{
	f->rng ^= f->rng << 13;
	f->rng ^= f->rng >> 7;
	f->rng ^= f->rng << 17;
	return (uint32_t)(f->rng >> 33) % n;
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, scene_open, scene_close)

#endif
