/* Tests for workers/glyph.c: classes of characters, and lower case. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ctype.h>

#include "workers/glyph.h"
#include "workers/text.h"

static void
expect_lower(const char *s, const char *want)
{
	char out[64];
	size_t n = glyph_lower(span_of(s), out, sizeof out);

	assert_int_equal(n, strlen(want));
	assert_memory_equal(out, want, n);
}

static void
lower_case_goes_beyond_ascii(void **state)
{
	(void)state;
	expect_lower("Norhaven MILL", "norhaven mill");
	expect_lower("ÉLAN ŁÓDŹ ΑΘΗΝΑ МИР", "élan łódź αθηνα мир");
	expect_lower("O’Hara", "o'hara");
	expect_lower("nor\u00adhaven", "norhaven");
	expect_lower("字 😀", "字 😀");
}

static void
lower_case_is_never_longer(void **state)
{
	char out[8];

	(void)state;
	/* Its lower case takes three bytes, itself two. */
	expect_lower("\u023a", "\u023a");
	assert_int_equal(glyph_lower(span_of("Norhaven"), out, 8), 8);
	assert_int_equal(glyph_lower(span_of("Norhaven!"), out, 8), 0);
}

static void
every_ascii_byte_has_the_kind_of_its_character(void **state)
{
	(void)state;
	for (uint32_t c = 0; c < 128; c++)
		assert_int_equal(glyph_kind(c),
		    isalpha((int)c)                          ? GLYPH_LETTER
			: isdigit((int)c)                    ? GLYPH_DIGIT
			: c == '\n' || c == '\r'             ? GLYPH_BREAK
			: isspace((int)c) || iscntrl((int)c) ? GLYPH_SPACE
			: strchr("\"'`", (int)c) != NULL     ? GLYPH_QUOTE
							     : GLYPH_OTHER);
	assert_int_equal(glyph_kind(0xad), GLYPH_JOINT);
	assert_int_equal(glyph_kind(0xa0), GLYPH_SPACE);
	assert_int_equal(glyph_kind(0x2028), GLYPH_BREAK);
	assert_int_equal(glyph_kind(0x300c), GLYPH_QUOTE);
	assert_int_equal(glyph_kind(0x663), GLYPH_DIGIT);
	assert_int_equal(glyph_kind(0x301), GLYPH_LETTER);
}

static void
marks_that_stand_for_others_are_not_themselves(void **state)
{
	(void)state;
	assert_int_equal(glyph_likeness('_'), '*');
	assert_int_equal(glyph_likeness('~'), '*');
	assert_int_equal(glyph_likeness(0x2014), '_');
	assert_int_equal(glyph_likeness(0x2026), '~');
	assert_int_equal(glyph_quote(0x201e).side, TOKEN_OPENS);
	assert_int_equal(glyph_quote('x').side, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lower_case_goes_beyond_ascii),
		cmocka_unit_test(lower_case_is_never_longer),
		cmocka_unit_test(
		    every_ascii_byte_has_the_kind_of_its_character),
		cmocka_unit_test(
		    marks_that_stand_for_others_are_not_themselves),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
