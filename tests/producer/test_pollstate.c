/* Tests for producer/pollstate.c: what is remembered comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "producer/pollstate.h"

static void
a_state_comes_back_as_it_was(void **state)
{
	struct pollstate s = { .next_ms = 1800000000000,
		.every_ms = 900000,
		.failed = 3,
		.status = 503,
		.entries = 7 };
	struct pollstate t;
	struct buf a = { 0 }, b = { 0 };

	(void)state;
	pollstate_set(&s.etag, "W/\"a b\"");
	pollstate_set(&s.moved, "https://fjord.example/new feed");
	pollstate_set(&s.why, "answered with status 503");
	pollstate_see(&s, 0x0123456789abcdef);
	pollstate_see(&s, UINT64_MAX);
	pollstate_encode(&s, &a);
	assert_int_equal(pollstate_decode(buf_span(&a), &t), RC_OK);
	pollstate_encode(&t, &b);
	assert_string_equal(buf_cstr(&a), buf_cstr(&b));
	assert_string_equal(t.etag, "W/\"a b\"");
	assert_int_equal(t.n_seen, 2);
	assert_true(t.seen[1] == UINT64_MAX);
	assert_null(t.modified);
	pollstate_free(&s);
	pollstate_free(&t);
	buf_free(&a);
	buf_free(&b);
}

static void
what_would_break_the_form_is_left_out(void **state)
{
	char *member = NULL, *large = NULL;
	char text[POLLSTATE_TEXT_MAX + 1];

	(void)state;
	memset(text, 'x', POLLSTATE_TEXT_MAX);
	text[POLLSTATE_TEXT_MAX] = '\0';
	pollstate_set(&member, "a\nnext 5");
	assert_null(member);
	pollstate_set(&member, "");
	assert_null(member);
	pollstate_set(&large, text);
	assert_null(large);
}

static void
anything_is_read_or_refused(void **state)
{
	static const char *const texts[] = { "", "poll 2\n", "poll",
		"POLL 1\n" };
	struct pollstate s;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(
		    pollstate_decode(span_of(texts[i]), &s), RC_BADMSG);
	assert_int_equal(
	    pollstate_decode(span_of("poll 1\nlater x\nnext\nfailed 2\nseen "
				     "0123"),
		&s),
	    RC_OK);
	assert_int_equal(s.failed, 2);
	assert_int_equal(s.n_seen, 0);
	pollstate_free(&s);
}

static bool
knows(const struct pollstate *s, uint64_t hash)
{
	for (size_t i = 0; i < s->n_seen; i++)
		if (s->seen[i] == hash)
			return true;
	return false;
}

static void
what_a_feed_does_not_show_for_once_is_known_still(void **state)
{
	uint64_t hash[2 * POLLSTATE_SEEN_LEAST];
	struct pollstate s = { 0 };

	(void)state;
	for (size_t i = 0; i < 2 * POLLSTATE_SEEN_LEAST; i++)
		hash[i] = i * i;
	pollstate_know(&s, hash, 40);
	pollstate_know(&s, NULL, 0); /* empty for once */
	pollstate_know(&s, hash + 10, 20);
	assert_int_equal(s.n_seen, 40);
	assert_true(s.seen[0] == hash[10]);
	assert_true(knows(&s, hash[0]) && knows(&s, hash[39]));
	/* the oldest go first */
	pollstate_know(&s, hash + 100, POLLSTATE_SEEN_LEAST - 40);
	assert_int_equal(s.n_seen, POLLSTATE_SEEN_LEAST);
	pollstate_know(&s, hash + 60, 10);
	assert_int_equal(s.n_seen, POLLSTATE_SEEN_LEAST);
	assert_true(knows(&s, hash[10]) && !knows(&s, hash[39]));
	/* one that is longer than that is known as a whole */
	pollstate_know(&s, hash, 2 * POLLSTATE_SEEN_LEAST);
	pollstate_know(&s, NULL, 0);
	assert_int_equal(s.n_seen, 2 * POLLSTATE_SEEN_LEAST);
	pollstate_free(&s);
}

static void
there_are_never_too_many(void **state)
{
	static uint64_t hash[POLLSTATE_SEEN_MAX + 10];
	struct pollstate s = { 0 };

	(void)state;
	for (size_t i = 0; i < POLLSTATE_SEEN_MAX + 10; i++)
		hash[i] = i;
	pollstate_know(&s, hash, POLLSTATE_SEEN_MAX + 10);
	assert_int_equal(s.n_seen, POLLSTATE_SEEN_MAX);
	/* what was just taken is known all the same */
	pollstate_see(&s, UINT64_MAX);
	assert_int_equal(s.n_seen, POLLSTATE_SEEN_MAX);
	assert_true(knows(&s, UINT64_MAX));
	pollstate_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_state_comes_back_as_it_was),
		cmocka_unit_test(what_would_break_the_form_is_left_out),
		cmocka_unit_test(anything_is_read_or_refused),
		cmocka_unit_test(
		    what_a_feed_does_not_show_for_once_is_known_still),
		cmocka_unit_test(there_are_never_too_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
