/*
 * sql.h -- SQLite statements with this project's types.  Values are bound,
 * never printed into a statement.
 */
#ifndef SINK_SQL_H
#define SINK_SQL_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/rc.h"
#include "proto/span.h"

/*
 * A SQLite result as one of ours.  RC_FULL, RC_BUSY, RC_IO: the world is
 * wrong; RC_REFUSED, RC_TOOBIG: the values are (a constraint, a limit).
 * Aborts when out of memory.
 */
enum rc sql_rc(int code);

/* What went wrong on db last, for people. */
const char *sql_cause(sqlite3 *db);

/* Run text: one statement or several, without values. */
MUST_USE enum rc sql_exec(sqlite3 *db, const char *text);

/* Prepare n statements for long use.  On failure none is. */
MUST_USE enum rc sql_prepare(
    sqlite3 *db, const char *const *text, size_t n, sqlite3_stmt **st);
void sql_finalize(sqlite3_stmt **st, size_t n);

/* Bind value i (from 1); views must live until the statement has run. */
void sql_int(sqlite3_stmt *st, int i, int64_t v);
void sql_real(sqlite3_stmt *st, int i, double v);
void sql_null(sqlite3_stmt *st, int i);
void sql_text(sqlite3_stmt *st, int i, struct span s); /* NULL: p == NULL */
void sql_blob(sqlite3_stmt *st, int i, const void *p, size_t n);
void sql_id(sqlite3_stmt *st, int i, int64_t id); /* NULL for 0 */

/* Run a statement that yields no row, and reset it. */
MUST_USE enum rc sql_run(sqlite3_stmt *st);

/* The next row: RC_OK; or RC_END or an error, and it is reset. */
MUST_USE enum rc sql_row(sqlite3_stmt *st);

/* Does the statement yield a row?  It is reset. */
MUST_USE enum rc sql_is(sqlite3_stmt *st, bool *is);

/* Column i (from 0) of a row; good until the next step or reset. */
struct span sql_col(sqlite3_stmt *st, int i); /* p NULL for NULL */
int64_t sql_col_int(sqlite3_stmt *st, int i);

/* The first column of the first row that text yields; dflt when none. */
MUST_USE enum rc sql_one(
    sqlite3 *db, const char *text, int64_t dflt, int64_t *v);

#endif
