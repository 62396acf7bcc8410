/* Tests for sink/changeline.c: one change as one line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/jsonin.h"
#include "sink/changeline.h"

static void
changes_read_as_lines(void **state)
{
	(void)state;
	const struct changeline_style plain = { 0 };
	static const struct {
		const char *json, *line;
	} cases[] = {
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
		{ "{}", "0                        \n" },
		{ "[]", "0                        \n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct json_object *o;
		struct buf out = { 0 };

		assert_int_equal(
		    jsonin_parse(span_of(cases[i].json), 16, &o, &out), RC_OK);
		buf_clear(&out);
		changeline_put(o, &plain, &out);
		assert_string_equal(buf_cstr(&out), cases[i].line);
		json_object_put(o);
		buf_free(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_read_as_lines),
	};

	return cmocka_run_group_tests_name(
	    "sink/changeline", tests, NULL, NULL);
}
