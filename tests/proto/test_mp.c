/* Tests for proto/mp.c: nothing is believed that the bytes do not bear. */
#include "wire.h"

#include "proto/mp.h"

static enum rc
check(struct span in)
{
	return mp_check(in);
}

static void
one_value_is_accepted(void **state)
{
	(void)state;
	static const struct wire_case cases[] = {
		{ "nil", SPAN("\xc0"), RC_OK },
		{ "fixint", SPAN("\x7f"), RC_OK },
		{ "negative fixint", SPAN("\xe0"), RC_OK },
		{ "uint 8", SPAN("\xcc\xff"), RC_OK },
		{ "uint 64", SPAN("\xcf\1\2\3\4\5\6\7\x08"), RC_OK },
		{ "float 64", SPAN("\xcb\1\2\3\4\5\6\7\x08"), RC_OK },
		{ "empty string", SPAN("\xa0"), RC_OK },
		{ "str 8", SPAN("\xd9\x01x"), RC_OK },
		{ "bin 16", SPAN("\xc5\x00\x01x"), RC_OK },
		{ "ext 8", SPAN("\xc7\x01\x05x"), RC_OK },
		{ "fixext 16",
		    SPAN("\xd8\x05"
			 "0123456789abcdef"),
		    RC_OK },
		{ "empty array", SPAN("\x90"), RC_OK },
		{ "empty map 32", SPAN("\xdf\0\0\0\0"), RC_OK },
		{ "nested", SPAN("\x92\x81\xa1k\x91\xc0\xc3"), RC_OK },
		{ "16 deep",
		    SPAN("\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91"
			 "\x91\x91\x91\x91\x90"),
		    RC_OK },
	};

	wire_cases(check, cases, sizeof cases / sizeof cases[0]);
}

static void
what_the_bytes_do_not_bear_is_refused(void **state)
{
	(void)state;
	static const struct wire_case cases[] = {
		{ "nothing", SPAN(""), RC_BADMSG },
		{ "never used", SPAN("\xc1"), RC_BADMSG },
		{ "two values", SPAN("\xc0\xc0"), RC_BADMSG },
		{ "cut uint", SPAN("\xcd\x01"), RC_BADMSG },
		{ "cut length", SPAN("\xda\x01"), RC_BADMSG },
		{ "cut ext", SPAN("\xc7\x01\x05"), RC_BADMSG },
		{ "4 GiB string", SPAN("\xdb\xff\xff\xff\xffx"), RC_BADMSG },
		{ "100 million items", SPAN("\xdd\x05\xf5\xe1\x00"),
		    RC_BADMSG },
		{ "4 G pairs", SPAN("\xdf\xff\xff\xff\xff\xc0\xc0"),
		    RC_BADMSG },
		{ "a pair short of its value", SPAN("\x81\xc0"), RC_BADMSG },
		{ "17 deep",
		    SPAN("\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91\x91"
			 "\x91\x91\x91\x91\x91\xc0"),
		    RC_TOOBIG },
	};

	wire_cases(check, cases, sizeof cases / sizeof cases[0]);
}

static void
too_many_objects_are_refused_before_they_are_made(void **state)
{
	(void)state;
	struct buf b = { 0 };
	size_t n = MP_OBJECT_MAX;

	buf_append(&b,
	    (const char[]) { '\xdd', (char)(n >> 24), (char)(n >> 16),
		(char)(n >> 8), (char)n },
	    5);
	memset(buf_room(&b, n), 0xc0, n);
	b.n += n;
	assert_int_equal(mp_check(buf_span(&b)), RC_TOOBIG);
	buf_free(&b);
}

static void
numbers_out_of_range_are_refused(void **state)
{
	(void)state;
	msgpack_object neg = { .type = MSGPACK_OBJECT_NEGATIVE_INTEGER,
		.via.i64 = -1 };
	msgpack_object big = { .type = MSGPACK_OBJECT_POSITIVE_INTEGER,
		.via.u64 = UINT64_MAX };
	uint64_t u = 5;
	uint32_t v = 5;
	int64_t i = 5;
	double d;

	assert_false(mp_u64(&neg, &u));
	assert_false(mp_u32(&big, &v));
	assert_false(mp_i64(&big, &i));
	assert_true(u == 5 && v == 5 && i == 5);
	assert_true(mp_u64(&big, &u) && u == UINT64_MAX);
	assert_true(mp_i64(&neg, &i) && i == -1);
	assert_true(mp_real(&neg, &d) && d == -1);
}

static void
strings_must_be_utf8(void **state)
{
	(void)state;
	struct mp_doc d;
	struct span s = SPAN("before");

	assert_int_equal(mp_open(&d, (struct span)SPAN("\xa2\xc3\x28")), RC_OK);
	assert_false(mp_str(&d.root, &s));
	assert_true(span_is(s, "before"));
	mp_close(&d);
	assert_int_equal(mp_open(&d, (struct span)SPAN("\xa3x\0y")), RC_OK);
	assert_false(mp_str(&d.root, &s)); /* nor may they hold U+0000 */
	mp_close(&d);
}

static void
what_is_written_is_read(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct mp_out m;
	struct mp_doc d;
	const msgpack_object *f;
	unsigned char four[4];
	bool flag;
	double real;
	struct span s;

	mp_message(&m, &b, "XX", 1, 7);
	mp_put_flag(&m, true);
	mp_put_real(&m, 0.1);
	mp_put_text(&m, (struct span) { NULL, 0 });
	mp_put_str(&m, (struct span)SPAN("caf\xc3\xa9"));
	mp_put_bin(&m, "\0\1\2\3", 4);
	assert_int_equal(mp_open(&d, buf_span(&b)), RC_OK);
	assert_int_equal(mp_fields(&d, "XX", 2, 7, &f), RC_VERSION);
	assert_int_equal(mp_fields(&d, "XY", 1, 7, &f), RC_BADMSG);
	assert_int_equal(mp_fields(&d, "XX", 1, 8, &f), RC_BADMSG);
	assert_int_equal(mp_fields(&d, "XX", 1, 7, &f), RC_OK);
	assert_true(mp_flag(&f[2], &flag) && flag);
	assert_true(mp_real(&f[3], &real) && real == 0.1);
	assert_true(mp_text(&f[4], &s) && s.p == NULL);
	assert_false(mp_str(&f[4], &s));
	assert_true(mp_str(&f[5], &s) && span_is(s, "caf\xc3\xa9"));
	assert_true(mp_fixed(&f[6], four, 4) && four[3] == 3);
	assert_false(mp_fixed(&f[6], four, 3));
	mp_close(&d);
	mp_close(&d); /* harmless */
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_value_is_accepted),
		cmocka_unit_test(what_the_bytes_do_not_bear_is_refused),
		cmocka_unit_test(
		    too_many_objects_are_refused_before_they_are_made),
		cmocka_unit_test(numbers_out_of_range_are_refused),
		cmocka_unit_test(strings_must_be_utf8),
		cmocka_unit_test(what_is_written_is_read),
	};

	return cmocka_run_group_tests_name("proto/mp", tests, NULL, NULL);
}
