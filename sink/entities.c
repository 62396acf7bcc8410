/* entities.c -- who is behind the names of speakers. */
#include "entities.h"

#include <stdlib.h>
#include <string.h>

#include "called.h"
#include "parts.h"
#include "proto/mem.h"
#include "sql.h"

#define SLOTS 4096u /* of the cache: one place for each name */

enum {
	GET,
	PUT,
	BLOCK,
	BLOCK_OF,
	DECISIONS,
	SET,
	OF,
	SPOKEN,
	SILENT,
	SHARED,
	JOINED,
	N_SQL
};

static const char *const sql[N_SQL] = {
	[GET] = "SELECT type, block FROM names WHERE id = ?1",
	[PUT] = "INSERT INTO names(id, type, block, entity) "
		"VALUES(?1, ?2, ?3, ?1) ON CONFLICT(id) DO UPDATE SET "
		"type = excluded.type, block = excluded.block",
	[BLOCK] = "SELECT n.id, s.name, n.type, n.entity FROM names n "
		  "JOIN speaker_ids s ON s.id = n.id WHERE n.block = ?1 "
		  "ORDER BY n.id LIMIT ?2",
	[BLOCK_OF] = "SELECT block FROM names WHERE id = ?1",
	[DECISIONS] = "SELECT a, b, same, at FROM decisions WHERE a = ?1 "
		      "UNION ALL SELECT b, a, same, at FROM decisions "
		      "WHERE b = ?1",
	[SET] = "UPDATE names SET entity = ?2 WHERE id = ?1",
	[OF] = "SELECT n.entity, s.name FROM names n "
	       "JOIN speaker_ids s ON s.id = n.entity WHERE n.id = ?1",
	[SPOKEN] = "SELECT i.id, i.name, m.type FROM (SELECT DISTINCT speaker "
		   "AS id, speaker_type AS type FROM mentions "
		   "WHERE speaker IS NOT NULL) m JOIN speaker_ids i "
		   "ON i.id = m.id ORDER BY i.id",
	[SILENT] = "SELECT id, name, NULL FROM speaker_ids WHERE id NOT IN "
		   "(SELECT id FROM names) ORDER BY id",
	[SHARED] = "SELECT 0, block FROM names WHERE block <> '' "
		   "GROUP BY block HAVING count(*) > 1",
	[JOINED] = "SELECT DISTINCT a, NULL FROM decisions WHERE same <> 0",
};

/* A name that has been noted: nothing new; and whose it is. */
struct slot {
	int64_t id; /* 0: empty */
	enum found_type type;
	int64_t entity; /* 0: to be asked for */
	char *called;   /* owned */
	size_t n;
};

/* A block, or that of a name. */
struct stirred {
	int64_t name; /* 0: block */
	char *block;  /* owned */
};

struct entities {
	sqlite3 *db;
	sqlite3_stmt *st[N_SQL];
	struct slot slot[SLOTS];
	struct stirred *stirred; /* what is to be judged anew; owned */
	size_t n, cap;
};

enum rc
entities_new(sqlite3 *db, struct entities **out)
{
	struct entities *e = mem_zalloc(sizeof *e);
	enum rc rc;

	if ((rc = sql_prepare(db, sql, N_SQL, e->st)) != RC_OK) {
		free(e);
		return rc;
	}
	e->db = db;
	*out = e;
	return RC_OK;
}

void
entities_free(struct entities *e)
{
	if (e == NULL)
		return;
	entities_forget(e);
	sql_finalize(e->st, N_SQL);
	free(e->stirred);
	free(e);
}

static void
stir_nothing(struct entities *e)
{
	while (e->n > 0)
		free(e->stirred[--e->n].block);
}

void
entities_forget(struct entities *e)
{
	for (size_t i = 0; i < SLOTS; i++) {
		free(e->slot[i].called);
		e->slot[i] = (struct slot) { 0 };
	}
	stir_nothing(e);
}

static void
stir_block(struct entities *e, int64_t name, struct span block)
{
	if (e->n == e->cap) {
		e->cap = e->cap * 2 + 64;
		e->stirred = mem_grow(e->stirred, e->cap, sizeof *e->stirred);
	}
	e->stirred[e->n++] = (struct stirred) { name,
		block.n > 0 ? mem_strndup(block.p, block.n) : NULL };
}

void
entities_stir(struct entities *e, int64_t name)
{
	stir_block(e, name, (struct span) { 0 });
}

