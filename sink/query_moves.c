/* query_moves.c -- questions about figures that move. */
#include <stdlib.h>

#include "proto/mem.h"
#include "querying.h"
#include "rows.h"
#include "sql.h"
#include "when.h"

/* ---- what moved ---- */

/* Walking the relations: one row of each matter. */
struct walk {
	struct query_move move;
	query_move_fn *fn;
	void *arg;
	uint32_t left; /* rows; 0: all */
	int64_t *seen; /* matters that were told; owned */
	size_t n, cap;
	bool go_on;
	enum rc rc;
};

static bool
seen_before(struct walk *w, int64_t matter)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->seen[i] == matter)
			return true;
	if (w->n == w->cap) {
		w->cap = w->cap * 2 + 64;
		w->seen = mem_grow(w->seen, w->cap, sizeof *w->seen);
	}
	w->seen[w->n++] = matter;
	return false;
}

static bool
tell_move(void *arg, const struct form_claim *c)
{
	struct walk *w = arg;

	w->move.to = *c;
	w->go_on = w->fn(w->arg, &w->move);
	return false;
}

struct within {
	struct query *q;
	struct walk *w;
};

static bool
tell_from(void *arg, const struct form_claim *c)
{
	struct within *in = arg;
	struct walk *w = in->w;

	w->move.from = *c;
	w->rc = query_claim(in->q, w->move.relation.to, tell_move, w);
	return false;
}

static bool
moved_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct walk *w = arg;
	struct within in = { q, w };

	if (seen_before(w, sql_col_int(st, 14)))
		return true;
	rows_relation(st, &w->move.relation);
	w->go_on = false;
	w->rc = query_claim(q, w->move.relation.from, tell_from, &in);
	return w->rc == RC_OK && w->go_on && --w->left != 0;
}

enum rc
query_moved(struct query *q, const struct query_filter *qf, query_move_fn *fn,
    void *arg)
{
	struct walk w = { .fn = fn, .arg = arg, .left = qf->limit };
	struct filter f = { 0 };
	enum rc rc;

	filter_say(&f, ROWS_RELATION " JOIN claims_v c ON c.number = r.b");
	filter_int(&f, "r.type = 'revised' AND k.matter & 3 = #", 0);
	rc = filter_claims(&f, qf);
	filter_moved(&f, qf);
	filter_say(&f, " ORDER BY r.mention_b DESC, r.mention_a DESC");
	rc = querying_each(q, &f, rc, moved_row, &w);
	free(w.seen);
	return rc == RC_OK ? w.rc : rc;
}

/* ---- points of a chart ---- */

struct points {
	struct query_point *p;
	size_t n, cap;
	struct arena arena;
	int64_t claims; /* that the question is about */
};

static struct span
keep(struct points *all, sqlite3_stmt *st, int i)
{
	struct span s = sql_col(st, i);

	if (s.p != NULL)
		s.p = arena_strdup(&all->arena, s);
	return s;
}

static bool
real(sqlite3_stmt *st, int i, double *v)
{
	*v = sqlite3_column_double(st, i);
	return sqlite3_column_type(st, i) != SQLITE_NULL;
}

static bool
point_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct points *all = arg;
	char at[CLOCK_TEXT_MAX];
	struct query_point *p;
	struct span seen;

	(void)q;
	if (all->n == all->cap) {
		all->cap = all->cap * 2 + 32;
		all->p = mem_grow(all->p, all->cap, sizeof *all->p);
	}
	p = &all->p[all->n++];
	*p = (struct query_point) {
		.claim = sql_col_int(st, 0),
		.mention = sql_col_int(st, 1),
		.unit = keep(all, st, 5),
		.article = sql_col_int(st, 8),
		.article_name = keep(all, st, 9),
		.outlet = keep(all, st, 10),
		.origin = keep(all, st, 11),
		.current = sql_col_int(st, 12) != 0,
	};
	p->has_value = real(st, 2, &p->value);
	p->has_low = real(st, 3, &p->low);
	p->has_high = real(st, 4, &p->high);
	seen = when_seen(sql_col(st, 6), sql_col_int(st, 7), at, &p->at_ms);
	p->at = (struct span) { arena_strdup(&all->arena, seen), seen.n };
	return all->n < QUERY_POINTS_MAX;
}

static int
by_time(const void *a, const void *b)
{
	const struct query_point *x = a, *y = b;

	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	return x->mention < y->mention ? -1 : x->mention > y->mention;
}

/* The claims that relations connect with one, as g(claim). */
#define CONNECTED                                                  \
	"WITH RECURSIVE g(claim) AS (SELECT n.id FROM claims n "   \
	"WHERE n.id = coalesce((SELECT new FROM redirects "        \
	"WHERE old = ?1), ?1) UNION SELECT CASE r.a WHEN g.claim " \
	"THEN r.b ELSE r.a END FROM g JOIN relations r "           \
	"ON r.a = g.claim OR r.b = g.claim LIMIT 1000) "

enum rc
query_points(struct query *q, int64_t claim, query_point_fn *fn, void *arg)
{
	struct points all = { 0 };
	struct filter f = { 0 };
	enum rc rc;

	filter_say(&f,
	    CONNECTED
	    "SELECT k.id, m.id, m.figures ->> '$[0].value', "
	    "m.figures ->> '$[0].low', m.figures ->> '$[0].high', "
	    "m.figures ->> '$[0].unit', v.published, r.committed_at, "
	    "v.article_number, v.article, v.outlet, v.origin, v.is_current "
	    "FROM g JOIN claims k ON k.id = g.claim "
	    "JOIN mention_claims x ON x.claim = k.id "
	    "JOIN mentions m ON m.id = x.mention "
	    "JOIN mentions_v v ON v.number = m.id "
	    "JOIN revisions r ON r.id = m.revision");
	filter_int(&f,
	    "k.figure IS NOT NULL AND (k.matter IS NULL OR k.matter & 3 = 0) "
	    "AND # = ?1",
	    claim);
	rc = querying_each(q, &f, RC_OK, point_row, &all);
	if (all.n > 1)
		qsort(all.p, all.n, sizeof *all.p, by_time);
	for (size_t i = 0; rc == RC_OK && i < all.n; i++)
		if (!fn(arg, &all.p[i]))
			break;
	free(all.p);
	arena_free(&all.arena);
	return rc;
}

/* ---- what changed last ---- */

static bool
changed_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct querying_caller *c = arg;
	struct form_claim row;

	(void)q;
	rows_claim(st, &row);
	return c->fn.claim(c->arg, &row);
}

enum rc
query_changed(struct query *q, const struct query_filter *qf,
    query_claim_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.claim = fn, .arg = arg };
	struct query_filter newest = *qf;
	struct filter f = { 0 };
	enum rc rc;

	newest.rising = false;
	/* CROSS: from the head of the changes on, not claim by claim. */
	filter_say(&f,
	    ROWS_CLAIM "changes x CROSS JOIN claims_v c ON c.number = x.claim "
		       "AND c.changed = x.seq");
	rc = filter_claims(&f, qf);
	filter_page(&f, &newest, "x.seq");
	return querying_each(q, &f, rc, changed_row, &c);
}
