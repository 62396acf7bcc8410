/* Tests for sink/outlets.c: the user's table of outlets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "sink/csv.h"
#include "sink/outlets.h"
#include "tests/help.h"

static void
note_refusal(void *arg, size_t line, const char *why)
{
	buf_printf(arg, "%d: %.14s; ", (int)line, why);
}

static void
put(struct buf *b, struct span s)
{
	if (s.p == NULL)
		buf_puts(b, "-");
	buf_append(b, s.p, s.n);
	buf_puts(b, "|");
}

/* Rows as "line name|domain|country|owner|"; or what is wrong. */
static void
reads_as(const char *csv, size_t n, const char *rows, const char *refusals)
{
	struct outlets o = { 0 };
	struct buf got = { 0 }, refused = { 0 }, why = { 0 };

	if (outlets_parse(&o, (struct span) { csv, n }, note_refusal, &refused,
		&why) != RC_OK)
		buf_printf(&got, "%s", buf_cstr(&why));
	for (size_t i = 0; got.n == 0 || i < o.n; i++) {
		if (i == o.n)
			break;
		buf_printf(&got, "%d ", (int)o.row[i].line);
		put(&got, o.row[i].name);
		put(&got, o.row[i].domain);
		put(&got, o.row[i].country);
		put(&got, o.row[i].owner);
	}
	assert_string_equal(buf_cstr(&got), rows);
	assert_string_equal(buf_cstr(&refused), refusals);
	outlets_free(&o);
	buf_free(&got);
	buf_free(&refused);
	buf_free(&why);
}

#define READS_AS(csv, rows, refusals) \
	reads_as(csv, sizeof(csv) - 1, rows, refusals)

static void
rows_are_read_whatever_the_order_of_columns(void **state)
{
	(void)state;
	READS_AS(
	    "name,domain,country,owner\nTarn Herald,tarn.example,Tarn,Marl\n",
	    "2 Tarn Herald|tarn.example|Tarn|Marl|", "");
	READS_AS("Owner,NAME,kind\nMarl,Tarn Herald,daily\n,Tarn Mail,\n",
	    "2 Tarn Herald|-|-|Marl|3 Tarn Mail|-|-|-|", "");
	READS_AS("\xef\xbb\xbfname\r\nTarn Herald\r\n\r\nTarn Mail",
	    "2 Tarn Herald|-|-|-|4 Tarn Mail|-|-|-|", "");
	READS_AS("name\n", "", "");
}

static void
fields_in_quotation_marks_may_hold_anything(void **state)
{
	(void)state;
	READS_AS("name,owner\n\"Tarn, Herald\",\"The \"\"Marl\"\"\"\n"
		 "\"\",x\n\"a\nb\",x\nTarn Mail, Marl \n",
	    "2 Tarn, Herald|-|-|The \"Marl\"|6 Tarn Mail|-|-|Marl|",
	    "3: it has no name; 4: a control char; 5: a quotation ma; ");
	READS_AS("name,owner\n\"Tarn\"x,y\n\"Tarn\" ,y\nTa\"rn,y\nTarn,\"y\n"
		 "Mail,y\n",
	    "6 Mail|-|-|y|",
	    "2: something foll; 3: something foll; 4: a quotation ma; "
	    "5: a quotation ma; ");
}

static void
a_bad_line_is_refused_and_the_rest_is_read(void **state)
{
	(void)state;
	READS_AS("name,domain\nA,a.example\nB\nC,c.example,x\nD,d.example\n",
	    "2 A|a.example|-|-|5 D|d.example|-|-|",
	    "3: it has not as ; 4: it has not as ; ");
	READS_AS("name,domain\nA,https://a.example/\nB,b.example/x\n"
		 "C,c example\nD,.example\nE,WWW.E.Example\nF,f@f.example\n",
	    "6 E|e.example|-|-|",
	    "2: that is no dom; 3: that is no dom; 4: that is no dom; "
	    "5: that is no dom; 7: that is no dom; ");
	READS_AS("name,owner\nA,x\nB,x\nA,y\n", "2 A|-|-|x|3 B|-|-|x|",
	    "4: an outlet of t; ");
	READS_AS("name\n\xff\nA\nB\0\n", "3 A|-|-|-|",
	    "2: not UTF-8: con; 4: a control char; ");
}

