/* Tests for proto/seal.c: damage is told. */
#include "wire.h"

static enum rc
open_it(struct span in)
{
	struct span body = { NULL, 0 };

	return seal_open(in, &body);
}

static void
body_comes_back_without_its_trailer(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct span body;

	buf_puts(&b, "a message");
	seal_close(&b);
	assert_int_equal(b.n, 9 + SEAL_LEN);
	assert_int_equal(seal_open(buf_span(&b), &body), RC_OK);
	assert_true(span_is(body, "a message"));
	wire_truncations(open_it, buf_span(&b));
	buf_free(&b);
}

static void
every_flipped_bit_is_told(void **state)
{
	(void)state;
	struct buf b = { 0 };

	buf_puts(&b, "a message that may be damaged");
	seal_close(&b);
	for (size_t i = 0; i < b.n * 8; i++) {
		b.p[i / 8] = (char)(b.p[i / 8] ^ 1 << i % 8);
		assert_int_equal(open_it(buf_span(&b)), RC_BADMSG);
		b.p[i / 8] = (char)(b.p[i / 8] ^ 1 << i % 8);
	}
	assert_int_equal(open_it(buf_span(&b)), RC_OK);
	buf_free(&b);
}

static void
an_empty_body_is_a_body(void **state)
{
	(void)state;
	struct buf b = { 0 };

	seal_close(&b);
	assert_int_equal(open_it(buf_span(&b)), RC_OK);
	assert_int_equal(open_it((struct span) { NULL, 0 }), RC_BADMSG);
	buf_free(&b);
}

/* PROTOCOL.md says XXH3-64, little-endian: a fixed value pins it. */
static void
trailer_is_what_the_protocol_says(void **state)
{
	(void)state;
	unsigned char t[SEAL_LEN];

	seal_trailer((struct span)SPAN(""), t);
	assert_memory_equal(t, "\xc2\x94\xd3\x38\x05\x80\x06\x2d", SEAL_LEN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(body_comes_back_without_its_trailer),
		cmocka_unit_test(every_flipped_bit_is_told),
		cmocka_unit_test(an_empty_body_is_a_body),
		cmocka_unit_test(trailer_is_what_the_protocol_says),
	};

	return cmocka_run_group_tests_name("proto/seal", tests, NULL, NULL);
}
