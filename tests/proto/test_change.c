/* Tests for proto/change.c: the change feed's messages. */
#include "wire.h"

#include "proto/change.h"

static enum rc
since(struct span in)
{
	struct change_since s;

	return change_decode_since(in, &s);
}

static enum rc
mark(struct span in)
{
	struct change_mark k;

	return change_decode_mark(in, &k);
}

static enum rc
head(struct span in)
{
	struct change_head h;

	return change_decode_head(in, &h);
}

static enum rc
unpack(struct span in)
{
	struct buf b = { 0 };
	enum rc rc = change_unpack(in, &b);

	assert_true(rc == RC_OK || b.n == 0);
	buf_free(&b);
	return rc;
}

static enum rc
pack(struct span in)
{
	struct buf b = { 0 };
	enum rc rc = change_pack(in, &b);

	assert_true(rc == RC_OK || b.n == 0);
	buf_free(&b);
	return rc;
}

static void
since_round_trip(void **state)
{
	(void)state;
	const struct change_since in = { SPAN("k3x"), 17, 100 };
	struct buf b = { 0 };
	struct change_since s;

	change_encode_since(&in, &b);
	assert_int_equal(change_decode_since(buf_span(&b), &s), RC_OK);
	wire_same(s.generation, in.generation);
	assert_true(s.seq == 17 && s.limit == 100);
	wire_all(since, buf_span(&b), "SINCE");
	buf_free(&b);
}

static void
a_limit_too_high_or_none_is_the_highest(void **state)
{
	(void)state;
	static const uint32_t limit[] = { CHANGE_LIMIT_MAX + 1, UINT32_MAX, 0 };
	struct buf b = { 0 };
	struct change_since s;

	for (size_t i = 0; i < sizeof limit / sizeof limit[0]; i++) {
		const struct change_since in = { SPAN(""), 0, limit[i] };

		buf_clear(&b);
		change_encode_since(&in, &b);
		assert_int_equal(change_decode_since(buf_span(&b), &s), RC_OK);
		assert_int_equal(s.limit, CHANGE_LIMIT_MAX);
	}
	buf_free(&b);
}

static void
mark_round_trip(void **state)
{
	(void)state;
	const struct change_mark in = { SPAN("k3x"), UINT64_MAX, true };
	struct buf b = { 0 };
	struct change_mark k;

	change_encode_mark(&in, &b);
	assert_int_equal(change_decode_mark(buf_span(&b), &k), RC_OK);
	wire_same(k.generation, in.generation);
	assert_true(k.seq == UINT64_MAX && k.more);
	wire_truncations(mark, buf_span(&b));
	wire_flips(mark, buf_span(&b));
	wire_strangers(mark);
	buf_free(&b);
}

static void
hostile_marks_are_refused(void **state)
{
	(void)state;
	static const struct wire_case cases[] = {
		{ "empty", SPAN("\x80"), RC_BADMSG },
		{ "contract 2",
		    SPAN("\x81\xa8"
			 "contract\x02"),
		    RC_VERSION },
		{ "no seq",
		    SPAN("\x82\xa8"
			 "contract\x01\xaageneration\xa0"),
		    RC_BADMSG },
		{ "more is a number",
		    SPAN("\x84\xa8"
			 "contract\x01\xaageneration\xa0\xa3seq\x01\xa4more\1"),
		    RC_BADMSG },
		{ "another member, another order",
		    SPAN("\x85\xa3seq\x01\xa1x\xc0\xa4more\xc2\xa8"
			 "contract\x01\xaageneration\xa0"),
		    RC_OK },
	};

	wire_cases(mark, cases, sizeof cases / sizeof cases[0]);
}

static void
numbers_travel_in_network_order(void **state)
{
	(void)state;
	unsigned char b[8];

	change_put_seq(0x0102030405060708, b);
	assert_memory_equal(b, "\1\2\3\4\5\6\7\x08", 8);
	assert_true(change_get_seq(b) == 0x0102030405060708);
}

static void
a_change_survives_member_for_member(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"{}",
		"{\"contract\":1,\"id\":\"k3x-17\",\"seq\":17,"
		"\"claim\":{\"id\":\"c1\",\"figure\":null,\"as_of\":null,"
		"\"redirects\":[],\"mentions\":3,\"score\":0.25,\"x\":-1},"
		"\"before\":null,\"flag\":[true,false]}",
		"{\"text\":\"\xe2\x80\x9cNo\xe2\x80\x9d\\n\\\"\\\\\"}",
		"{\"a\":18446744073709551615,\"b\":-9223372036854775808}",
		"{\"a\":0.1,\"b\":1e+300,\"c\":-0.0}",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct buf map = { 0 }, json = { 0 };

		assert_int_equal(change_pack(span_of(texts[i]), &map), RC_OK);
		assert_int_equal(change_unpack(buf_span(&map), &json), RC_OK);
		assert_string_equal(buf_cstr(&json), texts[i]);
		wire_truncations(unpack, buf_span(&map));
		wire_flips(unpack, buf_span(&map));
		buf_free(&map);
		buf_free(&json);
	}
}

