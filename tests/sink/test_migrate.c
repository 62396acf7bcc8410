/* Tests for sink/migrate.c: older stores are brought up to date, newer ones
 * are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "proto/buf.h"
#include "sink/migrate.h"
#include "sink/query.h"
#include "sink/store.h"
#include "tests/help.h"

/* Tests are run from the project's root. */
#define OLD "tests/data/store-1.sql"

struct fixture {
	char *dir, *path;
};

static void
run(const char *path, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(db));
	sqlite3_close(db);
}

static int
setup(void **state)
{
	static struct fixture f;
	char *old = help_read_file(OLD, NULL);

	if (old == NULL)
		fail_msg("%s cannot be read from here", OLD);
	f.dir = help_temp_dir();
	f.path = help_path(f.dir, "claims.db");
	run(f.path, old);
	free(old);
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	help_remove_dir(f->dir);
	free(f->path);
	return 0;
}

static void
no_finding(void *arg, const char *sentence)
{
	(void)arg;
	fail_msg("%s", sentence);
}

static bool
note_claim(void *arg, const struct form_claim *c)
{
	buf_printf(arg, "c%d %.*s %.*s; ", (int)c->id, (int)c->act.n, c->act.p,
	    (int)c->text.n, c->text.p);
	return true;
}

static bool
note_change(void *arg, const struct form_claim *c)
{
	buf_printf(arg, "c%d %d; ", (int)c->id, (int)c->changed);
	return true;
}

static bool
note_origin(void *arg, const struct form_mention *m)
{
	buf_printf(arg, "%.*s; ", (int)m->origin.n, m->origin.p);
	return true;
}

/* All is there, in views and full text too. */
static void
check_contents(struct query *q)
{
	struct query_filter all = { .rising = true };
	struct query_filter weir = { .text = { "weir", 4 } };
	struct query_counts c;
	struct buf b = { 0 };

	assert_int_equal(query_check(q, no_finding, NULL), RC_OK);
	assert_int_equal(query_claims(q, &all, note_claim, &b), RC_OK);
	assert_string_equal(buf_cstr(&b),
	    "c1 assert The weir holds.; c2 assert Up 4 percent in May.; "
	    "c3 assert Z\xc3\xbcgig!; c4 assert Up 9 percent.; ");
	buf_clear(&b);
	assert_int_equal(query_changed(q, &all, note_change, &b), RC_OK);
	assert_string_equal(buf_cstr(&b), "c4 10; c3 6; c1 5; c2 3; ");
	buf_clear(&b);
	assert_int_equal(query_mentions(q, &all, note_origin, &b), RC_OK);
	assert_string_equal(
	    buf_cstr(&b), "Tarn Herald; Tarn Herald; Tarn Mail; Tarn Mail; ");
	buf_clear(&b);
	assert_int_equal(query_search(q, &weir, note_claim, &b), RC_OK);
	assert_string_equal(buf_cstr(&b), "c1 assert The weir holds.; ");
	assert_int_equal(query_counts(q, &c), RC_OK);
	assert_int_equal(c.changes, 10);
	assert_string_equal(query_generation(q), "00c0ffee00c0ffee");
	buf_free(&b);
}

static void
a_store_of_the_first_step_is_brought_up_to_date_with_its_rows(void **state)
{
	struct fixture *f = *state;
	struct store_opts o = { .path = f->path, .epoch = true };
	struct buf why = { 0 };
	struct store *s;
	struct query *q;

	if (store_open(&o, &s, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	assert_int_equal(store_head(s), 10);
	q = query_on(s);
	check_contents(q);
	query_close(q);
	assert_int_equal(store_rebuild(s), RC_OK);
	q = query_on(s);
	check_contents(q);
	query_close(q);
	store_close(s);
	buf_free(&why);
}

static void
a_reader_brings_it_up_to_date_as_well(void **state)
{
	struct fixture *f = *state;
	struct buf why = { 0 };
	struct query *q;

	if (query_open(f->path, &q, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	check_contents(q);
	query_close(q);
	buf_free(&why);
}

static void
a_step_that_fails_leaves_the_store_as_it_was(void **state)
{
	struct fixture *f = *state;
	struct buf why = { 0 };
	sqlite3 *db;
	int version = 0;

	run(f->path, "CREATE VIEW claims_v AS SELECT 1");
	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	assert_int_not_equal(migrate_run(db, migrate_newest(), &why), RC_OK);
	assert_non_null(strstr(buf_cstr(&why), "schema step 2"));
	assert_int_equal(migrate_version(db, &version), RC_OK);
	assert_int_equal(version, 1);
	sqlite3_close(db);
	run(f->path, "DROP VIEW claims_v");
	a_store_of_the_first_step_is_brought_up_to_date_with_its_rows(state);
	buf_free(&why);
}

static void
owners_of_an_older_store_are_kept(void **state)
{
	struct fixture *f = *state;
	struct store_opts o = { .path = f->path };
	struct query_filter all = { .rising = true };
	struct buf b = { 0 };
	struct store *s;
	struct query *q;

	run(f->path,
	    "UPDATE outlets SET owner = 'The Marl'; INSERT INTO outlets(name, "
	    "owner) VALUES('tarn MAIL', NULL), ('marl', NULL)");
	assert_int_equal(store_open(&o, &s, &b), RC_OK);
	assert_int_equal(store_rebuild(s), RC_OK);
	q = query_on(s);
	assert_int_equal(query_check(q, no_finding, NULL), RC_OK);
	assert_int_equal(query_mentions(q, &all, note_origin, &b), RC_OK);
	assert_string_equal(buf_cstr(&b), "marl; marl; marl; marl; ");
	query_close(q);
	store_close(s);
	buf_free(&b);
}

static void
a_newer_store_is_refused_with_a_remedy(void **state)
{
	struct fixture *f = *state;
	struct store_opts o = { .path = f->path };
	struct buf why = { 0 };
	struct store *s = NULL;
	struct query *q = NULL;

	run(f->path, "PRAGMA user_version = 99");
	assert_int_equal(store_open(&o, &s, &why), RC_VERSION);
	assert_non_null(strstr(buf_cstr(&why), "newer claimwire"));
	assert_null(s);
	buf_clear(&why);
	assert_int_equal(query_open(f->path, &q, &why), RC_VERSION);
	assert_non_null(strstr(buf_cstr(&why), "newer claimwire"));
	assert_null(q);
	buf_free(&why);
}

static void
steps_one_by_one_make_the_newest_schema(void **state)
{
	struct fixture *f = *state;
	char *path = help_path(f->dir, "steps.db");
	struct buf why = { 0 };
	sqlite3 *db;
	int version;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	for (int to = 1; to <= migrate_newest(); to++) {
		assert_int_equal(migrate_run(db, to, &why), RC_OK);
		assert_int_equal(migrate_version(db, &version), RC_OK);
		assert_int_equal(version, to);
	}
	sqlite3_close(db);
	buf_free(&why);
	free(path);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(a_store_of_the_first_step_is_brought_up_to_date_with_its_rows),
		T(a_reader_brings_it_up_to_date_as_well),
		T(a_step_that_fails_leaves_the_store_as_it_was),
		T(owners_of_an_older_store_are_kept),
		T(a_newer_store_is_refused_with_a_remedy),
		T(steps_one_by_one_make_the_newest_schema),
	};

	return cmocka_run_group_tests_name("sink/migrate", tests, NULL, NULL);
}
