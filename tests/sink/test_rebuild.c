/* Tests for sink/rebuild.c: what is derived step by step is what is derived
 * anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "history.h"

static void
was_worth_it(struct store *s)
{
	assert_true(history_number(s, "SELECT count(*) FROM corrections") > 0);
	assert_true(
	    history_number(
		s, "SELECT count(*) FROM lineage WHERE first <> article") > 5);
	assert_true(
	    history_number(s,
		"SELECT count(*) FROM changes WHERE "
		"('{' || body || '}' ->> '$.cause.kind') = 'user'") > 5);
	assert_true(
	    history_number(s,
		"SELECT count(*) FROM changes WHERE type = 'claim.split'") > 0);
	assert_true(history_number(s, "SELECT max(n) FROM revisions") > 3);
	assert_true(history_number(s,
			"SELECT count(*) FROM wordings WHERE claim <> id") > 3);
}

static void
one_history(const char *path, uint64_t seed)
{
	struct store_opts o = { .path = path };
	struct buf before = { 0 }, after = { 0 }, why = { 0 };
	struct store *s;

	assert_int_equal(store_open(&o, &s, &why), RC_OK);
	history_commit(s, 400, seed);
	history_check(s);
	history_dump(s, &before);
	assert_int_equal(store_rebuild(s), RC_OK);
	history_dump(s, &after);
	assert_string_equal(buf_cstr(&before), buf_cstr(&after));
	history_check(s);
	/* Who follows the feed alone knows every claim's status and counts
	 * of outlets; its last change is known too. */
	assert_int_equal(
	    history_number(s,
		"SELECT count(*) FROM claims c JOIN changes x "
		"ON x.seq = c.changed WHERE x.claim <> c.id OR c.status <> "
		"('{' || body || '}' ->> '$.claim.status') OR c.origins <> "
		"('{' || body || '}' ->> '$.claim.origins') "
		"OR coalesce('s' || c.speaker, '') <> coalesce("
		"'{' || body || '}' ->> '$.claim.speaker.id', '')"),
	    0);
	assert_int_equal(
	    history_number(s,
		"SELECT count(*) FROM claims c WHERE c.changed <> "
		"(SELECT max(seq) FROM changes x WHERE x.claim = c.id)"),
	    0);
	/* The history was worth it. */
	assert_true(history_number(s,
			"SELECT count(*) FROM changes WHERE type = "
			"'claim.withdrawn'") > 5);
	assert_true(history_number(s,
			"SELECT count(*) FROM changes WHERE type = "
			"'claim.corroborated'") > 5);
	assert_true(history_number(s,
			"SELECT count(*) FROM changes WHERE type = "
			"'claim.revised'") > 5);
	assert_true(history_number(s,
			"SELECT count(*) FROM changes WHERE type = "
			"'claim.disputed'") > 5);
	/* Disputes and corrections end as well. */
	assert_true(history_number(s,
			"SELECT count(*) FROM changes WHERE "
			"('{' || body || '}' ->> '$.before.status') IN "
			"('disputed', 'revised') AND "
			"('{' || body || '}' ->> '$.claim.status') IN "
			"('reported', 'corroborated')") > 5);
	was_worth_it(s);
	buf_free(&before);
	buf_free(&after);
	store_close(s);
}

static void
a_rebuild_equals_what_commits_derived_step_by_step(void **state)
{
	char *dir = help_temp_dir();

	(void)state;
	for (uint64_t seed = 1; seed <= 4; seed++) {
		char name[16], *path;

		snprintf(name, sizeof name, "%d.db", (int)seed);
		path = help_path(dir, name);
		one_history(path, seed * 0x9e3779b97f4a7c15u);
		free(path);
	}
	help_remove_dir(dir);
}

static void
count_finding(void *arg, const char *sentence)
{
	assert_non_null(strstr(sentence, "Run `claimwire rebuild`"));
	++*(int *)arg;
}

static void
damage_to_derived_tables_is_found_and_a_rebuild_mends_it(void **state)
{
	char *dir = help_temp_dir(), *path = help_path(dir, "claims.db");
	struct store_opts o = { .path = path };
	struct buf before = { 0 }, after = { 0 }, why = { 0 };
	struct store *s;
	struct query *q;
	int found = 0;

	(void)state;
	assert_int_equal(store_open(&o, &s, &why), RC_OK);
	history_commit(s, 400, 42);
	history_dump(s, &before);
	assert_int_equal(sqlite3_exec(store_db(s),
			     "UPDATE claims SET mentions = 7 WHERE id = 1;"
			     "DELETE FROM claims WHERE id = 2;"
			     "DELETE FROM mention_claims WHERE mention = 3;"
			     "DELETE FROM claim_outlets WHERE claim = 4;"
			     "UPDATE claims SET status = 'withdrawn';"
			     "UPDATE claims SET changed = 1 WHERE id = 5;"
			     "UPDATE claim_outlets SET origin = origin + 1 "
			     "WHERE claim = 6;"
			     "UPDATE relations SET a = a + 1",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	q = query_on(s);
	assert_int_equal(query_check(q, count_finding, &found), RC_OK);
	assert_true(found >= 9);
	query_close(q);
	assert_int_equal(store_rebuild(s), RC_OK);
	history_dump(s, &after);
	assert_string_equal(buf_cstr(&before), buf_cstr(&after));
	history_check(s);
	store_close(s);
	buf_free(&before);
	buf_free(&after);
	free(path);
	help_remove_dir(dir);
}

static void
a_store_of_before_step_14_finds_wordings_by_the_same_features(void **state)
{
	char *dir = help_temp_dir(), *path = help_path(dir, "claims.db");
	struct store_opts o = { .path = path };
	struct buf before = { 0 }, after = { 0 }, why = { 0 };
	struct store *s;

	(void)state;
	assert_int_equal(store_open(&o, &s, &why), RC_OK);
	history_commit(s, 100, 7);
	assert_true(history_number(s, "SELECT count(*) FROM traces") > 9);
	assert_true(history_number(s, "SELECT count(*) FROM marks") > 9);
	history_dump(s, &before);
	assert_int_equal(sqlite3_exec(store_db(s),
			     "UPDATE traces SET feature = ~feature;"
			     "DELETE FROM marks; PRAGMA user_version = 13",
			     NULL, NULL, NULL),
	    SQLITE_OK);
	store_close(s);
	assert_int_equal(store_open(&o, &s, &why), RC_OK);
	history_dump(s, &after);
	assert_string_equal(buf_cstr(&before), buf_cstr(&after));
	store_close(s);
	buf_free(&before);
	buf_free(&after);
	free(path);
	help_remove_dir(dir);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_rebuild_equals_what_commits_derived_step_by_step),
		cmocka_unit_test(
		    damage_to_derived_tables_is_found_and_a_rebuild_mends_it),
		cmocka_unit_test(
		    a_store_of_before_step_14_finds_wordings_by_the_same_features),
	};

	return cmocka_run_group_tests_name("sink/rebuild", tests, NULL, NULL);
}
