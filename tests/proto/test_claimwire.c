/* Tests for proto/client/claimwire.c: what is handed on, whatever the feed
 * does. */
#include "scene.h"

/* ---- joining and following ---- */

static void
who_comes_late_gets_all_and_then_what_is_new(void **state)
{
	struct scene *t = *state;

	t->feed.head = 5;
	open_since(t, NULL);
	assert_string_equal(claimwire_cursor(t->c), "");
	expect(t, 1, 5);
	expect_nothing(t);
	commit(&t->feed, false);
	commit(&t->feed, false);
	expect(t, 6, 7);
	assert_string_equal(t->change->type, "claim.new");
	assert_string_equal(t->change->at, "2026-01-02T03:04:05.000Z");
	assert_string_equal(t->change->json,
	    "{\"contract\":1,\"id\":\"k3x-7\",\"seq\":7,\"at\":\"2026-01-02T03:"
	    "04:05.000Z\",\"type\":\"claim.new\",\"claim\":null}");
	assert_int_equal(t->change->json_size, strlen(t->change->json));
	assert_int_equal(((const unsigned char *)t->change->msgpack)[0], 0x86);
	assert_string_equal(claimwire_error(t->c), "");
}

static void
a_long_past_comes_in_several_answers(void **state)
{
	struct scene *t = *state;

	t->feed.head = 50;
	t->feed.answer = 7;
	open_since(t, "0");
	expect(t, 1, 50);
	assert_true(t->feed.questions >= 8);
}

static void
what_was_lost_is_asked_for(void **state)
{
	struct scene *t = *state;

	open_since(t, "0");
	commit(&t->feed, true);
	expect(t, 1, 1);
	expect_nothing(t);
	commit(&t->feed, true); /* a gap shows it */
	commit(&t->feed, false);
	expect(t, 2, 3);
	expect_nothing(t);
	commit(&t->feed, true); /* a heartbeat shows it */
	expect(t, 4, 4);
}

static void
a_question_that_was_lost_is_asked_again(void **state)
{
	struct scene *t = *state;

	t->feed.head = 3;
	t->feed.deaf = 1;
	open_since(t, "0");
	expect(t, 1, 3);
	assert_true(t->feed.questions >= 2);
}

static void
who_resumes_by_id_misses_and_repeats_nothing(void **state)
{
	struct scene *t = *state;

	t->feed.head = 9;
	open_since(t, "k3x-4");
	assert_string_equal(claimwire_cursor(t->c), "k3x-4");
	expect(t, 5, 9);
}

static void
a_number_will_do_as_well(void **state)
{
	struct scene *t = *state;

	t->feed.head = 9;
	open_since(t, "8");
	expect(t, 9, 9);
}

static void
now_begins_where_the_feed_is(void **state)
{
	struct scene *t = *state;

	t->feed.head = 6;
	open_since(t, "now");
	for (int i = 0; i < 500 && claimwire_cursor(t->c)[0] == '\0'; i++) {
		serve(&t->feed);
		heartbeat(&t->feed);
		assert_int_equal(
		    claimwire_next(t->c, 10, &t->change), CLAIMWIRE_NOTHING);
	}
	assert_string_equal(claimwire_cursor(t->c), "k3x-6");
	commit(&t->feed, false);
	expect(t, 7, 7);
}

static void
no_gap_and_no_repeat_however_the_feed_fails(void **state)
{
	struct scene *t = *state;
	struct feed *f = &t->feed;
	uint64_t seen = 0;

	f->rng = 0x9e3779b97f4a7c15;
	open_since(t, "0");
	while (seen < 2000) {
		enum claimwire_event e;

		f->answer = 1 + dice(f, 40);
		for (uint32_t i = dice(f, 4); i > 0 && f->head < 2000; i--)
			commit(f, dice(f, 5) == 0);
		if (dice(f, 10) == 0)
			send_change(f, f->live, all, 1 + dice(f, 2000));
		serve(f);
		heartbeat(f);
		while ((e = claimwire_next(t->c, 0, &t->change)) ==
		    CLAIMWIRE_CHANGE)
			assert_true(t->change->seq == ++seen);
		assert_int_equal(e, CLAIMWIRE_NOTHING);
	}
	assert_true(f->questions > 20);
}

