/* Tests for proto/textmap.c: code points and bytes find each other. */
#include "wire.h"

#include "proto/textmap.h"
#include "proto/utf8.h"

/* Texts of one to four bytes a character, of every length around a mark. */
static void
every_code_point_is_found_both_ways(void **state)
{
	(void)state;
	static const char *const chars[] = { "a", "\xc3\xa9", "\xe2\x82\xac",
		"\xf0\x9f\x98\x80" };
	struct arena arena = { 0 };

	for (uint32_t n = 0; n <= 200; n++) {
		struct buf b = { 0 };
		struct textmap m;

		for (uint32_t i = 0; i < n; i++)
			buf_puts(&b, chars[(i + n) % 4]);
		textmap_init(&m, buf_span(&b), &arena);
		assert_int_equal(m.length, n);
		for (uint32_t i = 0; i < n; i++) {
			size_t at = textmap_byte(&m, i);

			assert_int_equal(at, utf8_offset(buf_span(&b), i));
			for (; at < textmap_byte(&m, i + 1); at++)
				assert_int_equal(textmap_point(&m, at), i);
		}
		assert_int_equal(textmap_byte(&m, n), b.n);
		assert_int_equal(textmap_byte(&m, UINT32_MAX), b.n);
		assert_int_equal(textmap_point(&m, b.n), n);
		buf_free(&b);
		arena_reset(&arena);
	}
	arena_free(&arena);
}

static void
a_range_is_cut_out(void **state)
{
	(void)state;
	struct arena arena = { 0 };
	struct textmap m;

	textmap_init(&m,
	    (struct span)SPAN("\xe2\x80\x9c"
			      "Hi\xe2\x80\x9d\xc2\xa0\xf0\x9f\x98\x80\r\n"),
	    &arena);
	assert_int_equal(m.length, 8);
	assert_true(span_is(textmap_cut(&m, (struct range) { 1, 3 }), "Hi"));
	assert_true(span_is(
	    textmap_cut(&m, (struct range) { 5, 8 }), "\xf0\x9f\x98\x80\r\n"));
	assert_int_equal(textmap_cut(&m, (struct range) { 8, 8 }).n, 0);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_point_is_found_both_ways),
		cmocka_unit_test(a_range_is_cut_out),
	};

	return cmocka_run_group_tests_name("proto/textmap", tests, NULL, NULL);
}
