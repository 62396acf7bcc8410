/* names.c -- outlets, origins and speakers by name, with a small cache. */
#include "names.h"

#include <stdlib.h>

#include "origins.h"
#include "proto/hash.h"
#include "proto/mem.h"
#include "sql.h"

/* Slots of a cache, a power of two: a name has one place, and pushes out
 * whoever has it. */
#define SLOTS 4096u

enum {
	OUTLET_GET,
	OUTLET_PUT,
	OUTLET_SET,
	OUTLET_AT,
	ORIGIN_GET,
	ORIGIN_PUT,
	SPEAKER_GET,
	SPEAKER_PUT,
	DESCRIBE,
	N_SQL
};

static const char *const sql[N_SQL] = {
	[OUTLET_GET] = "SELECT id, origin FROM outlets WHERE name = ?1",
	[OUTLET_PUT] = "INSERT INTO outlets(name, domain, origin) "
		       "VALUES(?1, ?2, ?3)",
	[OUTLET_SET] = "UPDATE outlets SET origin = ?2 WHERE id = ?1",
	[OUTLET_AT] = "SELECT id, origin, name FROM outlets "
		      "WHERE listed AND domain = ?1 ORDER BY id LIMIT 1",
	[ORIGIN_GET] = "SELECT id FROM origins WHERE folded = ?2",
	[ORIGIN_PUT] = "INSERT INTO origins(name, folded) VALUES(?1, ?2)",
	[SPEAKER_GET] = "SELECT id FROM speaker_ids WHERE name = ?1",
	[SPEAKER_PUT] = "INSERT INTO speaker_ids(name) VALUES(?1)",
	[DESCRIBE] = "INSERT INTO speakers(id, type, role) VALUES(?1, ?2, ?3) "
		     "ON CONFLICT(id) DO UPDATE SET "
		     "type = coalesce(type, excluded.type), "
		     "role = coalesce(role, excluded.role)",
};

struct slot {
	char *name; /* owned; NULL: empty */
	size_t n;
	int64_t id;
	int64_t origin;                   /* of an outlet */
	bool has_row, has_type, has_role; /* of a speaker, described */
};

struct cache {
	struct slot slot[SLOTS];
};

struct names {
	sqlite3 *db;
	sqlite3_stmt *st[N_SQL];
	struct cache outlets, origins, speakers;
};

enum rc
names_new(sqlite3 *db, struct names **out)
{
	struct names *n = mem_zalloc(sizeof *n);
	enum rc rc;

	n->db = db;
	if ((rc = sql_prepare(db, sql, N_SQL, n->st)) != RC_OK) {
		free(n);
		return rc;
	}
	*out = n;
	return RC_OK;
}

static void
forget(struct cache *c)
{
	for (size_t i = 0; i < SLOTS; i++) {
		free(c->slot[i].name);
		c->slot[i] = (struct slot) { 0 };
	}
}

void
names_forget(struct names *n)
{
	forget(&n->outlets);
	forget(&n->origins);
	forget(&n->speakers);
}

void
names_free(struct names *n)
{
	if (n == NULL)
		return;
	names_forget(n);
	sql_finalize(n->st, N_SQL);
	free(n);
}

static struct slot *
place(struct cache *c, struct span name)
{
	return &c->slot[hash_fast(name) & (SLOTS - 1)];
}

static bool
holds(const struct slot *s, struct span name)
{
	return s->name != NULL &&
	    span_eq((struct span) { s->name, s->n }, name);
}

static void
keep(struct slot *s, struct span name, int64_t id)
{
	free(s->name);
	*s = (struct slot) {
		.name = mem_strndup(name.p, name.n), .n = name.n, .id = id
	};
}

/* Look name up with statement get, else add it with put. */
static enum rc
find(struct names *n, int get, int put, struct span name, int64_t *id)
{
	enum rc rc;

	sql_text(n->st[get], 1, name);
	rc = sql_row(n->st[get]);
	if (rc == RC_OK) {
		*id = sql_col_int(n->st[get], 0);
		sqlite3_reset(n->st[get]);
		return RC_OK;
	}
	if (rc != RC_END)
		return rc;
	sql_text(n->st[put], 1, name);
	if ((rc = sql_run(n->st[put])) == RC_OK)
		*id = sqlite3_last_insert_rowid(n->db);
	return rc;
}

