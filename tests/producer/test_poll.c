/* Tests for producer/poll.c: patience and politeness, on a clock of the
 * test's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "producer/poll.h"

#define MINUTE 60000
#define HOUR   (60 * MINUTE)
#define START  1800000000000

static struct poll *
new_poll(void)
{
	const struct poll_opts o = { .least_ms = 5 * MINUTE,
		.most_ms = 24 * HOUR,
		.pause_ms = 1000,
		.parallel = 8,
		.seed = 7 };

	return poll_new(&o);
}

static uint32_t
add(struct poll *p, const char *address)
{
	struct pollstate st = { 0 };

	return poll_add(p, address, &st, START);
}

/* The next request must be for url, with these validators. */
static uint32_t
asks(struct poll *p, int64_t now, const char *url, const char *etag)
{
	struct poll_request r = { .id = UINT32_MAX };

	assert_true(poll_next(p, now, &r));
	assert_string_equal(r.url, url);
	if (etag == NULL)
		assert_null(r.etag);
	else
		assert_string_equal(r.etag, etag);
	return r.id;
}

static void
asks_nothing(struct poll *p, int64_t now)
{
	struct poll_request r;

	assert_false(poll_next(p, now, &r));
}

static const struct poll_answer ok = {
	.status = 200, .etag = "\"1\"", .fresh = true
};
static const struct poll_answer same = { .status = 304 };

static void
validators_go_back_to_who_gave_them(void **state)
{
	const struct poll_answer away = { .status = 302,
		.location = "https://b.example/f" };
	struct poll *p = new_poll();
	uint32_t id = add(p, "https://a.example/f");
	int64_t now = START;

	(void)state;
	asks(p, now, "https://a.example/f", NULL);
	assert_true(poll_answer(p, id, &ok, now));
	now = poll_wake(p);
	asks(p, now, "https://a.example/f", "\"1\"");
	assert_true(poll_answer(p, id, &same, now));
	now = poll_wake(p);
	asks(p, now, "https://a.example/f", "\"1\"");
	assert_false(poll_answer(p, id, &away, now));
	asks(p, now, "https://b.example/f", NULL);
	assert_true(poll_answer(p, id, &ok, now));
	now = poll_wake(p);
	asks(p, now, "https://a.example/f", NULL);
	poll_free(p);
}

static void
permanent_redirects_are_remembered_until_they_fail(void **state)
{
	const struct poll_answer moved = { .status = 301,
		.location = "https://b.example/f" };
	const struct poll_answer bad = { .status = 500 };
	struct poll *p = new_poll();
	uint32_t id = add(p, "https://a.example/f");
	int64_t now = START;

	(void)state;
	asks(p, now, "https://a.example/f", NULL);
	assert_false(poll_answer(p, id, &moved, now));
	asks(p, now, "https://b.example/f", NULL);
	assert_true(poll_answer(p, id, &ok, now));
	assert_string_equal(poll_state(p, id)->moved, "https://b.example/f");
	for (int i = 0; i < POLL_PATIENCE; i++) {
		now = poll_wake(p);
		asks(p, now, "https://b.example/f", "\"1\"");
		assert_true(poll_answer(p, id, &bad, now));
	}
	asks(p, poll_wake(p), "https://a.example/f", NULL);
	poll_free(p);
}

static void
redirects_end_somewhere(void **state)
{
	const struct poll_answer loop = { .status = 302,
		.location = "https://a.example/f" };
	struct poll *p = new_poll();
	uint32_t id = add(p, "https://a.example/f");
	int64_t now = START;

	(void)state;
	for (int i = 0; i < POLL_HOPS_MAX; i++) {
		asks(p, now, "https://a.example/f", NULL);
		assert_false(poll_answer(p, id, &loop, now));
		asks_nothing(p, now); /* it had its request */
		now = poll_wake(p);
	}
	asks(p, now, "https://a.example/f", NULL);
	assert_true(poll_answer(p, id, &loop, now));
	assert_string_equal(poll_state(p, id)->why, "redirected too often");
	poll_free(p);
}