/* ---- names ---- */

static enum found_type
type_of(struct span s)
{
	for (int t = FOUND_PERSON; t < FOUND_NOTYPE; t++)
		if (span_is(s, found_type_text((enum found_type)t)))
			return (enum found_type)t;
	return FOUND_NOTYPE;
}

static enum rc
put_name(struct entities *e, int64_t id, struct span name, enum found_type type,
    struct arena *arena)
{
	sqlite3_stmt *st = e->st[PUT];
	struct called c;

	called_read(&c, name, type, arena);
	sql_int(st, 1, id);
	if (type == FOUND_NOTYPE)
		sql_null(st, 2);
	else
		sql_text(st, 2, span_of(found_type_text(type)));
	sql_text(st, 3, c.block);
	return sql_run(st);
}

enum rc
entities_note(struct entities *e, int64_t id, struct span name,
    struct span type, struct arena *arena)
{
	struct slot *s = &e->slot[(uint64_t)id % SLOTS];
	enum found_type told = type_of(type), was = FOUND_NOTYPE;
	sqlite3_stmt *st = e->st[GET];
	bool there, known;
	enum rc rc;

	if (s->id == id && told >= s->type)
		return RC_OK;
	sql_int(st, 1, id);
	rc = sql_row(st);
	there = rc == RC_OK;
	if (rc != RC_OK && rc != RC_END)
		return rc;
	if (there)
		was = type_of(sql_col(st, 0));
	/* A name of before there were blocks has none. */
	known = there && sql_col(st, 1).n > 0;
	if (known && told < was)
		stir_block(e, 0, sql_col(st, 1)); /* it leaves that */
	sqlite3_reset(st);
	/* Of several types the first in their order counts. */
	free(s->called);
	*s = (struct slot) { .id = id, .type = told < was ? told : was };
	if (known && told >= was)
		return RC_OK;
	if ((rc = put_name(e, id, name, s->type, arena)) == RC_OK)
		entities_stir(e, id);
	return rc;
}

/* Ask whose a name is, and keep it. */
static enum rc
ask(struct entities *e, int64_t name, struct slot *s)
{
	sqlite3_stmt *st = e->st[OF];
	struct span called;
	enum rc rc;

	sql_int(st, 1, name);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	called = sql_col(st, 1);
	free(s->called);
	s->entity = sql_col_int(st, 0);
	s->called = mem_strndup(called.p, called.n);
	s->n = called.n;
	sqlite3_reset(st);
	return RC_OK;
}

enum rc
entities_of(struct entities *e, int64_t name, struct arena *arena,
    int64_t *entity, struct span *called)
{
	struct slot *s = &e->slot[(uint64_t)name % SLOTS];
	struct slot other = { 0 };
	enum rc rc;

	if (s->id != name)
		s = &other; /* its place is another's */
	if (s->entity == 0 && (rc = ask(e, name, s)) != RC_OK)
		return rc;
	*entity = s->entity;
	called->n = s->n;
	called->p = arena_strdup(arena, (struct span) { s->called, s->n });
	free(other.called);
	return RC_OK;
}

/* ---- all that may be one ---- */

struct member {
	int64_t id, entity;
	struct called called;
	struct span name;
};

struct decision {
	int64_t a, b, at;
	bool same;
};

/* Blocks that names or decisions connect. */
struct scope {
	struct entities *e;
	struct arena *arena;
	struct member *m;
	size_t n, cap;
	struct span *block;
	size_t *begin; /* of each block, within m */
	size_t blocks, block_cap;
	struct decision *d;
	size_t ds, d_cap;
	struct parts parts;
};

static int
compare(struct span a, struct span b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n > 0 ? memcmp(a.p, b.p, n) : 0;

	return d != 0 ? d : (a.n > b.n) - (a.n < b.n);
}

/* By what they are, not by when they came. */
static int
by_name(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int d = compare(x->called.folded, y->called.folded);

	/* Small letters and those with marks first: "Zoë", "Zoe", "ZOE". */
	return d != 0 ? d : compare(y->name, x->name);
}

static struct span
keep(struct arena *arena, struct span s)
{
	return (struct span) { arena_strdup(arena, s), s.n };
}

