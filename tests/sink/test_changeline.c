/* Tests for sink/changeline.c: one change as one line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/jsonin.h"
#include "sink/changeline.h"

static const struct {
	const char *json, *line;
} line_cases[] = {
	{ "{\"seq\":7,\"type\":\"claim.new\",\"claim\":{\"id\":\"c3\","
	  "\"speaker\":{\"id\":\"s1\",\"name\":\"Ida Solberg\"},"
	  "\"text\":\"It will\\nreopen\",\"mentions\":1,\"outlets\":1,"
	  "\"origins\":2},\"outlet\":\"Valley Echo\"}",
	    "7  claim.new           c3  Ida Solberg: It will reopen  "
	    "(1 mention, 1 outlet, 2 origins)  [Valley Echo]\n" },
	{ "{\"seq\":8,\"type\":\"article.new\",\"claim\":null,"
	  "\"article\":\"a5\",\"title\":\"Back by\\u001b[2J winter\"}",
	    "8  article.new         a5  Back by [2J winter\n" },
	{ "{\"seq\":9,\"type\":\"article.new\",\"article\":\"a5\","
	  "\"name\":\"hl-1\"}",
	    "9  article.new         a5  hl-1\n" },
	{ "{\"seq\":4,\"type\":\"claim.revised\",\"claim\":{\"id\":"
	  "\"c1\",\"text\":\"It is 25 per cent\",\"mentions\":1,"
	  "\"outlets\":1,\"origins\":1,\"figure\":{\"value\":25.0,"
	  "\"unit\":\"percent\",\"subject\":\"the tariff\"}},"
	  "\"relation\":{\"type\":\"revised\",\"from\":\"c1\",\"to\":"
	  "\"c2\"},\"other\":{\"id\":\"c2\",\"figure\":{\"value\":50,"
	  "\"unit\":\"percent\"}}}",
	    "4  claim.revised       c1  the tariff: 25 -> 50 percent: "
	    "It is 25 per cent  (1 mention, 1 outlet, 1 origin)\n" },
	{ "{\"seq\":5,\"type\":\"claim.new\",\"claim\":{\"id\":"
	  "\"c2\",\"text\":\"Now 50\",\"mentions\":1,\"outlets\":1,"
	  "\"origins\":1,\"figure\":{\"low\":50,\"high\":60,"
	  "\"unit\":\"count\",\"counted\":\"house\"}},\"relation\":"
	  "{\"type\":\"revised\",\"from\":\"c1\",\"to\":\"c2\"},"
	  "\"other\":{\"figure\":{\"value\":25.5}}}",
	    "5  claim.new           c2  25.5 -> 50 to 60 house: "
	    "Now 50  (1 mention, 1 outlet, 1 origin)\n" },
	{ "{\"seq\":6,\"type\":\"claim.disputed\",\"claim\":{\"id\":"
	  "\"c5\",\"speaker\":{\"name\":\"Ada Brook\"},\"text\":"
	  "\"the gates were open\",\"mentions\":1,\"outlets\":1,"
	  "\"origins\":1},\"relation\":{\"type\":\"disputed\"},"
	  "\"other\":{\"speaker\":{\"name\":\"Bo Finch\"}}}",
	    "6  claim.disputed      c5  Ada Brook: the gates were open"
	    "  against Bo Finch  (1 mention, 1 outlet, 1 origin)\n" },
	{ "{\"seq\":7,\"type\":\"claim.new\",\"claim\":{\"id\":\"c4\","
	  "\"act\":\"deny\",\"speaker\":{\"name\":\"Bo Finch\"},"
	  "\"text\":\"the gates were open\",\"mentions\":1,"
	  "\"outlets\":1,\"origins\":1}}",
	    "7  claim.new           c4  Bo Finch denies: the gates "
	    "were "
	    "open  (1 mention, 1 outlet, 1 origin)\n" },
	{ "{}", "0                        \n" },
	{ "[]", "0                        \n" },
};

static void
changes_read_as_lines(void **state)
{
	(void)state;
	const struct changeline_style plain = { 0 };
	for (size_t i = 0; i < sizeof line_cases / sizeof line_cases[0]; i++) {
		struct json_object *o;
		struct buf out = { 0 };

		assert_int_equal(
		    jsonin_parse(span_of(line_cases[i].json), 16, &o, &out),
		    RC_OK);
		buf_clear(&out);
		changeline_put(o, &plain, &out);
		assert_string_equal(buf_cstr(&out), line_cases[i].line);
		json_object_put(o);
		buf_free(&out);
	}
}

static void
numbers_read_as_a_person_writes_them(void **state)
{
	(void)state;
	static const struct {
		double v;
		const char *text;
	} cases[] = { { 0, "0" }, { 4.2, "4.2" }, { -3, "-3" },
		{ 14000, "14000" }, { 999999, "999999" }, { 1e6, "1 million" },
		{ 180e6, "180 million" }, { -1.9e9, "-1.9 billion" },
		{ 2.5e12, "2.5 trillion" }, { 1e300, "1e+288 trillion" } };
	char out[CHANGELINE_NUMBER_MAX];

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		assert_string_equal(
		    changeline_number(cases[i].v, out), cases[i].text);
}

static struct json_object *
parse(const char *json)
{
	struct json_object *o;
	struct buf why = { 0 };

	assert_int_equal(jsonin_parse(span_of(json), 16, &o, &why), RC_OK);
	buf_free(&why);
	return o;
}

static void
a_terminal_gets_lines_that_fit_in_colours(void **state)
{
	(void)state;
	static const char json[] =
	    "{\"seq\":4,\"type\":\"claim.revised\",\"claim\":{\"id\":\"c1\","
	    "\"speaker\":{\"name\":\"Ida Solberg\"},\"text\":\"It is 25 per "
	    "cent for now\",\"mentions\":1,\"outlets\":1,\"origins\":1,"
	    "\"figure\":{\"value\":25.0,\"unit\":\"percent\",\"subject\":"
	    "\"tariff\"}},\"relation\":{\"type\":\"revised\",\"from\":\"c1\","
	    "\"to\":\"c2\"},\"other\":{\"id\":\"c2\",\"figure\":{\"value\":"
	    "50}},\"outlet\":\"Valley\\u001bEcho\"}";
	struct changeline_style style = { .width = 60, .colour = true };
	struct json_object *o = parse(json);
	struct buf out = { 0 };

	changeline_put(o, &style, &out);
	assert_string_equal(buf_cstr(&out),
	    "          \033[33mrevised       \033[mtariff: "
	    "\033[33m25 -> 50 \033[mpercent: \033[1mIda\033[m\n"
	    "                        \033[1mSolberg: \033[mIt is 25 per cent "
	    "for now\n"
	    "                        \033[2mValley Echo (1 mention, 1 "
	    "outlet, 1\033[m\n"
	    "                        \033[2morigin) c1 #4\033[m\n");
	style = (struct changeline_style) { .width = 30 };
	buf_clear(&out);
	changeline_put(o, &style, &out);
	assert_string_equal(buf_cstr(&out),
	    "          revised\n"
	    "  tariff: 25 -> 50 percent:\n"
	    "  Ida Solberg: It is 25 per\n"
	    "  cent for now\n"
	    "  Valley Echo (1 mention, 1\n"
	    "  outlet, 1 origin) c1 #4\n");
	json_object_put(o);
	buf_free(&out);
}

static void
the_core_of_a_change_has_no_line_end(void **state)
{
	(void)state;
	struct json_object *o = parse(
	    "{\"type\":\"article.new\",\"title\":\"Back\\nby winter\","
	    "\"outlet\":\"Valley Echo\"}");
	struct buf out = { 0 };

	changeline_brief(o, &out);
	assert_string_equal(buf_cstr(&out), "Back by winter  [Valley Echo]");
	json_object_put(o);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_read_as_lines),
		cmocka_unit_test(numbers_read_as_a_person_writes_them),
		cmocka_unit_test(a_terminal_gets_lines_that_fit_in_colours),
		cmocka_unit_test(the_core_of_a_change_has_no_line_end),
	};

	return cmocka_run_group_tests_name(
	    "sink/changeline", tests, NULL, NULL);
}
