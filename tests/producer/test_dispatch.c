/* Tests for producer/dispatch.c: what is lent out when, and what ends how. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "producer/dispatch.h"

#define LEASE 1000
#define NAME  7

static struct dispatch *
fresh(uint32_t window)
{
	struct dispatch_conf c = { .producer = NAME,
		.epoch = 3,
		.lease_ms = LEASE,
		.retry_ms = 100,
		.retry_max_ms = 800,
		.window = window,
		.seed = 1 };
	struct beat_sink b = { .epoch = 1, .workers = 1, .ready = true };
	struct dispatch *d = dispatch_new(&c);

	dispatch_beat(d, &b, 0);
	return d;
}

static void
load(struct dispatch *d, uint64_t job, uint64_t story)
{
	struct dispatch_job j = { .job = job, .story = story };

	dispatch_load(d, &j);
}

static void
say(struct dispatch *d, const struct lease *l, enum outcome_kind kind,
    int64_t now)
{
	struct outcome o = { .lease = *l,
		.kind = kind,
		.detail = SPAN("signal 11"),
		.worker = SPAN("here:1") };

	dispatch_outcome(d, &o, now);
}

/* The heartbeats go on, so that the sink stays there. */
static void
advance(struct dispatch *d, int64_t now)
{
	struct beat_sink b = { .epoch = 1, .workers = 1, .ready = true };

	dispatch_beat(d, &b, now);
	dispatch_tick(d, now);
}

static struct dispatch_action
must_act(struct dispatch *d, enum dispatch_kind kind, uint64_t job)
{
	struct dispatch_action a;

	assert_true(dispatch_action(d, &a));
	assert_int_equal(a.kind, kind);
	assert_int_equal(a.job, job);
	return a;
}

static void
nothing_is_sent_before_the_sink_is_heard(void **state)
{
	(void)state;
	struct dispatch_conf c = {
		.lease_ms = LEASE, .retry_ms = 1, .retry_max_ms = 1, .window = 1
	};
	struct dispatch *d = dispatch_new(&c);
	struct beat_sink b = { .epoch = 1, .workers = 1, .ready = false };
	struct lease l;

	load(d, 1, 1);
	assert_false(dispatch_next(d, 0, &l));
	dispatch_beat(d, &b, 0);
	assert_false(dispatch_next(d, 0, &l));
	b.ready = true;
	dispatch_beat(d, &b, 0);
	assert_false(dispatch_next(d, BEAT_SILENT_MS, &l));
	assert_true(dispatch_next(d, BEAT_SILENT_MS - 1, &l));
	dispatch_free(d);
}

static void
the_window_bounds_what_is_in_flight(void **state)
{
	(void)state;
	struct dispatch *d = fresh(2);
	struct lease l;

	for (uint64_t i = 1; i <= 4; i++)
		load(d, i, i);
	assert_true(dispatch_next(d, 0, &l));
	assert_int_equal(l.job, 1);
	assert_int_equal(l.attempt, 1);
	assert_int_equal(l.epoch, 3);
	assert_true(dispatch_next(d, 0, &l));
	assert_false(dispatch_next(d, 0, &l));
	l.job = 2;
	say(d, &l, OUTCOME_COMMITTED, 0);
	must_act(d, DISPATCH_RETIRE, 2);
	assert_true(dispatch_next(d, 0, &l));
	assert_int_equal(l.job, 3);
	dispatch_free(d);
}

static void
an_expired_lease_is_sent_again_without_end(void **state)
{
	(void)state;
	struct dispatch *d = fresh(8);
	struct dispatch_action a;
	struct lease l;
	int64_t now = 0;

	load(d, 1, 1);
	for (uint32_t i = 1; i <= 50; i++) {
		advance(d, now);
		assert_true(dispatch_next(d, now, &l));
		assert_int_equal(l.attempt, i);
		now += LEASE;
		advance(d, now);
		a = must_act(d, DISPATCH_NOTE, 1);
		assert_int_equal(a.attempts, i);
		assert_int_equal(a.crashes, 0);
		assert_false(dispatch_next(d, now, &l));
		now += 800; /* the longest back-off */
	}
	dispatch_free(d);
}

