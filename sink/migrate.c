/* migrate.c -- the steps of schema.sql that a store lacks, in order. */
#include "migrate.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "features.h"
#include "origins.h"
#include "proto/log.h"
#include "sql.h"
#include "when.h"

/* schema.sql, line by line; made by the Makefile. */
static const char *const schema[] = {
#include "sink/schema.inc"
};

#define MARK "--! step "

/* What a step is for; its statements are those after its mark in schema.sql.
 * A new step is one row, and one mark. */
static const struct step {
	int number;
	const char *what;
} steps[] = {
	{ 1, "enduring and derived tables" },
	{ 2, "views and full-text index" },
	{ 3, "origins, matters, relations' numbers" },
	{ 4, "whose words an article has" },
	{ 5, "which claim words belong to" },
	{ 6, "who is behind the names of speakers" },
	{ 7, "languages that are not read" },
	{ 8, "wordings that have to do with each other" },
	{ 9, "what articles were filed under" },
	{ 10, "texts that were read again" },
	{ 11, "which text of an article is the newest" },
	{ 12, "which wordings say the same, pair by pair" },
	{ 13, "how many marks a wording has" },
	{ 14, "features of wordings side by side" },
};

#define N_STEPS (sizeof steps / sizeof steps[0])

int
migrate_newest(void)
{
	return steps[N_STEPS - 1].number;
}

/* The statements of one step. */
static void
statements(int number, struct buf *out)
{
	bool mine = false;

	for (size_t i = 0; i < sizeof schema / sizeof schema[0]; i++) {
		if (strncmp(schema[i], MARK, strlen(MARK)) == 0)
			mine = atoi(schema[i] + strlen(MARK)) == number;
		else if (mine)
			buf_puts(out, schema[i]);
	}
}

/* when_ms(TEXT): the moment, or NULL (when.h); for steps. */
static void
moment(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct span s;
	int64_t ms;

	(void)n;
	s.p = (const char *)sqlite3_value_text(v[0]);
	s.n = (size_t)sqlite3_value_bytes(v[0]);
	if (s.p != NULL && when_parse(s, &ms))
		sqlite3_result_int64(c, ms);
}

enum rc
migrate_version(sqlite3 *db, int *version)
{
	int64_t v, app, tables;
	enum rc rc;

	if ((rc = sql_one(db, "PRAGMA user_version", 0, &v)) != RC_OK ||
	    (rc = sql_one(db, "PRAGMA application_id", 0, &app)) != RC_OK ||
	    (rc = sql_one(db, "SELECT count(*) FROM sqlite_schema", 0,
		 &tables)) != RC_OK)
		return rc;
	if (app != MIGRATE_APPLICATION && (tables > 0 || v != 0))
		return RC_REFUSED;
	*version = (int)v;
	return RC_OK;
}

static enum rc
take(sqlite3 *db, const struct step *s)
{
	struct buf sql = { 0 };
	enum rc rc;

	buf_puts(&sql, "BEGIN IMMEDIATE;\n");
	statements(s->number, &sql);
	buf_printf(&sql,
	    "PRAGMA application_id = %d;\nPRAGMA user_version = %d;\nCOMMIT;",
	    MIGRATE_APPLICATION, s->number);
	rc = sql_exec(db, buf_cstr(&sql));
	if (rc != RC_OK && !sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	buf_free(&sql);
	return rc;
}

static enum rc
newer(int version, struct buf *why)
{
	buf_printf(why,
	    "the store has schema %d, made by a newer claimwire; this one "
	    "knows schemas up to %d: use the newer program, or another "
	    "--data folder",
	    version, migrate_newest());
	return RC_VERSION;
}

static enum rc
unreadable(sqlite3 *db, enum rc rc, struct buf *why)
{
	if (rc == RC_REFUSED)
		buf_puts(why,
		    "it is a database of another program: use another "
		    "--data folder");
	else if (rc == RC_BADMSG)
		buf_puts(why,
		    "it is no database, or damaged: restore it from a copy "
		    "(claimwire backup), or move it away");
	else
		buf_printf(why, "%s", sqlite3_errmsg(db));
	return rc;
}

enum rc
migrate_run(sqlite3 *db, int to, struct buf *why)
{
	int version;
	enum rc rc;

	if ((rc = migrate_version(db, &version)) != RC_OK)
		return unreadable(db, rc, why);
	if (version > migrate_newest())
		return newer(version, why);
	if ((rc = origins_register(db)) != RC_OK ||
	    (rc = features_register(db)) != RC_OK ||
	    (rc = sql_rc(sqlite3_create_function(db, "when_ms", 1,
		 SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, moment, NULL,
		 NULL))) != RC_OK)
		return unreadable(db, rc, why);
	for (size_t i = 0; i < N_STEPS; i++) {
		if (steps[i].number <= version || steps[i].number > to)
			continue;
		if (version > 0)
			log_info("store: migrating",
			    LOG_I("step", steps[i].number),
			    LOG_S("adds", steps[i].what));
		if ((rc = take(db, &steps[i])) != RC_OK) {
			buf_printf(why,
			    "schema step %d (%s) cannot be taken: %s",
			    steps[i].number, steps[i].what, sqlite3_errmsg(db));
			return rc;
		}
	}
	return RC_OK;
}
