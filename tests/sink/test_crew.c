/* Tests for sink/crew.c: who is started, restarted, asked to leave. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/rc.h"
#include "sink/crew.h"

/* The world: what was started and which signals were sent. */
struct world {
	long next_pid;
	bool refuse; /* fork fails */
	struct {
		enum crew_role role;
		bool drain;
	} spawned[600];
	size_t n_spawned;
	struct {
		long pid;
		int sig;
	} sent[600];
	size_t n_sent;
	int64_t now;
	struct crew *crew;
};

static long
spawn(void *arg, enum crew_role role, bool drain)
{
	struct world *w = arg;

	if (w->refuse)
		return -1;
	assert_true(w->n_spawned < 600);
	w->spawned[w->n_spawned].role = role;
	w->spawned[w->n_spawned++].drain = drain;
	return w->next_pid++;
}

static void
send_signal(void *arg, long pid, int sig)
{
	struct world *w = arg;

	assert_true(w->n_sent < 600);
	w->sent[w->n_sent].pid = pid;
	w->sent[w->n_sent++].sig = sig;
}

static void
begin(struct world *w, uint32_t workers)
{
	const struct crew_ops ops = { spawn, send_signal, w };

	*w = (struct world) { .next_pid = 100, .now = 1000 };
	w->crew = crew_new(&ops, workers, w->now);
	crew_tick(w->crew, w->now);
}

static long
pid_at(const struct world *w, size_t i)
{
	return crew_child(w->crew, i)->pid;
}

static void
dies(struct world *w, size_t i, int sig, int code)
{
	crew_exited(w->crew, pid_at(w, i), sig, code, w->now);
	crew_tick(w->crew, w->now);
}

static void
pass(struct world *w, int64_t ms)
{
	w->now += ms;
	crew_tick(w->crew, w->now);
}

static bool
was_sent(const struct world *w, long pid, int sig)
{
	for (size_t i = 0; i < w->n_sent; i++)
		if (w->sent[i].pid == pid && w->sent[i].sig == sig)
			return true;
	return false;
}

static void
all_roles_start_at_once(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 2);
	assert_int_equal(w.n_spawned, 4);
	assert_int_equal(w.spawned[0].role, CREW_SINK);
	assert_int_equal(w.spawned[1].role, CREW_PRODUCER);
	assert_false(w.spawned[1].drain);
	assert_int_equal(w.spawned[3].role, CREW_WORKER);
	assert_true(crew_wake(w.crew) == INT64_MAX);
	crew_free(w.crew);
}

static void
a_dead_child_returns_after_a_doubling_back_off(void **state)
{
	(void)state;
	static const int64_t want[] = { 100, 200, 400, 800, 1600, 3200, 5000,
		5000 };
	struct world w;

	begin(&w, 1);
	for (size_t i = 0; i < sizeof want / sizeof want[0]; i++) {
		dies(&w, 0, SIGKILL, 0);
		assert_int_equal(crew_child(w.crew, 0)->state, CREW_DUE);
		assert_true(crew_wake(w.crew) == w.now + want[i]);
		pass(&w, want[i] - 1);
		assert_int_equal(crew_child(w.crew, 0)->state, CREW_DUE);
		pass(&w, 1);
		assert_int_equal(crew_child(w.crew, 0)->state, CREW_UP);
	}
	assert_int_equal(crew_child(w.crew, 0)->restarts, 8);
	crew_free(w.crew);
}

static void
ten_good_seconds_forget_the_back_off(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 1);
	dies(&w, 0, SIGKILL, 0);
	pass(&w, 100);
	dies(&w, 0, SIGKILL, 0);
	pass(&w, 200);
	pass(&w, CREW_WELL_MS);
	dies(&w, 0, SIGKILL, 0);
	assert_true(crew_wake(w.crew) == w.now + CREW_BACKOFF_MS);
	crew_free(w.crew);
}

static void
a_failed_fork_is_tried_again(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 1);
	w.refuse = true;
	dies(&w, 2, SIGSEGV, 0);
	pass(&w, 100);
	assert_int_equal(crew_child(w.crew, 2)->state, CREW_DUE);
	w.refuse = false;
	pass(&w, 200);
	assert_int_equal(crew_child(w.crew, 2)->state, CREW_UP);
	crew_free(w.crew);
}

