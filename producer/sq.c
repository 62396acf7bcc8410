/* sq.c -- the spool's SQLite: schema, statements, results. */
#include "sq.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>

#include "proto/log.h"

#define APPLICATION_ID 0x43575350 /* "CWSP" */
#define BUSY_MS        1000       /* others' transactions take milliseconds */

/*
 * One step a schema version; never change one that was released.
 *
 * A job's row is written once and deleted once: what happens to it meanwhile
 * goes to trial, which most jobs never have, so that no blob is rewritten.
 * Numbers of jobs come from spool.last_job and are never used again.
 */
static const char *const migration[] = {
	"CREATE TABLE spool ("
	" id INTEGER PRIMARY KEY CHECK (id = 1),"
	" name INTEGER NOT NULL,"  /* random; 64 bits, as signed */
	" epoch INTEGER NOT NULL," /* starts of the producer */
	" last_job INTEGER NOT NULL,"
	" accepted INTEGER NOT NULL,"
	" committed INTEGER NOT NULL,"
	" duplicates INTEGER NOT NULL,"
	" dead INTEGER NOT NULL,"
	" dropped INTEGER NOT NULL,"
	" pending INTEGER NOT NULL);"
	"INSERT INTO spool VALUES (1, random(), 0, 0, 0, 0, 0, 0, 0, 0);"
	"CREATE TABLE job ("
	" job INTEGER PRIMARY KEY,"
	" story INTEGER NOT NULL," /* first 8 bytes of its hash */
	" accepted_ms INTEGER NOT NULL,"
	" name TEXT NOT NULL,"
	" blob BLOB NOT NULL);"
	"CREATE TABLE trial ("
	" job INTEGER PRIMARY KEY,"
	" attempts INTEGER NOT NULL,"
	" crashes INTEGER NOT NULL,"
	" suspect INTEGER NOT NULL,"
	" dead INTEGER NOT NULL,"
	" changed_ms INTEGER NOT NULL,"
	" cause TEXT NOT NULL);"
	"CREATE TABLE cursor ("
	" source TEXT PRIMARY KEY,"
	" value BLOB NOT NULL) WITHOUT ROWID;",
};
#define VERSION ((int)(sizeof(migration) / sizeof(migration[0])))

/* The time comes from the VFS, so that a simulator can own it. */
#define NOW_MS "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"

#define ROW_SQL                                                           \
	"SELECT job, name, coalesce(cause, ''), accepted_ms,"             \
	" coalesce(changed_ms, accepted_ms), coalesce(attempts, 0),"      \
	" coalesce(crashes, 0), coalesce(suspect, 0), coalesce(dead, 0) " \
	"FROM job LEFT JOIN trial USING (job) "