static void
what_is_no_change_is_refused(void **state)
{
	(void)state;
	static const struct wire_case json[] = {
		{ "nothing", SPAN(""), RC_BADMSG },
		{ "null", SPAN("null"), RC_BADMSG },
		{ "array", SPAN("[]"), RC_BADMSG },
		{ "cut", SPAN("{\"a\":"), RC_BADMSG },
		{ "too large a number", SPAN("{\"a\":1e999}"), RC_BADMSG },
		{ "U+0000", SPAN("{\"a\":\"\\u0000\"}"), RC_BADMSG },
	};
	static const struct wire_case maps[] = {
		{ "array", SPAN("\x90"), RC_BADMSG },
		{ "number as name", SPAN("\x81\x01\x01"), RC_BADMSG },
		{ "bytes", SPAN("\x81\xa1x\xc4\x01x"), RC_BADMSG },
		{ "ext", SPAN("\x81\xa1x\xd4\x01x"), RC_BADMSG },
		{ "NaN", SPAN("\x81\xa1x\xcb\x7f\xf8\0\0\0\0\0\0"), RC_BADMSG },
		{ "not UTF-8", SPAN("\x81\xa1x\xa1\xff"), RC_BADMSG },
		{ "NUL in a name", SPAN("\x81\xa1\0\x01"), RC_BADMSG },
		{ "NUL in a string", SPAN("\x81\xa1x\xa1\0"), RC_BADMSG },
	};

	wire_cases(pack, json, sizeof json / sizeof json[0]);
	wire_cases(unpack, maps, sizeof maps / sizeof maps[0]);
}

/* A change as JSON, packed. */
static void
packed(const char *json, struct buf *map)
{
	buf_clear(map);
	assert_int_equal(change_pack(span_of(json), map), RC_OK);
}

static void
a_head_is_read_off_a_change(void **state)
{
	(void)state;
	struct change_head h;
	struct buf map = { 0 };

	packed("{\"contract\":1,\"id\":\"k3-x-17\",\"seq\":17,\"at\":"
	       "\"2026-01-02T03:04:05Z\",\"type\":\"claim.new\",\"new\":[]}",
	    &map);
	assert_int_equal(change_decode_head(buf_span(&map), &h), RC_OK);
	assert_true(span_is(h.id, "k3-x-17"));
	assert_true(span_is(h.generation, "k3-x") && h.seq == 17);
	assert_true(span_is(h.type, "claim.new"));
	assert_true(span_is(h.at, "2026-01-02T03:04:05Z"));
	wire_truncations(head, buf_span(&map));
	wire_flips(head, buf_span(&map));
	buf_free(&map);
}

static void
heads_that_contradict_themselves_are_refused(void **state)
{
	(void)state;
	static const struct {
		const char *json;
		enum rc want;
	} cases[] = {
		{ "{\"contract\":2}", RC_VERSION },
		{ "{\"contract\":\"1\"}", RC_BADMSG },
		{ "{}", RC_BADMSG },
		{ "{\"contract\":1,\"id\":\"k-17\",\"seq\":17,\"at\":\"x\"}",
		    RC_BADMSG },
		{ "{\"contract\":1,\"id\":\"k-18\",\"seq\":17,\"at\":\"x\","
		  "\"type\":\"claim.new\"}",
		    RC_BADMSG },
		{ "{\"contract\":1,\"id\":17,\"seq\":17,\"at\":\"x\","
		  "\"type\":\"claim.new\"}",
		    RC_BADMSG },
		{ "{\"contract\":1,\"id\":\"k-17\",\"seq\":-1,\"at\":\"x\","
		  "\"type\":\"claim.new\"}",
		    RC_BADMSG },
	};
	struct buf map = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		packed(cases[i].json, &map);
		if (head(buf_span(&map)) != cases[i].want)
			fail_msg("%s", cases[i].json);
	}
	assert_int_equal(head((struct span)SPAN("\x90")), RC_BADMSG);
	buf_free(&map);
}

static void
an_id_is_a_generation_and_a_number(void **state)
{
	(void)state;
	static const char *const bad[] = { "", "-", "17", "-17", "k-", "k-x",
		"k--", "k-1x", "k- 1", "k-+1", "k-18446744073709551616",
		"a-generation-that-is-longer-than-32-1" };
	struct span generation;
	uint64_t seq;

	assert_true(change_read_id(
	    span_of("k-18446744073709551615"), &generation, &seq));
	assert_true(span_is(generation, "k") && seq == UINT64_MAX);
	assert_true(change_read_id(span_of("a-b-007"), &generation, &seq));
	assert_true(span_is(generation, "a-b") && seq == 7);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		if (change_read_id(span_of(bad[i]), &generation, &seq))
			fail_msg("\"%s\" is taken for an id", bad[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(since_round_trip),
		cmocka_unit_test(a_limit_too_high_or_none_is_the_highest),
		cmocka_unit_test(mark_round_trip),
		cmocka_unit_test(hostile_marks_are_refused),
		cmocka_unit_test(numbers_travel_in_network_order),
		cmocka_unit_test(a_change_survives_member_for_member),
		cmocka_unit_test(what_is_no_change_is_refused),
		cmocka_unit_test(a_head_is_read_off_a_change),
		cmocka_unit_test(heads_that_contradict_themselves_are_refused),
		cmocka_unit_test(an_id_is_a_generation_and_a_number),
	};

	return cmocka_run_group_tests_name("proto/change", tests, NULL, NULL);
}
