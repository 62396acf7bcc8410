/* Tests for sink/web/subscriber.c and tape.c: what a reader of /changes is
 * sent, in every style, whatever room there is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "invent.h"
#include "proto/jsonin.h"
#include "proto/mem.h"
#include "sink/web/subscriber.h"
#include "tests/help.h"

#define NOON 1900000000000

struct fixture {
	char *dir, *path;
	struct store *s;
	struct query *q;
	struct tape *t;
	int n; /* stories put */
	struct buf out;
	int64_t now;
};

/* A story with a claim of its own; it is two changes. */
static void
put(struct fixture *f)
{
	struct invent v;
	enum store_outcome o;
	char id[32], text[96];

	snprintf(id, sizeof id, "h%d", ++f->n);
	snprintf(text, sizeof text, "%s: Sluice number%d is open.",
	    f->n % 10 == 0 ? "Ada Brook" : "Bo Finch", f->n);
	invent(&v, "Tarn Herald", id, "2031-05-01", text);
	assert_int_equal(
	    store_commit(f->s, &v.entry, 1, NOON + f->n, &o), RC_OK);
	assert_int_equal(o, STORE_COMMITTED);
	if (f->t != NULL)
		tape_news(f->t, (int64_t)store_head(f->s));
}

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof *f);
	struct store_opts o = { 0 };
	struct buf why = { 0 };

	f->dir = help_temp_dir();
	f->path = help_path(f->dir, "claims.db");
	o.path = f->path;
	if (store_open(&o, &f->s, &why) != RC_OK ||
	    query_open(f->path, &f->q, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	for (int i = 0; i < 200; i++)
		put(f);
	f->t = tape_new(f->q, (int64_t)store_head(f->s));
	f->now = 1000000;
	buf_free(&why);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	tape_free(f->t);
	query_close(f->q);
	store_close(f->s);
	help_remove_dir(f->dir);
	buf_free(&f->out);
	free(f->path);
	free(f);
	return 0;
}

/* Let s write into pieces of cap bytes until it has nothing to say, or is
 * over; what it says is appended to f->out. */
static bool
drink(struct fixture *f, struct subscriber *s, size_t cap)
{
	for (;;) {
		char piece[4096];
		size_t n = subscriber_fill(s, piece, cap, f->now);

		if (n == SUBSCRIBER_OVER)
			return true;
		assert_true(n <= cap);
		buf_append(&f->out, piece, n);
		if (n == 0 && !subscriber_hungry(s))
			return false;
	}
}

static struct json_object *
parse(struct span s)
{
	struct json_object *o = NULL;
	struct buf why = { 0 };

	if (jsonin_parse(s, 32, &o, &why) != RC_OK)
		fail_msg("%s: %.*s", buf_cstr(&why), (int)s.n, s.p);
	return o;
}

static int64_t
seq_of(struct json_object *change)
{
	return json_object_get_int64(jsonin_member(change, "seq"));
}

/* The numbers of all changes in lines that begin with head. */
static int64_t
count_lines(struct fixture *f, const char *head, int64_t first)
{
	const char *text = buf_cstr(&f->out);
	int64_t next = first;

	for (const char *p = text; (p = strstr(p, head)) != NULL;) {
		const char *end;
		struct json_object *o;

		p = strchr(p, '{');
		end = strchr(p, '\n');
		o = parse((struct span) { p, (size_t)(end - p) });
		assert_int_equal(seq_of(o), next++);
		json_object_put(o);
		p = end;
	}
	return next - first;
}

static struct subscriber *
begin(struct fixture *f, struct ask *a, int64_t seq)
{
	if (a->timeout_ms == 0)
		a->timeout_ms = -1;
	return subscriber_new(a, f->t, SUBSCRIBER_HERE, seq, -1, f->now);
}

static void
normal_tells_all_changes_and_ends(void **state)
{
	struct fixture *f = *state;
	static const size_t room[] = { 1, 7, 100, 4096 };

	for (size_t i = 0; i < 4; i++) {
		struct ask a = { .feed = ASK_NORMAL };
		struct subscriber *s = begin(f, &a, 0);
		struct json_object *o, *list;

		buf_clear(&f->out);
		assert_true(drink(f, s, room[i]));
		o = parse(buf_span(&f->out));
		list = jsonin_member(o, "changes");
		assert_int_equal(json_object_array_length(list), 400);
		for (size_t k = 0; k < 400; k++)
			assert_int_equal(
			    seq_of(json_object_array_get_idx(list, k)), k + 1);
		assert_int_equal(
		    json_object_get_int64(jsonin_member(o, "pending")), 0);
		json_object_put(o);
		subscriber_free(s);
	}
}

static void
a_limit_says_what_is_pending(void **state)
{
	struct fixture *f = *state;
	struct ask a = { .feed = ASK_NORMAL, .limit = 3 };
	struct subscriber *s = begin(f, &a, 10);
	struct json_object *o;
	char id[64];

	assert_true(drink(f, s, 4096));
	o = parse(buf_span(&f->out));
	snprintf(id, sizeof id, "%s-13", tape_generation(f->t));
	assert_true(span_is(jsonin_string(o, "last_id"), id));
	assert_int_equal(
	    json_object_get_int64(jsonin_member(o, "pending")), 387);
	json_object_put(o);
	subscriber_free(s);
}

static void
a_stream_follows_without_gap_or_repeat(void **state)
{
	struct fixture *f = *state;
	struct ask a = { .feed = ASK_SSE };
	struct subscriber *s = begin(f, &a, 390);

	assert_false(drink(f, s, 100));
	for (int i = 0; i < 150; i++) {
		put(f);
		assert_false(drink(f, s, 100));
	}
	assert_int_equal(count_lines(f, "\ndata: ", 391), 310);
	assert_non_null(strstr(buf_cstr(&f->out), "retry: "));
	subscriber_free(s);
}

static void
continuous_is_json_lines_with_heartbeats(void **state)
{
	struct fixture *f = *state;
	struct ask a = { .feed = ASK_CONTINUOUS, .heartbeat_ms = 500 };
	struct subscriber *s = begin(f, &a, 398);
	size_t n;

	assert_false(drink(f, s, 64));
	assert_int_equal(count_lines(f, "{\"contract\":1,\"id\"", 399), 2);
	n = f->out.n;
	assert_int_equal(subscriber_wake(s), f->now + 500);
	f->now += 500;
	assert_false(drink(f, s, 64));
	assert_int_equal(f->out.n, n + 1);
	assert_int_equal(f->out.p[n], '\n');
	subscriber_free(s);
}

static void
a_long_poll_waits_for_the_first_bunch(void **state)
{
	struct fixture *f = *state;
	struct ask a = { .feed = ASK_LONGPOLL, .timeout_ms = 5000 };
	struct subscriber *s = begin(f, &a, 400);
	struct json_object *o;

	assert_false(drink(f, s, 4096));
	put(f);
	assert_true(drink(f, s, 4096));
	o = parse(buf_span(&f->out));
	assert_int_equal(
	    json_object_array_length(jsonin_member(o, "changes")), 2);
	json_object_put(o);
	subscriber_free(s);
}

static void
a_long_poll_ends_with_nothing_when_its_time_is_over(void **state)
{
	struct fixture *f = *state;
	struct ask a = { .feed = ASK_LONGPOLL, .timeout_ms = 5000 };
	struct subscriber *s = begin(f, &a, 400);
	struct json_object *o;

	assert_false(drink(f, s, 4096));
	assert_int_equal(subscriber_wake(s), f->now + 5000);
	f->now += 5000;
	assert_true(drink(f, s, 4096));
	o = parse(buf_span(&f->out));
	assert_int_equal(
	    json_object_array_length(jsonin_member(o, "changes")), 0);
	json_object_put(o);
	subscriber_free(s);
}

static void
a_filtered_stream_moves_its_cursor_by_checkpoints(void **state)
{
	struct fixture *f = *state;
	struct ask a = { .feed = ASK_SSE,
		.filter = { .speaker = SPAN("Ada Brook") },
		.query = SPAN("speaker=Ada%20Brook") };
	struct subscriber *s = begin(f, &a, 0);
	char mark[128];

	assert_false(drink(f, s, 4096));
	assert_int_equal(f->n, 200);
	put(f); /* not for it */
	assert_false(drink(f, s, 4096));
	assert_null(strstr(buf_cstr(&f->out), "event: checkpoint"));
	f->now = subscriber_wake(s);
	assert_false(drink(f, s, 4096));
	snprintf(mark, sizeof mark, "\n\nid: %s-402\nevent: checkpoint\n",
	    tape_generation(f->t));
	assert_non_null(strstr(buf_cstr(&f->out), mark));
	/* only what is for it was sent: 20 claims */
	for (const char *p = buf_cstr(&f->out);
	     (p = strstr(p, "\"type\":\"claim.new\"")) != NULL; p++)
		a.limit++;
	assert_int_equal(a.limit, 20);
	subscriber_free(s);
}

static void
a_long_history_is_looked_at_in_slices(void **state)
{
	struct fixture *f = *state;
	struct ask a = { .feed = ASK_SSE,
		.filter = { .speaker = SPAN("Nobody") },
		.query = SPAN("speaker=Nobody") };
	struct subscriber *s;
	char piece[4096];

	while (store_head(f->s) < 2 * SUBSCRIBER_SCAN_MAX)
		put(f);
	s = begin(f, &a, (int64_t)store_head(f->s) - 2 * SUBSCRIBER_SCAN_MAX);
	subscriber_fill(s, piece, sizeof piece, f->now);
	assert_true(subscriber_hungry(s));
	subscriber_fill(s, piece, sizeof piece, f->now);
	subscriber_fill(s, piece, sizeof piece, f->now);
	assert_false(subscriber_hungry(s));
	subscriber_free(s);
}

static void
an_unknown_id_begins_with_a_reset(void **state)
{
	struct fixture *f = *state;
	struct ask a = { .feed = ASK_SSE, .timeout_ms = -1 };
	struct subscriber *s = subscriber_new(
	    &a, f->t, SUBSCRIBER_GONE, 0, -1, f->now);

	assert_false(drink(f, s, 4096));
	assert_non_null(strstr(buf_cstr(&f->out), "event: reset\n"));
	assert_non_null(strstr(buf_cstr(&f->out), "\"seq\":400,"));
	subscriber_free(s);
}

static int
rows_file(const char *text)
{
	char path[] = "/tmp/claimwire-rows-XXXXXX";
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	unlink(path);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	return fd;
}

static void
a_snapshot_comes_before_what_follows_it(void **state)
{
	struct fixture *f = *state;
	static const enum ask_feed feeds[] = { ASK_SSE, ASK_CONTINUOUS };

	for (size_t i = 0; i < 2; i++) {
		struct ask a = {
			.feed = feeds[i], .timeout_ms = -1, .snapshot = true
		};
		struct subscriber *s = subscriber_new(&a, f->t, SUBSCRIBER_HERE,
		    398, rows_file("{\"id\":\"c1\"}\n{\"id\":\"c2\"}\n"),
		    f->now);
		const char *one, *two, *ready, *change;

		buf_clear(&f->out);
		assert_false(drink(f, s, 9));
		one = strstr(buf_cstr(&f->out), "{\"id\":\"c1\"}");
		two = strstr(f->out.p, "{\"id\":\"c2\"}");
		ready = strstr(f->out.p, "ready");
		change = strstr(f->out.p, "\"seq\":399,");
		assert_true(
		    one != NULL && one < two && two < ready && ready < change);
		subscriber_free(s);
	}
}

static void
a_snapshot_stands_in_the_answer_of_normal(void **state)
{
	struct fixture *f = *state;
	struct ask a = {
		.feed = ASK_NORMAL, .timeout_ms = -1, .snapshot = true
	};
	struct subscriber *s = subscriber_new(&a, f->t, SUBSCRIBER_HERE, 398,
	    rows_file("{\"id\":\"c1\"}\n{\"id\":\"c2\"}\n"), f->now);
	struct json_object *o;

	assert_true(drink(f, s, 5));
	o = parse(buf_span(&f->out));
	assert_int_equal(
	    json_object_array_length(jsonin_member(o, "initial")), 2);
	assert_int_equal(
	    json_object_array_length(jsonin_member(o, "changes")), 2);
	json_object_put(o);
	subscriber_free(s);
}

/* An EventSource asks for the rows again and again; the store is another one.
 */
static void
a_reset_with_a_snapshot_goes_on_from_its_rows(void **state)
{
	struct fixture *f = *state;
	struct ask a = { .feed = ASK_SSE, .timeout_ms = -1, .snapshot = true };
	struct subscriber *s = subscriber_new(&a, f->t, SUBSCRIBER_GONE, 398,
	    rows_file("{\"id\":\"c1\"}\n"), f->now);
	const char *reset, *row, *ready;

	assert_false(drink(f, s, 4096));
	reset = strstr(buf_cstr(&f->out), "event: reset");
	row = strstr(f->out.p, "event: initial");
	ready = strstr(f->out.p, "-398\nevent: ready");
	assert_true(reset != NULL && reset < row && row < ready);
	/* cut off among the rows it is told again: no id before they end */
	assert_true(strstr(f->out.p, "\nid: ") > row);
	assert_int_equal(count_lines(f, "\ndata: {\"contract\"", 399), 2);
	subscriber_free(s);
}

/* The desk reads what was committed just now; the tape is told later. */
static void
a_snapshot_may_be_ahead_of_the_tape(void **state)
{
	struct fixture *f = *state;
	struct ask a = {
		.feed = ASK_NORMAL, .timeout_ms = -1, .snapshot = true
	};
	struct tape *told = f->t;
	struct subscriber *s;
	struct json_object *o;

	f->t = NULL;
	put(f);
	f->t = told;
	s = subscriber_new(&a, f->t, SUBSCRIBER_HERE, 402,
	    rows_file("{\"id\":\"c1\"}\n"), f->now);
	assert_true(drink(f, s, 4096));
	o = parse(buf_span(&f->out));
	assert_int_equal(json_object_get_int64(jsonin_member(o, "pending")), 0);
	json_object_put(o);
	subscriber_free(s);
}

static void
latest_leaves_out_what_has_a_later_change(void **state)
{
	struct fixture *f = *state;
	struct ask a = { .feed = ASK_CONTINUOUS, .latest = true };
	struct subscriber *s;
	struct invent v;
	enum store_outcome o;

	/* c1 again, in another outlet */
	invent(&v, "Tarn Mail", "m1", "2031-05-01",
	    "Bo Finch: Sluice number1 is open.");
	assert_int_equal(store_commit(f->s, &v.entry, 1, NOON, &o), RC_OK);
	tape_news(f->t, (int64_t)store_head(f->s));
	s = begin(f, &a, 0);
	assert_false(drink(f, s, 4096));
	assert_null(strstr(buf_cstr(&f->out), "\"seq\":2,"));
	assert_non_null(strstr(f->out.p, "\"seq\":4,"));
	assert_non_null(strstr(f->out.p, "\"claim.corroborated\""));
	subscriber_free(s);
}

static void
places_are_told_apart(void **state)
{
	struct fixture *f = *state;
	const struct {
		struct ask_since since;
		enum subscriber_place place;
		int64_t seq;
	} t[] = {
		{ { .kind = ASK_SINCE_SEQ, .seq = 0 }, SUBSCRIBER_HERE, 0 },
		{ { .kind = ASK_SINCE_SEQ, .seq = 400 }, SUBSCRIBER_HERE, 400 },
		{ { .kind = ASK_SINCE_SEQ, .seq = 401 }, SUBSCRIBER_GONE, -1 },
		{ { .kind = ASK_SINCE_NOW }, SUBSCRIBER_HERE, 400 },
		{ { .kind = ASK_SINCE_ID, .generation = SPAN("ab"), .seq = 7 },
		    SUBSCRIBER_GONE, -1 },
		{ { .kind = ASK_SINCE_TIME, .at_ms = NOON + 101 },
		    SUBSCRIBER_HERE, 200 },
		{ { .kind = ASK_SINCE_TIME, .at_ms = 5 }, SUBSCRIBER_HERE, 0 },
	};

	for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
		struct ask a = { .since = t[i].since };
		int64_t seq = -1;

		assert_int_equal(
		    subscriber_place(&a, f->t, f->q, &seq), t[i].place);
		assert_int_equal(seq, t[i].seq);
	}
}