static const char *const sql[SQ_STATEMENTS] = {
	[SQ_BEGIN_READ] = "BEGIN",
	[SQ_BEGIN_WRITE] = "BEGIN IMMEDIATE",
	[SQ_COMMIT] = "COMMIT",
	[SQ_ROLLBACK] = "ROLLBACK",
	[SQ_ACCOUNTS] = "SELECT accepted, committed, dead, pending, duplicates,"
			" dropped FROM spool",
	[SQ_ACCOUNT] = "UPDATE spool SET accepted = accepted + ?1,"
		       " committed = committed + ?2, dead = dead + ?3,"
		       " pending = pending + ?4, duplicates = duplicates + ?5,"
		       " dropped = dropped + ?6, last_job = last_job + ?7",
	[SQ_NEXT_JOB] = "SELECT last_job + 1 FROM spool",
	[SQ_INSERT_JOB] = "INSERT INTO job VALUES (?1, ?2, ?3, ?4, ?5)",
	[SQ_SET_CURSOR] = "INSERT INTO cursor VALUES (?1, ?2)"
			  " ON CONFLICT DO UPDATE SET value = ?2",
	[SQ_FORGET_CURSOR] = "DELETE FROM cursor WHERE source = ?1",
	[SQ_GET_CURSOR] = "SELECT value FROM cursor WHERE source = ?1",
	[SQ_CURSORS] = "SELECT source, value FROM cursor"
		       " WHERE source >= ?1 AND source < ?1 || char(1114111)"
		       " ORDER BY source",
	[SQ_LOAD] = "SELECT job, story, coalesce(attempts, 0),"
		    " coalesce(crashes, 0), coalesce(suspect, 0)"
		    " FROM job LEFT JOIN trial USING (job)"
		    " WHERE job > ?1 AND coalesce(dead, 0) = 0"
		    " ORDER BY job LIMIT ?2",
	[SQ_READ] = "SELECT blob, accepted_ms FROM job WHERE job = ?1",
	[SQ_DELETE_JOB] = "DELETE FROM job WHERE job = ?1",
	[SQ_DELETE_TRIAL] = "DELETE FROM trial WHERE job = ?1",
	[SQ_IS_PENDING] = "SELECT 1 FROM job LEFT JOIN trial USING (job)"
			  " WHERE job = ?1 AND coalesce(dead, 0) = 0",
	[SQ_IS_DEAD] = "SELECT 1 FROM trial WHERE job = ?1 AND dead",
	[SQ_SET_TRIAL] = "INSERT OR REPLACE INTO trial"
			 " VALUES (?1, ?2, ?3, ?4, ?5, " NOW_MS ", ?6)",
	[SQ_MOVE_JOB] = "UPDATE job SET job = ?2 WHERE job = ?1",
	[SQ_MOVE_TRIAL] = "UPDATE trial SET job = ?2, crashes = 0, suspect = 0,"
			  " dead = 0, changed_ms = " NOW_MS " WHERE job = ?1",
	[SQ_RECOUNT] = "SELECT (SELECT count(*) FROM job LEFT JOIN trial USING"
		       " (job) WHERE coalesce(dead, 0) = 0),"
		       " (SELECT count(*) FROM job JOIN trial USING (job)"
		       " WHERE dead),"
		       " (SELECT count(*) FROM trial WHERE job NOT IN"
		       " (SELECT job FROM job)),"
		       " (SELECT coalesce(max(job), 0) FROM job),"
		       " last_job FROM spool",
	[SQ_DEAD_ROWS] = ROW_SQL "WHERE dead ORDER BY job",
	[SQ_FIND_ROWS] = ROW_SQL "WHERE name = ?1 ORDER BY job",
	[SQ_FREE_PAGES] = "PRAGMA freelist_count",
	[SQ_IDENTITY] = "SELECT name, epoch FROM spool",
	[SQ_GIVE_BACK] = "PRAGMA incremental_vacuum(4096)",
};

static enum rc
result_of(sqlite3 *db, int code)
{
	int error;

	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return RC_OK;
	case SQLITE_FULL:
		return RC_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return RC_BUSY;
	case SQLITE_IOERR:
		/* growing the WAL index or hitting a file size limit */
		error = sqlite3_system_errno(db);
		return error == ENOSPC || error == EDQUOT || error == EFBIG
		    ? RC_FULL
		    : RC_IO;
	default:
		return RC_IO;
	}
}

static enum rc
failed(struct sq *q, int code)
{
	enum rc rc = result_of(q->db, code);

	if (rc == RC_IO)
		log_err("spool: SQLite failed",
		    LOG_S("cause", sqlite3_errmsg(q->db)),
		    LOG_I("code", sqlite3_extended_errcode(q->db)));
	return rc;
}

/* Run a statement that gives no rows, with what was bound to it. */
enum rc
sq_run(struct sq *q, enum sq_statement which)
{
	sqlite3_stmt *st = q->st[which];
	int code = sqlite3_step(st);
	enum rc rc = RC_OK;

	if (code != SQLITE_DONE && code != SQLITE_ROW)
		rc = failed(q, code);
	sqlite3_reset(st);
	sqlite3_clear_bindings(st);
	return rc;
}

/* The caller resets, by sq_done(). */
enum rc
sq_row(struct sq *q, enum sq_statement which)
{
	int code = sqlite3_step(q->st[which]);

	if (code == SQLITE_ROW)
		return RC_OK;
	return code == SQLITE_DONE ? RC_NOENT : failed(q, code);
}

void
sq_done(struct sq *q, enum sq_statement which)
{
	sqlite3_reset(q->st[which]);
	sqlite3_clear_bindings(q->st[which]);
}

