/* matching_place.c -- which claim the words of a mention belong to. */
#include "matching.h"

static bool
is_among(const struct match_event *e, const struct wordings_row *row,
    int64_t wording)
{
	for (size_t i = 0; i < e->n; i++)
		if (row[i].id == wording)
			return true;
	return false;
}

/* Is there a row for which, of wording or claim id, in other articles than
 * the event's?  Of those that come late their own article counts too. */
static enum rc
is_there(struct match *m, const struct match_event *e, enum matching_sql which,
    int64_t id, bool *is)
{
	sqlite3_stmt *st = m->st[which];

	sql_int(st, 1, id);
	sql_int(st, 2, e->past ? 0 : e->article);
	sql_int(st, 3, e->revision);
	return sql_is(st, is);
}

enum rc
matching_held(struct match *m, const struct match_event *e,
    const struct wordings_row *row, int64_t wording, bool *held)
{
	*held = !e->past && is_among(e, row, wording);
	if (*held)
		return RC_OK;
	return is_there(m, e, MATCHING_HELD, wording, held);
}

/* The same of a claim. */
static enum rc
claim_held(struct match *m, const struct match_event *e,
    const struct wordings_row *row, int64_t claim, bool *held)
{
	*held = false;
	for (size_t i = 0; i < e->n && !*held; i++)
		*held = !e->past && row[i].claim == claim;
	if (*held)
		return RC_OK;
	return is_there(m, e, MATCHING_HELD_CLAIM, claim, held);
}

/* Claims that are one, rising. */
struct join {
	int64_t claim[WORDINGS_JUDGED];
	size_t n;
};

static void
add(struct join *join, int64_t claim)
{
	size_t at = join->n;

	for (size_t i = 0; i < join->n; i++)
		if (join->claim[i] == claim)
			return;
	while (at > 0 && join->claim[at - 1] > claim) {
		join->claim[at] = join->claim[at - 1];
		at--;
	}
	join->claim[at] = claim;
	join->n++;
}

/*
 * The claims that a wording belongs to, being like those of f: of what is held
 * now, and of what nobody holds any more.  Claims that only what is held no
 * more leads to are left to matching_regroup(), as is what is of the past
 * itself; *doubt: it has to look.
 */
static enum rc
choose(struct match *m, const struct match_event *e,
    const struct wordings_row *all, const struct wordings_found *f,
    struct join *join, bool *doubt)
{
	join->n = 0;
	*doubt = e->past && f->n > 0;
	if (*doubt)
		add(join, f->like[f->best].claim);
	for (size_t i = 0; i < f->n && !e->past; i++) {
		const struct wordings_like *l = &f->like[i];
		bool held, claims = false;
		enum rc rc;

		if ((rc = matching_held(m, e, all, l->wording, &held)) != RC_OK)
			return rc;
		if (!held &&
		    (rc = claim_held(m, e, all, l->claim, &claims)) != RC_OK)
			return rc;
		if (held || !claims)
			add(join, l->claim);
		*doubt |= !held;
	}
	return RC_OK;
}

static enum rc
put_links(struct match *m, int64_t wording, const struct wordings_found *f)
{
	for (size_t i = 0; i < f->n; i++) {
		enum rc rc = links_put(
		    m->links, wording, f->like[i].wording, f->like[i].score);

		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* A wording that is not placed yet. */
static enum rc
place(struct match *m, const struct match_event *e, struct wordings_row *all,
    struct wordings_row *row, struct relate_list *concerned,
    struct relate_list *seeds)
{
	struct wordings_found *f = arena_alloc(e->arena, 1, sizeof *f);
	struct join join;
	bool doubt;
	enum rc rc;

	if ((rc = wordings_find(m->wordings, row, e->arena, f)) != RC_OK ||
	    (rc = choose(m, e, all, f, &join, &doubt)) != RC_OK ||
	    (rc = put_links(m, row->id, f)) != RC_OK)
		return rc;
	if (doubt)
		relate_add(seeds, row->id, e->arena);
	if (join.n == 0)
		add(&join, row->id);
	rc = wordings_put(m->wordings, row->id, join.claim[0], f);
	for (size_t i = 0; rc == RC_OK && i < join.n; i++) {
		int64_t from = i == 0 ? row->id : join.claim[i];

		if (from == join.claim[0] || (i == 0 && row->fresh))
			continue;
		rc = matching_merge(m, e, from, join.claim[0], concerned);
	}
	if (rc != RC_OK)
		return rc;
	return kin_place(m->kin, row->id, row->gist, e->arena);
}

/* A wording that was placed before: was it held until now? */
static enum rc
see_return(struct match *m, const struct match_event *e, int64_t wording,
    struct relate_list *seeds)
{
	sqlite3_stmt *st = m->st[MATCHING_HELD];
	bool linked, held;
	enum rc rc;

	if (e->past || (rc = links_has(m->links, wording, &linked)) != RC_OK ||
	    !linked)
		return e->past ? RC_OK : rc;
	sql_int(st, 1, wording);
	sql_int(st, 2, 0);
	sql_int(st, 3, e->revision);
	if ((rc = sql_is(st, &held)) == RC_OK && !held)
		relate_add(seeds, wording, e->arena);
	return rc;
}

/* Linked wordings of the older revision that the new one does not have. */
static enum rc
see_gone(struct match *m, const struct match_event *e,
    const struct wordings_row *row, struct relate_list *seeds)
{
	sqlite3_stmt *st = m->st[MATCHING_LINKED];
	enum rc rc;

	sql_int(st, 1, e->old_first);
	sql_int(st, 2, e->old_first + e->old_n);
	while ((rc = sql_row(st)) == RC_OK) {
		int64_t wording = sql_col_int(st, 0);

		if (!is_among(e, row, wording))
			relate_add(seeds, wording, e->arena);
	}
	return rc == RC_END ? RC_OK : rc;
}

/* Has an earlier mention the wording of row[i]? */
static bool
is_before(const struct wordings_row *row, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (row[k].id == row[i].id)
			return true;
	return false;
}

enum rc
matching_place(struct match *m, const struct match_event *e,
    struct wordings_row *row, struct relate_list *concerned,
    struct relate_list *seeds)
{
	enum rc rc;

	for (size_t i = 0; i < e->n; i++) {
		rc = wordings_get(m->wordings, e->hit[i].key, e->hit[i].gist,
		    e->arena, &row[i]);
		if (rc != RC_OK)
			return rc;
	}
	for (size_t i = 0; i < e->n; i++) {
		struct wordings_row *r = &row[i];

		r->fresh &= !is_before(row, i);
		if (r->claim != 0)
			rc = see_return(m, e, r->id, seeds);
		else if (r->gist.p != NULL && !is_before(row, i))
			rc = place(m, e, row, r, concerned, seeds);
		if (rc != RC_OK)
			return rc;
	}
	return e->old_n > 0 ? see_gone(m, e, row, seeds) : RC_OK;
}
