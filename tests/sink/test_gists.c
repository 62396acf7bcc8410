/* Tests for sink/gists.c: gists are those of the table, kept or not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sink/gists.h"

static sqlite3 *
table(void)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
			     "CREATE TABLE claim_ids(id INTEGER PRIMARY KEY, "
			     "gist BLOB); INSERT INTO claim_ids VALUES"
			     "(1, 'one'), (2, NULL), (8193, 'far'), "
			     "(3, cast(zeroblob(5000) AS BLOB))",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	return db;
}

static void
change(sqlite3 *db, const char *sql)
{
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void
is_gist(struct gists *g, int64_t wording, const char *text)
{
	struct span gist;

	assert_int_equal(gists_get(g, wording, &gist), RC_OK);
	assert_int_equal(gist.p != NULL, text != NULL);
	assert_true(text == NULL || span_is(gist, text));
}

static void
what_is_kept_is_forgotten_when_told(void **state)
{
	sqlite3 *db = table();
	struct gists *g;

	(void)state;
	assert_int_equal(gists_new(db, &g), RC_OK);
	is_gist(g, 1, "one");
	change(db, "UPDATE claim_ids SET gist = 'other' WHERE id = 1");
	is_gist(g, 1, "one");
	gists_forget(g);
	is_gist(g, 1, "other");
	gists_free(g);
	sqlite3_close(db);
}

static void
those_without_one_may_get_one_and_large_ones_are_read_each_time(void **state)
{
	sqlite3 *db = table();
	struct gists *g;
	struct span gist;

	(void)state;
	assert_int_equal(gists_new(db, &g), RC_OK);
	is_gist(g, 2, NULL);
	is_gist(g, 4, NULL);
	change(db, "UPDATE claim_ids SET gist = 'two' WHERE id = 2");
	is_gist(g, 2, "two");
	assert_int_equal(gists_get(g, 3, &gist), RC_OK);
	assert_int_equal(gist.n, 5000);
	change(db, "UPDATE claim_ids SET gist = 'three' WHERE id = 3");
	is_gist(g, 3, "three");
	gists_free(g);
	sqlite3_close(db);
}

static void
two_of_one_place_take_turns(void **state)
{
	sqlite3 *db = table();
	struct gists *g;

	(void)state;
	assert_int_equal(gists_new(db, &g), RC_OK);
	for (int i = 0; i < 2; i++) {
		is_gist(g, 1, "one");
		is_gist(g, 1 + (int64_t)GISTS_KEPT, "far");
	}
	gists_free(g);
	sqlite3_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_kept_is_forgotten_when_told),
		cmocka_unit_test(
		    those_without_one_may_get_one_and_large_ones_are_read_each_time),
		cmocka_unit_test(two_of_one_place_take_turns),
	};

	return cmocka_run_group_tests_name("sink/gists", tests, NULL, NULL);
}
