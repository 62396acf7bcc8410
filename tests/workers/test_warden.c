/* Tests for workers/warden.c: one job at a time, and what a child's end
 * means. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/beat.h"
#include "proto/job.h"
#include "proto/outcome.h"
#include "proto/result.h"
#include "workers/warden.h"

static const struct warden_conf conf = {
	.name = "here:1", .cpu_ms = 1000, .wall_ms = 5000
};

static void
hand_in_article(
    struct warden *w, struct span article, uint64_t number, int64_t now)
{
	struct job j = { .lease = { 1, 2, number, 3 },
		.lease_ms = 900,
		.accepted_ms = 11,
		.sent_ms = 22,
		.article = article };
	struct buf b = { 0 };

	job_encode(&j, &b);
	warden_job(w, buf_span(&b), now);
	buf_free(&b); /* it keeps its own copy */
}

static void
hand_in(struct warden *w, uint64_t number, int64_t now)
{
	hand_in_article(w, span_of("an article"), number, now);
}

/* A warden with a child that is ready, its first ALIVE said. */
static struct warden *
ready(void)
{
	struct warden *w = warden_new(&conf, 0);
	struct beat_alive a;
	struct span msg;

	assert_int_equal(warden_next(w, 0), WARDEN_SPAWN);
	assert_int_equal(warden_next(w, 0), WARDEN_NOTHING);
	assert_false(warden_wants_job(w));
	warden_spawned(w, true, 0);
	assert_true(warden_outgoing(w, &msg));
	assert_int_equal(beat_decode_alive(msg, &a), RC_OK);
	assert_false(a.leaving);
	warden_sent(w);
	assert_true(warden_wants_job(w));
	return w;
}

static struct warden *
busy(void)
{
	struct warden *w = ready();

	hand_in(w, 7, 0);
	assert_false(warden_wants_job(w));
	assert_int_equal(warden_next(w, 0), WARDEN_GIVE);
	assert_true(span_is(warden_article(w), "an article"));
	assert_int_equal(warden_next(w, 0), WARDEN_NOTHING);
	return w;
}

static void
must_say(struct warden *w, enum outcome_kind kind, const char *part)
{
	struct outcome o;
	struct span msg;

	assert_true(warden_outgoing(w, &msg));
	assert_int_equal(outcome_decode(msg, &o), RC_OK);
	assert_int_equal(o.kind, kind);
	assert_int_equal(o.lease.job, 7);
	assert_int_equal(o.lease.attempt, 3);
	assert_non_null(memmem(o.detail.p, o.detail.n, part, strlen(part)));
	assert_true(span_is(o.worker, "here:1"));
	warden_sent(w);
}

static void
a_result_carries_the_article_as_it_came(void **state)
{
	(void)state;
	struct warden *w = busy();
	struct result r;
	struct span msg;

	warden_reply(w, WARDEN_FOUND, span_of("findings"), 55, 100);
	assert_false(warden_wants_job(w)); /* until it is sent */
	assert_true(warden_outgoing(w, &msg));
	assert_int_equal(result_decode(msg, &r), RC_OK);
	assert_int_equal(r.lease.producer, 1);
	assert_int_equal(r.lease.epoch, 2);
	assert_int_equal(r.lease.job, 7);
	assert_int_equal(r.accepted_ms, 11);
	assert_int_equal(r.sent_ms, 22);
	assert_int_equal(r.compute_us, 55);
	assert_true(span_is(r.article, "an article"));
	assert_true(span_is(r.found, "findings"));
	warden_sent(w);
	assert_true(warden_wants_job(w));
	warden_free(w);
}

static void
clean_errors_are_told_as_such(void **state)
{
	(void)state;
	struct warden *w = busy();

	warden_reply(w, WARDEN_FAILED, span_of("no model"), 0, 1);
	must_say(w, OUTCOME_FAILED, "no model");
	hand_in(w, 7, 1);
	assert_int_equal(warden_next(w, 1), WARDEN_GIVE);
	warden_reply(w, WARDEN_REFUSED, span_of("too odd"), 0, 2);
	must_say(w, OUTCOME_REFUSED, "too odd");
	warden_free(w);
}

