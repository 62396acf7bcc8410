/* origins.c -- whose words an article has. */
#include "origins.h"

#include "fold.h"
#include "sql.h"

void
origins_fold(struct span name, struct buf *out)
{
	static const char the[] = " the ";
	struct buf b = { 0 };
	struct span s;

	fold_words(name, &b);
	s = (struct span) { b.p + 1, b.n > 2 ? b.n - 2 : 0 };
	if (b.n > sizeof the && memcmp(b.p, the, sizeof the - 1) == 0) {
		s.p += sizeof the - 2;
		s.n -= sizeof the - 2;
	}
	/* "!!!" has no words, but is a name. */
	if (s.n == 0)
		s = name;
	buf_append(out, s.p, s.n);
	buf_free(&b);
}

static void
fold_function(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct buf b = { 0 };
	struct span name;

	(void)n;
	name.p = (const char *)sqlite3_value_text(v[0]);
	name.n = (size_t)sqlite3_value_bytes(v[0]);
	if (name.p == NULL)
		return; /* NULL */
	origins_fold(name, &b);
	sqlite3_result_text(c, buf_cstr(&b), (int)b.n, SQLITE_TRANSIENT);
	buf_free(&b);
}

enum rc
origins_register(sqlite3 *db)
{
	return sql_rc(sqlite3_create_function(db, "origin_fold", 1,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, fold_function, NULL,
	    NULL));
}

enum rc
origins_settle(sqlite3 *db)
{
	static const char text[] =
	    "INSERT INTO origins(name, folded) SELECT name, origin_fold(name) "
	    "FROM outlets WHERE origin IS NULL ORDER BY id "
	    "ON CONFLICT(folded) DO NOTHING;"
	    "INSERT INTO origins(name, folded) "
	    "SELECT owner, origin_fold(owner) FROM outlets "
	    "WHERE owner IS NOT NULL ORDER BY id "
	    "ON CONFLICT(folded) DO NOTHING;"
	    "UPDATE outlets SET origin = (SELECT id FROM origins "
	    "WHERE folded = origin_fold(outlets.name)) WHERE origin IS NULL;"
	    "UPDATE origins SET owner = NULL;"
	    "UPDATE origins SET owner = x.owner FROM "
	    "(SELECT o.origin AS origin, w.id AS owner, min(o.id) "
	    "FROM outlets o JOIN origins w ON w.folded = origin_fold(o.owner) "
	    "WHERE w.id <> o.origin GROUP BY o.origin) x "
	    "WHERE x.origin = origins.id";

	return sql_exec(db, text);
}
