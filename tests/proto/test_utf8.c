/* Tests for proto/utf8.c: RFC 3629 and nothing beyond. */
#include "wire.h"

#include "proto/utf8.h"

static void
ill_formed_sequences_are_found_where_they_are(void **state)
{
	(void)state;
	static const struct {
		struct span in;
		size_t valid;
	} cases[] = {
		{ SPAN(""), 0 },
		{ SPAN("abcdefghijkl"), 12 },
		{ SPAN("\0"), 1 },
		{ SPAN("caf\xc3\xa9"), 5 },
		{ SPAN("\xf4\x8f\xbf\xbf"), 4 },
		{ SPAN("a\xf4\x90\x80\x80"), 1 }, /* over U+10FFFF */
		{ SPAN("a\xc0\x80"), 1 },         /* overlong */
		{ SPAN("a\xe0\x9f\xbf"), 1 },
		{ SPAN("a\xf0\x8f\xbf\xbf"), 1 },
		{ SPAN("a\xed\xa0\x80"), 1 }, /* surrogate */
		{ SPAN("\xed\x9f\xbf"), 3 },
		{ SPAN("a\x80"), 1 },
		{ SPAN("a\xff"), 1 },
		{ SPAN("a\xc3"), 1 }, /* cut */
		{ SPAN("a\xe2\x82"), 1 },
		{ SPAN("a\xf0\x9f\x98"), 1 },
		{ SPAN("a\xe2\x82x"), 1 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(utf8_valid(cases[i].in), cases[i].valid);
}

static size_t
write_point(uint32_t cp, char out[4])
{
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xc0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3f));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xe0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
		out[2] = (char)(0x80 | (cp & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
	out[3] = (char)(0x80 | (cp & 0x3f));
	return 4;
}

static void
every_code_point_reads_back(void **state)
{
	(void)state;
	char b[4];

	for (uint32_t cp = 0; cp < 0x110000; cp++) {
		struct span s = { b, write_point(cp, b) };
		uint32_t got;

		if (cp >= 0xd800 && cp <= 0xdfff) {
			assert_int_equal(utf8_valid(s), 0);
			continue;
		}
		assert_int_equal(utf8_valid(s), s.n);
		assert_int_equal(utf8_next(s, &got), s.n);
		assert_int_equal(got, cp);
		assert_int_equal(utf8_count(s), 1);
	}
}

static void
offsets_count_code_points(void **state)
{
	(void)state;
	const struct span s = SPAN("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z");
	const size_t want[] = { 0, 1, 3, 6, 10, 11, 11 };

	assert_int_equal(utf8_count(s), 5);
	for (size_t i = 0; i < sizeof want / sizeof want[0]; i++)
		assert_int_equal(utf8_offset(s, i), want[i]);
}

static void
what_acts_on_a_terminal_is_known(void **state)
{
	(void)state;
	static const uint32_t yes[] = { 0, '\n', 0x1b, 0x7f, 0x80, 0x9b, 0x9f,
		0x2028, 0x202a, 0x202e, 0x2066, 0x2069 };
	static const uint32_t no[] = { ' ', '~', 0xa0, 0xe9, 0x2013, 0x201c,
		0x202f, 0x2065, 0x1f600 };

	for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
		assert_true(utf8_acts(yes[i]));
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
		assert_false(utf8_acts(no[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ill_formed_sequences_are_found_where_they_are),
		cmocka_unit_test(every_code_point_reads_back),
		cmocka_unit_test(offsets_count_code_points),
		cmocka_unit_test(what_acts_on_a_terminal_is_known),
	};

	return cmocka_run_group_tests_name("proto/utf8", tests, NULL, NULL);
}
