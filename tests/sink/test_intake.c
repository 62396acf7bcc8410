/* Tests for sink/intake.c: nothing is acknowledged before it is durable. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "sink/intake.h"

static struct intake *
fresh(uint32_t batch)
{
	struct intake_conf c = { .epoch = 9, .batch = batch, .batch_ms = 5 };
	struct intake *i = intake_new(&c, 0);

	assert_int_equal(intake_next(i, 0), INTAKE_BEAT);
	intake_beaten(i, 0);
	assert_int_equal(intake_next(i, 0), INTAKE_NOTHING);
	return i;
}

static void
alive(struct intake *i, const char *name, bool leaving, int64_t now)
{
	struct beat_alive a = { .worker = span_of(name), .leaving = leaving };

	intake_alive(i, &a, now);
}

static void
a_batch_is_committed_when_it_is_full_or_old(void **state)
{
	(void)state;
	struct intake *i = fresh(2);

	intake_result(i, 0);
	assert_int_equal(intake_next(i, 4), INTAKE_NOTHING);
	assert_int_equal(intake_wake(i), 5);
	assert_true(intake_wants(i));
	intake_result(i, 4);
	assert_false(intake_wants(i));
	assert_int_equal(intake_next(i, 4), INTAKE_COMMIT);
	intake_committed(i, RC_OK, 4);
	assert_int_equal(intake_next(i, 4), INTAKE_ACK);
	intake_acked(i);
	intake_result(i, 10);
	assert_int_equal(intake_next(i, 14), INTAKE_NOTHING);
	assert_int_equal(intake_next(i, 15), INTAKE_COMMIT);
	intake_free(i);
}

static void
a_batch_of_few_large_ones_is_due_when_it_is_called_full(void **state)
{
	(void)state;
	struct intake *i = fresh(9);

	intake_full(i); /* nothing is in it: it is not */
	assert_true(intake_wants(i));
	intake_result(i, 0);
	intake_full(i);
	assert_false(intake_wants(i));
	assert_true(intake_wake(i) <= 0);
	assert_int_equal(intake_next(i, 0), INTAKE_COMMIT);
	intake_committed(i, RC_OK, 0);
	assert_int_equal(intake_next(i, 0), INTAKE_ACK);
	intake_acked(i);
	assert_true(intake_wants(i));
	assert_int_equal(intake_next(i, 0), INTAKE_NOTHING);
	intake_free(i);
}

static void
nothing_is_acknowledged_before_its_commit(void **state)
{
	(void)state;
	struct intake *i = fresh(1);
	int64_t now = 0;

	intake_result(i, now);
	for (int k = 0; k < 20; k++) {
		assert_int_equal(intake_next(i, now), INTAKE_COMMIT);
		intake_committed(i, k % 2 ? RC_FULL : RC_BUSY, now);
		while (intake_next(i, now) == INTAKE_BEAT)
			intake_beaten(i, now);
		assert_int_equal(intake_next(i, now), INTAKE_NOTHING);
		assert_false(intake_wants(i));
		intake_acked(i); /* out of turn: ignored */
		assert_false(intake_wants(i));
		now += INTAKE_PAUSE_MS;
	}
	assert_int_equal(intake_next(i, now), INTAKE_COMMIT);
	intake_committed(i, RC_OK, now);
	assert_int_equal(intake_next(i, now), INTAKE_ACK);
	intake_acked(i);
	assert_true(intake_wants(i));
	intake_free(i);
}

