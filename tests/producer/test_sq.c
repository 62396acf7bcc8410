/* Tests for producer/sq.c: whose file it is, and sharing it. */
#include "tests/producer/spooled.h"

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

/* Accept `rounds` articles, however often somebody else is at it. */
static enum rc
accept_many(struct spool *s, const char *name, int rounds)
{
	enum rc rc = RC_OK;

	for (int i = 0; i < rounds && rc == RC_OK; i++) {
		do
			rc = accept_one(s, name, name, "x");
		while (rc == RC_BUSY);
	}
	return rc;
}

static void
a_second_process_may_write_at_the_same_time(void **state)
{
	struct fixture *f = *state;
	pid_t child = fork();
	int status;

	if (child == 0) {
		const struct spool_opts o = { .path = f->path };
		struct buf why = { 0 };
		struct spool *s;

		if (spool_open(&o, &s, &why) != RC_OK)
			_exit(1);
		_exit(accept_many(s, "other", 100) == RC_OK ? 0 : 2);
	}
	assert_int_equal(accept_many(f->s, "mine", 100), RC_OK);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(counts(f->s).accepted, 200);
	check(f->s);
}

static void
while_another_holds_the_lock_it_says_busy(void **state)
{
	struct fixture *f = *state;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(accept_one(f->s, "a", "src", "1"), RC_BUSY);
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(db);
	assert_cursor(f->s, "src", NULL);
	assert_int_equal(accept_one(f->s, "a", "src", "1"), RC_OK);
	check(f->s);
}

static void
an_exclusive_spool_lets_nobody_else_in(void **state)
{
	struct fixture *f = *state;
	const struct spool_opts o = {
		.path = f->path, .exclusive = true, .epoch = true
	};
	struct buf why = { 0 };
	struct spool *s = NULL, *second = NULL;

	spool_close(f->s);
	f->s = NULL;
	assert_int_equal(spool_open(&o, &s, &why), RC_OK);
	assert_int_equal(accept_one(s, "a", NULL, NULL), RC_OK);
	assert_int_equal(spool_open(&o, &second, &why), RC_BUSY);
	check(s);
	spool_close(s);
	buf_free(&why);
}

static enum rc
try_open(const char *path, bool epoch, const char *says)
{
	const struct spool_opts o = { .path = path, .epoch = epoch };
	struct buf why = { 0 };
	struct spool *s = NULL;
	enum rc rc = spool_open(&o, &s, &why);

	assert_null(s);
	if (strstr(buf_cstr(&why), says) == NULL)
		fail_msg("\"%s\" lacks: %s", buf_cstr(&why), says);
	buf_free(&why);
	return rc;
}

static void
what_is_no_spool_is_refused_and_left_alone(void **state)
{
	static const char text[] = "no database, but of some length so that it "
				   "could be one if it began differently";
	struct fixture *f = *state;
	char *other = help_path(f->dir, "other.db");
	char *junk = help_path(f->dir, "junk.db"), *left;
	sqlite3 *db;

	assert_int_equal(
	    try_open(other, false, "nothing was accepted"), RC_NOENT);
	sqlite3_open(other, &db);
	sqlite3_exec(db, "CREATE TABLE t (x)", NULL, NULL, NULL);
	sqlite3_close(db);
	assert_int_equal(try_open(other, true, "not a spool"), RC_REFUSED);
	help_write_file(junk, text, strlen(text));
	assert_int_equal(try_open(junk, true, "not a database"), RC_IO);
	left = help_read_file(junk, NULL);
	assert_string_equal(left, text);
	assert_int_equal(try_open("/nowhere/at/all", true, "--data"), RC_IO);
	free(left);
	free(other);
	free(junk);
}

static void
a_newer_spool_is_refused(void **state)
{
	struct fixture *f = *state;
	sqlite3 *db;

	sqlite3_open(f->path, &db);
	sqlite3_exec(db, "PRAGMA user_version = 9", NULL, NULL, NULL);
	sqlite3_close(db);
	assert_int_equal(try_open(f->path, true, "newer"), RC_VERSION);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_second_process_may_write_at_the_same_time),
		TEST(while_another_holds_the_lock_it_says_busy),
		TEST(an_exclusive_spool_lets_nobody_else_in),
		TEST(what_is_no_spool_is_refused_and_left_alone),
		TEST(a_newer_spool_is_refused),
	};

	return cmocka_run_group_tests_name("producer/sq", tests, NULL, NULL);
}