static void
a_childs_end_is_judged_by_its_signal(void **state)
{
	(void)state;
	static const struct {
		int signal, status;
		enum outcome_kind want;
		const char *part;
	} row[] = {
		{ SIGSEGV, 0, OUTCOME_CRASHED, "signal 11" },
		{ SIGABRT, 0, OUTCOME_CRASHED, "signal 6" },
		{ 0, 3, OUTCOME_CRASHED, "exit status 3" },
		{ SIGKILL, 0, OUTCOME_KILLED, "signal 9" },
		{ SIGTERM, 0, OUTCOME_KILLED, "signal 15" },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct warden *w = busy();

		warden_exited(w, row[i].signal, row[i].status, 10);
		must_say(w, row[i].want, row[i].part);
		assert_int_equal(warden_next(w, 10), WARDEN_SPAWN);
		warden_free(w);
	}
}

static void
a_child_over_its_cpu_limit_is_killed_for_that(void **state)
{
	(void)state;
	struct warden *w = busy();

	warden_cpu(w, 1000, 100);
	assert_int_equal(warden_next(w, 100), WARDEN_NOTHING);
	warden_cpu(w, 1001, 101);
	assert_int_equal(warden_next(w, 101), WARDEN_KILL);
	assert_int_equal(warden_next(w, 101), WARDEN_NOTHING);
	warden_reply(w, WARDEN_FOUND, span_of("too late"), 1, 102);
	warden_exited(w, SIGKILL, 0, 103);
	must_say(w, OUTCOME_OVERRAN, "1000 ms");
	warden_free(w);
}

static void
a_long_article_has_its_limits_again_for_each_mib(void **state)
{
	struct warden *w = ready();
	struct buf b = { 0 };

	(void)state;
	memset(buf_room(&b, 2 << 20), 'a', 2 << 20);
	b.n = 2 << 20;
	hand_in_article(w, buf_span(&b), 7, 0);
	assert_int_equal(warden_next(w, 0), WARDEN_GIVE);
	warden_cpu(w, 3000, 100);
	assert_int_equal(warden_next(w, 100), WARDEN_NOTHING);
	warden_cpu(w, 3001, 101);
	assert_int_equal(warden_next(w, 101), WARDEN_KILL);
	warden_exited(w, SIGKILL, 0, 103);
	must_say(w, OUTCOME_OVERRAN, "3000 ms");
	warden_free(w);
	buf_free(&b);
}

static void
a_child_over_its_wall_limit_proves_nothing(void **state)
{
	(void)state;
	struct warden *w = busy();
	struct span msg;

	assert_int_equal(warden_next(w, 5001), WARDEN_KILL);
	while (warden_outgoing(w, &msg))
		warden_sent(w);
	warden_exited(w, SIGKILL, 0, 5002);
	must_say(w, OUTCOME_FAILED, "5000 ms");
	warden_free(w);
}

static void
a_long_job_is_touched_before_its_lease_is_over(void **state)
{
	(void)state;
	struct warden *w = busy();

	assert_true(warden_wake(w) <= 300);
	assert_int_equal(warden_next(w, 300), WARDEN_NOTHING);
	must_say(w, OUTCOME_TOUCHED, "");
	assert_true(warden_wake(w) <= 600);
	assert_true(warden_wake(w) > 300);
	warden_free(w);
}

static void
a_job_the_child_never_got_goes_to_the_next_child(void **state)
{
	(void)state;
	struct warden *w = ready();
	struct span msg;

	hand_in(w, 7, 0);
	warden_exited(w, SIGSEGV, 0, 0);
	assert_false(warden_outgoing(w, &msg));
	assert_int_equal(warden_next(w, 1), WARDEN_SPAWN);
	warden_spawned(w, true, 2);
	assert_int_equal(warden_next(w, 2), WARDEN_GIVE);
	warden_free(w);
}

static void
a_job_that_no_child_can_be_started_for_goes_back(void **state)
{
	(void)state;
	struct warden *w = ready();

	hand_in(w, 7, 0);
	warden_exited(w, SIGSEGV, 0, 0);
	assert_int_equal(warden_next(w, 1), WARDEN_SPAWN);
	warden_spawned(w, false, 2);
	must_say(w, OUTCOME_FAILED, "could be started");
	warden_free(w);
}

