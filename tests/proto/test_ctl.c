/* Tests for proto/ctl.c: questions to a role and their answers. */
#include "wire.h"

#include "proto/ctl.h"

static enum rc
ask(struct span in)
{
	struct ctl_ask a;

	return ctl_decode_ask(in, &a);
}

static enum rc
answer(struct span in)
{
	struct ctl_answer a;

	return ctl_decode_answer(in, &a);
}

static void
ask_round_trip(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct ctl_ask a;

	ctl_encode_ask(&(struct ctl_ask) { CTL_SCALE, 12 }, &b);
	assert_int_equal(ctl_decode_ask(buf_span(&b), &a), RC_OK);
	assert_true(a.verb == CTL_SCALE && a.number == 12);
	wire_all(ask, buf_span(&b), "ASK");
	buf_free(&b);
}

static void
an_unknown_verb_is_refused(void **state)
{
	(void)state;
	struct buf b = { 0 };

	ctl_encode_ask(&(struct ctl_ask) { CTL_VERBS, 0 }, &b);
	assert_int_equal(ask(buf_span(&b)), RC_BADMSG);
	buf_free(&b);
}

static void
answer_round_trip(void **state)
{
	(void)state;
	const struct ctl_answer in = { 3, SPAN("{\"pending\":1}") };
	struct buf b = { 0 };
	struct ctl_answer a;

	ctl_encode_answer(&in, &b);
	assert_int_equal(ctl_decode_answer(buf_span(&b), &a), RC_OK);
	assert_int_equal(a.code, 3);
	wire_same(a.text, in.text);
	wire_all(answer, buf_span(&b), "ANSWER");
	buf_free(&b);
}

static void
an_answer_too_long_is_refused(void **state)
{
	(void)state;
	char *text = mem_zalloc(CTL_TEXT_MAX + 1);
	const struct ctl_answer in = { 0, { text, CTL_TEXT_MAX + 1 } };
	struct buf b = { 0 };

	memset(text, 'x', CTL_TEXT_MAX + 1);
	ctl_encode_answer(&in, &b);
	assert_int_equal(answer(buf_span(&b)), RC_TOOBIG);
	buf_free(&b);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ask_round_trip),
		cmocka_unit_test(an_unknown_verb_is_refused),
		cmocka_unit_test(answer_round_trip),
		cmocka_unit_test(an_answer_too_long_is_refused),
	};

	return cmocka_run_group_tests_name("proto/ctl", tests, NULL, NULL);
}
