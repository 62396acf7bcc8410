/* Tests for proto/record.c: article records, and what is none. */
#include "wire.h"

#include "proto/record.h"

static void
a_whole_record_is_read(void **state)
{
	(void)state;
	struct record *r = record_new();
	struct buf why = { 0 };
	struct article a;

	assert_int_equal(
	    record_read(r,
		(struct span)SPAN(
		    "{\"id\":\"a-17\",\"url\":\"u\",\"guid\":\"g\","
		    "\"outlet\":\"Northfield Courier\",\"source\":\"s\","
		    "\"title\":\"t\",\"byline\":\"b\",\"published\":\"p\","
		    "\"updated\":\"q\",\"lang\":\"en\",\"tags\":[1,{}],"
		    "\"text\":\"\\u201cHi\\u201d\\r\\n \\ud83d\\ude00\"}"),
		&a, &why),
	    RC_OK);
	assert_true(span_is(a.id, "a-17"));
	assert_true(span_is(a.url, "u"));
	assert_true(span_is(a.guid, "g"));
	assert_true(span_is(a.outlet, "Northfield Courier"));
	assert_true(span_is(a.source, "s"));
	assert_true(span_is(a.title, "t"));
	assert_true(span_is(a.byline, "b"));
	assert_true(span_is(a.published, "p"));
	assert_true(span_is(a.updated, "q"));
	assert_true(span_is(a.lang, "en"));
	assert_true(
	    span_is(a.text, "\xe2\x80\x9cHi\xe2\x80\x9d\r\n \xf0\x9f\x98\x80"));
	record_free(r);
	buf_free(&why);
}

static void
a_wire_is_the_credited_source_where_none_is_given(void **state)
{
	static const struct {
		const char *line, *source;
	} t[] = { { "{\"text\":\"x\",\"wire\":\"AP\"}", "AP" },
		{ "{\"text\":\"x\",\"wire\":\"AP\",\"source\":\"s\"}", "s" },
		{ "{\"text\":\"x\",\"wire\":\"\"}", NULL },
		{ "{\"text\":\"x\",\"wire\":7}", NULL } };
	struct record *r = record_new();
	struct buf why = { 0 };
	struct article a;

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
		assert_int_equal(
		    record_read(r, span_of(t[i].line), &a, &why), RC_OK);
		assert_true(span_eq(a.source, span_of(t[i].source)));
	}
	record_free(r);
	buf_free(&why);
}

static void
absent_null_and_empty_members_are_absent(void **state)
{
	(void)state;
	struct record *r = record_new();
	struct buf why = { 0 };
	struct article a;

	assert_int_equal(record_read(r,
			     (struct span)SPAN("\xef\xbb\xbf{\"text\":\"x\","
					       "\"url\":null,\"guid\":\"\"}"),
			     &a, &why),
	    RC_OK);
	assert_null(a.id.p);
	assert_null(a.url.p);
	assert_null(a.guid.p);
	record_free(r);
	buf_free(&why);
}

static void
an_id_may_be_a_whole_number(void **state)
{
	(void)state;
	struct record *r = record_new();
	struct buf why = { 0 };
	struct article a;

	assert_int_equal(
	    record_read(
		r, (struct span)SPAN("{\"id\":1234,\"text\":\"x\"}"), &a, &why),
	    RC_OK);
	assert_true(span_is(a.id, "1234"));
	record_free(r);
	buf_free(&why);
}

static void
categories_are_names_alone_or_in_a_list(void **state)
{
	(void)state;
	struct record *r = record_new();
	struct buf why = { 0 };
	struct article a;

	assert_int_equal(
	    record_read(r,
		span_of(
		    "{\"text\":\"x\",\"categories\":[\"One\",2,null,\"Two\"]}"),
		&a, &why),
	    RC_OK);
	assert_true(span_is(a.categories, "One\nTwo"));
	assert_int_equal(
	    record_read(r, span_of("{\"text\":\"x\",\"categories\":\"One\"}"),
		&a, &why),
	    RC_OK);
	assert_true(span_is(a.categories, "One"));
	assert_int_equal(
	    record_read(r, span_of("{\"text\":\"x\",\"categories\":{\"a\":1}}"),
		&a, &why),
	    RC_OK);
	assert_null(a.categories.p);
	buf_free(&why);
	record_free(r);
}

static void
of_names_without_end_the_first_are_looked_at(void **state)
{
	(void)state;
	struct record *r = record_new();
	struct buf line = { 0 }, why = { 0 };
	struct article a;

	buf_puts(&line, "{\"text\":\"x\",\"categories\":[\"One\"");
	for (unsigned i = 2; i < ARTICLE_NAMES_MAX; i++)
		buf_puts(&line, ",\"One\"");
	buf_puts(&line, ",\"Last\",\"Beyond\"]}");
	assert_int_equal(record_read(r, buf_span(&line), &a, &why), RC_OK);
	assert_true(span_is(a.categories, "One\nLast"));
	buf_free(&line);
	buf_free(&why);
	record_free(r);
}

