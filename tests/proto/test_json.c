/* Tests for proto/json.c: what it writes, anybody reads back unaltered. */
#include "wire.h"

#include <float.h>
#include <math.h>

#include "proto/json.h"
#include "proto/jsonin.h"

static void
commas_stand_where_they_belong(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct json j = json_on(&b);

	json_open(&j, '{');
	json_key(&j, "a");
	json_open(&j, '[');
	json_int(&j, -1);
	json_open(&j, '{');
	json_close(&j, '}');
	json_bool(&j, true);
	json_close(&j, ']');
	json_key(&j, "b");
	json_null(&j);
	json_key(&j, "c");
	json_raw(&j, (struct span)SPAN("[]"));
	json_key(&j, "d");
	json_str_or_null(&j, (struct span) { NULL, 0 });
	json_key(&j, "e");
	json_str_or_null(&j, (struct span)SPAN(""));
	json_close(&j, '}');
	assert_string_equal(buf_cstr(&b),
	    "{\"a\":[-1,{},true],\"b\":null,\"c\":[],\"d\":null,\"e\":\"\"}");
	buf_free(&b);
}

static void
every_character_survives(void **state)
{
	(void)state;
	char text[256];
	struct span s = { text, 0 };
	struct buf b = { 0 }, why = { 0 };
	struct json j = json_on(&b);
	struct json_object *o = NULL;

	for (int c = 1; c < 128; c++)
		text[s.n++] = (char)c;
	memcpy(text + s.n, "\xe2\x80\xa8\xf0\x9f\x98\x80", 7);
	s.n += 7;
	json_str(&j, s);
	assert_int_equal(jsonin_parse(buf_span(&b), 4, &o, &why), RC_OK);
	wire_same((struct span) { json_object_get_string(o),
		      (size_t)json_object_get_string_len(o) },
	    s);
	json_object_put(o);
	buf_free(&b);
	buf_free(&why);
}

static void
numbers_are_the_shortest_that_read_back(void **state)
{
	(void)state;
	static const struct {
		double d;
		const char *text;
	} cases[] = {
		{ 0, "0" },
		{ -0.0, "-0.0" },
		{ 4, "4" },
		{ -2.5, "-2.5" },
		{ 0.1, "0.1" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ 1e21, "1e+21" },
		{ 123456789012, "123456789012" },
		{ NAN, "null" },
		{ INFINITY, "null" },
	};
	static const double awkward[] = { DBL_MAX, DBL_MIN, DBL_EPSILON,
		0.1 + 0.2, 5e-324, 9007199254740993.0 };
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct json j = json_on(&b);

		buf_clear(&b);
		json_real(&j, cases[i].d);
		assert_string_equal(buf_cstr(&b), cases[i].text);
	}
	for (size_t i = 0; i < sizeof awkward / sizeof awkward[0]; i++) {
		struct json j = json_on(&b);

		buf_clear(&b);
		json_real(&j, awkward[i]);
		assert_true(strtod(buf_cstr(&b), NULL) == awkward[i]);
	}
	buf_free(&b);
}

static void
a_member_is_key_and_value_in_one(void **state)
{
	(void)state;
	struct buf b = { 0 };
	struct json j = json_on(&b);

	json_open(&j, '{');
	json_key_int(&j, "n", -3);
	json_key_bool(&j, "b", true);
	json_key_text(&j, "s", span_of("x"));
	json_key_text(&j, "none", (struct span) { NULL, 0 });
	json_key_time(&j, "at", 1500);
	json_close(&j, '}');
	assert_string_equal(buf_cstr(&b),
	    "{\"n\":-3,\"b\":true,\"s\":\"x\",\"none\":null,"
	    "\"at\":\"1970-01-01T00:00:01.500Z\"}");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commas_stand_where_they_belong),
		cmocka_unit_test(every_character_survives),
		cmocka_unit_test(numbers_are_the_shortest_that_read_back),
		cmocka_unit_test(a_member_is_key_and_value_in_one),
	};

	return cmocka_run_group_tests_name("proto/json", tests, NULL, NULL);
}