static void
a_child_that_cannot_start_is_tried_again_ever_later(void **state)
{
	(void)state;
	struct warden *w = warden_new(&conf, 0);
	int64_t now = 0, last = 0;

	for (int i = 0; i < 12; i++) {
		assert_int_equal(warden_next(w, now), WARDEN_SPAWN);
		warden_spawned(w, false, now);
		last = now;
		while (warden_next(w, now + 1) != WARDEN_SPAWN)
			now++;
		warden_spawned(w, false, now);
		now = now + 5000;
	}
	assert_true(now > last);
	warden_free(w);
}

static void
quiet_finishes_says_goodbye_and_leaves(void **state)
{
	(void)state;
	struct warden *w = busy();
	struct beat_alive a;
	struct span msg;

	warden_quiet(w);
	assert_int_equal(warden_next(w, 1), WARDEN_NOTHING);
	warden_reply(w, WARDEN_FOUND, span_of("f"), 1, 2);
	assert_int_equal(warden_next(w, 2), WARDEN_NOTHING);
	warden_sent(w); /* the result */
	assert_int_equal(warden_next(w, 3), WARDEN_NOTHING);
	assert_false(warden_wants_job(w));
	assert_true(warden_outgoing(w, &msg));
	assert_int_equal(beat_decode_alive(msg, &a), RC_OK);
	assert_true(a.leaving);
	assert_int_equal(a.done, 1);
	warden_sent(w);
	assert_int_equal(warden_next(w, 4), WARDEN_LEAVE);
	warden_free(w);
}

static void
nonsense_for_a_job_is_dropped(void **state)
{
	(void)state;
	struct warden *w = ready();
	struct warden_stats s;

	warden_job(w, span_of("garbage"), 0);
	warden_job(w, (struct span) { NULL, 0 }, 0);
	warden_stats(w, &s);
	assert_int_equal(s.malformed, 2);
	assert_true(warden_wants_job(w));
	warden_free(w);
}

static void
nonsense_for_an_answer_is_a_crash(void **state)
{
	(void)state;
	struct warden *w = busy();

	warden_nonsense(w);
	assert_int_equal(warden_next(w, 1), WARDEN_KILL);
	warden_nonsense(w); /* more of it, while it dies */
	assert_int_equal(warden_next(w, 1), WARDEN_NOTHING);
	warden_exited(w, SIGKILL, 0, 2);
	must_say(w, OUTCOME_CRASHED, "nonsense");
	warden_free(w);
}

static void
a_child_that_talks_unasked_is_replaced(void **state)
{
	(void)state;
	struct warden *w = ready();
	struct span msg;

	warden_reply(w, WARDEN_FOUND, span_of("what"), 1, 1);
	assert_int_equal(warden_next(w, 1), WARDEN_KILL);
	assert_false(warden_wants_job(w));
	warden_exited(w, SIGKILL, 0, 2);
	assert_false(warden_outgoing(w, &msg));
	assert_int_equal(warden_next(w, 2), WARDEN_SPAWN);
	warden_free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_result_carries_the_article_as_it_came),
		cmocka_unit_test(clean_errors_are_told_as_such),
		cmocka_unit_test(a_childs_end_is_judged_by_its_signal),
		cmocka_unit_test(a_child_over_its_cpu_limit_is_killed_for_that),
		cmocka_unit_test(
		    a_long_article_has_its_limits_again_for_each_mib),
		cmocka_unit_test(a_child_over_its_wall_limit_proves_nothing),
		cmocka_unit_test(
		    a_long_job_is_touched_before_its_lease_is_over),
		cmocka_unit_test(
		    a_job_the_child_never_got_goes_to_the_next_child),
		cmocka_unit_test(
		    a_job_that_no_child_can_be_started_for_goes_back),
		cmocka_unit_test(
		    a_child_that_cannot_start_is_tried_again_ever_later),
		cmocka_unit_test(quiet_finishes_says_goodbye_and_leaves),
		cmocka_unit_test(nonsense_for_a_job_is_dropped),
		cmocka_unit_test(nonsense_for_an_answer_is_a_crash),
		cmocka_unit_test(a_child_that_talks_unasked_is_replaced),
	};

	return cmocka_run_group_tests_name("workers/warden", tests, NULL, NULL);
}
