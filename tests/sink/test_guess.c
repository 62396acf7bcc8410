/* Tests for sink/web/guess.c: who guesses tokens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sink/web/guess.h"

#define TRIES 3
#define WAIT  1000

static const struct span one = SPAN("\12\0\0\1");

static int
set_up(void **state)
{
	*state = guess_new(TRIES, WAIT);
	return 0;
}

static int
tear_down(void **state)
{
	guess_free(*state);
	return 0;
}

static void
after_enough_wrong_ones_an_address_waits(void **state)
{
	struct guess *g = *state;
	const struct span other = SPAN("\12\0\0\2");

	for (int i = 0; i < TRIES; i++) {
		assert_false(guess_waits(g, one, i));
		guess_wrong(g, one, i);
	}
	assert_true(guess_waits(g, one, TRIES));
	assert_false(guess_waits(g, other, TRIES));
	assert_true(guess_waits(g, one, TRIES - 1 + WAIT - 1));
	assert_false(guess_waits(g, one, TRIES - 1 + WAIT));
	guess_wrong(g, one, TRIES - 1 + WAIT); /* it begins anew */
	assert_false(guess_waits(g, one, TRIES + WAIT));
}

static void
mistakes_are_forgotten_by_the_right_one_or_in_time(void **state)
{
	struct guess *g = *state;

	for (int i = 0; i < 100; i++) {
		guess_wrong(g, one, i);
		guess_wrong(g, one, i);
		guess_right(g, one);
		assert_false(guess_waits(g, one, i));
	}
	for (int64_t i = 1; i < 100; i++) {
		guess_wrong(g, one, i * WAIT);
		assert_false(guess_waits(g, one, i * WAIT));
	}
}

static void
an_ipv6_customer_is_one_whatever_its_addresses(void **state)
{
	static const char prefix[8] = { 32, 1, 13, (char)184, 0, 0, 0, 5 };
	struct guess *g = *state;
	char a[16];

	memcpy(a, prefix, sizeof prefix);
	for (char i = 0; i < TRIES; i++) {
		memset(a + 8, i, 8);
		guess_wrong(g, (struct span) { a, 16 }, 0);
	}
	memset(a + 8, 99, 8);
	assert_true(guess_waits(g, (struct span) { a, 16 }, 1));
	a[7] = 6; /* the neighbour */
	assert_false(guess_waits(g, (struct span) { a, 16 }, 1));
}

static void
ipv4_by_an_ipv6_socket_is_the_same(void **state)
{
	static const char mapped[16] = {
		[10] = (char)255, (char)255, 10, 0, 0, 1
	};
	struct guess *g = *state;

	for (int i = 0; i < TRIES; i++)
		guess_wrong(g, (struct span) { mapped, 16 }, 0);
	assert_true(guess_waits(g, one, 1));
}

static void
the_table_is_bounded_and_forgets_the_longest_quiet(void **state)
{
	struct guess *g = *state;

	for (int i = 0; i < TRIES; i++)
		guess_wrong(g, one, 10);
	for (uint32_t i = 0; i < GUESS_ADDRESSES - 1; i++)
		guess_wrong(
		    g, (struct span) { (const char *)&i, sizeof i }, 20 + i);
	assert_true(guess_waits(g, one, 30));
	guess_wrong(g, one, 900); /* it goes on: another is quiet longer */
	guess_wrong(g, (struct span)SPAN("\13\0\0\1"), 901);
	assert_true(guess_waits(g, one, 902));
	for (uint32_t i = 0; i < 10 * GUESS_ADDRESSES; i++) {
		uint32_t a = ~i;

		guess_wrong(g, (struct span) { (const char *)&a, sizeof a },
		    902 + i / 100);
	}
	assert_false(guess_waits(g, one, 1005)); /* forgotten */
}

#define SCENE(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(after_enough_wrong_ones_an_address_waits),
		SCENE(mistakes_are_forgotten_by_the_right_one_or_in_time),
		SCENE(an_ipv6_customer_is_one_whatever_its_addresses),
		SCENE(ipv4_by_an_ipv6_socket_is_the_same),
		SCENE(the_table_is_bounded_and_forgets_the_longest_quiet),
	};

	return cmocka_run_group_tests_name("sink/web/guess", tests, NULL, NULL);
}