void
sq_bind_int(struct sq *q, enum sq_statement which, int at, uint64_t v)
{
	sqlite3_bind_int64(q->st[which], at, (sqlite3_int64)v);
}

void
sq_bind_text(struct sq *q, enum sq_statement which, int at, struct span v)
{
	sqlite3_bind_text64(q->st[which], at, v.n > 0 ? v.p : "", v.n,
	    SQLITE_STATIC, SQLITE_UTF8);
}

void
sq_bind_blob(struct sq *q, enum sq_statement which, int at, struct span v)
{
	sqlite3_bind_blob64(
	    q->st[which], at, v.n > 0 ? v.p : "", v.n, SQLITE_STATIC);
}

uint64_t
sq_column_u64(struct sq *q, enum sq_statement which, int at)
{
	return (uint64_t)sqlite3_column_int64(q->st[which], at);
}

struct span
sq_column_span(struct sq *q, enum sq_statement which, int at)
{
	const char *p = sqlite3_column_blob(q->st[which], at);

	return (
	    struct span) { p, (size_t)sqlite3_column_bytes(q->st[which], at) };
}

/* End a transaction: commit what went well, undo what did not. */
enum rc
sq_finish(struct sq *q, enum rc rc)
{
	if (rc == RC_OK)
		rc = sq_run(q, SQ_COMMIT);
	/* SQLite rolls back by itself after some errors, not after others */
	if (rc != RC_OK && !sqlite3_get_autocommit(q->db) &&
	    sq_run(q, SQ_ROLLBACK) != RC_OK)
		log_err("spool: cannot roll back", LOG_RC(rc));
	return rc;
}

/* Opening. */

static enum rc
opening_failed(
    sqlite3 *db, int code, const struct spool_opts *o, struct buf *why)
{
	enum rc rc = result_of(db, code);

	if (rc == RC_FULL)
		buf_printf(why,
		    "cannot open %s: the disk is full; free some space",
		    o->path);
	else if ((code & 0xff) == SQLITE_NOTADB)
		buf_printf(why,
		    "%s is not a database; move it away, or name another "
		    "folder with --data",
		    o->path);
	else
		buf_printf(why,
		    "cannot open %s: %s; check that the folder "
		    "exists and may be written, or name another with --data",
		    o->path,
		    db != NULL ? sqlite3_errmsg(db) : sqlite3_errstr(code));
	return rc;
}

static int
pragma_int(sqlite3 *db, const char *query, int *value)
{
	sqlite3_stmt *st;
	int code = sqlite3_prepare_v2(db, query, -1, &st, NULL);

	if (code != SQLITE_OK)
		return code;
	code = sqlite3_step(st);
	if (code == SQLITE_ROW)
		*value = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return code == SQLITE_ROW ? SQLITE_OK : code;
}

/* fresh: nothing is in it yet.  To set auto_vacuum writes a page, even if it
 * is what it was, and whoever only looks must not need space on the disk. */
static int
configure(sqlite3 *db, bool exclusive, bool fresh)
{
	char size[64];
	int code = SQLITE_OK;

	snprintf(size, sizeof(size), "PRAGMA wal_autocheckpoint = %d",
	    SPOOL_WAL_PAGES);
	/* exclusive first: then WAL needs no shared memory of the VFS */
	const char *const pragma[] = {
		exclusive ? "PRAGMA locking_mode = EXCLUSIVE" : "",
		fresh ? "PRAGMA auto_vacuum = INCREMENTAL" : "",
		"PRAGMA journal_mode = WAL",
		"PRAGMA synchronous = FULL",
		/* Debian's SQLite zeroes what is deleted, which doubles what
		 * retiring writes; FAST does so where it costs nothing */
		"PRAGMA secure_delete = FAST",
		size,
		"PRAGMA journal_size_limit = 16777216",
	};
	for (size_t i = 0;
	     i < sizeof(pragma) / sizeof(pragma[0]) && code == SQLITE_OK; i++)
		code = sqlite3_exec(db, pragma[i], NULL, NULL, NULL);
	return code;
}

