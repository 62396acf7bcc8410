/* Tests for proto/beat.c: the three heartbeats. */
#include "wire.h"

#include "proto/beat.h"

static enum rc
hello(struct span in)
{
	struct beat_hello h;

	return beat_decode_hello(in, &h);
}

static enum rc
alive(struct span in)
{
	struct beat_alive a;

	return beat_decode_alive(in, &a);
}

static enum rc
sink(struct span in)
{
	struct beat_sink b;

	return beat_decode_sink(in, &b);
}

static void
hello_round_trip(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct beat_hello h;

	beat_encode_hello(&(struct beat_hello) { UINT64_MAX, 4 }, &b);
	assert_int_equal(beat_decode_hello(buf_span(&b), &h), RC_OK);
	assert_true(h.producer == UINT64_MAX && h.epoch == 4);
	wire_all(hello, buf_span(&b), "HELLO");
	buf_free(&b);
}

/* PROTOCOL.md shows these bytes. */
static void
the_example_of_the_protocol_is_true(void **state)
{
	(void)state;
	static const struct span example = SPAN(
	    "\x94\xa5HELLO\x01\xcf\x11\x22\x33\x44\x55\x66\x77\x88\x03"
	    "\x19\x4e\x2d\x02\x09\x11\xba\x48");
	struct buf b = { 0 };

	beat_encode_hello(&(struct beat_hello) { 0x1122334455667788, 3 }, &b);
	seal_close(&b);
	wire_same(buf_span(&b), example);
	buf_free(&b);
}

static void
alive_round_trip(void **state)
{
	(void)state;
	const struct beat_alive in = { SPAN("host:17"), 12, true };
	struct buf b = { 0 };
	struct beat_alive a;

	beat_encode_alive(&in, &b);
	assert_int_equal(beat_decode_alive(buf_span(&b), &a), RC_OK);
	wire_same(a.worker, in.worker);
	assert_true(a.done == 12 && a.leaving);
	wire_all(alive, buf_span(&b), "ALIVE");
	buf_free(&b);
}

static void
a_long_name_is_refused(void **state)
{
	(void)state;
	char name[RESULT_WORKER_MAX + 1];
	struct beat_alive in = { { name, sizeof name }, 12, true };
	struct buf b = { 0 };

	memset(name, 'w', sizeof name);
	beat_encode_alive(&in, &b);
	assert_int_equal(alive(buf_span(&b)), RC_TOOBIG);
	buf_free(&b);
}

static void
sink_round_trip(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct beat_sink k;

	beat_encode_sink(&(struct beat_sink) { 7, 3, true }, &b);
	assert_int_equal(beat_decode_sink(buf_span(&b), &k), RC_OK);
	assert_true(k.epoch == 7 && k.workers == 3 && k.ready);
	wire_all(sink, buf_span(&b), "BEAT");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hello_round_trip),
		cmocka_unit_test(the_example_of_the_protocol_is_true),
		cmocka_unit_test(alive_round_trip),
		cmocka_unit_test(a_long_name_is_refused),
		cmocka_unit_test(sink_round_trip),
	};

	return cmocka_run_group_tests_name("proto/beat", tests, NULL, NULL);
}
