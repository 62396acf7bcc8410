/* Tests for proto/outcome.c: what a worker may say of an attempt. */
#include "wire.h"

#include "proto/outcome.h"

static const struct outcome sample = {
	.lease = { 9, 3, 41, 2 },
	.kind = OUTCOME_CRASHED,
	.detail = SPAN("signal 11 (Segmentation fault)"),
	.worker = SPAN("host:17"),
};

static enum rc
decode(struct span in)
{
	struct outcome o;

	return outcome_decode(in, &o);
}

static void
round_trip_keeps_every_field(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct outcome o;

	outcome_encode(&sample, &b);
	assert_int_equal(outcome_decode(buf_span(&b), &o), RC_OK);
	wire_same_lease(&o.lease, &sample.lease);
	assert_int_equal(o.kind, OUTCOME_CRASHED);
	wire_same(o.detail, sample.detail);
	wire_same(o.worker, sample.worker);
	wire_all(decode, buf_span(&b), "OUTCOME");
	buf_free(&b);
}

static void
only_what_a_worker_may_say_is_accepted(void **state)
{
	(void)state;

	for (int k = 0; k < OUTCOME_KINDS + 2; k++) {
		struct outcome o = sample;
		struct buf b = { 0 };
		bool may = k >= OUTCOME_TOUCHED && k < OUTCOME_KINDS;

		o.kind = (enum outcome_kind)k;
		outcome_encode(&o, &b);
		assert_int_equal(decode(buf_span(&b)), may ? RC_OK : RC_BADMSG);
		buf_free(&b);
	}
}

static void
a_detail_is_cut_where_a_character_ends(void **state)
{
	(void)state;
	struct outcome o = sample;
	struct buf b = { 0 }, text = { 0 };

	while (text.n < OUTCOME_DETAIL_MAX + 10)
		buf_puts(&text, "\xe2\x82\xac");
	o.detail = buf_span(&text);
	outcome_encode(&o, &b);
	assert_int_equal(outcome_decode(buf_span(&b), &o), RC_OK);
	assert_int_equal(o.detail.n, OUTCOME_DETAIL_MAX / 3 * 3);
	buf_free(&b);
	buf_free(&text);
}

static void
a_detail_from_a_child_gone_astray_is_cut(void **state)
{
	(void)state;
	struct outcome o = sample;
	struct buf b = { 0 };

	o.detail = (struct span)SPAN("died \xff of it");
	outcome_encode(&o, &b);
	assert_int_equal(outcome_decode(buf_span(&b), &o), RC_OK);
	assert_true(span_is(o.detail, "died "));
	buf_free(&b);
}

static void
every_kind_has_a_word(void **state)
{
	(void)state;
	for (int k = 0; k < OUTCOME_KINDS; k++)
		assert_true(strlen(outcome_text((enum outcome_kind)k)) > 3);
	assert_string_equal(
	    outcome_text((enum outcome_kind)OUTCOME_KINDS), "unknown");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip_keeps_every_field),
		cmocka_unit_test(only_what_a_worker_may_say_is_accepted),
		cmocka_unit_test(a_detail_is_cut_where_a_character_ends),
		cmocka_unit_test(a_detail_from_a_child_gone_astray_is_cut),
		cmocka_unit_test(every_kind_has_a_word),
	};

	return cmocka_run_group_tests_name("proto/outcome", tests, NULL, NULL);
}