static enum rc
read_block(struct scope *s, struct span block)
{
	sqlite3_stmt *st = s->e->st[BLOCK];
	size_t from = s->n;
	enum rc rc;

	sql_text(st, 1, block);
	sql_int(st, 2, ENTITIES_BLOCK);
	while ((rc = sql_row(st)) == RC_OK) {
		struct member *m;

		if (s->n == s->cap) {
			s->m = arena_grow(s->arena, s->m, s->cap,
			    s->cap * 2 + 16, sizeof *s->m);
			s->cap = s->cap * 2 + 16;
		}
		m = &s->m[s->n++];
		*m = (struct member) { .id = sql_col_int(st, 0),
			.entity = sql_col_int(st, 3),
			.name = keep(s->arena, sql_col(st, 1)) };
		called_read(
		    &m->called, m->name, type_of(sql_col(st, 2)), s->arena);
	}
	if (s->n - from > 1)
		qsort(s->m + from, s->n - from, sizeof *s->m, by_name);
	return rc == RC_END ? RC_OK : rc;
}

static enum rc
add_block(struct scope *s, struct span block)
{
	for (size_t i = 0; i < s->blocks; i++)
		if (span_eq(s->block[i], block))
			return RC_OK;
	if (s->blocks == s->block_cap) {
		size_t cap = s->block_cap * 2 + 8;

		s->block = arena_grow(
		    s->arena, s->block, s->block_cap, cap, sizeof *s->block);
		s->begin = arena_grow(
		    s->arena, s->begin, s->block_cap, cap, sizeof *s->begin);
		s->block_cap = cap;
	}
	s->begin[s->blocks] = s->n;
	s->block[s->blocks++] = block;
	return read_block(s, block);
}

static enum rc
add_block_of(struct scope *s, int64_t name)
{
	sqlite3_stmt *st = s->e->st[BLOCK_OF];
	struct span block;
	enum rc rc;

	sql_int(st, 1, name);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_OK : rc;
	block = keep(s->arena, sql_col(st, 0));
	sqlite3_reset(st);
	return block.n > 0 ? add_block(s, block) : RC_OK;
}

static enum rc
read_decisions(struct scope *s, int64_t name)
{
	sqlite3_stmt *st = s->e->st[DECISIONS];
	enum rc rc;

	sql_int(st, 1, name);
	while ((rc = sql_row(st)) == RC_OK) {
		if (s->ds == s->d_cap) {
			s->d = arena_grow(s->arena, s->d, s->d_cap,
			    s->d_cap * 2 + 16, sizeof *s->d);
			s->d_cap = s->d_cap * 2 + 16;
		}
		s->d[s->ds++] = (struct decision) { .a = sql_col_int(st, 0),
			.b = sql_col_int(st, 1),
			.same = sql_col_int(st, 2) != 0,
			.at = sql_col_int(st, 3) };
	}
	return rc == RC_END ? RC_OK : rc;
}

/* Everybody whom a name, or a decision of the user, connects with it. */
static enum rc
gather(struct scope *s, const struct stirred *from)
{
	enum rc rc = from->name != 0
	    ? add_block_of(s, from->name)
	    : add_block(s, keep(s->arena, span_of(from->block)));
	size_t d = 0;

	for (size_t i = 0; rc == RC_OK && i < s->n; i++) {
		rc = read_decisions(s, s->m[i].id);
		for (; rc == RC_OK && d < s->ds; d++)
			if (s->d[d].same)
				rc = add_block_of(s, s->d[d].b);
	}
	return rc;
}

/* ---- who is who ---- */

static size_t
place_of(const struct scope *s, int64_t id)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->m[i].id == id)
			return i;
	return s->n;
}

/* Would joining i and k put together what the user took apart? */
static bool
is_barred(struct scope *s, size_t i, size_t k)
{
	size_t a = parts_root(&s->parts, i), b = parts_root(&s->parts, k);

	for (size_t d = 0; d < s->ds; d++) {
		size_t x, y;

		if (s->d[d].same)
			continue;
		x = place_of(s, s->d[d].a);
		y = place_of(s, s->d[d].b);
		if (x == s->n || y == s->n)
			continue;
		x = parts_root(&s->parts, x);
		y = parts_root(&s->parts, y);
		if ((x == a && y == b) || (x == b && y == a))
			return true;
	}
	return false;
}

static void
join(struct scope *s, size_t i, size_t k)
{
	if (i < s->n && k < s->n && !is_barred(s, i, k))
		parts_join(&s->parts, i, k);
}

/* The latest decision first. */
static int
by_time(const void *a, const void *b)
{
	const struct decision *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? 1 : -1;
	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return (x->b > y->b) - (x->b < y->b);
}