/* An id that /claims or /snapshot gave a moment ago is no other store's. */
static void
an_id_ahead_of_the_tape_is_looked_up(void **state)
{
	struct fixture *f = *state;
	struct ask a = { .since = { .kind = ASK_SINCE_ID,
			     .generation = span_of(tape_generation(f->t)),
			     .seq = 402 } };
	struct tape *told = f->t;
	int64_t seq = -1;

	f->t = NULL;
	put(f);
	f->t = told;
	assert_int_equal(tape_head(f->t), 400);
	assert_int_equal(
	    subscriber_place(&a, f->t, f->q, &seq), SUBSCRIBER_HERE);
	assert_int_equal(seq, 402);
	a.since.seq = 403;
	assert_int_equal(
	    subscriber_place(&a, f->t, f->q, &seq), SUBSCRIBER_GONE);
}

static void
a_tape_knows_what_is_there(void **state)
{
	struct fixture *f = *state;
	struct tape_item item;

	assert_int_equal(tape_get(f->t, 401, &item), RC_END);
	assert_int_equal(tape_get(f->t, 0, &item), RC_NOENT);
	for (int64_t seq = 400; seq > 0; seq--) {
		struct json_object *o;

		assert_int_equal(tape_get(f->t, seq, &item), RC_OK);
		o = parse(item.json);
		assert_int_equal(seq_of(o), seq);
		json_object_put(o);
	}
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(normal_tells_all_changes_and_ends),
		T(a_limit_says_what_is_pending),
		T(a_stream_follows_without_gap_or_repeat),
		T(continuous_is_json_lines_with_heartbeats),
		T(a_long_poll_waits_for_the_first_bunch),
		T(a_long_poll_ends_with_nothing_when_its_time_is_over),
		T(a_filtered_stream_moves_its_cursor_by_checkpoints),
		T(a_long_history_is_looked_at_in_slices),
		T(an_unknown_id_begins_with_a_reset),
		T(a_snapshot_comes_before_what_follows_it),
		T(a_snapshot_stands_in_the_answer_of_normal),
		T(a_reset_with_a_snapshot_goes_on_from_its_rows),
		T(a_snapshot_may_be_ahead_of_the_tape),
		T(latest_leaves_out_what_has_a_later_change),
		T(places_are_told_apart),
		T(an_id_ahead_of_the_tape_is_looked_up),
		T(a_tape_knows_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
