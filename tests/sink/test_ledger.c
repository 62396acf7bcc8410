/* Tests for sink/ledger.c: what is believed, committed and acknowledged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/ack.h"
#include "proto/job.h"
#include "proto/result.h"
#include "sink/ledger.h"
#include "tests/help.h"

#define PRODUCER 77
#define SAID_MAX 64

/* A ledger over a real store, and what it said to the producer. */
struct scene {
	char *dir, *path;
	struct store *store;
	struct ledger *ledger;
	struct hash_key key;
	struct beat_sink beat;
	struct outcome said[SAID_MAX]; /* without their texts */
	uint32_t n_said, n_beats;
	int64_t now;
	int64_t lag[SAID_MAX]; /* that it told */
	uint32_t n_lags;
};

static void
hear(void *arg, uint64_t producer, struct span msg)
{
	struct scene *s = arg;
	struct arena arena = { 0 };
	struct ack a;

	assert_int_equal(producer, PRODUCER);
	if (beat_decode_sink(msg, &s->beat) == RC_OK) {
		s->n_beats++;
		return;
	}
	assert_int_equal(ack_decode(msg, &arena, &a), RC_OK);
	for (uint32_t i = 0; i < a.n; i++) {
		assert_true(s->n_said < SAID_MAX);
		s->said[s->n_said++] = a.outcome[i];
	}
	arena_free(&arena);
}

static void
note_lag(void *arg, int64_t lag_ms)
{
	struct scene *s = arg;

	assert_true(s->n_lags < SAID_MAX);
	s->lag[s->n_lags++] = lag_ms;
}

