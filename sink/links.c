/* links.c -- which wordings were found to say the same. */
#include "links.h"

#include <stdlib.h>

#include "proto/mem.h"
#include "sql.h"

enum { PUT, HAS, OF, N_SQL };

static const char *const sql[N_SQL] = {
	[PUT] = "INSERT INTO links(wording, other, score) "
		"VALUES(?1, ?2, ?3), (?2, ?1, ?3) "
		"ON CONFLICT(wording, other) DO NOTHING",
	[HAS] = "SELECT 1 FROM links WHERE wording = ?1 LIMIT 1",
	[OF] = "SELECT other, score FROM links WHERE wording = ?1 "
	       "ORDER BY other",
};

struct links {
	sqlite3_stmt *st[N_SQL];
};

enum rc
links_new(sqlite3 *db, struct links **out)
{
	struct links *l = mem_zalloc(sizeof *l);
	enum rc rc;

	if ((rc = sql_prepare(db, sql, N_SQL, l->st)) != RC_OK) {
		free(l);
		return rc;
	}
	*out = l;
	return RC_OK;
}

void
links_free(struct links *l)
{
	if (l == NULL)
		return;
	sql_finalize(l->st, N_SQL);
	free(l);
}

enum rc
links_put(struct links *l, int64_t a, int64_t b, int score)
{
	sqlite3_stmt *st = l->st[PUT];

	sql_int(st, 1, a);
	sql_int(st, 2, b);
	sql_int(st, 3, score);
	return sql_run(st);
}

enum rc
links_has(struct links *l, int64_t wording, bool *has)
{
	sqlite3_stmt *st = l->st[HAS];

	sql_int(st, 1, wording);
	return sql_is(st, has);
}

/* The place of a wording, a new one where need be. */
static size_t
place_of(struct links_part *p, int64_t wording)
{
	size_t i = 0;

	while (i < p->n && p->node[i].id != wording)
		i++;
	if (i == p->n && p->n < LINKS_MOST)
		p->node[p->n++].id = wording;
	return i;
}

/* The links of the node at a, of those that come after it: once each. */
static enum rc
look_from(struct links *l, size_t a, struct arena *arena, size_t *cap,
    struct links_part *p)
{
	sqlite3_stmt *st = l->st[OF];
	enum rc rc;

	sql_int(st, 1, p->node[a].id);
	while ((rc = sql_row(st)) == RC_OK) {
		size_t b = place_of(p, sql_col_int(st, 0));

		if (b == LINKS_MOST) {
			p->whole = false;
			break;
		}
		if (b < a)
			continue;
		if (p->n_links == *cap) {
			p->link = arena_grow(arena, p->link, *cap, *cap * 2 + 8,
			    sizeof *p->link);
			*cap = *cap * 2 + 8;
		}
		p->link[p->n_links++] = (struct groups_link) { a, b,
			(int)sql_col_int(st, 1) };
	}
	sqlite3_reset(st);
	return rc == RC_END ? RC_OK : rc;
}

enum rc
links_around(
    struct links *l, int64_t wording, struct arena *arena, struct links_part *p)
{
	size_t cap = 0;

	*p = (struct links_part) { .whole = true };
	p->node = arena_alloc(arena, LINKS_MOST, sizeof *p->node);
	p->node[p->n++].id = wording;
	for (size_t a = 0; a < p->n && p->whole; a++) {
		enum rc rc = look_from(l, a, arena, &cap, p);

		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}