static void
a_role_that_cannot_start_stops_everything_with_its_code(void **state)
{
	(void)state;
	static const int code[] = { EXIT_USAGE, EXIT_CONF, EXIT_OPEN };

	for (size_t i = 0; i < 3; i++) {
		struct world w;

		begin(&w, 1);
		dies(&w, 1, 0, code[i]);
		assert_int_equal(crew_phase(w.crew), CREW_STOPPING);
		assert_true(was_sent(&w, pid_at(&w, 0), SIGTERM));
		assert_true(was_sent(&w, pid_at(&w, 2), SIGTERM));
		dies(&w, 0, 0, 0);
		dies(&w, 2, 0, 0);
		assert_int_equal(crew_phase(w.crew), CREW_ENDED);
		assert_int_equal(crew_code(w.crew), code[i]);
		crew_free(w.crew);
	}
}

static void
a_producer_does_not_wait_for_a_sink_that_cannot_start(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 1);
	dies(&w, 0, 0, EXIT_OPEN);
	assert_int_equal(crew_phase(w.crew), CREW_STOPPING);
	assert_true(was_sent(&w, pid_at(&w, 1), SIGKILL));
	assert_true(was_sent(&w, pid_at(&w, 2), SIGTERM));
	crew_free(w.crew);
}

static void
a_role_that_ran_well_is_restarted_whatever_its_code(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 1);
	pass(&w, CREW_WELL_MS);
	dies(&w, 0, 0, EXIT_OPEN);
	assert_int_equal(crew_phase(w.crew), CREW_RUNNING);
	pass(&w, 100);
	dies(&w, 0, 0, EXIT_OPEN); /* and again, at once */
	assert_int_equal(crew_phase(w.crew), CREW_RUNNING);
	pass(&w, 200);
	assert_int_equal(crew_child(w.crew, 0)->state, CREW_UP);
	crew_free(w.crew);
}

static void
the_end_follows_the_data(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 2);
	dies(&w, 1, 0, EXIT_REFUSED);
	assert_int_equal(crew_phase(w.crew), CREW_EMPTYING);
	assert_true(was_sent(&w, pid_at(&w, 2), SIGTERM));
	assert_true(was_sent(&w, pid_at(&w, 3), SIGTERM));
	assert_false(was_sent(&w, pid_at(&w, 0), SIGTERM));
	dies(&w, 2, 0, 0);
	assert_int_equal(crew_phase(w.crew), CREW_EMPTYING);
	dies(&w, 3, 0, 0);
	assert_int_equal(crew_phase(w.crew), CREW_CLOSING);
	assert_true(was_sent(&w, pid_at(&w, 0), SIGTERM));
	dies(&w, 0, 0, 0);
	assert_int_equal(crew_phase(w.crew), CREW_ENDED);
	assert_int_equal(crew_code(w.crew), EXIT_REFUSED);
	crew_free(w.crew);
}

static void
a_drain_asks_the_producer_only(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 1);
	crew_drain(w.crew, w.now);
	crew_drain(w.crew, w.now);
	assert_int_equal(w.n_sent, 1);
	assert_true(was_sent(&w, pid_at(&w, 1), SIGTERM));
	pass(&w, 10 * CREW_PATIENCE_MS); /* a drain may take its time */
	assert_int_equal(w.n_sent, 1);
	dies(&w, 1, 0, EXIT_DONE);
	assert_int_equal(crew_phase(w.crew), CREW_EMPTYING);
	crew_free(w.crew);
}

static void
crashes_while_draining_are_mended(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 1);
	crew_drain(w.crew, w.now);
	dies(&w, 1, SIGKILL, 0);
	dies(&w, 0, SIGKILL, 0);
	dies(&w, 2, SIGKILL, 0);
	assert_int_equal(crew_phase(w.crew), CREW_DRAINING);
	pass(&w, 100);
	assert_int_equal(w.n_spawned, 6);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(crew_child(w.crew, i)->state, CREW_UP);
	for (size_t i = 3; i < 6; i++)
		assert_true(w.spawned[i].drain);
	dies(&w, 1, 0, EXIT_DONE);
	assert_int_equal(crew_phase(w.crew), CREW_EMPTYING);
	crew_free(w.crew);
}

