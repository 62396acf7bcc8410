/* Tests for proto/follow.c: no gap, no repeat, whatever happens on the way. */
#include "wire.h"

#include "proto/follow.h"

static void
a_new_follower_asks_first(void **state)
{
	(void)state;
	struct follow f;
	uint64_t since = 99;

	follow_init(&f, 7, 0);
	assert_true(follow_ask(&f, 0, &since));
	assert_true(since == 7);
	assert_false(follow_ask(&f, 0, &since));
	follow_mark(&f, 7, true, false, 1);
	assert_int_equal(f.state, FOLLOW_LIVE);
}

static void
live_changes_wait_for_the_replay(void **state)
{
	(void)state;
	struct follow f;
	uint64_t since;

	follow_init(&f, 0, 0);
	assert_true(follow_ask(&f, 0, &since));
	assert_int_equal(follow_change(&f, 3, false, 1), FOLLOW_DROP);
	assert_int_equal(follow_change(&f, 1, true, 1), FOLLOW_DELIVER);
	assert_int_equal(follow_change(&f, 2, true, 1), FOLLOW_DELIVER);
	/* The replay began before change 3: it takes another one. */
	follow_mark(&f, 2, true, false, 2);
	assert_int_equal(f.state, FOLLOW_CATCHING_UP);
	assert_true(follow_ask(&f, 2, &since) && since == 2);
	assert_int_equal(follow_change(&f, 3, true, 3), FOLLOW_DELIVER);
	follow_mark(&f, 3, true, false, 3);
	assert_int_equal(f.state, FOLLOW_LIVE);
	assert_int_equal(follow_change(&f, 3, false, 4), FOLLOW_DROP);
	assert_int_equal(follow_change(&f, 4, false, 4), FOLLOW_DELIVER);
}

/* A follower that is live after change number seq. */
static struct follow
live_at(uint64_t seq)
{
	struct follow f;
	uint64_t since;

	follow_init(&f, seq, 0);
	assert_true(follow_ask(&f, 0, &since));
	follow_mark(&f, seq, true, false, 0);
	assert_int_equal(f.state, FOLLOW_LIVE);
	return f;
}

static void
a_gap_leads_to_a_question(void **state)
{
	(void)state;
	struct follow f = live_at(5);
	uint64_t since;

	assert_int_equal(follow_change(&f, 7, false, 1), FOLLOW_DROP);
	assert_true(follow_ask(&f, 1, &since) && since == 5);
}

static void
a_heartbeat_reveals_a_lost_last_change(void **state)
{
	(void)state;
	struct follow f = live_at(5);
	uint64_t since;

	follow_mark(&f, 5, false, false, 1);
	assert_false(follow_ask(&f, 1, &since));
	follow_mark(&f, 6, false, false, 2);
	assert_true(follow_ask(&f, 2, &since) && since == 5);
}

static void
a_long_replay_is_asked_for_in_parts(void **state)
{
	(void)state;
	struct follow f;
	uint64_t since;

	follow_init(&f, 0, 0);
	assert_true(follow_ask(&f, 0, &since));
	assert_int_equal(follow_change(&f, 1, true, 0), FOLLOW_DELIVER);
	follow_mark(&f, 1, true, true, 0);
	assert_true(follow_ask(&f, 0, &since) && since == 1);
}

static void
an_unanswered_question_is_repeated_with_patience(void **state)
{
	(void)state;
	struct follow f;
	uint64_t since;

	follow_init(&f, 0, 0);
	assert_true(follow_ask(&f, 100, &since));
	follow_tick(&f, 100 + f.patience_ms - 1);
	assert_false(follow_ask(&f, 0, &since));
	follow_tick(&f, 100 + f.patience_ms);
	assert_true(follow_ask(&f, 100 + f.patience_ms, &since));
}

static void
an_answer_without_news_is_not_asked_for_in_a_circle(void **state)
{
	(void)state;
	struct follow f;
	uint64_t since;

	follow_init(&f, 0, 0);
	assert_int_equal(follow_change(&f, 9, false, 0), FOLLOW_DROP);
	assert_true(follow_ask(&f, 0, &since));
	follow_mark(&f, 0, true, false, 1); /* nothing came, 9 is known of */
	assert_false(follow_ask(&f, 1, &since));
	follow_tick(&f, f.patience_ms);
	assert_true(follow_ask(&f, f.patience_ms, &since));
}

static void
silence_is_noticed(void **state)
{
	(void)state;
	struct follow f = live_at(1);

	follow_mark(&f, 1, false, false, 1000);
	assert_false(follow_silent(&f, 5999, 5000));
	assert_true(follow_silent(&f, 6000, 5000));
}

/* --- a feed that drops, repeats and reorders, by a fixed seed --- */

#define QUEUE_MAX 4096
#define LIMIT     7 /* changes an answer */

