/* reread.c -- all stored texts, read again by the present engine. */
#include "reread.h"

#include "sql.h"

/* Keys whose gist is settled: that of the first mention that has one. */
static const char begin[] =
    "CREATE TEMP TABLE IF NOT EXISTS settled(key INTEGER PRIMARY KEY);"
    "DELETE FROM temp.settled";

enum { REVISIONS, SETTLE, GIST, N_SQL };

static const char *const sql[N_SQL] = {
	[REVISIONS] = "SELECT r.id, r.first_mention, r.mentions, r.engine, "
		      "a.name, nullif(o.name, ''), r.title, r.byline, "
		      "r.published, r.updated, r.lang, r.text, a.url, o.id "
		      "FROM revisions r JOIN articles a ON a.id = r.article "
		      "JOIN outlets o ON o.id = a.outlet ORDER BY r.id",
	[SETTLE] = "INSERT INTO temp.settled(key) VALUES(?1) "
		   "ON CONFLICT(key) DO NOTHING",
	[GIST] = "INSERT INTO claim_ids(key, gist) VALUES(?1, ?2) "
		 "ON CONFLICT(key) DO UPDATE SET gist = excluded.gist "
		 "WHERE gist IS NOT excluded.gist",
};

struct rereading {
	sqlite3 *db;
	struct articles *articles;
	const struct store_reader *reader;
	struct store_reread *sum;
	sqlite3_stmt *st[N_SQL];
	struct arena arena; /* of one text */
};

/* What the claim's key says is what the present engine reads in it. */
static enum rc
settle(struct rereading *r, const struct found_claim *c)
{
	sqlite3_stmt *st = r->st[SETTLE];
	enum rc rc;

	if (c->gist.p == NULL)
		return RC_OK;
	sql_int(st, 1, (int64_t)c->key);
	if ((rc = sql_run(st)) != RC_OK || sqlite3_changes(r->db) == 0)
		return rc;
	st = r->st[GIST];
	sql_int(st, 1, (int64_t)c->key);
	sql_blob(st, 2, c->gist.p, c->gist.n);
	return sql_run(st);
}

static enum rc
enter(struct rereading *r, const struct store_entry *e,
    const struct articles_reading *was)
{
	bool other;
	enum rc rc;

	rc = articles_reread(r->articles, e, was, &r->arena, &other);
	for (uint32_t i = 0; rc == RC_OK && i < e->found->n_claims; i++)
		rc = settle(r, &e->found->claims[i]);
	if (rc == RC_OK) {
		r->sum->read++;
		r->sum->others += other;
	}
	return rc;
}

/* The text of the row that REVISIONS is at. */
static enum rc
one(struct rereading *r)
{
	sqlite3_stmt *st = r->st[REVISIONS];
	struct articles_reading was = { .revision = sql_col_int(st, 0),
		.first = sql_col_int(st, 1),
		.n = sql_col_int(st, 2),
		.outlet = sql_col_int(st, 13),
		.engine = sql_col(st, 3) };
	struct article a = { .id = sql_col(st, 4),
		.outlet = sql_col(st, 5),
		.title = sql_col(st, 6),
		.byline = sql_col(st, 7),
		.published = sql_col(st, 8),
		.updated = sql_col(st, 9),
		.lang = sql_col(st, 10),
		.text = sql_col(st, 11),
		.url = sql_col(st, 12) };
	struct found f;
	struct store_entry e = { .article = &a, .found = &f };
	enum rc rc = r->reader->read(r->reader->arg, &a, &r->arena, &f);

	if (rc == RC_OK)
		rc = enter(r, &e, &was);
	else if (rc == RC_REFUSED) {
		r->sum->refused++;
		rc = RC_OK;
	}
	arena_reset(&r->arena);
	return rc;
}

enum rc
reread_run(sqlite3 *db, struct articles *articles,
    const struct store_reader *reader, struct store_reread *sum)
{
	struct rereading r = {
		.db = db, .articles = articles, .reader = reader, .sum = sum
	};
	int64_t all;
	enum rc rc;

	if ((rc = sql_exec(db, begin)) != RC_OK ||
	    (rc = sql_one(db, "SELECT count(*) FROM revisions", 0, &all)) !=
		RC_OK ||
	    (rc = sql_prepare(db, sql, N_SQL, r.st)) != RC_OK)
		return rc;
	while ((rc = sql_row(r.st[REVISIONS])) == RC_OK) {
		if ((rc = one(&r)) != RC_OK)
			break;
		if (reader->tick != NULL)
			reader->tick(reader->arg,
			    (int64_t)(sum->read + sum->refused), all);
	}
	sql_finalize(r.st, N_SQL);
	arena_free(&r.arena);
	return rc == RC_END ? RC_OK : rc;
}