static void
a_touch_makes_the_lease_longer(void **state)
{
	(void)state;
	struct dispatch *d = fresh(8);
	struct dispatch_action a;
	struct lease l;

	load(d, 1, 1);
	assert_true(dispatch_next(d, 0, &l));
	say(d, &l, OUTCOME_TOUCHED, 900);
	advance(d, 1500);
	assert_false(dispatch_action(d, &a));
	advance(d, 1900);
	must_act(d, DISPATCH_NOTE, 1);
	dispatch_free(d);
}

static void
the_third_crash_buries_and_each_attempt_counts_once(void **state)
{
	(void)state;
	struct dispatch *d = fresh(8);
	struct dispatch_action a;
	struct lease l;
	int64_t now = 0;

	load(d, 1, 1);
	for (uint32_t i = 1; i <= 3; i++) {
		advance(d, now);
		assert_true(dispatch_next(d, now, &l));
		say(d, &l, i == 2 ? OUTCOME_OVERRAN : OUTCOME_CRASHED, now);
		a = must_act(d, i < 3 ? DISPATCH_NOTE : DISPATCH_BURY, 1);
		assert_int_equal(a.crashes, i);
		say(d, &l, OUTCOME_CRASHED, now); /* a repeat */
		assert_false(dispatch_action(d, &a));
		now += 1000;
	}
	advance(d, now + 10000);
	assert_false(dispatch_next(d, now + 10000, &l));
	dispatch_free(d);
}

static void
a_crash_told_late_still_counts_but_not_of_another_epoch(void **state)
{
	(void)state;
	struct dispatch *d = fresh(8);
	struct dispatch_action a;
	struct lease first, l;

	load(d, 1, 1);
	assert_true(dispatch_next(d, 0, &first));
	advance(d, LEASE);
	must_act(d, DISPATCH_NOTE, 1);
	say(d, &first, OUTCOME_CRASHED, LEASE);
	a = must_act(d, DISPATCH_NOTE, 1);
	assert_int_equal(a.crashes, 1);
	l = first;
	l.epoch--;
	say(d, &l, OUTCOME_CRASHED, LEASE);
	assert_false(dispatch_action(d, &a));
	dispatch_free(d);
}

static void
a_suspect_goes_alone_and_is_never_buried(void **state)
{
	(void)state;
	struct dispatch *d = fresh(8);
	struct dispatch_action a;
	struct lease l, other;
	int64_t now = 0;

	load(d, 1, 1);
	load(d, 2, 2);
	assert_true(dispatch_next(d, now, &l));
	assert_true(dispatch_next(d, now, &other));
	say(d, &l, OUTCOME_KILLED, now);
	a = must_act(d, DISPATCH_NOTE, 1);
	assert_true(a.suspect);
	load(d, 3, 3);
	advance(d, now = 500);
	assert_false(dispatch_next(d, now, &l)); /* 2 is still out */
	say(d, &other, OUTCOME_COMMITTED, now);
	must_act(d, DISPATCH_RETIRE, 2);
	for (int i = 0; i < 10; i++) {
		assert_true(dispatch_next(d, now, &l));
		assert_int_equal(l.job, 1);
		assert_false(dispatch_next(d, now, &other)); /* alone */
		say(d, &l, OUTCOME_KILLED, now);
		a = must_act(d, DISPATCH_NOTE, 1);
		assert_int_equal(a.crashes, 0);
		now += 800;
		advance(d, now);
	}
	assert_true(dispatch_next(d, now, &l));
	say(d, &l, OUTCOME_COMMITTED, now);
	must_act(d, DISPATCH_RETIRE, 1);
	assert_true(dispatch_next(d, now, &l));
	assert_int_equal(l.job, 3);
	dispatch_free(d);
}