static int
set_up(void **state)
{
	struct scene *s = calloc(1, sizeof *s);
	struct buf why = { 0 };
	struct store_opts so = { .epoch = true };
	struct ledger_opts lo = {
		.batch = 4, .batch_ms = 5, .send = hear, .lag = note_lag
	};

	s->dir = help_temp_dir();
	s->path = help_path(s->dir, "claims.db");
	so.path = s->path;
	memset(&s->key, 7, sizeof s->key);
	if (store_open(&so, &s->store, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	lo.store = s->store;
	lo.key = &s->key;
	lo.arg = s;
	s->ledger = ledger_new(&lo, 0);
	buf_free(&why);
	*state = s;
	return 0;
}

static int
tear_down(void **state)
{
	struct scene *s = *state;

	ledger_free(s->ledger);
	store_close(s->store);
	free(s->path);
	help_remove_dir(s->dir);
	free(s);
	return 0;
}

/* The RESULT of one article whose text is text, honest in every part. */
static void
make_result(const struct scene *s, uint64_t job, const char *text,
    struct buf *art, struct buf *fnd, struct result *r)
{
	struct article a = { .id = span_of(text),
		.outlet = SPAN("The Daily Test"),
		.text = span_of(text) };
	struct found f = { .engine = SPAN("test") };

	buf_clear(art);
	buf_clear(fnd);
	article_encode(&a, art);
	found_encode(&f, fnd);
	*r = (struct result) { .lease = { PRODUCER, 1, job, 1 },
		.accepted_ms = 5,
		.worker = SPAN("here:1"),
		.article = buf_span(art),
		.found = buf_span(fnd) };
	r->mac = lease_sign(&s->key, &r->lease, 5, r->article);
}

static void
deliver(struct scene *s, const struct result *r)
{
	struct buf b = { 0 };

	result_encode(r, &b);
	ledger_worker(s->ledger, buf_span(&b), s->now);
	buf_free(&b);
}

static void
greet(struct scene *s)
{
	struct beat_hello h = { .producer = PRODUCER, .epoch = 1 };
	struct buf b = { 0 };

	beat_encode_hello(&h, &b);
	ledger_producer(s->ledger, buf_span(&b), s->now);
	buf_free(&b);
}

static void
a_result_is_acknowledged_once_it_is_committed(void **state)
{
	struct scene *s = *state;
	struct buf art = { 0 }, fnd = { 0 };
	struct result r;

	make_result(s, 1, "one", &art, &fnd, &r);
	deliver(s, &r);
	assert_false(ledger_run(s->ledger, s->now, 0));
	assert_int_equal(s->n_said, 0);
	s->now += 5;
	assert_true(ledger_run(s->ledger, s->now, 0));
	assert_int_equal(s->n_said, 1);
	assert_int_equal(s->said[0].kind, OUTCOME_COMMITTED);
	assert_int_equal(s->said[0].lease.job, 1);
	deliver(s, &r); /* again */
	s->now += 5;
	assert_false(ledger_run(s->ledger, s->now, 0));
	assert_int_equal(s->n_said, 2);
	assert_int_equal(s->said[1].kind, OUTCOME_DUPLICATE);
	buf_free(&art);
	buf_free(&fnd);
}

static void
the_lag_of_what_is_committed_is_told_once(void **state)
{
	struct scene *s = *state;
	struct buf art = { 0 }, fnd = { 0 };
	struct ledger_stats st;
	struct result r;

	make_result(s, 1, "one", &art, &fnd, &r); /* accepted at 5 */
	deliver(s, &r);
	s->now += 5;
	assert_true(ledger_run(s->ledger, s->now, 1005));
	assert_int_equal(s->n_lags, 1);
	/* the commit itself took a while */
	assert_in_range(s->lag[0], 1000, 1000 + 60000);
	deliver(s, &r); /* a duplicate is no article */
	s->now += 5;
	ledger_run(s->ledger, s->now, 2005);
	assert_int_equal(s->n_lags, 1);
	ledger_stats(s->ledger, s->now, &st);
	assert_int_equal(st.claims, 0);
	buf_free(&art);
	buf_free(&fnd);
}

static void
an_altered_article_is_not_believed(void **state)
{
	struct scene *s = *state;
	struct buf art = { 0 }, fnd = { 0 };
	struct ledger_stats st;
	struct result r;

	make_result(s, 1, "the deal is off", &art, &fnd, &r);
	for (size_t i = 0; i < art.n; i++) {
		art.p[i] ^= 1;
		deliver(s, &r);
		art.p[i] ^= 1;
	}
	r.lease.job = 2; /* or passed off as another job's */
	deliver(s, &r);
	r.lease.job = 1;
	r.accepted_ms++;
	deliver(s, &r);
	s->now += 5;
	assert_false(ledger_run(s->ledger, s->now, 0));
	assert_int_equal(s->n_said, 0);
	ledger_stats(s->ledger, s->now, &st);
	assert_int_equal(st.forged, art.n + 2);
	assert_int_equal(st.committed, 0);
	buf_free(&art);
	buf_free(&fnd);
}

static void
findings_out_of_bounds_are_refused_not_committed(void **state)
{
	struct scene *s = *state;
	struct buf art = { 0 }, fnd = { 0 };
	struct range beyond = { 2, 900 };
	struct found_claim c = { .kind = FOUND_INDIRECT,
		.content = &beyond,
		.n_content = 1,
		.rule = SPAN("test") };
	struct found f = {
		.engine = SPAN("test"), .claims = &c, .n_claims = 1
	};
	struct result r;

	make_result(s, 1, "short", &art, &fnd, &r);
	buf_clear(&fnd);
	found_encode(&f, &fnd);
	r.found = buf_span(&fnd);
	deliver(s, &r);
	assert_int_equal(s->n_said, 1);
	assert_int_equal(s->said[0].kind, OUTCOME_REFUSED);
	r.found = (struct span)SPAN("no findings at all");
	deliver(s, &r);
	assert_int_equal(s->n_said, 2);
	assert_int_equal(s->said[1].kind, OUTCOME_REFUSED);
	buf_free(&art);
	buf_free(&fnd);
}

static void
what_a_worker_says_of_an_attempt_is_passed_on(void **state)
{
	struct scene *s = *state;
	struct outcome o = { .lease = { PRODUCER, 1, 9, 2 },
		.kind = OUTCOME_CRASHED,
		.detail = SPAN("signal 11"),
		.worker = SPAN("here:1") };
	struct buf b = { 0 };

	outcome_encode(&o, &b);
	ledger_worker(s->ledger, buf_span(&b), 0);
	assert_int_equal(s->n_said, 1);
	assert_int_equal(s->said[0].kind, OUTCOME_CRASHED);
	assert_int_equal(s->said[0].lease.job, 9);
	assert_int_equal(s->said[0].lease.attempt, 2);
	buf_free(&b);
}

static void
a_full_batch_takes_no_more_until_it_is_committed(void **state)
{
	static const char *const text[] = { "one", "two", "three", "four" };
	struct scene *s = *state;
	struct buf art = { 0 }, fnd = { 0 };
	struct result r;

	for (uint64_t i = 0; i < 4; i++) {
		assert_true(ledger_wants(s->ledger));
		make_result(s, i + 1, text[i], &art, &fnd, &r);
		deliver(s, &r);
	}
	assert_false(ledger_wants(s->ledger));
	deliver(s, &r); /* dropped: its lease sends it again */
	assert_true(ledger_run(s->ledger, s->now, 0));
	assert_int_equal(s->n_said, 4);
	assert_true(ledger_wants(s->ledger));
	buf_free(&art);
	buf_free(&fnd);
}

static void
a_commit_that_took_too_long_makes_the_next_batch_smaller(void **state)
{
	static const char *const text[] = { "one", "two", "three", "four" };
	struct scene *s = *state;
	struct ledger_opts lo = { .store = s->store,
		.key = &s->key,
		.batch = 4,
		.batch_ms = 5,
		.commit_us = 1,
		.send = hear,
		.arg = s };
	struct buf art = { 0 }, fnd = { 0 };
	struct result r;

	ledger_free(s->ledger);
	s->ledger = ledger_new(&lo, 0);
	for (uint64_t i = 0; i < 4; i++) {
		assert_true(ledger_wants(s->ledger));
		make_result(s, i + 1, text[i], &art, &fnd, &r);
		deliver(s, &r);
	}
	assert_true(ledger_run(s->ledger, s->now, 0));
	assert_true(ledger_wants(s->ledger));
	make_result(s, 5, "five", &art, &fnd, &r);
	deliver(s, &r);
	assert_false(ledger_wants(s->ledger));
	assert_true(ledger_run(s->ledger, s->now, 0));
	assert_int_equal(s->n_said, 5);
	buf_free(&art);
	buf_free(&fnd);
}

static void
who_says_hello_hears_beats(void **state)
{
	struct scene *s = *state;

	assert_false(ledger_run(s->ledger, s->now, 0));
	assert_int_equal(s->n_beats, 0); /* nobody is there */
	greet(s);
	ledger_run(s->ledger, s->now, 0);
	assert_int_equal(s->n_beats, 1);
	assert_true(s->beat.ready);
	assert_int_equal(s->beat.epoch, store_epoch(s->store));
	s->now += BEAT_INTERVAL_MS;
	ledger_run(s->ledger, s->now, 0);
	assert_int_equal(s->n_beats, 2);
}

static void
garbage_is_counted_and_dropped(void **state)
{
	struct scene *s = *state;
	struct ledger_stats st;

	ledger_worker(s->ledger, span_of("garbage"), 0);
	ledger_worker(s->ledger, (struct span) { NULL, 0 }, 0);
	ledger_producer(s->ledger, span_of("garbage"), 0);
	/* an array of 100 million */
	ledger_worker(s->ledger, (struct span)SPAN("\335\5\365\341\0"), 0);
	ledger_stats(s->ledger, 0, &st);
	assert_int_equal(st.malformed, 4);
	assert_true(ledger_wants(s->ledger));
}

#define SCENE(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(a_result_is_acknowledged_once_it_is_committed),
		SCENE(the_lag_of_what_is_committed_is_told_once),
		SCENE(an_altered_article_is_not_believed),
		SCENE(findings_out_of_bounds_are_refused_not_committed),
		SCENE(what_a_worker_says_of_an_attempt_is_passed_on),
		SCENE(a_full_batch_takes_no_more_until_it_is_committed),
		SCENE(a_commit_that_took_too_long_makes_the_next_batch_smaller),
		SCENE(who_says_hello_hears_beats),
		SCENE(garbage_is_counted_and_dropped),
	};

	return cmocka_run_group_tests_name("sink/ledger", tests, NULL, NULL);
}