/* Bring the schema up to date, within a transaction. */
static int
migrate(sqlite3 *db, int version)
{
	char set[96];
	int code = SQLITE_OK;

	for (; version < VERSION && code == SQLITE_OK; version++)
		code = sqlite3_exec(db, migration[version], NULL, NULL, NULL);
	snprintf(set, sizeof(set),
	    "PRAGMA user_version = %d; PRAGMA application_id = %d", VERSION,
	    APPLICATION_ID);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, set, NULL, NULL, NULL);
	return code;
}

/* Is it ours, and of a version that we know? */
static enum rc
recognise(
    sqlite3 *db, const struct spool_opts *o, int *version, struct buf *why)
{
	int id = 0, tables = 0, code;

	if ((code = pragma_int(db, "PRAGMA user_version", version)) ||
	    (code = pragma_int(db, "PRAGMA application_id", &id)) ||
	    (code = pragma_int(
		 db, "SELECT count(*) FROM sqlite_schema", &tables)))
		return opening_failed(db, code, o, why);
	if (tables > 0 && id != APPLICATION_ID) {
		buf_printf(why,
		    "%s is a database, but not a spool; move it away, or "
		    "name another folder with --data",
		    o->path);
		return RC_REFUSED;
	}
	if (*version > VERSION) {
		buf_printf(why,
		    "%s was made by a newer claimwire (spool version %d, this "
		    "one knows %d); install that version",
		    o->path, *version, VERSION);
		return RC_VERSION;
	}
	return RC_OK;
}

static enum rc
set_up(sqlite3 *db, const struct spool_opts *o, struct buf *why)
{
	int version = 0, code;
	enum rc rc;

	/* before anything is written to what may not be ours */
	if ((rc = recognise(db, o, &version, why)) != RC_OK)
		return rc;
	if ((code = configure(db, o->exclusive, version == 0)) != SQLITE_OK ||
	    (code = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL)))
		return opening_failed(db, code, o, why);
	if ((rc = recognise(db, o, &version, why)) != RC_OK)
		return rc; /* closing rolls back */
	if (version < VERSION)
		code = migrate(db, version);
	if (code == SQLITE_OK && o->epoch)
		code = sqlite3_exec(
		    db, "UPDATE spool SET epoch = epoch + 1", NULL, NULL, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	return code == SQLITE_OK ? RC_OK : opening_failed(db, code, o, why);
}

static enum rc
open_database(const struct spool_opts *o, sqlite3 **db, struct buf *why)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    (o->epoch ? SQLITE_OPEN_CREATE : 0);
	int code = sqlite3_open_v2(o->path, db, flags, o->vfs);
	enum rc rc;

	if (code == SQLITE_OK) {
		sqlite3_extended_result_codes(*db, 1);
		sqlite3_busy_timeout(*db, o->exclusive ? 0 : BUSY_MS);
		rc = set_up(*db, o, why);
	} else if (code == SQLITE_CANTOPEN && !o->epoch &&
	    sqlite3_system_errno(*db) == ENOENT) {
		buf_printf(why,
		    "there is no spool at %s: nothing was "
		    "accepted yet, or --data names another folder",
		    o->path);
		rc = RC_NOENT;
	} else {
		rc = opening_failed(*db, code, o, why);
	}
	if (rc != RC_OK)
		sqlite3_close(*db);
	return rc;
}

static int
prepare_all(struct sq *q)
{
	int code = SQLITE_OK;

	for (int i = 0; i < SQ_STATEMENTS && code == SQLITE_OK; i++)
		code = sqlite3_prepare_v3(q->db, sql[i], -1,
		    SQLITE_PREPARE_PERSISTENT, &q->st[i], NULL);
	return code;
}

enum rc
sq_open(const struct spool_opts *o, struct sq *out, struct buf *why)
{
	struct sq q = { 0 };
	int code;
	enum rc rc;

	if ((rc = open_database(o, &q.db, why)) != RC_OK)
		return rc;
	if ((code = prepare_all(&q)) != SQLITE_OK) {
		rc = opening_failed(q.db, code, o, why);
		sq_close(&q);
		return rc;
	}
	*out = q;
	return RC_OK;
}

void
sq_close(struct sq *q)
{
	for (int i = 0; i < SQ_STATEMENTS; i++)
		sqlite3_finalize(q->st[i]);
	sqlite3_close(q->db);
}

void
sq_checkpoint(struct sq *q)
{
	sqlite3_wal_checkpoint_v2(
	    q->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}