static void
revisions_of_one_story_go_out_one_after_the_other(void **state)
{
	(void)state;
	struct dispatch *d = fresh(8);
	struct lease l, two;

	load(d, 1, 5);
	load(d, 2, 5);
	load(d, 3, 6);
	load(d, 4, 5);
	assert_true(dispatch_next(d, 0, &l));
	assert_int_equal(l.job, 1);
	assert_true(dispatch_next(d, 0, &two));
	assert_int_equal(two.job, 3);
	assert_false(dispatch_next(d, 0, &two));
	say(d, &l, OUTCOME_COMMITTED, 0);
	must_act(d, DISPATCH_RETIRE, 1);
	assert_true(dispatch_next(d, 0, &l));
	assert_int_equal(l.job, 2);
	/* An ACK for one that stands at the end of its story's queue. */
	two = l;
	two.job = 4;
	say(d, &two, OUTCOME_DUPLICATE, 0);
	assert_true(must_act(d, DISPATCH_RETIRE, 4).duplicate);
	load(d, 5, 5);
	say(d, &l, OUTCOME_COMMITTED, 0);
	must_act(d, DISPATCH_RETIRE, 2);
	assert_true(dispatch_next(d, 0, &l));
	assert_int_equal(l.job, 5);
	dispatch_free(d);
}

static void
what_could_not_be_sent_is_as_if_not_taken(void **state)
{
	(void)state;
	struct dispatch *d = fresh(8);
	struct dispatch_stats s;
	struct lease l;

	load(d, 1, 1);
	load(d, 2, 2);
	assert_true(dispatch_next(d, 0, &l));
	dispatch_unsent(d, 1);
	dispatch_stats(d, 0, &s);
	assert_int_equal(s.leased, 0);
	assert_int_equal(s.sent, 0);
	assert_true(dispatch_next(d, 0, &l));
	assert_int_equal(l.job, 1);
	assert_int_equal(l.attempt, 1);
	dispatch_free(d);
}

static void
a_new_sink_gets_at_once_what_the_old_one_forgot(void **state)
{
	(void)state;
	struct dispatch *d = fresh(8);
	struct beat_sink b = { .epoch = 2, .workers = 1, .ready = true };
	struct lease l;

	load(d, 1, 1);
	assert_true(dispatch_next(d, 0, &l));
	dispatch_beat(d, &b, 10);
	dispatch_tick(d, 110);
	must_act(d, DISPATCH_NOTE, 1);
	b.epoch = 1; /* a late word of the old one */
	b.ready = false;
	dispatch_beat(d, &b, 120);
	dispatch_tick(d, 210);
	assert_true(dispatch_next(d, 210, &l));
	assert_int_equal(l.attempt, 2);
	dispatch_free(d);
}

static void
a_sink_of_another_store_is_believed_once_the_old_one_is_silent(void **state)
{
	(void)state;
	struct dispatch *d = fresh(8);
	struct beat_sink b = { .epoch = 7, .workers = 1, .ready = true };
	struct dispatch_stats s;

	dispatch_beat(d, &b, 10);
	b.epoch = 1;
	dispatch_beat(d, &b, 9 + BEAT_SILENT_MS);
	dispatch_stats(d, 10 + BEAT_SILENT_MS, &s);
	assert_false(s.sink_ready);
	dispatch_beat(d, &b, 10 + BEAT_SILENT_MS);
	dispatch_stats(d, 10 + BEAT_SILENT_MS, &s);
	assert_true(s.sink_ready);
	dispatch_free(d);
}

static void
an_ack_for_a_job_no_longer_held_goes_to_the_spool(void **state)
{
	(void)state;
	struct dispatch *d = fresh(8);
	struct lease l = { .producer = NAME, .epoch = 2, .job = 9 };
	struct dispatch_action a;

	say(d, &l, OUTCOME_COMMITTED, 0);
	must_act(d, DISPATCH_RETIRE, 9);
	say(d, &l, OUTCOME_CRASHED, 0);
	say(d, &l, OUTCOME_REFUSED, 0);
	assert_false(dispatch_action(d, &a));
	dispatch_free(d);
}

static void
refused_is_buried_and_failed_backs_off(void **state)
{
	(void)state;
	struct dispatch *d = fresh(8);
	struct dispatch_action a;
	struct lease l;

	load(d, 1, 1);
	assert_true(dispatch_next(d, 0, &l));
	say(d, &l, OUTCOME_FAILED, 0);
	a = must_act(d, DISPATCH_NOTE, 1);
	assert_non_null(strstr(a.cause, "signal 11"));
	assert_non_null(strstr(a.cause, "here:1"));
	assert_false(dispatch_next(d, 0, &l));
	advance(d, 100);
	assert_true(dispatch_next(d, 100, &l));
	say(d, &l, OUTCOME_REFUSED, 100);
	must_act(d, DISPATCH_BURY, 1);
	dispatch_free(d);
}

