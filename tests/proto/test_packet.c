/* Tests for proto/packet.c: blobs over a socket come whole, or it is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "proto/packet.h"

#define MAX 1000

struct line {
	int a, b;
	struct buf got;
};

static int
setup(void **state)
{
	static struct line l;
	int pair[2];

	l = (struct line) { 0 };
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		return -1;
	l.a = pair[0];
	l.b = pair[1];
	*state = &l;
	return 0;
}

static int
teardown(void **state)
{
	struct line *l = *state;

	if (l->a >= 0)
		close(l->a);
	if (l->b >= 0)
		close(l->b);
	buf_free(&l->got);
	return 0;
}

static void
packets_come_one_by_one_as_they_were_put(void **state)
{
	struct line *l = *state;
	const struct span none = { NULL, 0 };

	assert_int_equal(
	    packet_put(l->a, span_of("one"), span_of(" whole")), RC_OK);
	assert_int_equal(packet_put(l->a, none, none), RC_OK);
	assert_int_equal(packet_put(l->a, none, span_of("third")), RC_OK);
	assert_int_equal(packet_get(l->b, MAX, &l->got), RC_OK);
	assert_string_equal(buf_cstr(&l->got), "one whole");
	assert_int_equal(packet_get(l->b, MAX, &l->got), RC_OK);
	assert_int_equal(l->got.n, 0);
	assert_int_equal(packet_get(l->b, MAX, &l->got), RC_OK);
	assert_string_equal(buf_cstr(&l->got), "third");
	shutdown(l->a, SHUT_WR);
	assert_int_equal(packet_get(l->b, MAX, &l->got), RC_END);
}

static void
what_is_cut_short_is_told_wherever_it_is(void **state)
{
	static const char whole[] = { 3, 0, 0, 0, 'a', 'b', 'c' };
	struct line *l = *state;

	for (size_t n = 1; n < sizeof whole; n++) {
		int pair[2];

		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
		assert_int_equal(send(pair[0], whole, n, 0), n);
		close(pair[0]);
		assert_int_equal(packet_get(pair[1], MAX, &l->got), RC_PEER);
		close(pair[1]);
	}
}

static void
what_is_too_long_is_not_read(void **state)
{
	struct line *l = *state;
	uint32_t n = MAX + 1;

	assert_int_equal(send(l->a, &n, sizeof n, 0), sizeof n);
	assert_int_equal(packet_get(l->b, MAX, &l->got), RC_TOOBIG);
	n = UINT32_MAX;
	assert_int_equal(send(l->a, &n, sizeof n, 0), sizeof n);
	assert_int_equal(packet_get(l->b, MAX, &l->got), RC_TOOBIG);
}

static void
nobody_there_is_told(void **state)
{
	struct line *l = *state;

	close(l->b);
	l->b = -1;
	assert_int_equal(packet_put(l->a, span_of("x"), span_of("")), RC_PEER);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(packets_come_one_by_one_as_they_were_put),
		T(what_is_cut_short_is_told_wherever_it_is),
		T(what_is_too_long_is_not_read),
		T(nobody_there_is_told),
	};

	return cmocka_run_group_tests_name("proto/packet", tests, NULL, NULL);
}
