/* decisions.c -- what the user decides of the names of speakers. */
#include "decisions.h"

#include <stdlib.h>

#include "proto/mem.h"
#include "sql.h"

enum { OF, DECIDE, UNDECIDE, NAMES_OF, ITEM, NO_ITEM, N_SQL };

static const char *const sql[N_SQL] = {
	[OF] = "SELECT entity FROM names WHERE id = ?1",
	[DECIDE] = "INSERT INTO decisions(a, b, same, at) "
		   "VALUES(min(?1, ?2), max(?1, ?2), ?3, ?4) "
		   "ON CONFLICT(a, b) DO UPDATE SET same = excluded.same, "
		   "at = excluded.at",
	[UNDECIDE] = "DELETE FROM decisions WHERE NOT same "
		     "AND a IN (SELECT id FROM names WHERE entity IN (?1, ?2)) "
		     "AND b IN (SELECT id FROM names WHERE entity IN (?1, ?2))",
	[NAMES_OF] = "SELECT id FROM names WHERE entity = ?1 ORDER BY id",
	[ITEM] = "INSERT INTO items(name, item) VALUES(?1, ?2) "
		 "ON CONFLICT(name) DO UPDATE SET item = excluded.item",
	[NO_ITEM] = "DELETE FROM items WHERE name IN "
		    "(SELECT id FROM names WHERE entity = "
		    "(SELECT entity FROM names WHERE id = ?1))",
};

struct decisions {
	struct names *names;
	struct entities *entities;
	sqlite3_stmt *st[N_SQL];
};

enum rc
decisions_new(sqlite3 *db, struct names *names, struct entities *entities,
    struct decisions **out)
{
	struct decisions *d = mem_zalloc(sizeof *d);
	enum rc rc;

	if ((rc = sql_prepare(db, sql, N_SQL, d->st)) != RC_OK) {
		free(d);
		return rc;
	}
	d->names = names;
	d->entities = entities;
	*out = d;
	return RC_OK;
}

void
decisions_free(struct decisions *d)
{
	if (d == NULL)
		return;
	sql_finalize(d->st, N_SQL);
	free(d);
}

static enum rc
decide(struct decisions *d, int64_t a, int64_t b, bool same, int64_t wall_ms)
{
	sqlite3_stmt *st = d->st[DECIDE];

	sql_int(st, 1, a);
	sql_int(st, 2, b);
	sql_int(st, 3, same);
	sql_int(st, 4, wall_ms);
	entities_stir(d->entities, a);
	entities_stir(d->entities, b);
	return sql_run(st);
}

static enum rc
entity_of(struct decisions *d, int64_t name, int64_t *entity)
{
	sqlite3_stmt *st = d->st[OF];
	enum rc rc;

	sql_int(st, 1, name);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_NOENT : rc;
	*entity = sql_col_int(st, 0);
	sqlite3_reset(st);
	return RC_OK;
}

static enum rc
merge(struct decisions *d, int64_t a, int64_t b, int64_t wall_ms)
{
	sqlite3_stmt *st = d->st[UNDECIDE];
	int64_t x, y;
	enum rc rc;

	if ((rc = entity_of(d, a, &x)) != RC_OK ||
	    (rc = entity_of(d, b, &y)) != RC_OK)
		return rc;
	sql_int(st, 1, x);
	sql_int(st, 2, y);
	if ((rc = sql_run(st)) != RC_OK)
		return rc;
	return x != y || a != b ? decide(d, a, b, true, wall_ms) : RC_OK;
}

static enum rc
split(struct decisions *d, int64_t name, int64_t wall_ms)
{
	sqlite3_stmt *st = d->st[NAMES_OF];
	int64_t entity, *of = NULL;
	size_t n = 0, cap = 0;
	enum rc rc;

	if ((rc = entity_of(d, name, &entity)) != RC_OK)
		return rc;
	sql_int(st, 1, entity);
	while ((rc = sql_row(st)) == RC_OK) {
		if (n == cap) {
			cap = cap * 2 + 16;
			of = mem_grow(of, cap, sizeof *of);
		}
		of[n++] = sql_col_int(st, 0);
	}
	rc = rc == RC_END ? RC_OK : rc;
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (of[i] != name)
			rc = decide(d, name, of[i], false, wall_ms);
	free(of);
	return rc;
}

static enum rc
item(struct decisions *d, int64_t name, struct span is)
{
	sqlite3_stmt *st = d->st[NO_ITEM];
	enum rc rc;

	sql_int(st, 1, name);
	if ((rc = sql_run(st)) != RC_OK || is.n == 0)
		return rc;
	st = d->st[ITEM];
	sql_int(st, 1, name);
	sql_text(st, 2, is);
	return sql_run(st);
}

/* The number of a name that an order is about. */
static enum rc
find_name(
    struct decisions *d, int64_t *id, struct span name, struct arena *arena)
{
	enum rc rc;

	if (*id != 0)
		return RC_OK;
	if ((rc = names_speaker(d->names, name, id)) != RC_OK)
		return rc;
	return entities_note(
	    d->entities, *id, name, (struct span) { 0 }, arena);
}

enum rc
decisions_obey(struct decisions *d, const struct store_order *order,
    int64_t wall_ms, struct arena *arena)
{
	struct store_order o = *order;
	enum rc rc;

	if ((rc = find_name(d, &o.a, o.name_a, arena)) != RC_OK ||
	    (o.kind == STORE_MERGE &&
		(rc = find_name(d, &o.b, o.name_b, arena)) != RC_OK))
		return rc;
	switch (o.kind) {
	case STORE_MERGE:
		return merge(d, o.a, o.b, wall_ms);
	case STORE_SPLIT:
		return split(d, o.a, wall_ms);
	default:
		return item(d, o.a, o.name_b);
	}
}
