/* Tests for proto/jsonin.c: what json-c would alter or swallow is refused. */
#include "wire.h"

#include "proto/jsonin.h"

static enum rc
parse(struct span in)
{
	struct json_object *o = NULL;
	struct buf why = { 0 };
	enum rc rc = jsonin_parse(in, 4, &o, &why);

	assert_int_equal(why.n > 0, rc != RC_OK);
	json_object_put(o);
	buf_free(&why);
	return rc;
}

static void
json_is_accepted_and_nothing_else(void **state)
{
	(void)state;
	static const struct wire_case cases[] = {
		{ "object", SPAN("{\"a\":[1,2.5e3,\"x\",null,true]}"), RC_OK },
		{ "blanks around", SPAN(" \t{}\r\n"), RC_OK },
		{ "a number alone", SPAN("12"), RC_OK },
		{ "null alone", SPAN("null"), RC_OK },
		{ "emoji by escapes", SPAN("\"\\ud83d\\ude00\""), RC_OK },
		{ "a backslash, then u", SPAN("\"\\\\ud83d\""), RC_OK },
		{ "brackets in a string", SPAN("\"[[[[[[[[\""), RC_OK },
		{ "4 deep", SPAN("[[[[]]]]"), RC_OK },
		{ "nothing", SPAN(""), RC_END },
		{ "blanks", SPAN(" \t\r\n"), RC_END },
		{ "5 deep", SPAN("[[[[[]]]]]"), RC_TOOBIG },
		{ "two values", SPAN("{} {}"), RC_BADMSG },
		{ "cut", SPAN("{\"a\":1"), RC_BADMSG },
		{ "cut string", SPAN("\"abc"), RC_BADMSG },
		{ "cut escape", SPAN("\"abc\\"), RC_BADMSG },
		{ "cut unicode escape", SPAN("\"\\u12"), RC_BADMSG },
		{ "bad escape", SPAN("\"\\q\""), RC_BADMSG },
		{ "bad unicode escape", SPAN("\"\\u12zz\""), RC_BADMSG },
		{ "trailing comma", SPAN("[1,]"), RC_BADMSG },
		{ "single quotes", SPAN("{'a':1}"), RC_BADMSG },
		{ "bare name", SPAN("{a:1}"), RC_BADMSG },
		{ "comment", SPAN("/* */ {}"), RC_BADMSG },
		{ "NaN", SPAN("[NaN]"), RC_BADMSG },
		{ "Infinity", SPAN("[-Infinity]"), RC_BADMSG },
		{ "leading zero", SPAN("[01]"), RC_BADMSG },
		{ "a control character", SPAN("\"a\nb\""), RC_BADMSG },
		{ "NUL byte", SPAN("{\"a\":\"\0\"}"), RC_BADMSG },
		{ "U+0000", SPAN("\"\\u0000\""), RC_BADMSG },
		{ "U+0000 in a name", SPAN("{\"a\\u0000b\":1}"), RC_BADMSG },
		{ "lone high surrogate", SPAN("\"\\ud83d\""), RC_BADMSG },
		{ "high, then none", SPAN("\"\\ud83dxxxxxx\""), RC_BADMSG },
		{ "high, then high", SPAN("\"\\ud83d\\ud83d\""), RC_BADMSG },
		{ "high, then cut", SPAN("\"\\ud83d\\u"), RC_BADMSG },
		{ "lone low surrogate", SPAN("\"\\uDE00\""), RC_BADMSG },
		{ "not UTF-8", SPAN("\"\xc3\x28\""), RC_BADMSG },
		{ "surrogate in UTF-8", SPAN("\"\xed\xa0\x80\""), RC_BADMSG },
	};

	wire_cases(parse, cases, sizeof cases / sizeof cases[0]);
}

static void
the_column_is_counted_in_characters(void **state)
{
	(void)state;
	struct buf why = { 0 };
	struct json_object *o = NULL;

	assert_int_equal(
	    jsonin_parse(
		(struct span)SPAN("\"\xe2\x82\xac\xe2\x82\xac\\ud800\""), 4, &o,
		&why),
	    RC_BADMSG);
	assert_memory_equal(buf_cstr(&why), "column 4: ", 10);
	assert_int_equal(
	    jsonin_parse((struct span)SPAN("[\"\xc3\xa9\",}"), 4, &o, &why),
	    RC_BADMSG);
	assert_memory_equal(buf_cstr(&why), "column 6: ", 10);
	assert_int_equal(
	    jsonin_parse(
		(struct span)SPAN("[1,\r\n2,\n \"\xc3\xa9\",}"), 4, &o, &why),
	    RC_BADMSG);
	assert_memory_equal(buf_cstr(&why), "line 3, column 6: ", 18);
	buf_free(&why);
}

/* 20 MB of "[],[],..." would become gigabytes. */
static void
a_flood_of_values_is_refused_before_it_is_made(void **state)
{
	(void)state;
	struct buf b = { 0 };

	buf_puts(&b, "[0");
	for (uint32_t i = 0; i < JSONIN_VALUES_MAX; i++)
		buf_puts(&b, ",0");
	buf_puts(&b, "]");
	assert_int_equal(parse(buf_span(&b)), RC_TOOBIG);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_is_accepted_and_nothing_else),
		cmocka_unit_test(the_column_is_counted_in_characters),
		cmocka_unit_test(
		    a_flood_of_values_is_refused_before_it_is_made),
	};

	return cmocka_run_group_tests_name("proto/jsonin", tests, NULL, NULL);
}
