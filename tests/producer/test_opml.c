/* Tests for producer/opml.c: lists of feeds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "producer/opml.h"

static void
note(void *arg, const char *address, const char *title)
{
	buf_printf(arg, "%s=%s|", address, title);
}

static void
feeds_are_told_from_whatever_folder(void **state)
{
	struct buf out = { 0 }, why = { 0 };

	(void)state;
	assert_int_equal(
	    opml_read(span_of("<opml version='1.0'><body><outline text='F'>"
			      "<outline text='A &amp; B' "
			      "XMLURL='https://a.example/?x=1&y'/>"
			      "<outline title='C' text='c' "
			      "xmlUrl='http://c.example/'/>"
			      "<outline xmlUrl='file:///etc/passwd'/>"
			      "<outline text='none'/></outline></body>"),
		note, &out, &why),
	    RC_OK);
	assert_string_equal(buf_cstr(&out),
	    "https://a.example/?x=1&y=A & B|http://c.example/=C|");
	assert_int_equal(
	    opml_read(span_of("<rss/>"), note, &out, &why), RC_REFUSED);
	assert_non_null(strstr(buf_cstr(&why), "no OPML"));
	buf_free(&out);
	buf_free(&why);
}

static void
what_is_written_is_read(void **state)
{
	struct buf opml = { 0 }, out = { 0 }, why = { 0 };

	(void)state;
	opml_begin(&opml);
	opml_outline(&opml, "https://a.example/?a&b", "\"<x>\" & \n\x01'y'");
	opml_outline(&opml, "https://b.example/", "");
	opml_end(&opml);
	assert_int_equal(opml_read(buf_span(&opml), note, &out, &why), RC_OK);
	assert_string_equal(buf_cstr(&out),
	    "https://a.example/?a&b=\"<x>\" &   'y'|"
	    "https://b.example/=https://b.example/|");
	buf_free(&opml);
	buf_free(&out);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(feeds_are_told_from_whatever_folder),
		cmocka_unit_test(what_is_written_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
