/* Tests for proto/ack.c: outcomes, many in one message. */
#include "wire.h"

#include "proto/ack.h"

static struct outcome outcomes[] = {
	{ { 9, 3, 41, 2 }, OUTCOME_COMMITTED, SPAN(""), SPAN("") },
	{ { 9, 3, 42, 1 }, OUTCOME_DUPLICATE, SPAN(""), SPAN("") },
	{ { 9, 2, 43, 3 }, OUTCOME_KILLED, SPAN("signal 9"), SPAN("h:1") },
};
static const struct ack sample = { 9, outcomes, 3 };

static enum rc
decode(struct span in)
{
	struct arena arena = { 0 };
	struct ack a;
	enum rc rc = ack_decode(in, &arena, &a);

	arena_free(&arena);
	return rc;
}

static void
round_trip_keeps_every_outcome(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct arena arena = { 0 };
	struct ack a;

	ack_encode(&sample, &b);
	assert_int_equal(ack_decode(buf_span(&b), &arena, &a), RC_OK);
	assert_int_equal(a.n, 3);
	assert_true(a.producer == 9);
	for (uint32_t i = 0; i < a.n; i++) {
		wire_same_lease(&a.outcome[i].lease, &outcomes[i].lease);
		assert_int_equal(a.outcome[i].kind, outcomes[i].kind);
		wire_same(a.outcome[i].detail, outcomes[i].detail);
		wire_same(a.outcome[i].worker, outcomes[i].worker);
	}
	wire_all(decode, buf_span(&b), "ACK");
	buf_free(&b);
	arena_free(&arena);
}

static void
no_outcome_at_all_is_fine(void **state)
{
	(void)state;
	const struct ack none = { 9, NULL, 0 };
	struct buf b = { 0 };

	ack_encode(&none, &b);
	assert_int_equal(decode(buf_span(&b)), RC_OK);
	buf_free(&b);
}

static void
more_than_the_limit_is_refused(void **state)
{
	(void)state;
	struct outcome *many = mem_zalloc((ACK_MAX + 1) * sizeof *many);
	struct ack a = { 9, many, ACK_MAX };
	struct buf b = { 0 };

	ack_encode(&a, &b);
	assert_int_equal(decode(buf_span(&b)), RC_OK);
	buf_clear(&b);
	a.n = ACK_MAX + 1;
	ack_encode(&a, &b);
	assert_int_equal(decode(buf_span(&b)), RC_TOOBIG);
	buf_free(&b);
	free(many);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip_keeps_every_outcome),
		cmocka_unit_test(no_outcome_at_all_is_fine),
		cmocka_unit_test(more_than_the_limit_is_refused),
	};

	return cmocka_run_group_tests_name("proto/ack", tests, NULL, NULL);
}