static void
a_host_has_one_request_and_a_pause(void **state)
{
	static const char *const address[] = { "https://a.example/1",
		"https://A.example/2", "https://b.example/3" };
	struct poll *p = new_poll();
	uint32_t first;

	(void)state;
	for (int i = 1; i <= 3; i++) {
		struct pollstate st = { .next_ms = i };

		poll_add(p, address[i - 1], &st, START);
	}
	first = asks(p, START, "https://a.example/1", NULL);
	asks(p, START, "https://b.example/3", NULL);
	asks_nothing(p, START + HOUR);
	assert_true(poll_answer(p, first, &ok, START + 500));
	asks_nothing(p, START + 1499);
	assert_int_equal(poll_wake(p), START + 1500);
	asks(p, START + 1500, "https://A.example/2", NULL);
	poll_free(p);
}

static void
retry_after_holds_for_the_host(void **state)
{
	const struct poll_answer busy = { .status = 429,
		.retry_after_s = 7200 };
	struct poll *p = new_poll();
	uint32_t id;

	(void)state;
	id = add(p, "https://a.example/1");
	asks(p, START, "https://a.example/1", NULL);
	add(p, "https://a.example/2");
	assert_true(poll_answer(p, id, &busy, START));
	asks_nothing(p, START + 7200000 - 1);
	poll_hurry(p, id, START);
	asks_nothing(p, START + 7200000 - 1);
	asks(p, START + 7200000 + 10, "https://a.example/2", NULL);
	poll_free(p);
}

/* RFC 9110, section 10.2.3: of a redirect it is the time until the next
 * request. */
static void
retry_after_of_a_redirect_is_waited_for(void **state)
{
	struct poll_answer away = { .status = 302,
		.retry_after_s = POLL_WAIT_S,
		.location = "https://b.example/1" };
	struct poll *p = new_poll();
	uint32_t id;

	(void)state;
	id = add(p, "https://a.example/1");
	asks(p, START, "https://a.example/1", NULL);
	assert_false(poll_answer(p, id, &away, START));
	asks_nothing(p, START + 60000 - 1);
	asks(p, START + 60000 + 10, "https://b.example/1", NULL);
	away.retry_after_s++;
	assert_true(poll_answer(p, id, &away, START + 60010));
	assert_non_null(strstr(poll_state(p, id)->why, "Retry-After"));
	asks_nothing(p, START + 60010 + 61000 - 1);
	poll_free(p);
}

static void
retry_after_holds_across_a_restart(void **state)
{
	struct pollstate st = {
		.next_ms = START + HOUR, .held_ms = START + HOUR, .status = 503
	};
	struct poll *p = new_poll();

	(void)state;
	poll_add(p, "https://a.example/1", &st, START);
	add(p, "https://a.example/2");
	asks_nothing(p, START);
	asks_nothing(p, START + HOUR - 1);
	asks(p, START + HOUR, "https://a.example/2", NULL);
	poll_free(p);
}

static void
a_partial_answer_leaves_the_validators(void **state)
{
	const struct poll_answer cut = {
		.status = 200, .etag = "\"2\"", .fresh = true, .partial = true
	};
	struct poll *p = new_poll();
	uint32_t id = add(p, "https://a.example/f");
	int64_t now = START;

	(void)state;
	asks(p, now, "https://a.example/f", NULL);
	assert_true(poll_answer(p, id, &ok, now));
	now = poll_wake(p);
	asks(p, now, "https://a.example/f", "\"1\"");
	assert_true(poll_answer(p, id, &cut, now));
	asks(p, poll_wake(p), "https://a.example/f", "\"1\"");
	poll_free(p);
}

static void
what_is_ill_knows_since_when(void **state)
{
	const struct poll_answer gone = { .status = 404 };
	struct poll *p = new_poll();
	uint32_t id = add(p, "https://a.example/f");
	int64_t now = START;

	(void)state;
	for (int i = 0; i < 3; i++) {
		asks(p, now, "https://a.example/f", NULL);
		assert_true(poll_answer(p, id, &gone, now));
		assert_int_equal(poll_state(p, id)->ill_ms, START);
		now = poll_wake(p);
	}
	asks(p, now, "https://a.example/f", NULL);
	assert_true(poll_answer(p, id, &ok, now));
	assert_int_equal(poll_state(p, id)->ill_ms, 0);
	poll_free(p);
}

