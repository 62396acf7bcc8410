/* Tests for producer/outbox.c over a real spool: what is accepted is sent
 * until it is acknowledged, across restarts too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "producer/outbox.h"
#include "proto/ack.h"
#include "proto/job.h"
#include "tests/help.h"

#define SENT_MAX 32

struct scene {
	char *dir, *path;
	struct spool *spool;
	struct outbox *outbox;
	struct hash_key key;
	struct job sent[SENT_MAX]; /* without their articles */
	uint32_t n_sent;
	bool deaf; /* nobody takes a JOB */
	int64_t now;
};

static enum rc
take(void *arg, struct span msg)
{
	struct scene *s = arg;
	struct hash_mac mac;
	struct job j;

	if (s->deaf)
		return RC_BUSY;
	assert_int_equal(job_decode(msg, &j), RC_OK);
	mac = lease_sign(&s->key, &j.lease, j.accepted_ms, j.article);
	assert_true(hash_mac_eq(&mac, &j.mac));
	assert_true(s->n_sent < SENT_MAX);
	s->sent[s->n_sent++] = j;
	return RC_OK;
}

static void
start(struct scene *s)
{
	struct spool_opts so = { .path = s->path, .epoch = true };
	struct outbox_opts oo = { .key = &s->key, .send = take, .arg = s };
	struct buf why = { 0 };

	if (spool_open(&so, &s->spool, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	oo.spool = s->spool;
	oo.dispatch = (struct dispatch_conf) { .lease_ms = 1000,
		.retry_ms = 100,
		.retry_max_ms = 1000,
		.window = 8 };
	s->outbox = outbox_new(&oo);
	buf_free(&why);
}

static void
stop(struct scene *s)
{
	outbox_free(s->outbox);
	spool_close(s->spool);
}

static int
set_up(void **state)
{
	struct scene *s = calloc(1, sizeof *s);

	s->dir = help_temp_dir();
	s->path = help_path(s->dir, "spool.db");
	start(s);
	*state = s;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *s = *state;

	stop(s);
	free(s->path);
	help_remove_dir(s->dir);
	free(s);
	return 0;
}

static void
accept_one(struct scene *s, const char *text)
{
	struct span t = span_of(text);
	struct spool_item item = {
		.story = hash_parts(&t, 1), .name = t, .blob = t
	};

	assert_int_equal(spool_accept(s->spool, &item, 1, 5, "file", t), RC_OK);
}

static void
sink_beats(struct scene *s)
{
	struct beat_sink b = { .epoch = 1, .workers = 1, .ready = true };
	struct buf msg = { 0 };

	beat_encode_sink(&b, &msg);
	outbox_message(s->outbox, buf_span(&msg), s->now);
	buf_free(&msg);
}

static void
sink_says(struct scene *s, const struct lease *l, enum outcome_kind kind)
{
	struct outcome o = { .lease = *l, .kind = kind };
	struct ack a = { .producer = l->producer, .outcome = &o, .n = 1 };
	struct buf msg = { 0 };

	ack_encode(&a, &msg);
	outbox_message(s->outbox, buf_span(&msg), s->now);
	buf_free(&msg);
}

static void
run(struct scene *s)
{
	assert_int_equal(outbox_run(s->outbox, s->now, 1000), RC_OK);
}

static void
must_count(struct scene *s, uint64_t committed, uint64_t dead, uint64_t pending)
{
	struct spool_counts c;

	assert_int_equal(spool_counts(s->spool, &c), RC_OK);
	assert_int_equal(c.committed, committed);
	assert_int_equal(c.dead, dead);
	assert_int_equal(c.pending, pending);
	assert_int_equal(c.accepted, committed + dead + pending);
}

static void
what_is_accepted_is_sent_and_forgotten_when_acknowledged(void **state)
{
	struct scene *s = *state;

	run(s);
	assert_true(outbox_empty(s->outbox));
	accept_one(s, "one");
	accept_one(s, "two");
	run(s);
	assert_int_equal(s->n_sent, 0); /* no sink was heard */
	assert_false(outbox_empty(s->outbox));
	sink_beats(s);
	run(s);
	assert_int_equal(s->n_sent, 2);
	must_count(s, 0, 0, 2);
	sink_says(s, &s->sent[0].lease, OUTCOME_COMMITTED);
	sink_says(s, &s->sent[1].lease, OUTCOME_DUPLICATE);
	run(s);
	must_count(s, 2, 0, 0);
	assert_true(outbox_empty(s->outbox));
}

static void
a_restart_sends_everything_again_that_was_not_acknowledged(void **state)
{
	struct scene *s = *state;
	uint64_t epoch;

	accept_one(s, "one");
	accept_one(s, "two");
	sink_beats(s);
	run(s);
	epoch = s->sent[0].lease.epoch;
	sink_says(s, &s->sent[0].lease, OUTCOME_COMMITTED);
	run(s);
	stop(s);
	start(s);
	sink_beats(s);
	run(s);
	assert_int_equal(s->n_sent, 3);
	assert_int_equal(s->sent[2].lease.job, s->sent[1].lease.job);
	assert_int_equal(s->sent[2].lease.epoch, epoch + 1);
	/* the ACK of the old epoch is as good */
	sink_says(s, &s->sent[1].lease, OUTCOME_COMMITTED);
	run(s);
	must_count(s, 2, 0, 0);
}

static void
crashes_are_remembered_across_a_restart(void **state)
{
	struct scene *s = *state;

	accept_one(s, "poison");
	for (uint32_t i = 1; i <= 3; i++) {
		sink_beats(s);
		run(s);
		assert_int_equal(s->n_sent, i);
		sink_says(s, &s->sent[i - 1].lease, OUTCOME_CRASHED);
		run(s);
		must_count(s, 0, i == 3, i < 3);
		stop(s);
		start(s);
	}
	sink_beats(s);
	s->now += 100000;
	sink_beats(s);
	run(s);
	assert_int_equal(s->n_sent, 3);
}

static void
a_dead_letter_that_got_through_after_all_is_done(void **state)
{
	struct scene *s = *state;

	accept_one(s, "fragile");
	sink_beats(s);
	run(s);
	sink_says(s, &s->sent[0].lease, OUTCOME_REFUSED);
	run(s);
	must_count(s, 0, 1, 0);
	sink_says(s, &s->sent[0].lease, OUTCOME_COMMITTED);
	run(s);
	must_count(s, 1, 0, 0);
	sink_says(s, &s->sent[0].lease, OUTCOME_COMMITTED);
	run(s);
	must_count(s, 1, 0, 0);
}

static void
when_nobody_takes_a_job_it_is_tried_again_soon(void **state)
{
	struct scene *s = *state;

	accept_one(s, "one");
	sink_beats(s);
	s->deaf = true;
	run(s);
	assert_int_equal(s->n_sent, 0);
	assert_true(outbox_wake(s->outbox, s->now) <= s->now + 10);
	s->deaf = false;
	run(s);
	assert_int_equal(s->n_sent, 1);
	assert_int_equal(s->sent[0].lease.attempt, 1);
}

static void
garbage_from_the_sink_changes_nothing(void **state)
{
	struct scene *s = *state;
	struct lease other;

	accept_one(s, "one");
	sink_beats(s);
	run(s);
	outbox_message(s->outbox, span_of("garbage"), 0);
	outbox_message(s->outbox, (struct span) { NULL, 0 }, 0);
	other = s->sent[0].lease;
	other.producer++; /* another spool's job of the same number */
	sink_says(s, &other, OUTCOME_COMMITTED);
	run(s);
	must_count(s, 0, 0, 1);
}

#define SCENE(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(what_is_accepted_is_sent_and_forgotten_when_acknowledged),
		SCENE(
		    a_restart_sends_everything_again_that_was_not_acknowledged),
		SCENE(crashes_are_remembered_across_a_restart),
		SCENE(a_dead_letter_that_got_through_after_all_is_done),
		SCENE(when_nobody_takes_a_job_it_is_tried_again_soon),
		SCENE(garbage_from_the_sink_changes_nothing),
	};

	return cmocka_run_group_tests_name(
	    "producer/outbox", tests, NULL, NULL);
}