enum rc
names_origin(struct names *n, struct span name, int64_t *id)
{
	struct slot *s = place(&n->origins, name);
	struct buf folded = { 0 };
	int64_t found;
	enum rc rc;

	if (holds(s, name)) {
		*id = s->id;
		return RC_OK;
	}
	origins_fold(name, &folded);
	buf_cstr(&folded); /* the empty name is a name */
	sql_text(n->st[ORIGIN_GET], 2, buf_span(&folded));
	sql_text(n->st[ORIGIN_PUT], 2, buf_span(&folded));
	rc = find(n, ORIGIN_GET, ORIGIN_PUT, name, &found);
	buf_free(&folded);
	if (rc != RC_OK)
		return rc;
	keep(s, name, found);
	*id = found;
	return RC_OK;
}

/* Look an outlet up; RC_END: there is none. */
static enum rc
get_outlet(struct names *n, struct span name, struct names_outlet *o)
{
	sqlite3_stmt *st = n->st[OUTLET_GET];
	enum rc rc;

	sql_text(st, 1, name);
	if ((rc = sql_row(st)) != RC_OK)
		return rc;
	o->id = sql_col_int(st, 0);
	o->origin = sql_col_int(st, 1);
	sqlite3_reset(st);
	if (o->origin != 0)
		return RC_OK;
	/* Somebody wrote it by hand. */
	if ((rc = names_origin(n, name, &o->origin)) != RC_OK)
		return rc;
	sql_int(n->st[OUTLET_SET], 1, o->id);
	sql_int(n->st[OUTLET_SET], 2, o->origin);
	return sql_run(n->st[OUTLET_SET]);
}

static enum rc
put_outlet(struct names *n, struct span name, struct span domain,
    struct names_outlet *o)
{
	sqlite3_stmt *st = n->st[OUTLET_PUT];
	enum rc rc;

	if ((rc = names_origin(n, name, &o->origin)) != RC_OK)
		return rc;
	sql_text(st, 1, name);
	sql_text(st, 2, domain);
	sql_int(st, 3, o->origin);
	if ((rc = sql_run(st)) == RC_OK)
		o->id = sqlite3_last_insert_rowid(n->db);
	return rc;
}

enum rc
names_outlet(struct names *n, struct span name, struct span domain,
    struct names_outlet *out)
{
	struct names_outlet o;
	struct slot *s;
	enum rc rc;

	if (name.p == NULL)
		name.p = "";
	s = place(&n->outlets, name);
	if (holds(s, name)) {
		*out = (struct names_outlet) { s->id, s->origin };
		return RC_OK;
	}
	rc = get_outlet(n, name, &o);
	if (rc == RC_END)
		rc = put_outlet(n, name, domain, &o);
	if (rc != RC_OK)
		return rc;
	keep(s, name, o.id);
	s->origin = o.origin;
	*out = o;
	return RC_OK;
}

enum rc
names_outlet_at(
    struct names *n, struct span host, struct buf *name, struct names_outlet *o)
{
	sqlite3_stmt *st = n->st[OUTLET_AT];
	const char *dot;
	enum rc rc;

	/* news.tarn.example, tarn.example, but no example. */
	while ((dot = memchr(host.p, '.', host.n)) != NULL) {
		sql_text(st, 1, host);
		if ((rc = sql_row(st)) != RC_END)
			break;
		host.n -= (size_t)(dot + 1 - host.p);
		host.p = dot + 1;
	}
	if (dot == NULL)
		return RC_NOENT;
	if (rc != RC_OK)
		return rc;
	*o = (struct names_outlet) { sql_col_int(st, 0), sql_col_int(st, 1) };
	buf_clear(name);
	buf_append(name, sql_col(st, 2).p, sql_col(st, 2).n);
	sqlite3_reset(st);
	return RC_OK;
}

enum rc
names_speaker(struct names *n, struct span name, int64_t *id)
{
	struct slot *s = place(&n->speakers, name);
	int64_t found;
	enum rc rc;

	if (holds(s, name)) {
		*id = s->id;
		return RC_OK;
	}
	if ((rc = find(n, SPEAKER_GET, SPEAKER_PUT, name, &found)) != RC_OK)
		return rc;
	keep(s, name, found);
	*id = found;
	return RC_OK;
}

enum rc
names_describe(struct names *n, int64_t id, struct span name, struct span type,
    struct span role)
{
	struct slot *s = place(&n->speakers, name);
	sqlite3_stmt *st = n->st[DESCRIBE];
	enum rc rc;

	if (!holds(s, name) || s->id != id)
		keep(s, name, id);
	if (s->has_row && (s->has_type || type.p == NULL) &&
	    (s->has_role || role.p == NULL))
		return RC_OK;
	sql_int(st, 1, id);
	sql_text(st, 2, type);
	sql_text(st, 3, role);
	if ((rc = sql_run(st)) != RC_OK)
		return rc;
	s->has_row = true;
	s->has_type |= type.p != NULL;
	s->has_role |= role.p != NULL;
	return RC_OK;
}
