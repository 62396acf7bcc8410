/* Tests for sink/web/pulse.c: counters, rates, and what is missing. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sink/web/pulse.h"

#define START 1000000

static const char said[] =
    "{\"accepted\":9,\"committed\":5,\"dead\":1,\"pending\":3,"
    "\"duplicates\":0,\"in_flight\":2,\"refused\":4,\"draining\":false,"
    "\"sources\":[]}";

static int
set_up(void **state)
{
	*state = pulse_new("gen", 5000, START);
	return 0;
}

static int
tear_down(void **state)
{
	pulse_free(*state);
	return 0;
}

/* The writer has committed n articles of two claims and three changes each. */
static void
write_to(struct pulse *p, int64_t n, int64_t now_ms)
{
	const struct pulse_sink s = { .committed = n,
		.claims = 2 * n,
		.head = 700 + 3 * n,
		.workers = 2,
		.ready = true };

	pulse_sink(p, &s, now_ms);
}

static struct pulse_view
look(struct pulse *p, int64_t now_ms)
{
	struct pulse_view v;

	pulse_look(p, now_ms, &v);
	return v;
}

static void
rates_are_of_the_last_minute(void **state)
{
	struct pulse *p = *state;
	struct pulse_view v;

	/* one article a second, for two minutes: the first may be any number */
	for (int64_t s = 0; s <= 120; s++) {
		write_to(p, 40 + s, START + s * 1000);
		pulse_tick(p, START + s * 1000);
	}
	v = look(p, START + 120000);
	assert_float_equal(v.articles_per_min, 60, 0.01);
	assert_float_equal(v.claims_per_min, 120, 0.01);
	assert_float_equal(v.changes_per_min, 180, 0.01);
	assert_int_equal(v.uptime_ms, 120000);
	/* then nothing: half a minute later half of it, and then none */
	for (int64_t s = 121; s <= 150; s++)
		pulse_tick(p, START + s * 1000);
	v = look(p, START + 150000);
	assert_float_equal(v.articles_per_min, 30, 0.01);
	for (int64_t s = 151; s <= 181; s++)
		pulse_tick(p, START + s * 1000);
	v = look(p, START + 181000);
	assert_float_equal(v.articles_per_min, 0, 0.01);
}

static void
what_was_there_before_the_start_is_no_rate(void **state)
{
	struct pulse *p = *state;

	pulse_tick(p, START + 1000); /* the front is first */
	write_to(p, 100000, START + 1500);
	pulse_tick(p, START + 2500);
	assert_float_equal(look(p, START + 2500).changes_per_min, 0, 0.01);
	/* five in the first seconds: as if it were ten */
	write_to(p, 100005, START + 3000);
	pulse_tick(p, START + 3600);
	assert_float_equal(look(p, START + 3600).articles_per_min, 30, 0.01);
}

static void
ticks_may_come_late_or_often(void **state)
{
	struct pulse *p = *state;

	write_to(p, 0, START);
	for (int64_t ms = 0; ms < 5000; ms += 10)
		pulse_tick(p, START + ms);
	write_to(p, 120, START + 5000);
	pulse_tick(p, START + 30000); /* it was busy */
	assert_float_equal(look(p, START + 30000).articles_per_min, 240, 0.01);
}

static void
the_lag_is_that_of_the_last_minute(void **state)
{
	struct pulse *p = *state;
	struct pulse_view v = look(p, START);

	assert_true(v.p50_ms < 0);
	for (int i = 0; i < 100; i++)
		pulse_lag(p, i < 90 ? 3 : 6);
	v = look(p, START);
	assert_int_equal(v.p50_ms, 3);
	assert_int_equal(v.p95_ms, 6);
	assert_int_equal(v.p99_ms, 6);
	pulse_tick(p, START + 60000);
	v = look(p, START + 60000);
	assert_true(v.p50_ms < 0);
	assert_int_equal(v.lag.n, 100);
}

/* Not ready, for a reason that has this word. */
static void
lacks(struct pulse *p, int64_t now_ms, const char *word)
{
	struct buf why = { 0 };

	assert_false(pulse_ready(p, now_ms, &why));
	if (strstr(buf_cstr(&why), word) == NULL)
		fail_msg("\"%s\" is not in: %s", word, buf_cstr(&why));
	buf_free(&why);
}

static void
it_is_ready_when_sink_producer_and_worker_are(void **state)
{
	struct pulse *p = *state;
	struct pulse_sink s = { .ready = true, .workers = 1 };
	struct buf why = { 0 };
	int64_t now = START;

	lacks(p, now, "just started");
	s.ready = false;
	pulse_sink(p, &s, now);
	lacks(p, now, "cannot commit");
	s.ready = true;
	pulse_sink(p, &s, now);
	lacks(p, now, "producer");
	pulse_producer(p, span_of(said), now);
	assert_true(pulse_ready(p, now, &why));
	assert_int_equal(why.n, 0);
	s.workers = 0;
	pulse_sink(p, &s, now);
	lacks(p, now, "no worker");
	now += PULSE_STALE_MS;
	s.workers = 1;
	pulse_sink(p, &s, now);
	assert_true(pulse_ready(p, now, &why));
	assert_true(pulse_producer_there(p, now));
	lacks(p, now + 1, "producer");
	assert_false(pulse_producer_there(p, now + 1));
	pulse_producer(p, span_of(said), now + PULSE_STALE_MS + 1);
	lacks(p, now + PULSE_STALE_MS + 1, "stuck");
	buf_free(&why);
}

