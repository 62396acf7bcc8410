/* matching_correct.c -- what an article says instead of what it said. */
#include "matching.h"

/* Revisions of one article. */
struct versions {
	struct relate_version *v;
	size_t n, cap;
};

static struct relate_version *
one_more(struct versions *all, struct arena *arena)
{
	if (all->n == all->cap) {
		all->v = arena_grow(
		    arena, all->v, all->cap, all->cap * 2 + 4, sizeof *all->v);
		all->cap = all->cap * 2 + 4;
	}
	return &all->v[all->n++];
}

/* The claims of the mentions first .. first + n - 1, into v. */
static enum rc
read_said(struct match *m, int64_t first, int64_t n, struct arena *arena,
    struct relate_version *v)
{
	sqlite3_stmt *st = m->st[MATCHING_OLD_CLAIMS];
	size_t cap = 0;
	enum rc rc;

	sql_int(st, 1, first);
	sql_int(st, 2, first + n);
	while ((rc = sql_row(st)) == RC_OK) {
		if (v->n == cap) {
			v->said = arena_grow(
			    arena, v->said, cap, cap * 2 + 8, sizeof *v->said);
			cap = cap * 2 + 8;
		}
		v->said[v->n++] = (struct relate_said) { sql_col_int(st, 0),
			sql_col_int(st, 2) };
	}
	return rc == RC_END ? RC_OK : rc;
}

/* What e's revision says. */
static enum rc
read_event(struct match *m, const struct match_event *e, struct versions *all)
{
	struct relate_version *v = one_more(all, e->arena);

	*v = (struct relate_version) { .dated = e->order.dated };
	if (e->n == 0)
		return RC_OK;
	return read_said(m, e->hit[0].mention, (int64_t)e->n, e->arena, v);
}

/* Those of e's article, e's among them where it belongs. */
static enum rc
read_versions(
    struct match *m, const struct match_event *e, struct versions *all)
{
	sqlite3_stmt *st = m->st[MATCHING_REVISIONS];
	bool met = false;
	enum rc rc;

	sql_int(st, 1, e->article);
	sql_int(st, 2, e->revision);
	sql_int(st, 3, e->order.dated);
	sql_int(st, 4, e->order.taken);
	sql_int(st, 5, e->order.job);
	sql_blob(st, 6, e->order.hash.p, e->order.hash.n);
	sql_int(st, 7, MATCHING_VERSIONS);
	while ((rc = sql_row(st)) == RC_OK) {
		bool newer = sql_col_int(st, 3) != 0;
		struct relate_version *v;

		if (newer && !met && (rc = read_event(m, e, all)) != RC_OK)
			break;
		met |= newer;
		v = one_more(all, e->arena);
		*v = (struct relate_version) { .dated = sql_col_int(st, 2) };
		rc = read_said(
		    m, sql_col_int(st, 0), sql_col_int(st, 1), e->arena, v);
		if (rc != RC_OK)
			break;
	}
	sqlite3_reset(st);
	if (rc != RC_END)
		return rc;
	return met ? RC_OK : read_event(m, e, all);
}

enum rc
matching_correct(struct match *m, const struct match_event *e,
    struct matching_all *all, struct relate_list *concerned)
{
	struct versions past = { 0 };
	size_t skip;
	enum rc rc;

	if ((rc = read_versions(m, e, &past)) != RC_OK)
		return rc;
	skip = past.n > MATCHING_VERSIONS ? past.n - MATCHING_VERSIONS : 0;
	rc = relate_correct(m->relate, e->article, past.v + skip, past.n - skip,
	    e->arena, concerned);
	for (size_t i = 0; rc == RC_OK && i < concerned->n; i++) {
		struct matching_touch *t = matching_find(
		    all, concerned->claim[i]);

		if (t != NULL)
			t->related = true; /* not a mere new one */
	}
	return rc;
}
