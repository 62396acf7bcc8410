/* Tests for sink/sieve.c: which changes pass the contract's filters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/jsonin.h"
#include "sink/sieve.h"

static const char claim[] =
    "{\"contract\":1,\"id\":\"g-7\",\"seq\":7,\"type\":\"claim.revised\","
    "\"claim\":{\"id\":\"c3\",\"kind\":\"direct\",\"speaker\":{\"id\":\"s2\","
    "\"name\":\"Amélie Dorn\"},\"text\":\"We are still looking for two "
    "people\",\"figure\":{\"value\":15,\"unit\":\"count\"},\"status\":"
    "\"corroborated\",\"mentions\":3,\"outlets\":2,\"origins\":2},"
    "\"other\":{\"figure\":{\"value\":12,\"unit\":\"count\"}},"
    "\"outlet\":\"Harbour Ledger\"}";

static const char article[] =
    "{\"contract\":1,\"id\":\"g-8\",\"seq\":8,\"type\":\"article.new\","
    "\"claim\":null,\"article\":\"a1\",\"title\":\"Flood toll rises\","
    "\"outlet\":\"Valley Echo\"}";

/* Does the change pass one filter? */
static bool
passes(const char *change, const char *name, const char *value)
{
	struct query_filter f = { 0 };
	struct buf why = { 0 };
	struct json_object *o;
	bool pass;

	assert_int_equal(sieve_set(&f, name, value, &why), RC_OK);
	assert_int_equal(jsonin_parse(span_of(change), 16, &o, &why), RC_OK);
	pass = sieve_match(&f, o);
	json_object_put(o);
	buf_free(&why);
	return pass;
}

static void
each_filter_lets_pass_what_it_says(void **state)
{
	(void)state;
	static const struct {
		const char *name, *value;
		bool claim, article;
	} cases[] = {
		{ "type", "claim", true, false },
		{ "type", "article", false, true },
		{ "type", "claim.revised", true, false },
		{ "type", "claim.new", false, false },
		{ "speaker", "s2", true, false },
		{ "speaker", "s22", false, false },
		{ "speaker", "amelie", true, false },
		{ "speaker", "AMÉLIE D", true, false },
		{ "speaker", "brandt", false, false },
		{ "outlet", "harbour", true, false },
		{ "outlet", "Valley Echo", false, true },
		{ "kind", "direct", true, false },
		{ "kind", "figure", false, false },
		{ "status", "corroborated", true, false },
		{ "status", "reported", false, false },
		{ "q", "looking people", true, false },
		{ "q", "people looking", true, false },
		{ "q", "\"looking for two\"", true, false },
		{ "q", "\"for looking\"", false, false },
		{ "q", "look*", true, false },
		{ "q", "look", false, false },
		{ "q", "flood", false, true },
		{ "min_origins", "2", true, false },
		{ "min-origins", "3", false, false },
		{ "unit", "count", true, false },
		{ "unit", "percent", false, false },
		{ "value_min", "15", true, false },
		{ "value_min", "15.5", false, false },
		{ "value-max", "15", true, false },
		{ "value_max", "-1", false, false },
		{ "changed_by_min", "3", true, false },
		{ "changed_by_min", "3.5", false, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		if (passes(claim, cases[i].name, cases[i].value) !=
		    cases[i].claim)
			fail_msg("claim: %s=%s", cases[i].name, cases[i].value);
		if (passes(article, cases[i].name, cases[i].value) !=
		    cases[i].article)
			fail_msg(
			    "article: %s=%s", cases[i].name, cases[i].value);
	}
}

static void
wrong_values_are_refused_with_what_is_wanted(void **state)
{
	(void)state;
	static const char *const cases[][2] = { { "kind", "quote" },
		{ "status", "true" }, { "type", "claim.gone" },
		{ "min_origins", "two" }, { "min_origins", "-1" },
		{ "value_min", "" }, { "value_max", "nan" },
		{ "changed_by_min", "1x" } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct query_filter f = { 0 };
		struct buf why = { 0 };

		if (sieve_set(&f, cases[i][0], cases[i][1], &why) !=
			RC_REFUSED ||
		    why.n == 0)
			fail_msg("%s=%s", cases[i][0], cases[i][1]);
		buf_free(&why);
	}
}

static void
other_names_are_no_filters(void **state)
{
	(void)state;
	static const char *const names[] = { "json", "minorigins",
		"min_origins2", "min_origin", "" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct query_filter f = { 0 };
		struct buf why = { 0 };

		assert_int_equal(sieve_set(&f, names[i], "1", &why), RC_NOENT);
		buf_free(&why);
	}
}

static void
no_filter_lets_everything_pass(void **state)
{
	(void)state;
	static const char *const texts[] = { claim, article, "{}", "[]", "1" };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const struct query_filter f = { 0 };
		struct json_object *o;
		struct buf why = { 0 };

		assert_int_equal(
		    jsonin_parse(span_of(texts[i]), 16, &o, &why), RC_OK);
		assert_true(sieve_match(&f, o));
		json_object_put(o);
		buf_free(&why);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_filter_lets_pass_what_it_says),
		cmocka_unit_test(wrong_values_are_refused_with_what_is_wanted),
		cmocka_unit_test(other_names_are_no_filters),
		cmocka_unit_test(no_filter_lets_everything_pass),
	};

	return cmocka_run_group_tests_name("sink/sieve", tests, NULL, NULL);
}
