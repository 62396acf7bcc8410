/* Tests for producer/poll.c: pages of stories, on a clock of the test's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "producer/poll.h"

#define MINUTE 60000
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)
#define START  1800000000000

static struct poll *
new_poll(const char *fade)
{
	struct poll_opts o = { .least_ms = 5 * MINUTE,
		.most_ms = DAY,
		.pause_ms = 1000,
		.again_ms = 10000,
		.parallel = 8,
		.seed = 7 };

	assert_int_equal(fade_parse(fade, &o.fade), RC_OK);
	return poll_new(&o);
}

static uint32_t
add_page(struct poll *p, const char *address)
{
	struct pollstate st = { .page = 1 };

	return poll_add(p, address, &st, START);
}

static const struct poll_answer ok = { .status = 200, .etag = "\"1\"" };
static const struct poll_answer same = { .status = 304 };
static const struct poll_answer over = {
	.status = 304, .final = true, .unasked = true
};
static const struct poll_answer bad = { .status = 500 };
static const struct poll_answer fine = { .status = 200 };

/* The next request, whenever it is due; its time is *now then. */
static struct poll_request
next(struct poll *p, int64_t *now)
{
	struct poll_request r = { .id = UINT32_MAX };

	while (!poll_next(p, *now, &r)) {
		assert_true(poll_wake(p) < INT64_MAX);
		assert_true(poll_wake(p) > *now);
		*now = poll_wake(p);
	}
	return r;
}

static void
a_page_is_asked_again_ever_later_with_its_validators(void **state)
{
	static const int64_t after[] = { 0, 30 * MINUTE, 2 * HOUR, DAY };
	struct poll *p = new_poll("30m 2h 1d");
	int64_t now = START;
	uint32_t id = add_page(p, "https://a.example/1");

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct poll_request r = next(p, &now);

		assert_int_equal(now, START + after[i]);
		assert_true((r.etag != NULL) == (i > 0));
		assert_true(poll_answer(p, id, i == 0 ? &ok : &same, now));
	}
	assert_int_equal(poll_state(p, id)->ended, 1);
	next(p, &now);
	assert_int_equal(now, START + DAY + FADE_GRACE_MS);
	assert_true(poll_answer(p, id, &over, now));
	assert_true(fade_over(poll_state(p, id)));
	assert_int_equal(poll_wake(p), INT64_MAX);
	poll_free(p);
}

static void
a_page_that_fails_is_tried_thrice_one_that_is_gone_once(void **state)
{
	const struct poll_answer gone = { .status = 404 };
	const struct poll_answer forbidden = {
		.why = "no", .final = true, .unasked = true
	};
	struct poll *p = new_poll("1d");
	int64_t now = START;
	uint32_t id = add_page(p, "https://a.example/1");
	const struct pollstate *st = poll_state(p, id);

	(void)state;
	for (int i = 1; i <= POLL_PATIENCE; i++) {
		next(p, &now);
		assert_true(poll_answer(p, id, &bad, now));
		assert_int_equal(st->failed, i % POLL_PATIENCE);
		assert_non_null(st->why);
	}
	assert_true(now < START + HOUR);
	assert_int_equal(st->next_ms, now + DAY);
	next(p, &now);
	assert_true(poll_answer(p, id, &gone, now));
	assert_int_equal(st->ended, 1);
	id = add_page(p, "https://a.example/2");
	next(p, &now);
	assert_true(poll_answer(p, id, &forbidden, now));
	assert_int_equal(poll_state(p, id)->ended, 1);
	assert_string_equal(poll_state(p, id)->why, "no");
	poll_free(p);
}

/* A change that nobody asks for later would be missed. */
static void
a_page_that_fails_at_its_last_time_is_tried_for_hours(void **state)
{
	struct poll *p = new_poll("30m 1d");
	int64_t now = START, last;
	uint32_t id = add_page(p, "https://a.example/1");
	const struct pollstate *st = poll_state(p, id);
	int n = 0;

	(void)state;
	next(p, &now);
	assert_true(poll_answer(p, id, &ok, now));
	next(p, &now);
	assert_true(poll_answer(p, id, &same, now));
	next(p, &now);
	assert_int_equal(now, START + DAY);
	for (last = now; st->ended == 0; n++, next(p, &now)) {
		assert_true(poll_answer(p, id, &bad, now));
		last = now;
	}
	assert_true(n > 2 * POLL_PATIENCE && n < 50);
	assert_true(last >= START + DAY + FADE_GRACE_MS);
	poll_free(p);
	p = new_poll("30m 1d");
	now = START;
	id = add_page(p, "https://a.example/1");
	for (int i = 0; i < 2; i++) {
		next(p, &now);
		assert_true(poll_answer(p, id, &ok, now));
	}
	for (int i = 0; i < 2 * POLL_PATIENCE; i++) {
		next(p, &now);
		assert_true(poll_answer(p, id, &bad, now));
	}
	next(p, &now);
	assert_true(poll_answer(p, id, &fine, now));
	assert_int_equal(poll_state(p, id)->failed, 0);
	assert_int_equal(poll_state(p, id)->ended, 1);
	poll_free(p);
}

