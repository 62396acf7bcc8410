/* Tests for proto/result.c: what is written is read; nothing else is. */
#include "wire.h"

#include "proto/result.h"

static const struct result sample = {
	.lease = { 1, 3, 41, 2 },
	.accepted_ms = 1700000000123,
	.sent_ms = 1700000000456,
	.mac = { "0123456789abcdef0123456789abcde" },
	.article = SPAN("article"),
	.worker = SPAN("host:17"),
	.compute_us = 900,
	.found = SPAN("found"),
};

static enum rc
decode(struct span in)
{
	struct result r;

	return result_decode(in, &r);
}

static void
round_trip_keeps_every_field(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct result r;

	result_encode(&sample, &b);
	assert_int_equal(result_decode(buf_span(&b), &r), RC_OK);
	wire_same_lease(&r.lease, &sample.lease);
	assert_true(r.accepted_ms == sample.accepted_ms);
	assert_true(r.sent_ms == sample.sent_ms);
	assert_true(hash_mac_eq(&r.mac, &sample.mac));
	wire_same(r.article, sample.article);
	wire_same(r.worker, sample.worker);
	assert_int_equal(r.compute_us, 900);
	wire_same(r.found, sample.found);
	wire_all(decode, buf_span(&b), "RESULT");
	buf_free(&b);
}

static void
a_long_name_is_refused(void **state)
{
	(void)state;
	struct result r = sample;
	struct buf b = { 0 };
	char name[RESULT_WORKER_MAX + 1];

	memset(name, 'w', sizeof name);
	r.worker = (struct span) { name, sizeof name };
	result_encode(&r, &b);
	assert_int_equal(decode(buf_span(&b)), RC_TOOBIG);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip_keeps_every_field),
		cmocka_unit_test(a_long_name_is_refused),
	};

	return cmocka_run_group_tests_name("proto/result", tests, NULL, NULL);
}