enum what { CHANGE, HEARTBEAT, END, ASK };

struct packet {
	enum what what;
	uint64_t seq;
	bool more, replayed;
};

struct world {
	uint64_t rng;
	bool faults;
	uint64_t head; /* last change committed */
	struct packet to_reader[QUEUE_MAX], to_feed[QUEUE_MAX];
	size_t n_reader, n_feed;
	struct follow f;
	int64_t now_ms;
	uint64_t delivered;
};

static uint32_t
dice(struct world *w, uint32_t n)
{
	w->rng ^= w->rng << 13;
	w->rng ^= w->rng >> 7;
	w->rng ^= w->rng << 17;
	return (uint32_t)(w->rng >> 33) % n;
}

/* Put p into a queue: perhaps not, perhaps twice, perhaps too early. */
static void
put(struct world *w, struct packet *q, size_t *n, struct packet p)
{
	int copies = 1;

	if (w->faults)
		copies = dice(w, 5) == 0 ? 0 : dice(w, 8) == 0 ? 2 : 1;
	for (; copies > 0 && *n < QUEUE_MAX; copies--) {
		size_t at = *n;

		q[(*n)++] = p;
		if (w->faults && at > 0 && dice(w, 6) == 0) {
			q[at] = q[at - 1];
			q[at - 1] = p;
		}
	}
}

static struct packet
take(struct packet *q, size_t *n)
{
	struct packet p = q[0];

	memmove(q, q + 1, --*n * sizeof *q);
	return p;
}

static void
feed_step(struct world *w)
{
	if (w->n_feed > 0) {
		uint64_t since = take(w->to_feed, &w->n_feed).seq, seq = since;

		while (seq < w->head && seq < since + LIMIT)
			put(w, w->to_reader, &w->n_reader,
			    (struct packet) { CHANGE, ++seq, false, true });
		put(w, w->to_reader, &w->n_reader,
		    (struct packet) { END, seq, seq < w->head, false });
	} else if (w->faults && dice(w, 3) == 0) {
		put(w, w->to_reader, &w->n_reader,
		    (struct packet) { CHANGE, ++w->head, false, false });
	} else {
		put(w, w->to_reader, &w->n_reader,
		    (struct packet) { HEARTBEAT, w->head, false, false });
	}
}

static void
reader_step(struct world *w)
{
	struct packet p;
	uint64_t since;

	w->now_ms += 100;
	follow_tick(&w->f, w->now_ms);
	if (follow_ask(&w->f, w->now_ms, &since))
		put(w, w->to_feed, &w->n_feed,
		    (struct packet) { ASK, since, false, false });
	if (w->n_reader == 0)
		return;
	p = take(w->to_reader, &w->n_reader);
	if (p.what != CHANGE) {
		follow_mark(&w->f, p.seq, p.what == END, p.more, w->now_ms);
	} else if (follow_change(&w->f, p.seq, p.replayed, w->now_ms) ==
	    FOLLOW_DELIVER) {
		if (p.seq != w->delivered + 1)
			fail_msg("after %u came %u", (unsigned)w->delivered,
			    (unsigned)p.seq);
		w->delivered = p.seq;
	}
}

static void
no_gap_and_no_repeat_under_faults_at_random(void **state)
{
	(void)state;
	struct world *w = mem_zalloc(sizeof *w);

	for (uint64_t seed = 1; seed <= 300; seed++) {
		*w = (struct world) { .rng = seed * 0x9e3779b97f4a7c15,
			.faults = true };
		follow_init(&w->f, 0, 0);
		for (int i = 0; i < 2000; i++)
			dice(w, 2) == 0 ? feed_step(w) : reader_step(w);
		w->faults = false;
		for (int i = 0; i < 20000 && w->delivered < w->head; i++) {
			if (w->n_reader == 0 || w->n_feed > 0)
				feed_step(w);
			reader_step(w);
		}
		if (w->delivered != w->head)
			fail_msg("seed %u: %u of %u", (unsigned)seed,
			    (unsigned)w->delivered, (unsigned)w->head);
	}
	free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_follower_asks_first),
		cmocka_unit_test(live_changes_wait_for_the_replay),
		cmocka_unit_test(a_gap_leads_to_a_question),
		cmocka_unit_test(a_heartbeat_reveals_a_lost_last_change),
		cmocka_unit_test(a_long_replay_is_asked_for_in_parts),
		cmocka_unit_test(
		    an_unanswered_question_is_repeated_with_patience),
		cmocka_unit_test(
		    an_answer_without_news_is_not_asked_for_in_a_circle),
		cmocka_unit_test(silence_is_noticed),
		cmocka_unit_test(no_gap_and_no_repeat_under_faults_at_random),
	};

	return cmocka_run_group_tests_name("proto/follow", tests, NULL, NULL);
}