/* 100 pages of one host: asked a second apart, then, again, ten. */
static void
pages_asked_again_keep_their_pace(void **state)
{
	struct poll *p = new_poll("30m");
	int64_t now = START, last = 0;
	char url[64];

	(void)state;
	for (int i = 0; i < 100; i++) {
		snprintf(url, sizeof(url), "https://a.example/%d", i);
		add_page(p, url);
	}
	for (int i = 0; i < 200; i++) {
		struct poll_request r = next(p, &now);

		if (i > 0 && i < 100)
			assert_int_equal(now - last, 1000);
		if (i > 100)
			assert_in_range(now - last, 10000, 11000);
		last = now;
		assert_true(poll_answer(p, r.id, i < 100 ? &ok : &same, now));
	}
	poll_free(p);
}

static void
a_feed_does_not_wait_for_all_pages_of_its_host(void **state)
{
	struct poll *p = new_poll("no");
	struct pollstate feed = { .next_ms = START + 5000 };
	struct poll_request r;
	int64_t now = START;
	uint32_t id;
	char url[64];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		snprintf(url, sizeof(url), "https://a.example/%d", i);
		add_page(p, url);
	}
	id = poll_add(p, "https://a.example/feed", &feed, START);
	for (r = next(p, &now); r.id != id; r = next(p, &now))
		assert_true(poll_answer(p, r.id, &ok, now));
	assert_in_range(now, START + 5000, START + 8000);
	poll_free(p);
}

static void
a_crawl_delay_is_kept(void **state)
{
	struct poll *p = new_poll("no");
	int64_t now = START;
	uint32_t one = add_page(p, "https://a.example/1");
	uint32_t two = add_page(p, "https://a.example/2");

	(void)state;
	poll_pace(p, "https://A.example/x", 20000);
	next(p, &now);
	poll_answer(p, one, &ok, now);
	assert_int_equal(next(p, &now).id, two);
	assert_int_equal(now, START + 20000);
	poll_free(p);
}

/* robots.txt in the place of its page, and on another host. */
static void
a_detour_is_as_polite_as_what_it_is_for(void **state)
{
	struct poll *p = new_poll("no");
	int64_t now = START;
	uint32_t one = add_page(p, "https://a.example/1");
	struct poll_request r;

	(void)state;
	add_page(p, "https://a.example/2");
	assert_int_equal(next(p, &now).id, one);
	assert_true(
	    poll_detour(p, one, "https://b.example/robots.txt", &fine, now));
	r = next(p, &now);
	assert_string_equal(r.url, "https://b.example/robots.txt");
	assert_int_equal(now, START);
	assert_true(poll_detour(p, one, "https://a.example/1", &fine, now));
	r = next(p, &now);
	assert_string_equal(r.url, "https://a.example/2");
	assert_int_equal(now, START + 1000);
	poll_answer(p, r.id, &ok, now);
	r = next(p, &now);
	assert_string_equal(r.url, "https://a.example/1");
	assert_int_equal(now, START + 2000);
	poll_drop(p, one);
	assert_false(poll_detour(p, one, "https://a.example/1", &fine, now));
	poll_free(p);
}

/* A robots.txt that is asked for anew, while the old one holds. */
static void
a_detour_may_hold_the_host(void **state)
{
	const struct poll_answer busy = { .status = 503, .retry_after_s = 600 };
	struct poll *p = new_poll("no");
	int64_t now = START;
	uint32_t one = add_page(p, "https://a.example/1");

	(void)state;
	assert_int_equal(next(p, &now).id, one);
	assert_true(poll_detour(p, one, "https://a.example/1", &busy, now));
	assert_int_equal(next(p, &now).id, one);
	assert_int_equal(now, START + 600000 + 10);
	poll_free(p);
}

static void
numbers_are_used_again_but_not_in_flight(void **state)
{
	struct poll *p = new_poll("no");
	int64_t now = START;
	uint32_t one = add_page(p, "https://a.example/1"), two;

	(void)state;
	assert_int_equal(next(p, &now).id, one);
	poll_drop(p, one);
	two = add_page(p, "https://b.example/2");
	assert_int_not_equal(two, one);
	assert_false(poll_answer(p, one, &ok, now));
	assert_int_equal(add_page(p, "https://c.example/3"), one);
	poll_drop(p, two);
	assert_int_equal(add_page(p, "https://d.example/4"), two);
	assert_string_equal(poll_address(p, two), "https://d.example/4");
	poll_free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_page_is_asked_again_ever_later_with_its_validators),
		cmocka_unit_test(
		    a_page_that_fails_is_tried_thrice_one_that_is_gone_once),
		cmocka_unit_test(
		    a_page_that_fails_at_its_last_time_is_tried_for_hours),
		cmocka_unit_test(pages_asked_again_keep_their_pace),
		cmocka_unit_test(
		    a_feed_does_not_wait_for_all_pages_of_its_host),
		cmocka_unit_test(a_crawl_delay_is_kept),
		cmocka_unit_test(a_detour_is_as_polite_as_what_it_is_for),
		cmocka_unit_test(a_detour_may_hold_the_host),
		cmocka_unit_test(numbers_are_used_again_but_not_in_flight),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