static void
html_is_read_where_there_is_no_text(void **state)
{
	(void)state;
	static const char page[] =
	    "{\"id\":\"7\",\"title\":\"Ours\",\"text\":\"\",\"html\":\"<!"
	    "doctype "
	    "html><head><title>T</title><meta property='og:site_name' "
	    "content='Tarn Post'></head><body><nav>Home</nav><article><p>Mayor "
	    "Ann Field said on Monday that the weir was safe.</p></article>\"}";
	struct record *r = record_new();
	struct buf why = { 0 };
	struct article a;

	assert_int_equal(record_read(r, span_of(page), &a, &why), RC_OK);
	assert_true(span_is(
	    a.text, "Mayor Ann Field said on Monday that the weir was safe."));
	assert_true(span_is(a.outlet, "Tarn Post"));
	assert_true(span_is(a.title, "Ours"));
	assert_int_equal(
	    record_read(
		r, span_of("{\"html\":\"<p>One &amp; two\"}"), &a, &why),
	    RC_OK);
	assert_true(span_is(a.text, "One & two"));
	assert_int_equal(
	    record_read(r,
		span_of("{\"html\":\"<p>no\",\"text\":\"It holds.\"}"), &a,
		&why),
	    RC_OK);
	assert_true(span_is(a.text, "It holds."));
	assert_int_equal(
	    record_read(
		r, span_of("{\"html\":\"<!doctype html><p></p>\"}"), &a, &why),
	    RC_REFUSED);
	assert_non_null(strstr(buf_cstr(&why), "a page without"));
	buf_free(&why);
	record_free(r);
}

static void
bad_input_is_refused_with_place_and_remedy(void **state)
{
	(void)state;
	static const struct {
		struct span in;
		enum rc want;
		const char *says;
	} cases[] = {
		{ SPAN(""), RC_END, "" },
		{ SPAN("  \r"), RC_END, "" },
		{ SPAN("not json"), RC_BADMSG, "column 2: not JSON" },
		{ SPAN("{\"text\":\"x\""), RC_BADMSG,
		    "column 12: the JSON is "
		    "cut off" },
		{ SPAN("{\"text\":\"\xff\"}"), RC_BADMSG,
		    "column 10: not UTF-8: convert it" },
		{ SPAN("{\"text\":\"a\\ud800b\"}"), RC_BADMSG,
		    "column 11: a lone surrogate" },
		{ SPAN("{\"text\":\"a\\u0000b\"}"), RC_BADMSG,
		    "column 11: U+0000" },
		{ SPAN("{\"text\":\"a\0b\"}"), RC_BADMSG,
		    "column 11: a NUL byte" },
		{ SPAN("[]"), RC_REFUSED, "not an object" },
		{ SPAN("null"), RC_REFUSED, "not an object" },
		{ SPAN("\"text\""), RC_REFUSED, "not an object" },
		{ SPAN("{}"), RC_REFUSED, "there is no \"text\"" },
		{ SPAN("{\"html\":\"<p> \"}"), RC_REFUSED, "\"html\" without" },
		{ SPAN("{\"text\":null}"), RC_REFUSED, "there is no \"text\"" },
		{ SPAN("{\"text\":\"\"}"), RC_REFUSED, "the text is empty" },
		{ SPAN("{\"text\":7}"), RC_REFUSED,
		    "\"text\" is not a string" },
		{ SPAN("{\"text\":\"x\",\"title\":[]}"), RC_REFUSED,
		    "\"title\" is not a string" },
		{ SPAN("{\"text\":\"x\",\"id\":1.5}"), RC_REFUSED,
		    "\"id\" is not a string" },
		{ SPAN("{\"text\":\"x\",\"id\":99999999999999999999}"),
		    RC_REFUSED, "\"id\" is too large" },
		{ SPAN("{\"text\":\"x\",\"x\":"
		       "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]"
		       "]]]]]]]]]]]]]]}"),
		    RC_TOOBIG, "nested too deeply" },
	};
	struct record *r = record_new();
	struct buf why = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct article a = { .text = SPAN("before") };

		assert_int_equal(
		    record_read(r, cases[i].in, &a, &why), cases[i].want);
		if (strstr(buf_cstr(&why), cases[i].says) == NULL)
			fail_msg("case %zu: \"%s\"", i, buf_cstr(&why));
		assert_true(span_is(a.text, "before"));
	}
	record_free(r);
	record_free(NULL);
	buf_free(&why);
}

static void
a_text_over_the_limit_is_refused(void **state)
{
	(void)state;
	struct record *r = record_new();
	struct buf b = { 0 }, why = { 0 };
	struct article a;

	buf_puts(&b, "{\"text\":\"");
	memset(buf_room(&b, ARTICLE_TEXT_MAX + 1), 'x', ARTICLE_TEXT_MAX + 1);
	b.n += ARTICLE_TEXT_MAX + 1;
	buf_puts(&b, "\"}");
	assert_int_equal(record_read(r, buf_span(&b), &a, &why), RC_TOOBIG);
	assert_non_null(strstr(buf_cstr(&why), "8 MiB"));
	b.n = 0;
	buf_room(&b, RECORD_LINE_MAX + 1);
	b.n = RECORD_LINE_MAX + 1;
	assert_int_equal(record_read(r, buf_span(&b), &a, &why), RC_TOOBIG);
	record_free(r);
	buf_free(&b);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_record_is_read),
		cmocka_unit_test(
		    a_wire_is_the_credited_source_where_none_is_given),
		cmocka_unit_test(absent_null_and_empty_members_are_absent),
		cmocka_unit_test(an_id_may_be_a_whole_number),
		cmocka_unit_test(categories_are_names_alone_or_in_a_list),
		cmocka_unit_test(of_names_without_end_the_first_are_looked_at),
		cmocka_unit_test(html_is_read_where_there_is_no_text),
		cmocka_unit_test(bad_input_is_refused_with_place_and_remedy),
		cmocka_unit_test(a_text_over_the_limit_is_refused),
	};

	return cmocka_run_group_tests_name("proto/record", tests, NULL, NULL);
}
