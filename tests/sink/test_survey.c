/* Tests for sink/survey.c: how the pipeline is, from the outside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sink/survey.h"
#include "tests/help.h"

static void
nobody_there_is_no_error(void **state)
{
	(void)state;
	char *dir = help_temp_dir(), pair[300];
	struct survey s = { 0 };
	struct buf why = { 0 };
	struct conf *c;
	double v;

	snprintf(pair, sizeof pair, "data=%s", dir);
	assert_int_equal(conf_load("/dev/null", &c, &why), RC_OK);
	assert_int_equal(conf_option(c, pair, &why), RC_OK);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(survey_take(&s, c, NULL, 10), RC_OK);
		survey_measure(&s, c, 10, 0);
		assert_false(s.spool || s.store || s.measured);
		for (int p = 0; p < SURVEY_PEERS; p++) {
			assert_int_equal(s.said[p].n, 0);
			assert_null(s.tree[p]);
			assert_false(survey_number(
			    &s, (enum survey_peer)p, "pid", NULL, &v));
		}
	}
	survey_free(&s);
	conf_free(c);
	buf_free(&why);
	help_remove_dir(dir);
}

static void
numbers_are_found_by_their_path(void **state)
{
	(void)state;
	struct survey s = { 0 };
	struct buf why = { 0 };
	double v = 0;

	assert_int_equal(
	    jsonin_parse(
		span_of("{\"head\":7,\"lag_ms\":{\"p50\":2.5},\"id\":\"9\","
			"\"feed\":null}"),
		16, &s.tree[SURVEY_SINK], &why),
	    RC_OK);
	assert_true(survey_number(&s, SURVEY_SINK, "head", NULL, &v));
	assert_true(v == 7);
	assert_true(survey_number(&s, SURVEY_SINK, "lag_ms", "p50", &v));
	assert_true(v == 2.5);
	assert_false(survey_number(&s, SURVEY_SINK, "lag_ms", "p99", &v));
	assert_false(survey_number(&s, SURVEY_SINK, "lag_ms", NULL, &v));
	assert_false(survey_number(&s, SURVEY_SINK, "feed", "p50", &v));
	assert_false(survey_number(&s, SURVEY_SINK, "head", "p50", &v));
	assert_false(survey_number(&s, SURVEY_SINK, "id", NULL, &v));
	assert_false(survey_number(&s, SURVEY_RUN, "head", NULL, &v));
	survey_free(&s);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_there_is_no_error),
		cmocka_unit_test(numbers_are_found_by_their_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
