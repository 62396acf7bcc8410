/* Tests for proto/page/recode.c: any set becomes UTF-8. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/page/recode.h"
#include "proto/utf8.h"

static void
sets_become_utf8_by_the_names_the_web_gives_them(void **state)
{
	static const struct {
		struct span set, in;
		const char *out;
	} cases[] = {
		{ SPAN("utf-8"), SPAN("na\xc3\xafve"), "na\xc3\xafve" },
		{ SPAN("ISO-8859-1"), SPAN("\x93na\xefve\x94"),
		    "\xe2\x80\x9cna\xc3\xafve\xe2\x80\x9d" },
		{ SPAN(" windows-1252 "), SPAN("\x80"), "\xe2\x82\xac" },
		{ SPAN("gb2312"), SPAN("\xd6\xd0"), "\xe4\xb8\xad" },
		{ SPAN("Shift_JIS"), SPAN("\x93\xfa"), "\xe6\x97\xa5" },
		{ SPAN("utf-16le"), SPAN("a\0b\0"), "ab" },
		{ SPAN("utf-8"),
		    SPAN("a\xff"
			 "b"),
		    "a\xef\xbf\xbd"
		    "b" },
		{ SPAN("utf-16be"), SPAN("\0a\xd8\0\0b"),
		    "a\xef\xbf\xbd"
		    "b" },
		{ SPAN("utf-8"), SPAN("cut\xe2\x82"),
		    "cut\xef\xbf\xbd\xef\xbf\xbd" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out = { 0 };

		assert_int_equal(
		    recode_utf8(cases[i].set, cases[i].in, &out), RC_OK);
		assert_string_equal(buf_cstr(&out), cases[i].out);
		buf_free(&out);
	}
}

static void
what_is_no_set_changes_nothing(void **state)
{
	static const struct span names[] = { SPAN(""), SPAN("klingon"),
		SPAN("//TRANSLIT"), SPAN("\0utf-8") };
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		assert_int_equal(
		    recode_utf8(names[i], span_of("x"), &out), RC_NOENT);
	assert_int_equal(out.n, 0);
	buf_free(&out);
}

static void
every_byte_in_every_set_ends_as_utf8(void **state)
{
	static const char *const sets[] = { "utf-8", "big5", "euc-jp",
		"iso-2022-jp", "utf-7", "utf-32", "koi8-r", "gb18030" };
	char all[256 * 2];

	(void)state;
	for (int i = 0; i < 512; i++)
		all[i] = (char)(i * 7 + i / 256);
	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		struct buf out = { 0 };

		assert_int_equal(recode_utf8(span_of(sets[i]),
				     (struct span) { all, sizeof(all) }, &out),
		    RC_OK);
		assert_int_equal(utf8_valid(buf_span(&out)), out.n);
		buf_free(&out);
	}
}

static void
a_census_counts_characters_and_what_is_none(void **state)
{
	struct recode_census c = recode_census(
	    span_of("\xc3\xa9 \xff \xe2\x82\xac\xe2"));

	(void)state;
	assert_int_equal(c.good, 2);
	assert_int_equal(c.bad, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    sets_become_utf8_by_the_names_the_web_gives_them),
		cmocka_unit_test(what_is_no_set_changes_nothing),
		cmocka_unit_test(every_byte_in_every_set_ends_as_utf8),
		cmocka_unit_test(a_census_counts_characters_and_what_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