static void
a_pipeline_that_drains_is_not_ready(void **state)
{
	static const char drains[] =
	    "{\"accepted\":9,\"committed\":5,\"dead\":1,\"pending\":3,"
	    "\"in_flight\":2,\"refused\":4,\"draining\":true}";
	struct pulse *p = *state;

	write_to(p, 1, START);
	pulse_producer(p, span_of(drains), START);
	lacks(p, START, "drains");
	assert_true(look(p, START).said.draining);
}

static void
what_is_no_answer_of_a_producer_is_ignored(void **state)
{
	static const char *const row[] = { "", "{", "[]", "null", "7",
		"{\"accepted\":9}",
		"{\"accepted\":\"9\",\"committed\":5,\"dead\":1,\"pending\":3,"
		"\"in_flight\":2,\"refused\":4}",
		"{\"accepted\":-9,\"committed\":5,\"dead\":1,\"pending\":3,"
		"\"in_flight\":2,\"refused\":4}",
		"{\"accepted\":9,\"committed\":5,\"dead\":1,\"pending\":3.5,"
		"\"in_flight\":2,\"refused\":4}" };
	struct pulse *p = *state;

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		pulse_producer(p, span_of(row[i]), START);
		if (pulse_producer_there(p, START))
			fail_msg("taken: %s", row[i]);
	}
	for (size_t n = 0; n + 1 < sizeof said; n++) {
		pulse_producer(p, (struct span) { said, n }, START);
		assert_false(pulse_producer_there(p, START));
	}
	pulse_producer(p, span_of(said), START);
	assert_int_equal(look(p, START).said.accepted, 9);
	assert_int_equal(look(p, START).said.refused, 4);
}

static void
requests_are_counted_by_label_and_class(void **state)
{
	static char label[PULSE_ROUTES + 9][8];
	struct pulse *p = *state;
	struct pulse_view v;

	pulse_request(p, "/claims", 200);
	pulse_request(p, "/claims", 204);
	pulse_request(p, "/claims", 404);
	pulse_request(p, "/status", 503);
	pulse_request(p, "/status", 42);
	v = look(p, START);
	assert_int_equal(v.front.n_routes, 2);
	assert_int_equal(v.front.route[0].n[1], 2);
	assert_int_equal(v.front.route[0].n[3], 1);
	assert_int_equal(v.front.route[1].n[4], 2);
	for (int i = 0; i < PULSE_ROUTES + 9; i++) {
		snprintf(label[i], sizeof label[i], "/%d", i);
		pulse_request(p, label[i], 200);
	}
	assert_int_equal(look(p, START).front.n_routes, PULSE_ROUTES);
}

static void
the_front_counts_refusals_readers_and_bytes(void **state)
{
	struct pulse *p = *state;
	struct pulse_view v;

	for (int i = 0; i < PULSE_REFUSALS; i++)
		for (int k = 0; k <= i; k++)
			pulse_refused(p, (enum pulse_refusal)i);
	pulse_readers(p, 7, 5);
	pulse_delivered(p, 3, 900);
	pulse_delivered(p, 1, 100);
	pulse_cut(p);
	v = look(p, START);
	for (int i = 0; i < PULSE_REFUSALS; i++)
		assert_int_equal(v.front.refused[i], i + 1);
	assert_int_equal(v.front.connections, 7);
	assert_int_equal(v.front.readers, 5);
	assert_int_equal(v.front.changes, 4);
	assert_int_equal(v.front.bytes, 1000);
	assert_int_equal(v.front.cut, 1);
}

static void *
writer(void *arg)
{
	for (int64_t i = 0; i < 20000; i++) {
		write_to(arg, i, START + i);
		pulse_lag(arg, i);
	}
	return NULL;
}

static void
writer_and_front_do_not_disturb_each_other(void **state)
{
	struct pulse *p = *state;
	pthread_t t;

	assert_int_equal(pthread_create(&t, NULL, writer, p), 0);
	for (int64_t i = 0; i < 2000; i++) {
		struct pulse_view v = look(p, START + i);

		/* one moment's numbers, or none yet */
		assert_true(v.sink.claims == 2 * v.sink.committed);
		assert_true(v.sink.head == 0 ||
		    v.sink.head == 700 + 3 * v.sink.committed);
		pulse_tick(p, START + i);
		pulse_request(p, "/", 200);
	}
	pthread_join(t, NULL);
	assert_int_equal(look(p, START).lag.n, 20000);
}

#define SCENE(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(rates_are_of_the_last_minute),
		SCENE(what_was_there_before_the_start_is_no_rate),
		SCENE(ticks_may_come_late_or_often),
		SCENE(the_lag_is_that_of_the_last_minute),
		SCENE(it_is_ready_when_sink_producer_and_worker_are),
		SCENE(a_pipeline_that_drains_is_not_ready),
		SCENE(what_is_no_answer_of_a_producer_is_ignored),
		SCENE(requests_are_counted_by_label_and_class),
		SCENE(the_front_counts_refusals_readers_and_bytes),
		SCENE(writer_and_front_do_not_disturb_each_other),
	};

	return cmocka_run_group_tests_name("sink/web/pulse", tests, NULL, NULL);
}
