/* relating_akin.c -- which names articles use: kept at hand, since the claims
 * of an event are held against each other again and again. */
#include <stdlib.h>

#include "proto/mem.h"
#include "relating.h"

void
relating_forget(struct relate *r)
{
	for (size_t i = 0; i < RELATING_CACHE; i++) {
		free(r->names[i].hash);
		r->names[i] = (struct relating_names) { 0 };
	}
	memset(r->side, 0, sizeof r->side);
	arena_reset(&r->kept);
}

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

/* Likewise; a copy if those of another revision would push them out. */
static enum rc
stable_names(struct relate *r, const struct relate_now *now, int64_t revision,
    int64_t other, struct akin_names *names)
{
	uint64_t *copy;
	enum rc rc;

	if ((rc = names_of(r, now, revision, names)) != RC_OK)
		return rc;
	if (((uint64_t)revision - (uint64_t)other) % RELATING_CACHE != 0)
		return RC_OK;
	copy = arena_alloc(now->arena, names->n + 1, sizeof *copy);
	memcpy(copy, names->hash, names->n * sizeof *copy);
	names->hash = copy;
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
	rc = stable_names(r, now, a->revision, b->revision, &x);
	if (rc != RC_OK || (rc = names_of(r, now, b->revision, &y)) != RC_OK)
		return rc;
	*is = akin_alike(&x, &y, share);
	return RC_OK;
}