static void
crashes_at_the_end_are_let_be(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 1);
	dies(&w, 1, 0, EXIT_DONE);
	dies(&w, 2, SIGKILL, 0);
	assert_int_equal(crew_phase(w.crew), CREW_CLOSING);
	dies(&w, 0, SIGKILL, 0);
	assert_int_equal(crew_phase(w.crew), CREW_ENDED);
	assert_int_equal(crew_code(w.crew), EXIT_DONE);
	assert_int_equal(w.n_spawned, 3);
	crew_free(w.crew);
}

static void
who_will_not_leave_is_killed(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 1);
	dies(&w, 1, 0, EXIT_DONE);
	assert_true(crew_wake(w.crew) == w.now + CREW_PATIENCE_MS);
	pass(&w, CREW_PATIENCE_MS - 1);
	assert_false(was_sent(&w, pid_at(&w, 2), SIGKILL));
	pass(&w, 1);
	assert_true(was_sent(&w, pid_at(&w, 2), SIGKILL));
	crew_free(w.crew);
}

static void
scaling_starts_and_dismisses_workers(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 1);
	crew_scale(w.crew, 3, w.now);
	assert_int_equal(w.n_spawned, 5);
	crew_scale(w.crew, 1, w.now);
	assert_true(was_sent(&w, pid_at(&w, 4), SIGTERM));
	assert_true(was_sent(&w, pid_at(&w, 3), SIGTERM));
	assert_false(was_sent(&w, pid_at(&w, 2), SIGTERM));
	crew_scale(
	    w.crew, 2, w.now); /* one is wanted again, and still leaves */
	dies(&w, 3, 0, 0);
	assert_int_equal(crew_child(w.crew, 3)->state, CREW_UP);
	dies(&w, 4, 0, 0);
	assert_int_equal(crew_child(w.crew, 4)->state, CREW_OFF);
	assert_int_equal(crew_child(w.crew, 3)->restarts, 0);
	crew_free(w.crew);
}

static void
a_paused_pipeline_can_still_be_drained(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 2);
	crew_scale(w.crew, 0, w.now);
	dies(&w, 2, 0, 0);
	dies(&w, 3, 0, 0);
	assert_int_equal(crew_child(w.crew, 2)->state, CREW_OFF);
	crew_drain(w.crew, w.now);
	assert_int_equal(crew_child(w.crew, 2)->state, CREW_UP);
	assert_int_equal(crew_child(w.crew, 3)->state, CREW_OFF);
	crew_free(w.crew);
}

static void
more_workers_than_the_most_are_clamped(void **state)
{
	(void)state;
	struct world w;

	begin(&w, 1000);
	assert_int_equal(crew_workers(w.crew), CREW_WORKERS_MAX);
	assert_int_equal(w.n_spawned, CREW_SIZE);
	crew_exited(w.crew, 1, SIGKILL, 0, w.now); /* nobody of ours */
	assert_int_equal(crew_phase(w.crew), CREW_RUNNING);
	crew_free(w.crew);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_roles_start_at_once),
		cmocka_unit_test(
		    a_dead_child_returns_after_a_doubling_back_off),
		cmocka_unit_test(ten_good_seconds_forget_the_back_off),
		cmocka_unit_test(a_failed_fork_is_tried_again),
		cmocka_unit_test(
		    a_role_that_cannot_start_stops_everything_with_its_code),
		cmocka_unit_test(
		    a_producer_does_not_wait_for_a_sink_that_cannot_start),
		cmocka_unit_test(
		    a_role_that_ran_well_is_restarted_whatever_its_code),
		cmocka_unit_test(the_end_follows_the_data),
		cmocka_unit_test(a_drain_asks_the_producer_only),
		cmocka_unit_test(crashes_while_draining_are_mended),
		cmocka_unit_test(crashes_at_the_end_are_let_be),
		cmocka_unit_test(who_will_not_leave_is_killed),
		cmocka_unit_test(scaling_starts_and_dismisses_workers),
		cmocka_unit_test(a_paused_pipeline_can_still_be_drained),
		cmocka_unit_test(more_workers_than_the_most_are_clamped),
	};

	return cmocka_run_group_tests_name("sink/crew", tests, NULL, NULL);
}
