/* Tests for sink/feed.c over real sockets: a subscriber sees the table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "invent.h"
#include "proto/change.h"
#include "proto/clock.h"
#include "proto/follow.h"
#include "sink/feed.h"
#include "tests/help.h"

#define PATIENCE_MS 20000

/* A subscriber: both sockets and the state machine. */
struct reader {
	struct bus_sock *live, *replay;
	struct follow f;
	const char *generation;
	uint64_t delivered; /* changes handed on, each one more than before */
	bool reset;
};

struct scene {
	char *dir, *path;
	struct conf *conf;
	struct bus *bus;
	struct store *store;
	struct feed *feed;
	struct reader r; /* here, so that a failed test closes it too */
	int articles;
};

static int
set_up(void **state)
{
	struct scene *s = calloc(1, sizeof *s);
	struct store_opts so = { .epoch = true };
	struct buf why = { 0 }, pair = { 0 };

	s->dir = help_temp_dir();
	s->path = help_path(s->dir, "claims.db");
	so.path = s->path;
	buf_printf(&pair, "data=%s", s->dir);
	if (conf_load("/dev/null", &s->conf, &why) != RC_OK ||
	    conf_option(s->conf, buf_cstr(&pair), &why) != RC_OK ||
	    bus_new(s->conf, &s->bus, &why) != RC_OK ||
	    store_open(&so, &s->store, &why) != RC_OK ||
	    feed_start(s->bus, s->path, store_generation(s->store),
		store_head(s->store), &s->feed, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	buf_free(&why);
	buf_free(&pair);
	*state = s;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *s = *state;

	bus_close(s->r.live);
	bus_close(s->r.replay);
	feed_stop(s->feed);
	store_close(s->store);
	bus_free(s->bus);
	conf_free(s->conf);
	free(s->path);
	help_remove_dir(s->dir);
	free(s);
	return 0;
}

/* One more article with one claim: some more changes, of which the feed is not
 * told yet. */
static void
commit_quietly(struct scene *s)
{
	enum store_outcome outcome;
	struct invent v;
	char id[24], text[64];

	snprintf(id, sizeof id, "a-%d", s->articles);
	snprintf(text, sizeof text, "Ada Quill: the ferry runs %d times",
	    s->articles++);
	invent(&v, "The Daily Test", id, NULL, text);
	assert_int_equal(
	    store_commit(s->store, &v.entry, 1, 1, &outcome), RC_OK);
}

static void
commit_one(struct scene *s)
{
	commit_quietly(s);
	feed_news(s->feed, store_head(s->store));
}

static void
leave(struct reader *r)
{
	bus_close(r->live);
	bus_close(r->replay);
	*r = (struct reader) { 0 };
}

static struct reader *
join(struct scene *s, uint64_t since)
{
	struct reader *r = &s->r;
	struct buf why = { 0 };

	leave(r);
	r->generation = "";
	if (bus_open(s->bus, BUS_CHANGES_IN, "", &r->live, &why) != RC_OK ||
	    bus_open(s->bus, BUS_REPLAY_IN, NULL, &r->replay, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	buf_free(&why);
	follow_init(&r->f, since, clock_mono_ms());
	return r;
}

static void
hear_one(struct reader *r, const struct bus_msg *m, bool replayed)
{
	bool end = span_is(m->frame[0], "end");
	struct change_mark k;
	struct buf json = { 0 };
	uint64_t seq;

	assert_int_equal(m->n, 3);
	assert_int_equal(m->frame[1].n, 8);
	seq = change_get_seq((const unsigned char *)m->frame[1].p);
	if (span_is(m->frame[0], "reset")) {
		r->reset = true;
	} else if (end || span_is(m->frame[0], "heartbeat")) {
		assert_int_equal(change_decode_mark(m->frame[2], &k), RC_OK);
		follow_mark(&r->f, seq, end, k.more, clock_mono_ms());
	} else if (follow_change(&r->f, seq, replayed, clock_mono_ms()) ==
	    FOLLOW_DELIVER) {
		assert_int_equal(change_unpack(m->frame[2], &json), RC_OK);
		assert_non_null(strstr(buf_cstr(&json), "\"contract\":1"));
		r->delivered++;
	}
	buf_free(&json);
}

static void
ask(struct reader *r)
{
	struct change_since q = { .generation = span_of(r->generation),
		.limit = 3 };
	struct buf b = { 0 };

	if (!follow_ask(&r->f, clock_mono_ms(), &q.seq))
		return;
	change_encode_since(&q, &b);
	r->f.ask = bus_send(r->replay, buf_span(&b)) == RC_BUSY;
	buf_free(&b);
}

/* Follow until the change with this number was handed on, or a reset. */
static void
follow_to(struct reader *r, uint64_t head)
{
	int64_t until = clock_mono_ms() + PATIENCE_MS;
	struct bus_msg m;

	while (r->f.seq < head && !r->reset) {
		struct bus_item item[] = { { .sock = r->live },
			{ .sock = r->replay } };

		assert_true(clock_mono_ms() < until);
		follow_tick(&r->f, clock_mono_ms());
		ask(r);
		(void)!bus_wait(item, 2, 50);
		while (bus_recv(r->replay, &m) == RC_OK)
			hear_one(r, &m, true);
		while (bus_recv(r->live, &m) == RC_OK)
			hear_one(r, &m, false);
	}
}

static void
who_joins_late_is_told_everything(void **state)
{
	struct scene *s = *state;
	struct reader *r;

	for (int i = 0; i < 10; i++)
		commit_one(s);
	r = join(s, 0);
	follow_to(r, store_head(s->store));
	assert_int_equal(r->delivered, store_head(s->store));
	leave(r);
}

static void
live_changes_follow_the_replayed_ones_without_a_gap(void **state)
{
	struct scene *s = *state;
	struct feed_stats st;
	struct reader *r;

	commit_one(s);
	r = join(s, 0);
	follow_to(r, store_head(s->store));
	for (int i = 0; i < 20; i++) {
		commit_one(s);
		follow_to(r, store_head(s->store));
	}
	assert_int_equal(r->delivered, store_head(s->store));
	feed_stats(s->feed, &st);
	assert_true(st.published > 0);
	leave(r);
}

static void
who_was_away_resumes_where_it_was(void **state)
{
	struct scene *s = *state;
	uint64_t seen = 0;

	for (int i = 0; i < 10; i++) {
		struct reader *r = join(s, seen);

		commit_one(s);
		follow_to(r, store_head(s->store));
		assert_int_equal(seen + r->delivered, store_head(s->store));
		seen = r->f.seq;
		leave(r);
		commit_one(s); /* while it is away */
	}
}

static void
a_cursor_that_means_nothing_here_is_reset(void **state)
{
	struct scene *s = *state;
	struct reader *r = join(s, 99999);

	commit_one(s);
	follow_to(r, 100000);
	assert_true(r->reset);
	leave(r);
	r = join(s, 1);
	r->generation = "another";
	follow_to(r, 100000);
	assert_true(r->reset);
	leave(r);
}

static void
a_cursor_the_feed_is_not_told_of_yet_is_none_of_those(void **state)
{
	struct scene *s = *state;
	struct reader *r;
	struct bus_msg m;

	commit_one(s);
	commit_quietly(s);
	r = join(s, store_head(s->store));
	for (int64_t until = clock_mono_ms() + PATIENCE_MS;;) {
		struct bus_item item = { .sock = r->replay };

		assert_true(clock_mono_ms() < until);
		follow_tick(&r->f, clock_mono_ms());
		ask(r);
		(void)!bus_wait(&item, 1, 50);
		if (bus_recv(r->replay, &m) == RC_OK)
			break;
	}
	hear_one(r, &m, true);
	assert_false(r->reset);
	commit_one(s);
	follow_to(r, store_head(s->store));
	assert_false(r->reset);
	leave(r);
}

static void
questions_nobody_understands_are_counted(void **state)
{
	struct scene *s = *state;
	struct reader *r = join(s, 0);
	int64_t until = clock_mono_ms() + PATIENCE_MS;
	struct feed_stats st;

	commit_one(s);
	follow_to(r, 1); /* connected */
	assert_int_equal(bus_send(r->replay, span_of("garbage")), RC_OK);
	do {
		struct bus_item none[] = { { .sock = r->live } };

		assert_true(clock_mono_ms() < until);
		(void)!bus_wait(none, 1, 10);
		feed_stats(s->feed, &st);
	} while (st.refused == 0);
	leave(r);
}

#define SCENE(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(who_joins_late_is_told_everything),
		SCENE(live_changes_follow_the_replayed_ones_without_a_gap),
		SCENE(who_was_away_resumes_where_it_was),
		SCENE(a_cursor_that_means_nothing_here_is_reset),
		SCENE(a_cursor_the_feed_is_not_told_of_yet_is_none_of_those),
		SCENE(questions_nobody_understands_are_counted),
	};

	return cmocka_run_group_tests_name("sink/feed", tests, NULL, NULL);
}
