/* meta.c -- what a store is called. */
#include "meta.h"

#include <stdio.h>

#include "proto/buf.h"
#include "proto/hash.h"
#include "sql.h"

static void
put_hex(struct buf *b, const unsigned char *r, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "%02x", r[i]);
}

enum rc
meta_announce(sqlite3 *db, bool epoch)
{
	unsigned char r[16];
	struct buf b = { 0 };
	enum rc rc;

	hash_random(r, sizeof r);
	buf_puts(&b,
	    "INSERT OR IGNORE INTO meta VALUES('epoch', 0);"
	    "INSERT OR IGNORE INTO meta VALUES('generation', '");
	put_hex(&b, r, 8);
	buf_puts(&b, "');INSERT OR IGNORE INTO meta VALUES('store', '");
	put_hex(&b, r + 8, 8);
	buf_puts(&b, "');");
	if (epoch)
		buf_puts(&b,
		    "UPDATE meta SET value = value + 1 WHERE key = 'epoch'");
	rc = sql_exec(db, buf_cstr(&b));
	buf_free(&b);
	return rc;
}

static void
keep_name(char to[META_NAME_MAX], struct span s)
{
	snprintf(to, META_NAME_MAX, "%.*s", (int)s.n, s.p != NULL ? s.p : "");
}

enum rc
meta_read(sqlite3 *db, struct meta *m)
{
	static const char *const text =
	    "SELECT (SELECT value FROM meta WHERE key = 'generation'), "
	    "(SELECT value FROM meta WHERE key = 'epoch'), "
	    "(SELECT value FROM meta WHERE key = 'store')";
	sqlite3_stmt *st;
	enum rc rc;

	if ((rc = sql_prepare(db, &text, 1, &st)) != RC_OK)
		return rc;
	if ((rc = sql_row(st)) == RC_OK) {
		keep_name(m->generation, sql_col(st, 0));
		m->epoch = (uint64_t)sql_col_int(st, 1);
		keep_name(m->name, sql_col(st, 2));
	}
	sqlite3_finalize(st);
	return rc == RC_END ? RC_IO : rc;
}
