/* sql.c -- SQLite statements with this project's types. */
#include "sql.h"

#include <stdlib.h>

#include "proto/log.h"

static const struct {
	int code;
	enum rc rc;
} codes[] = {
	{ SQLITE_OK, RC_OK },
	{ SQLITE_ROW, RC_OK },
	{ SQLITE_DONE, RC_OK },
	{ SQLITE_FULL, RC_FULL },
	{ SQLITE_BUSY, RC_BUSY },
	{ SQLITE_LOCKED, RC_BUSY },
	{ SQLITE_INTERRUPT, RC_BUSY }, /* query_until() */
	{ SQLITE_CONSTRAINT, RC_REFUSED },
	{ SQLITE_TOOBIG, RC_TOOBIG },
	{ SQLITE_NOTADB, RC_BADMSG },
};

const char *
sql_cause(sqlite3 *db)
{
	if ((sqlite3_errcode(db) & 0xff) == SQLITE_NOTADB)
		return "it is no database: move it away, or name another "
		       "folder with --data";
	return sqlite3_errmsg(db);
}

enum rc
sql_rc(int code)
{
	int primary = code & 0xff;

	if (primary == SQLITE_NOMEM)
		abort();
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
		if (codes[i].code == primary)
			return codes[i].rc;
	return RC_IO;
}

/* Say what the store said; a full disk and the like are told by others. */
static enum rc
failed(sqlite3 *db, const char *doing, int code)
{
	enum rc rc = sql_rc(code);
	struct span begin = { doing, strnlen(doing, 60) };

	if (rc == RC_IO || rc == RC_REFUSED || rc == RC_TOOBIG)
		log_warn("store: statement failed",
		    LOG_S("error", sqlite3_errmsg(db)), LOG_I("code", code),
		    LOG_V("doing", begin));
	return rc;
}

enum rc
sql_exec(sqlite3 *db, const char *text)
{
	int code = sqlite3_exec(db, text, NULL, NULL, NULL);

	return code == SQLITE_OK ? RC_OK : failed(db, text, code);
}

enum rc
sql_prepare(sqlite3 *db, const char *const *text, size_t n, sqlite3_stmt **st)
{
	for (size_t i = 0; i < n; i++) {
		int code = sqlite3_prepare_v3(
		    db, text[i], -1, SQLITE_PREPARE_PERSISTENT, &st[i], NULL);

		if (code != SQLITE_OK) {
			enum rc rc = failed(db, text[i], code);

			sql_finalize(st, i);
			return rc;
		}
	}
	return RC_OK;
}

void
sql_finalize(sqlite3_stmt **st, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		sqlite3_finalize(st[i]);
		st[i] = NULL;
	}
}

void
sql_int(sqlite3_stmt *st, int i, int64_t v)
{
	sqlite3_bind_int64(st, i, v);
}

void
sql_real(sqlite3_stmt *st, int i, double v)
{
	sqlite3_bind_double(st, i, v);
}

void
sql_null(sqlite3_stmt *st, int i)
{
	sqlite3_bind_null(st, i);
}

void
sql_text(sqlite3_stmt *st, int i, struct span s)
{
	if (s.p == NULL)
		sqlite3_bind_null(st, i);
	else
		sqlite3_bind_text64(
		    st, i, s.p, s.n, SQLITE_STATIC, SQLITE_UTF8);
}

void
sql_blob(sqlite3_stmt *st, int i, const void *p, size_t n)
{
	sqlite3_bind_blob64(st, i, p, n, SQLITE_STATIC);
}

void
sql_id(sqlite3_stmt *st, int i, int64_t id)
{
	if (id == 0)
		sqlite3_bind_null(st, i);
	else
		sqlite3_bind_int64(st, i, id);
}

enum rc
sql_run(sqlite3_stmt *st)
{
	int code = sqlite3_step(st);
	enum rc rc = RC_OK;

	if (code != SQLITE_DONE && code != SQLITE_ROW)
		rc = failed(sqlite3_db_handle(st), sqlite3_sql(st), code);
	sqlite3_reset(st);
	return rc;
}

enum rc
sql_row(sqlite3_stmt *st)
{
	int code = sqlite3_step(st);
	enum rc rc = RC_END;

	if (code == SQLITE_ROW)
		return RC_OK;
	if (code != SQLITE_DONE)
		rc = failed(sqlite3_db_handle(st), sqlite3_sql(st), code);
	sqlite3_reset(st);
	return rc;
}

enum rc
sql_is(sqlite3_stmt *st, bool *is)
{
	enum rc rc = sql_row(st);

	sqlite3_reset(st);
	*is = rc == RC_OK;
	return rc == RC_END ? RC_OK : rc;
}

struct span
sql_col(sqlite3_stmt *st, int i)
{
	const char *p = (const char *)sqlite3_column_text(st, i);

	return (struct span) { p,
		p != NULL ? (size_t)sqlite3_column_bytes(st, i) : 0 };
}

int64_t
sql_col_int(sqlite3_stmt *st, int i)
{
	return sqlite3_column_int64(st, i);
}

enum rc
sql_one(sqlite3 *db, const char *text, int64_t dflt, int64_t *v)
{
	sqlite3_stmt *st;
	enum rc rc;

	if ((rc = sql_prepare(db, &text, 1, &st)) != RC_OK)
		return rc;
	rc = sql_row(st);
	if (rc == RC_OK)
		*v = sqlite3_column_type(st, 0) == SQLITE_NULL
		    ? dflt
		    : sql_col_int(st, 0);
	else if (rc == RC_END)
		*v = dflt;
	sqlite3_finalize(st);
	return rc == RC_END ? RC_OK : rc;
}