static void
join_block(struct scope *s, size_t from, size_t to)
{
	size_t n = to - from;
	struct called *c = arena_alloc(s->arena, n + 1, sizeof *c);
	bool *one = arena_alloc(s->arena, n * n + 1, sizeof *one);

	for (size_t i = 0; i < n; i++)
		c[i] = s->m[from + i].called;
	called_join(c, n, one, s->arena);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < i; k++)
			if (one[i * n + k])
				join(s, from + i, from + k);
}

static void
join_all(struct scope *s)
{
	parts_init(&s->parts, s->n, s->arena);
	if (s->ds > 1)
		qsort(s->d, s->ds, sizeof *s->d, by_time);
	for (size_t d = 0; d < s->ds; d++)
		if (s->d[d].same)
			join(s, place_of(s, s->d[d].a), place_of(s, s->d[d].b));
	for (size_t b = 0; b < s->blocks; b++)
		join_block(
		    s, s->begin[b], b + 1 < s->blocks ? s->begin[b + 1] : s->n);
}

static enum rc
set_entity(
    struct scope *s, struct member *m, int64_t to, struct entities_moves *moves)
{
	sqlite3_stmt *st = s->e->st[SET];

	if (moves->n == moves->cap) {
		size_t cap = moves->cap * 2 + 16;

		moves->move = arena_grow(s->arena, moves->move, moves->cap, cap,
		    sizeof *moves->move);
		moves->cap = cap;
	}
	moves->move[moves->n++] = (struct entities_move) { m->id, m->entity,
		to };
	m->entity = to;
	sql_int(st, 1, m->id);
	sql_int(st, 2, to);
	return sql_run(st);
}

static enum rc
put_entities(struct scope *s, struct entities_moves *moves)
{
	size_t *best = arena_alloc(s->arena, s->n + 1, sizeof *best);

	for (size_t i = 0; i < s->n; i++)
		best[i] = i;
	for (size_t i = 0; i < s->n; i++) {
		size_t *b = &best[parts_root(&s->parts, i)];

		if (called_fuller(&s->m[i].called, &s->m[*b].called))
			*b = i;
	}
	for (size_t i = 0; i < s->n; i++) {
		int64_t to = s->m[best[parts_root(&s->parts, i)]].id;
		enum rc rc;

		if (s->m[i].entity != to &&
		    (rc = set_entity(s, &s->m[i], to, moves)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

enum rc
entities_settle(
    struct entities *e, struct arena *arena, struct entities_moves *moves)
{
	*moves = (struct entities_moves) { 0 };
	for (size_t i = 0; i < e->n; i++) {
		struct scope s = { .e = e, .arena = arena };
		enum rc rc;

		if ((rc = gather(&s, &e->stirred[i])) != RC_OK)
			return rc;
		join_all(&s);
		if ((rc = put_entities(&s, moves)) != RC_OK)
			return rc;
	}
	stir_nothing(e);
	for (size_t i = 0; moves->n > 0 && i < SLOTS; i++)
		e->slot[i].entity = 0;
	return RC_OK;
}

/* ---- all names at once ---- */

static enum rc
note_all(struct entities *e, sqlite3_stmt *st, struct arena *arena)
{
	enum rc rc;

	while ((rc = sql_row(st)) == RC_OK)
		if ((rc = entities_note(e, sql_col_int(st, 0), sql_col(st, 1),
			 sql_col(st, 2), arena)) != RC_OK)
			break;
	sqlite3_reset(st);
	return rc == RC_END ? RC_OK : rc;
}

static enum rc
stir_all(struct entities *e, sqlite3_stmt *st)
{
	enum rc rc;

	while ((rc = sql_row(st)) == RC_OK)
		stir_block(e, sql_col_int(st, 0), sql_col(st, 1));
	return rc == RC_END ? RC_OK : rc;
}

enum rc
entities_recall(struct entities *e, struct arena *arena)
{
	struct entities_moves moves;
	enum rc rc;

	if ((rc = note_all(e, e->st[SPOKEN], arena)) != RC_OK ||
	    (rc = note_all(e, e->st[SILENT], arena)) != RC_OK)
		return rc;
	stir_nothing(e); /* each block once, not once a name */
	if ((rc = stir_all(e, e->st[SHARED])) != RC_OK ||
	    (rc = stir_all(e, e->st[JOINED])) != RC_OK)
		return rc;
	return entities_settle(e, arena, &moves);
}
