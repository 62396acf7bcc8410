/* Tests for producer/recent.c: the last cursors, and no more of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "producer/recent.h"

static void
the_last_value_counts_and_an_empty_one_means_forgotten(void **state)
{
	struct recent *r = recent_new();
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(recent_get(r, "k", &b), RC_AGAIN);
	recent_put(r, "k", span_of("one"));
	recent_put(r, "k", span_of("two"));
	assert_int_equal(recent_get(r, "k", &b), RC_OK);
	assert_string_equal(buf_cstr(&b), "two");
	recent_put(r, "k", span_of(NULL));
	assert_int_equal(recent_get(r, "k", &b), RC_NOENT);
	recent_free(r);
	buf_free(&b);
}

static void
the_oldest_make_room_for_the_newest(void **state)
{
	struct recent *r = recent_new();
	struct buf b = { 0 };
	char key[16];

	(void)state;
	for (int i = 0; i <= RECENT_MAX; i++) {
		snprintf(key, sizeof(key), "%d", i);
		recent_put(r, key, span_of(key));
	}
	assert_int_equal(recent_get(r, "0", &b), RC_AGAIN);
	assert_int_equal(recent_get(r, "1", &b), RC_OK);
	assert_int_equal(recent_get(r, key, &b), RC_OK);
	recent_free(r);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_last_value_counts_and_an_empty_one_means_forgotten),
		cmocka_unit_test(the_oldest_make_room_for_the_newest),
	};

	return cmocka_run_group_tests_name(
	    "producer/recent", tests, NULL, NULL);
}