/* ---- what the feed does not know ---- */

static void
an_id_of_another_store_is_told_and_all_comes_anew(void **state)
{
	struct scene *t = *state;

	t->feed.head = 3;
	open_since(t, "old-2");
	assert_int_equal(next(t), CLAIMWIRE_RESET);
	assert_non_null(strstr(claimwire_error(t->c), "old-2"));
	assert_string_equal(claimwire_cursor(t->c), "");
	expect(t, 1, 3);
}

static void
a_number_ahead_of_the_head_is_told_too(void **state)
{
	struct scene *t = *state;

	t->feed.head = 3;
	open_since(t, "99");
	assert_int_equal(next(t), CLAIMWIRE_RESET);
	expect(t, 1, 3);
}

static void
a_second_answer_does_not_send_back_again(void **state)
{
	struct scene *t = *state;
	struct change_since s = { SPAN("old"), 2, 0 };
	struct bus_msg m;

	t->feed.head = 3;
	open_since(t, "old-2");
	/* Nothing is to be heard of the feed until it is asked. */
	while (bus_recv(t->feed.replay, &m) != RC_OK)
		(void)!claimwire_next(t->c, 2, &t->change);
	answer(&t->feed, m.peer, &s);
	answer(&t->feed, m.peer, &s);
	assert_int_equal(next(t), CLAIMWIRE_RESET);
	expect(t, 1, 3);
	answer(&t->feed, m.peer, &s);
	expect_nothing(t);
}

static void
a_store_that_was_replaced_on_the_way_is_noticed(void **state)
{
	struct scene *t = *state;

	t->feed.head = 3;
	open_since(t, "0");
	expect(t, 1, 3);
	expect_nothing(t);
	t->feed.generation = "other";
	commit(&t->feed, false); /* number 4 would fit */
	assert_int_equal(next(t), CLAIMWIRE_RESET);
	expect(t, 1, 4);
}

static void
what_cannot_be_read_is_told_and_passed_over(void **state)
{
	struct scene *t = *state;

	t->feed.head = 3;
	t->feed.newer = 2;
	open_since(t, "0");
	expect(t, 1, 1);
	assert_int_equal(next(t), CLAIMWIRE_UNREADABLE);
	assert_non_null(strstr(claimwire_error(t->c), "change 2 "));
	expect(t, 3, 3);
}

static void
nonsense_is_not_heard(void **state)
{
	struct scene *t = *state;
	const struct span one = SPAN("claim.new");
	const struct span three[] = { SPAN("claim.new"), SPAN("short"),
		SPAN("\x80") };

	t->feed.head = 1;
	open_since(t, "0");
	expect(t, 1, 1);
	expect_nothing(t);
	(void)!bus_send_frames(t->feed.live, all, &one, 1);
	(void)!bus_send_frames(t->feed.live, all, three, 3);
	send_three(t->feed.live, all, "heartbeat", 9, (struct span)SPAN("x"));
	send_three(
	    t->feed.live, all, "claim.new", 0, (struct span)SPAN("\x80"));
	expect_nothing(t);
	commit(&t->feed, false);
	expect(t, 2, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(who_comes_late_gets_all_and_then_what_is_new),
		SCENE(a_long_past_comes_in_several_answers),
		SCENE(what_was_lost_is_asked_for),
		SCENE(a_question_that_was_lost_is_asked_again),
		SCENE(who_resumes_by_id_misses_and_repeats_nothing),
		SCENE(a_number_will_do_as_well),
		SCENE(now_begins_where_the_feed_is),
		SCENE(no_gap_and_no_repeat_however_the_feed_fails),
		SCENE(an_id_of_another_store_is_told_and_all_comes_anew),
		SCENE(a_number_ahead_of_the_head_is_told_too),
		SCENE(a_second_answer_does_not_send_back_again),
		SCENE(a_store_that_was_replaced_on_the_way_is_noticed),
		SCENE(what_cannot_be_read_is_told_and_passed_over),
		SCENE(nonsense_is_not_heard),
	};

	return cmocka_run_group_tests_name(
	    "proto/claimwire", tests, NULL, NULL);
}
