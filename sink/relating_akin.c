/* relating_akin.c -- which articles hold a claim, and which names they use:
 * kept at hand, since the claims of a matter are held against each other again
 * and again. */
#include <stdlib.h>

#include "proto/mem.h"
#include "relating.h"

void
relating_forget(struct relate *r)
{
	for (size_t i = 0; i < RELATING_CACHE; i++) {
		free(r->names[i].hash);
		r->names[i] = (struct relating_names) { 0 };
		r->where[i].claim = 0;
	}
}

void
relating_touch(struct relate *r, int64_t claim)
{
	struct relating_where *w = &r->where[(uint64_t)claim % RELATING_CACHE];

	if (w->claim == claim)
		w->claim = 0;
}

/* ---- names ---- */

static void
put_names(struct relating_names *s, int64_t revision, struct akin_names names)
{
	s->revision = revision;
	s->n = names.n;
	s->hash = mem_grow(s->hash, names.n + 1, sizeof *s->hash);
	if (names.n > 0)
		memcpy(s->hash, names.hash, names.n * sizeof *s->hash);
}

static enum rc
read_names(struct relate *r, const struct relate_now *now, int64_t revision,
    struct relating_names *slot)
{
	sqlite3_stmt *st = r->st[RELATING_TEXT];
	enum rc rc;

	if (revision == now->revision && now->text.p != NULL) {
		put_names(slot, revision,
		    akin_read(now->title, now->text, now->arena));
		return RC_OK;
	}
	sql_int(st, 1, revision);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	put_names(slot, revision,
	    akin_read(sql_col(st, 0), sql_col(st, 1), now->arena));
	sqlite3_reset(st);
	return RC_OK;
}

/* Good until names of another revision are asked for. */
static enum rc
names_of(struct relate *r, const struct relate_now *now, int64_t revision,
    struct akin_names *names)
{
	struct relating_names *slot =
	    &r->names[(uint64_t)revision % RELATING_CACHE];
	enum rc rc;

	if (slot->revision != revision &&
	    (rc = read_names(r, now, revision, slot)) != RC_OK)
		return rc;
	*names = (struct akin_names) { slot->hash, slot->n };
	return RC_OK;
}

/* Likewise, a copy. */
static enum rc
copy_names(struct relate *r, const struct relate_now *now, int64_t revision,
    struct akin_names *names)
{
	uint64_t *copy;
	enum rc rc;

	if ((rc = names_of(r, now, revision, names)) != RC_OK)
		return rc;
	copy = arena_alloc(now->arena, names->n + 1, sizeof *copy);
	memcpy(copy, names->hash, names->n * sizeof *copy);
	names->hash = copy;
	return RC_OK;
}

/* ---- where a claim is held ---- */

static enum rc
read_where(struct relate *r, const struct relate_now *now, int64_t claim,
    struct relating_where *w)
{
	sqlite3_stmt *st = r->st[RELATING_WHERE];
	enum rc rc;

	*w = (struct relating_where) { 0 };
	sql_int(st, 1, claim);
	sql_int(st, 2, now->article);
	sql_int(st, 3, now->revision != 0 ? now->revision : INT64_MAX);
	sql_int(st, 4, RELATE_MENTIONS);
	while ((rc = sql_row(st)) == RC_OK)
		w->revision[w->n++] = sql_col_int(st, 0);
	if (rc != RC_END)
		return rc;
	if (w->n < RELATE_MENTIONS && now->revision != 0 &&
	    now->holds(now->arg, claim) != 0)
		w->revision[w->n++] = now->revision;
	w->claim = claim;
	return RC_OK;
}

static enum rc
where_is(struct relate *r, const struct relate_now *now, int64_t claim,
    const struct relating_where **where)
{
	struct relating_where *w = &r->where[(uint64_t)claim % RELATING_CACHE];
	enum rc rc;

	if (w->claim != claim && (rc = read_where(r, now, claim, w)) != RC_OK)
		return rc;
	*where = w;
	return RC_OK;
}

enum rc
relating_know(struct relate *r, const struct relate_now *now, int64_t claim,
    struct relating_known *k)
{
	const struct relating_where *w;
	enum rc rc;

	if ((rc = where_is(r, now, claim, &w)) != RC_OK)
		return rc;
	k->n = w->n;
	for (uint32_t i = 0; i < w->n; i++) {
		k->revision[i] = w->revision[i];
		rc = copy_names(r, now, w->revision[i], &k->names[i]);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

static bool
meets_one(const struct relating_known *k, int64_t revision,
    const struct akin_names *names, bool figure)
{
	double share;

	for (uint32_t i = 0; i < k->n; i++) {
		/* An article's own figures are nothing to each other. */
		if (k->revision[i] == revision && !figure)
			return true;
		if (k->revision[i] != revision &&
		    akin_alike(&k->names[i], names, &share))
			return true;
	}
	return false;
}

enum rc
relating_meets(struct relate *r, const struct relate_now *now,
    const struct relating_known *k, const struct relating_near *claim,
    bool *meets)
{
	const struct relating_where *w;
	struct akin_names names;
	enum rc rc;

	*meets = false;
	if ((rc = where_is(r, now, claim->id, &w)) != RC_OK)
		return rc;
	for (uint32_t i = 0; i < w->n && !*meets; i++) {
		rc = names_of(r, now, w->revision[i], &names);
		if (rc != RC_OK)
			return rc;
		*meets = meets_one(k, w->revision[i], &names,
		    relating_is_figure(claim->matter));
	}
	return RC_OK;
}

enum rc
relating_akin(struct relate *r, const struct relate_now *now,
    const struct relating_held *a, const struct relating_held *b, bool *is,
    double *share)
{
	struct akin_names x, y;
	enum rc rc;

	if (a->at.article == b->at.article) {
		*is = true;
		*share = 1;
		return RC_OK;
	}
	/* A copy: they may have one place in the cache. */
	if ((rc = copy_names(r, now, a->revision, &x)) != RC_OK ||
	    (rc = names_of(r, now, b->revision, &y)) != RC_OK)
		return rc;
	*is = akin_alike(&x, &y, share);
	return RC_OK;
}
