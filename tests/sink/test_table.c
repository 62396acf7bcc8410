/* Tests for sink/table.c: rows for people and for spreadsheets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "sink/table.h"

static void
collect(void *arg, struct span lines)
{
	buf_append(arg, lines.p, lines.n);
}

static const struct table_column columns[] = { { "id", false }, { "n", true },
	{ "text", false } };

static void
add(struct table *t, const char *id, int64_t n, const char *text)
{
	table_str(t, span_of(id));
	table_int(t, n);
	table_str(t, span_of(text));
}

static void
columns_are_as_wide_as_their_contents(void **state)
{
	(void)state;
	struct buf out = { 0 };
	struct table *t = table_new(TABLE_TEXT, 0, columns, 3, collect, &out);

	add(t, "c1", 5, "short");
	add(t, "c1000", 12345, "and longer");
	table_end(t);
	assert_string_equal(buf_cstr(&out),
	    "id         n  text\n"
	    "c1         5  short\n"
	    "c1000  12345  and longer\n");
	buf_free(&out);
}

static void
wide_and_combining_characters_count_as_they_show(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		unsigned width;
	} cases[] = {
		{ "abc", 3 },
		{ "Mélanie", 7 },
		{ "Me\xcc\x81lanie", 7 },
		{ "東京", 4 },
		{ "", 0 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_int_equal(
		    table_width(span_of(cases[i].text)), cases[i].width);
}

static void
the_last_column_is_cut_to_the_terminal(void **state)
{
	(void)state;
	struct buf out = { 0 };
	struct table *t = table_new(TABLE_TEXT, 20, columns, 3, collect, &out);

	add(t, "c1", 5, "0123456789012345678901234567890");
	table_end(t);
	assert_string_equal(buf_cstr(&out),
	    "id  n  text\n"
	    "c1  5  012345678901…\n");
	buf_free(&out);
}

static void
control_characters_do_not_reach_the_terminal(void **state)
{
	(void)state;
	struct buf out = { 0 };

	table_plain(&out,
	    span_of("a\033[2Jb\n\tc\xe2\x80\xae"
		    "d\r"),
	    0);
	assert_string_equal(buf_cstr(&out), "a [2Jb c d ");
	buf_free(&out);
}

static void
csv_is_quoted_after_rfc_4180(void **state)
{
	(void)state;
	struct buf out = { 0 };
	struct table *t = table_new(TABLE_CSV, 0, columns, 3, collect, &out);

	add(t, "c,1", -5, "she said \"no\"\nand left");
	add(t, "c2", 0, "plain");
	table_end(t);
	assert_string_equal(buf_cstr(&out),
	    "id,n,text\r\n"
	    "\"c,1\",-5,\"she said \"\"no\"\"\nand left\"\r\n"
	    "c2,0,plain\r\n");
	buf_free(&out);
}

static void
many_rows_flow_without_being_held(void **state)
{
	(void)state;
	struct buf out = { 0 };
	struct table *t = table_new(TABLE_TEXT, 0, columns, 3, collect, &out);
	size_t lines = 0;

	for (int i = 0; i < 2 * TABLE_SAMPLE; i++)
		add(t, "c1", i, "text");
	assert_true(out.n > 0);
	table_end(t);
	for (size_t i = 0; i < out.n; i++)
		lines += out.p[i] == '\n';
	assert_int_equal(lines, 2 * TABLE_SAMPLE + 1);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_are_as_wide_as_their_contents),
		cmocka_unit_test(
		    wide_and_combining_characters_count_as_they_show),
		cmocka_unit_test(the_last_column_is_cut_to_the_terminal),
		cmocka_unit_test(control_characters_do_not_reach_the_terminal),
		cmocka_unit_test(csv_is_quoted_after_rfc_4180),
		cmocka_unit_test(many_rows_flow_without_being_held),
	};

	return cmocka_run_group_tests_name("sink/table", tests, NULL, NULL);
}