static void
intervals_follow_what_changes(void **state)
{
	const struct poll_answer bad = { .status = 0, .why = "no answer" };
	const struct poll_answer aged = { .status = 304, .max_age_s = 7200 };
	const struct poll_answer gone = { .status = 410 };
	struct poll *p = new_poll();
	uint32_t id = add(p, "https://a.example/1");
	int64_t now = START, wait;

	(void)state;
	for (int i = 0; i < 20; i++) {
		asks(p, now, "https://a.example/1", i > 0 ? "\"1\"" : NULL);
		assert_true(poll_answer(p, id, &ok, now));
		wait = poll_wake(p) - now;
		assert_in_range(wait, 5 * MINUTE, 12 * MINUTE);
		now += wait;
	}
	for (int i = 0; i < 30; i++) {
		asks(p, now, "https://a.example/1", "\"1\"");
		assert_true(poll_answer(p, id, &same, now));
		wait = poll_wake(p) - now;
		now += wait;
	}
	assert_in_range(wait, 21 * HOUR, 27 * HOUR);
	asks(p, now, "https://a.example/1", "\"1\"");
	assert_true(poll_answer(p, id, &bad, now));
	wait = poll_wake(p) - now;
	assert_in_range(wait, 9 * MINUTE, 11 * MINUTE);
	now += wait;
	asks(p, now, "https://a.example/1", "\"1\"");
	assert_true(poll_answer(p, id, &aged, now));
	assert_true(poll_wake(p) - now >= 2 * HOUR);
	now = poll_wake(p);
	asks(p, now, "https://a.example/1", "\"1\"");
	assert_true(poll_answer(p, id, &gone, now));
	assert_true(poll_wake(p) - now >= 21 * HOUR);
	poll_free(p);
}

static void
what_is_paused_or_dropped_is_not_asked(void **state)
{
	struct poll *p = new_poll();
	uint32_t a = add(p, "https://a.example/1");
	uint32_t b = add(p, "https://a.example/2");

	(void)state;
	poll_pause(p, a, true, START);
	asks(p, START, "https://a.example/2", NULL);
	poll_drop(p, b);
	assert_false(poll_answer(p, b, &ok, START));
	asks_nothing(p, START + HOUR);
	assert_true(poll_wake(p) == INT64_MAX);
	poll_pause(p, a, false, START + HOUR);
	asks(p, START + HOUR, "https://a.example/1", NULL);
	poll_free(p);
}

static void
a_restart_goes_on_where_it_was(void **state)
{
	struct poll *p = new_poll(), *q = new_poll();
	uint32_t id = add(p, "https://a.example/1");
	struct pollstate st;
	struct buf text = { 0 };
	int64_t next;

	(void)state;
	asks(p, START, "https://a.example/1", NULL);
	assert_true(poll_answer(p, id, &ok, START));
	next = poll_wake(p);
	pollstate_encode(poll_state(p, id), &text);
	assert_int_equal(pollstate_decode(buf_span(&text), &st), RC_OK);
	poll_add(q, "https://a.example/1", &st, START + 1);
	asks_nothing(q, next - 1);
	asks(q, next, "https://a.example/1", "\"1\"");
	poll_free(p);
	poll_free(q);
	buf_free(&text);
}

/* ---- the scorer: 10,000 polls of servers that do everything ---- */

#define FEEDS 300
#define HOSTS 60
#define POLLS 10000

struct server {
	char etag[32];  /* of the feed now */
	char given[32]; /* that went out with its last 200; "" none yet */
	int version;
	int64_t held; /* Retry-After it gave */
	bool flying;
	int64_t ends; /* when its request is answered */
};

struct score {
	struct server feed[FEEDS];
	int64_t host_held[HOSTS], host_free[HOSTS];
	int in_flight[HOSTS];
	int polls, unconditional, invented, crowded, impatient, hasty;
	uint64_t random;
};

static unsigned
draw(struct score *s, unsigned n)
{
	s->random = s->random * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(s->random >> 33) % n;
}