static void
producers_hear_at_once_that_the_sink_cannot_commit(void **state)
{
	(void)state;
	struct intake *i = fresh(1);

	intake_result(i, 0);
	assert_int_equal(intake_next(i, 0), INTAKE_COMMIT);
	intake_committed(i, RC_FULL, 0);
	assert_int_equal(intake_next(i, 0), INTAKE_BEAT);
	assert_false(intake_beat(i, 0).ready);
	intake_beaten(i, 0);
	assert_int_equal(intake_next(i, INTAKE_PAUSE_MS), INTAKE_COMMIT);
	intake_committed(i, RC_OK, INTAKE_PAUSE_MS);
	assert_int_equal(intake_next(i, INTAKE_PAUSE_MS), INTAKE_ACK);
	intake_acked(i);
	assert_int_equal(intake_next(i, INTAKE_PAUSE_MS), INTAKE_BEAT);
	assert_true(intake_beat(i, 0).ready);
	intake_free(i);
}

static void
workers_are_counted_while_they_speak(void **state)
{
	(void)state;
	struct intake *i = fresh(1);

	alive(i, "a:1", false, 0);
	alive(i, "a:2", false, 0);
	alive(i, "a:1", false, 10);
	assert_int_equal(intake_next(i, 10), INTAKE_BEAT);
	assert_int_equal(intake_beat(i, 10).workers, 2);
	assert_int_equal(intake_beat(i, 10).epoch, 9);
	intake_beaten(i, 10);
	assert_int_equal(intake_next(i, 11), INTAKE_NOTHING);
	alive(i, "a:2", true, 12);
	alive(i, "a:3", true, 12); /* was never here */
	assert_int_equal(intake_next(i, 12), INTAKE_BEAT);
	assert_int_equal(intake_beat(i, 12).workers, 1);
	intake_beaten(i, 12);
	assert_int_equal(intake_next(i, 10 + BEAT_SILENT_MS + 1), INTAKE_BEAT);
	assert_int_equal(intake_beat(i, 12).workers, 0);
	intake_free(i);
}

static void
a_flood_of_names_does_not_grow_the_tables(void **state)
{
	(void)state;
	struct intake *i = fresh(1);
	uint64_t out[2 * INTAKE_PRODUCERS_MAX];
	char name[32];

	for (uint64_t k = 1; k < 5000; k++) {
		struct beat_hello h = { .producer = k, .epoch = 1 };

		intake_hello(i, &h, 0);
		snprintf(name, sizeof name, "w:%d", (int)k);
		alive(i, name, false, 0);
	}
	assert_int_equal(intake_producers(i, out, 2 * INTAKE_PRODUCERS_MAX),
	    INTAKE_PRODUCERS_MAX);
	assert_int_equal(intake_beat(i, 0).workers, INTAKE_WORKERS_MAX);
	intake_free(i);
}

static void
a_producer_that_starts_is_greeted_at_once(void **state)
{
	(void)state;
	struct intake *i = fresh(1);
	struct beat_hello h = { .producer = 5, .epoch = 1 };
	uint64_t out[4];

	intake_hello(i, &h, 1);
	assert_int_equal(intake_next(i, 1), INTAKE_BEAT);
	assert_int_equal(intake_producers(i, out, 4), 1);
	assert_int_equal(out[0], 5);
	intake_beaten(i, 1);
	intake_hello(i, &h, 2);
	assert_int_equal(intake_next(i, 2), INTAKE_NOTHING);
	h.epoch = 2;
	intake_hello(i, &h, 3);
	assert_int_equal(intake_next(i, 3), INTAKE_BEAT);
	intake_free(i);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_batch_is_committed_when_it_is_full_or_old),
		cmocka_unit_test(
		    a_batch_of_few_large_ones_is_due_when_it_is_called_full),
		cmocka_unit_test(nothing_is_acknowledged_before_its_commit),
		cmocka_unit_test(
		    producers_hear_at_once_that_the_sink_cannot_commit),
		cmocka_unit_test(workers_are_counted_while_they_speak),
		cmocka_unit_test(a_flood_of_names_does_not_grow_the_tables),
		cmocka_unit_test(a_producer_that_starts_is_greeted_at_once),
	};

	return cmocka_run_group_tests_name("sink/intake", tests, NULL, NULL);
}