static uint64_t
lcg(uint64_t *x)
{
	*x = *x * 6364136223846793005u + 1442695040888963407u;
	return *x >> 33;
}

static enum outcome_kind
at_random(uint64_t r)
{
	static const struct {
		uint64_t below;
		enum outcome_kind kind;
	} row[] = { { 80, OUTCOME_COMMITTED }, { 85, OUTCOME_CRASHED },
		{ 90, OUTCOME_FAILED }, { 92, OUTCOME_KILLED },
		{ 94, OUTCOME_DUPLICATE }, { 100, OUTCOME_TOUCHED } };
	size_t i = 0;

	while (r >= row[i].below)
		i++;
	return row[i].kind;
}

#define JOBS 20000

/* Thousands of jobs, outcomes at random: every job ends exactly once, and
 * the tables hold nothing afterwards. */
static void
at_random_every_job_ends_once(void **state)
{
	(void)state;
	static unsigned char ended[JOBS + 1];
	struct dispatch *d = fresh(64);
	struct dispatch_action a;
	struct dispatch_stats s;
	struct lease out[64];
	uint64_t x = 42, next = 1;
	uint32_t n_out = 0, n_ended = 0;
	int64_t now = 0;

	for (int round = 0; n_ended < JOBS; round++) {
		assert_true(round < 100 * JOBS);
		for (; next <= JOBS && dispatch_room(d) > 0; next++)
			load(d, next, lcg(&x) % 500);
		while (n_out < 64 && dispatch_next(d, now, &out[n_out]))
			n_out++;
		if (n_out > 0) {
			uint32_t i = (uint32_t)(lcg(&x) % n_out);

			say(d, &out[i], at_random(lcg(&x) % 100), now);
			out[i] = out[--n_out];
		} else
			now += 50;
		now += round % 100 == 0 ? LEASE : 0;
		advance(d, now);
		while (dispatch_action(d, &a)) {
			if (a.kind == DISPATCH_NOTE)
				continue;
			if (ended[a.job]) /* a word of an older attempt */
				assert_int_equal(a.kind, DISPATCH_RETIRE);
			n_ended += ended[a.job] == 0;
			ended[a.job] = 1;
		}
	}
	dispatch_stats(d, now, &s);
	assert_int_equal(
	    s.loaded + s.leased + s.waiting + s.blocked + s.ready, 0);
	assert_int_equal(dispatch_room(d), DISPATCH_LOADED_MAX);
	assert_true(dispatch_wake(d) == INT64_MAX);
	dispatch_free(d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_sent_before_the_sink_is_heard),
		cmocka_unit_test(the_window_bounds_what_is_in_flight),
		cmocka_unit_test(an_expired_lease_is_sent_again_without_end),
		cmocka_unit_test(a_touch_makes_the_lease_longer),
		cmocka_unit_test(
		    the_third_crash_buries_and_each_attempt_counts_once),
		cmocka_unit_test(
		    a_crash_told_late_still_counts_but_not_of_another_epoch),
		cmocka_unit_test(a_suspect_goes_alone_and_is_never_buried),
		cmocka_unit_test(
		    revisions_of_one_story_go_out_one_after_the_other),
		cmocka_unit_test(what_could_not_be_sent_is_as_if_not_taken),
		cmocka_unit_test(
		    a_new_sink_gets_at_once_what_the_old_one_forgot),
		cmocka_unit_test(
		    a_sink_of_another_store_is_believed_once_the_old_one_is_silent),
		cmocka_unit_test(
		    an_ack_for_a_job_no_longer_held_goes_to_the_spool),
		cmocka_unit_test(refused_is_buried_and_failed_backs_off),
		cmocka_unit_test(at_random_every_job_ends_once),
	};

	return cmocka_run_group_tests_name(
	    "producer/dispatch", tests, NULL, NULL);
}
