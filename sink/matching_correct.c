/* matching_correct.c -- what an article says instead of what it said. */
#include "matching.h"

/* A revision of an article, and where its mentions are. */
struct version {
	int64_t dated, first, n;
};

/* The newest of them, the oldest first. */
struct versions {
	struct version v[MATCHING_VERSIONS + 1]; /* the event's beside them */
	size_t n;
};

/* The claims of the mentions of v. */
static enum rc
read_said(struct match *m, const struct version *v, struct arena *arena,
    struct relate_version *said)
{
	sqlite3_stmt *st = m->st[MATCHING_OLD_CLAIMS];
	enum rc rc;

	*said = (struct relate_version) { .dated = v->dated,
		.said = arena_alloc(
		    arena, (size_t)v->n + 1, sizeof *said->said) };
	sql_int(st, 1, v->first);
	sql_int(st, 2, v->first + v->n);
	while ((rc = sql_row(st)) == RC_OK)
		said->said[said->n++] = (struct relate_said) {
			sql_col_int(st, 0), sql_col_int(st, 2)
		};
	return rc == RC_END ? RC_OK : rc;
}

static void
add_event(const struct match_event *e, struct versions *all)
{
	all->v[all->n++] = (struct version) { .dated = e->order.dated,
		.first = e->n > 0 ? e->hit[0].mention : 0,
		.n = (int64_t)e->n };
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

		if (newer && !met)
			add_event(e, all);
		met |= newer;
		all->v[all->n++] = (struct version) { .first = sql_col_int(
							  st, 0),
			.n = sql_col_int(st, 1),
			.dated = sql_col_int(st, 2) };
	}
	if (rc == RC_END && !met)
		add_event(e, all);
	return rc == RC_END ? RC_OK : rc;
}

/* From which on they are looked at: the newest, while there are not too many
 * and they do not say too much. */
static size_t
first_of(const struct versions *all)
{
	size_t first = all->n;
	int64_t said = 0;

	while (first > 0 && all->n - first < MATCHING_VERSIONS &&
	    said + all->v[first - 1].n <= MATCHING_VERSIONS_SAID)
		said += all->v[--first].n;
	return first;
}

enum rc
matching_correct(struct match *m, const struct match_event *e,
    struct matching_all *all, struct relate_list *concerned)
{
	struct versions past = { .n = 0 };
	struct relate_version said[MATCHING_VERSIONS];
	size_t n = 0;
	enum rc rc;

	if ((rc = read_versions(m, e, &past)) != RC_OK)
		return rc;
	for (size_t i = first_of(&past); i < past.n; i++)
		if ((rc = read_said(m, &past.v[i], e->arena, &said[n++])) !=
		    RC_OK)
			return rc;
	rc = relate_correct(
	    m->relate, e->article, said, n, e->arena, concerned);
	for (size_t i = 0; rc == RC_OK && i < concerned->n; i++) {
		struct matching_touch *t = matching_find(
		    all, concerned->claim[i]);

		if (t != NULL)
			t->related = true; /* not a mere new one */
	}
	return rc;
}
