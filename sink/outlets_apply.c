/* outlets_apply.c -- the user's table of outlets, into the store. */
#include <stdlib.h>

#include "origins.h"
#include "outlets.h"
#include "proto/mem.h"
#include "sql.h"

static enum rc
is_same(sqlite3 *db, struct span hash, bool *same)
{
	static const char *const text =
	    "SELECT 1 FROM meta WHERE key = 'outlets' AND value = ?1";
	sqlite3_stmt *st;
	enum rc rc;

	if ((rc = sql_prepare(db, &text, 1, &st)) != RC_OK)
		return rc;
	sql_text(st, 1, hash);
	rc = sql_is(st, same);
	sqlite3_finalize(st);
	return rc;
}

static enum rc
remember(sqlite3 *db, struct span hash)
{
	static const char *const text =
	    "INSERT INTO meta VALUES('outlets', ?1) "
	    "ON CONFLICT(key) DO UPDATE SET value = excluded.value";
	sqlite3_stmt *st;
	enum rc rc;

	if ((rc = sql_prepare(db, &text, 1, &st)) != RC_OK)
		return rc;
	sql_text(st, 1, hash);
	rc = sql_run(st);
	sqlite3_finalize(st);
	return rc;
}

static enum rc
put_rows(sqlite3 *db, const struct outlets *o)
{
	static const char *const text =
	    "INSERT INTO outlets(name, domain, country, owner, listed) "
	    "VALUES(?1, ?2, ?3, ?4, 1) ON CONFLICT(name) DO UPDATE SET "
	    "domain = coalesce(excluded.domain, domain), "
	    "country = excluded.country, owner = excluded.owner, listed = 1";
	sqlite3_stmt *st;
	enum rc rc;

	if ((rc = sql_prepare(db, &text, 1, &st)) != RC_OK)
		return rc;
	for (size_t i = 0; rc == RC_OK && i < o->n; i++) {
		sql_text(st, 1, o->row[i].name);
		sql_text(st, 2, o->row[i].domain);
		sql_text(st, 3, o->row[i].country);
		sql_text(st, 4, o->row[i].owner);
		rc = sql_run(st);
	}
	sqlite3_finalize(st);
	return rc;
}

/* Claims of origins whose owner is another than it was. */
static enum rc
read_claims(sqlite3 *db, struct outlets_claims *c)
{
	static const char *const text =
	    "SELECT DISTINCT x.claim FROM claim_outlets x "
	    "JOIN origins o ON o.id = x.origin "
	    "JOIN temp.was w ON w.id = o.id "
	    "WHERE w.owner IS NOT o.owner ORDER BY x.claim";
	sqlite3_stmt *st;
	enum rc rc;

	if ((rc = sql_prepare(db, &text, 1, &st)) != RC_OK)
		return rc;
	while ((rc = sql_row(st)) == RC_OK) {
		if (c->n == c->cap) {
			c->cap = c->cap * 2 + 256;
			c->claim = mem_grow(c->claim, c->cap, sizeof *c->claim);
		}
		c->claim[c->n++] = sql_col_int(st, 0);
	}
	sqlite3_finalize(st);
	return rc == RC_END ? RC_OK : rc;
}

enum rc
outlets_apply(sqlite3 *db, const struct outlets *o, bool *same,
    struct outlets_claims *claims)
{
	static const char before[] =
	    "DROP TABLE IF EXISTS temp.was;"
	    "CREATE TEMP TABLE was AS SELECT id, owner FROM origins;"
	    "UPDATE outlets SET listed = 0, country = NULL, owner = NULL "
	    "WHERE listed";
	char hex[HASH_HEX_MAX];
	struct span hash = span_of(hash_hex(&o->hash, hex));
	enum rc rc;

	if ((rc = is_same(db, hash, same)) != RC_OK || *same)
		return rc;
	if ((rc = sql_exec(db, before)) != RC_OK ||
	    (rc = put_rows(db, o)) != RC_OK ||
	    (rc = origins_settle(db)) != RC_OK ||
	    (rc = read_claims(db, claims)) != RC_OK ||
	    (rc = remember(db, hash)) != RC_OK)
		return rc;
	return sql_exec(db, "DROP TABLE temp.was");
}