/* A request came in. */
static void
judge(struct score *s, const struct poll_request *r, int64_t now)
{
	unsigned f = r->id, h = f % HOSTS;
	struct server *v = &s->feed[f];

	s->crowded += s->in_flight[h] > 0;
	s->in_flight[h]++;
	s->hasty += now < s->host_free[h] + 1000;
	s->impatient += now < v->held || now < s->host_held[h];
	if (v->given[0] != '\0' && r->etag == NULL)
		s->unconditional++;
	if (r->etag != NULL && strcmp(r->etag, v->given) != 0)
		s->invented++;
	v->flying = true;
	v->ends = now + 20 + draw(s, 3000);
}

/* What it answers, and what that means for later requests. */
static struct poll_answer
respond(struct score *s, unsigned f, int64_t now)
{
	struct server *v = &s->feed[f];
	struct poll_answer a = { .status = 200 };

	if (draw(s, 3) == 0)
		snprintf(
		    v->etag, sizeof(v->etag), "\"%u-%d\"", f, ++v->version);
	switch (draw(s, 12)) {
	case 0:
		a.status = 500;
		return a;
	case 1:
		a.status = 0;
		a.why = "no answer";
		return a;
	case 2:
		a.status = draw(s, 2) ? 429 : 503;
		a.retry_after_s = 60 + draw(s, 20000);
		v->held = now + a.retry_after_s * 1000;
		s->host_held[f % HOSTS] = v->held;
		return a;
	case 3:
		a.max_age_s = draw(s, 7200);
		break;
	}
	if (strcmp(v->given, v->etag) == 0) {
		a.status = 304;
		return a;
	}
	strcpy(v->given, v->etag);
	a.etag = v->etag;
	a.fresh = true;
	return a;
}

/* Answer what ends by now. */
static void
land(struct poll *p, struct score *s, int64_t now)
{
	for (unsigned f = 0; f < FEEDS; f++) {
		struct poll_answer a;

		if (!s->feed[f].flying || s->feed[f].ends > now)
			continue;
		a = respond(s, f, now);
		s->feed[f].flying = false;
		s->in_flight[f % HOSTS]--;
		s->host_free[f % HOSTS] = now;
		assert_true(poll_answer(p, f, &a, now));
		s->polls++;
	}
}

static int64_t
next_moment(struct poll *p, const struct score *s)
{
	int64_t t = poll_wake(p);

	for (unsigned f = 0; f < FEEDS; f++)
		if (s->feed[f].flying && s->feed[f].ends < t)
			t = s->feed[f].ends;
	return t;
}

static void
ten_thousand_polls_are_polite(void **state)
{
	struct score *s = calloc(1, sizeof(*s));
	struct poll *p = new_poll();
	struct poll_request r;
	int64_t now = START;

	(void)state;
	s->random = 42;
	for (unsigned f = 0; f < FEEDS; f++) {
		char address[64];

		snprintf(address, sizeof(address), "https://h%u.example/%u",
		    f % HOSTS, f);
		snprintf(s->feed[f].etag, 32, "\"%u-0\"", f);
		s->host_free[f % HOSTS] = START - HOUR;
		assert_int_equal(add(p, address), f);
	}
	while (s->polls < POLLS) {
		while (poll_next(p, now, &r))
			judge(s, &r, now);
		now = next_moment(p, s);
		assert_true(now < INT64_MAX);
		land(p, s, now);
	}
	assert_int_equal(s->unconditional, 0);
	assert_int_equal(s->invented, 0);
	assert_int_equal(s->crowded, 0);
	assert_int_equal(s->impatient, 0);
	assert_int_equal(s->hasty, 0);
	poll_free(p);
	free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(validators_go_back_to_who_gave_them),
		cmocka_unit_test(
		    permanent_redirects_are_remembered_until_they_fail),
		cmocka_unit_test(redirects_end_somewhere),
		cmocka_unit_test(a_host_has_one_request_and_a_pause),
		cmocka_unit_test(retry_after_holds_for_the_host),
		cmocka_unit_test(retry_after_of_a_redirect_is_waited_for),
		cmocka_unit_test(retry_after_holds_across_a_restart),
		cmocka_unit_test(a_partial_answer_leaves_the_validators),
		cmocka_unit_test(what_is_ill_knows_since_when),
		cmocka_unit_test(intervals_follow_what_changes),
		cmocka_unit_test(what_is_paused_or_dropped_is_not_asked),
		cmocka_unit_test(a_restart_goes_on_where_it_was),
		cmocka_unit_test(ten_thousand_polls_are_polite),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