static void
a_first_line_that_names_no_columns_is_refused(void **state)
{
#define REST                                                              \
	": the first line must name the columns, as name,domain,country," \
	"owner"
	(void)state;
	READS_AS("", "no column is called name" REST, "");
	READS_AS("Tarn Herald,Marl\n", "no column is called name" REST, "");
	READS_AS("name,name\nA,B\n", "a column stands there twice" REST, "");
	READS_AS("na\"me\n",
	    "a quotation mark within a field: put the field in quotation "
	    "marks and double it" REST,
	    "");
}

static void
long_fields_many_columns_and_open_marks_are_refused(void **state)
{
	struct buf b = { 0 };

	(void)state;
	buf_puts(&b, "name\n");
	for (unsigned i = 0; i <= CSV_FIELD_MAX; i++)
		buf_puts(&b, "x");
	buf_puts(&b, "\n\"");
	for (unsigned i = 0; i < CSV_FIELD_MAX; i++)
		buf_puts(&b, "\n");
	buf_puts(&b, "A\n");
	for (unsigned i = 0; i < CSV_COLUMNS_MAX; i++)
		buf_puts(&b, "x,");
	buf_puts(&b, "\nB\n");
	reads_as(b.p, b.n, "503 A|-|-|-|505 B|-|-|-|",
	    "2: a field is too; 3: a quotation ma; 504: too many field; ");
	buf_free(&b);
}

static void
every_beginning_of_a_table_can_be_read(void **state)
{
	static const char csv[] =
	    "name,domain,country,owner\r\n\"Tarn \"\"Herald\"\"\",tarn.example,"
	    "Tarn,\"Marl\nPress\"\r\nZ\xc3\xbcgig,,,\r\n";

	(void)state;
	for (size_t n = 0; n < sizeof csv; n++) {
		char *copy = malloc(n + 1);
		struct outlets o = { 0 };
		struct buf why = { 0 };
		enum rc rc;

		memcpy(copy, csv, n);
		rc = outlets_parse(
		    &o, (struct span) { copy, n }, NULL, NULL, &why);
		assert_true(rc == RC_OK || rc == RC_REFUSED);
		assert_true(rc == RC_OK ? why.n == 0 : why.n > 0);
		assert_true(o.n <= 2 && o.refused <= 3);
		outlets_free(&o);
		buf_free(&why);
		free(copy);
	}
}

static void
a_file_that_is_not_there_is_named_with_its_key(void **state)
{
	char *dir = help_temp_dir(), *path = help_path(dir, "outlets.csv");
	struct outlets o = { 0 };
	struct buf why = { 0 };

	(void)state;
	assert_int_equal(outlets_read(&o, path, &why), RC_NOENT);
	assert_non_null(strstr(buf_cstr(&why), path));
	assert_non_null(strstr(buf_cstr(&why), "the key is outlets"));
	buf_clear(&why);
	help_write_file(path, "x\n", 2);
	assert_int_equal(outlets_read(&o, path, &why), RC_REFUSED);
	assert_non_null(strstr(buf_cstr(&why), "outlets.csv:1: no column"));
	outlets_free(&o);
	help_write_file(path, "name\nA\n", 7);
	assert_int_equal(outlets_read(&o, path, &why), RC_OK);
	assert_int_equal(o.n, 1);
	outlets_free(&o);
	buf_free(&why);
	free(path);
	help_remove_dir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_read_whatever_the_order_of_columns),
		cmocka_unit_test(fields_in_quotation_marks_may_hold_anything),
		cmocka_unit_test(a_bad_line_is_refused_and_the_rest_is_read),
		cmocka_unit_test(a_first_line_that_names_no_columns_is_refused),
		cmocka_unit_test(
		    long_fields_many_columns_and_open_marks_are_refused),
		cmocka_unit_test(every_beginning_of_a_table_can_be_read),
		cmocka_unit_test(
		    a_file_that_is_not_there_is_named_with_its_key),
	};

	return cmocka_run_group_tests_name("sink/outlets", tests, NULL, NULL);
}
