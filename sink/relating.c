/* relating.c -- what the tables know of a claim that is judged. */
#include "relating.h"

#include <stdlib.h>

#include "proto/mem.h"
#include "when.h"

struct span
relating_keep(sqlite3_stmt *st, int i, struct arena *arena)
{
	struct span s = sql_col(st, i);

	if (s.p != NULL)
		s.p = arena_strdup(arena, s);
	return s;
}

static bool
real(sqlite3_stmt *st, int i, double *v)
{
	*v = sqlite3_column_double(st, i);
	return sqlite3_column_type(st, i) != SQLITE_NULL;
}

static void
read_side(sqlite3_stmt *st, struct arena *arena, struct relating_side *s)
{
	*s = (struct relating_side) {
		.id = sql_col_int(st, 0),
		.matter = sql_col_int(st, 1),
		.speaker = sql_col_int(st, 2),
		.speaker_name = relating_keep(st, 3, arena),
		.text = relating_keep(st, 4, arena),
		.figure = { .unit = relating_keep(st, 8, arena),
		    .counted = relating_keep(st, 9, arena),
		    .modifier = relating_keep(st, 10, arena),
		    .subject = relating_keep(st, 11, arena),
		    .as_of = relating_keep(st, 12, arena) },
	};
	s->figure.has_value = real(st, 5, &s->figure.value);
	s->figure.has_low = real(st, 6, &s->figure.low);
	s->figure.has_high = real(st, 7, &s->figure.high);
	s->figure.is_change = sql_col_int(st, 13) != 0;
	s->figure.falls = span_is(sql_col(st, 14), "fall");
}

enum rc
relating_get(struct relate *r, int64_t claim, struct arena *arena,
    struct relating_side *s)
{
	sqlite3_stmt *st = r->st[RELATING_CLAIM];
	enum rc rc;

	sql_int(st, 1, claim);
	if ((rc = sql_row(st)) != RC_OK)
		return rc;
	read_side(st, arena, s);
	sqlite3_reset(st);
	return RC_OK;
}

static enum rc
near_side(struct relate *r, const struct relating_side *s,
    enum relating_sql which, struct arena *arena, struct relating_side *near,
    size_t *n)
{
	sqlite3_stmt *st = r->st[which];
	enum rc rc;

	sql_int(
	    st, 1, relating_of_figure(s) ? s->matter : s->matter & ~(int64_t)1);
	sql_int(st, 2, s->id);
	sql_int(st, 3, RELATE_WINDOW);
	while ((rc = sql_row(st)) == RC_OK)
		read_side(st, arena, &near[(*n)++]);
	return rc == RC_END ? RC_OK : rc;
}

enum rc
relating_near(struct relate *r, const struct relating_side *s, bool after,
    struct arena *arena, struct relating_side *near, size_t *n)
{
	bool figure = relating_of_figure(s);
	enum rc rc;

	*n = 0;
	rc = near_side(r, s,
	    figure ? RELATING_FIGURES_BEFORE : RELATING_WORDS_BEFORE, arena,
	    near, n);
	if (rc != RC_OK || !after)
		return rc;
	return near_side(r, s,
	    figure ? RELATING_FIGURES_AFTER : RELATING_WORDS_AFTER, arena, near,
	    n);
}

/* ---- where it is held ---- */

static void
read_held(sqlite3_stmt *st, struct arena *arena, struct relating_held *h)
{
	char at[CLOCK_TEXT_MAX];
	struct span seen;

	*h = (struct relating_held) {
		.at = { .mention = sql_col_int(st, 0),
		    .article = sql_col_int(st, 2),
		    .origin = sql_col_int(st, 3),
		    .outlet = relating_keep(st, 4, arena) },
		.revision = sql_col_int(st, 1),
	};
	seen = when_seen(
	    sql_col(st, 5), sql_col_int(st, 6), at, &h->at.seen_ms);
	h->at.seen = (struct span) { arena_strdup(arena, seen), seen.n };
}

/* The origin that counts: the owner, if it has one. */
static enum rc
root(struct relate *r, int64_t origin, int64_t *is)
{
	sqlite3_stmt *st = r->st[RELATING_ROOT];
	enum rc rc;

	sql_int(st, 1, origin);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	*is = sql_col_int(st, 0);
	sqlite3_reset(st);
	return RC_OK;
}

/* The mention in the revision that is being applied, if it has one. */
static enum rc
hold_now(struct relate *r, const struct relate_now *now, int64_t claim,
    struct relating_held *h, size_t *n)
{
	int64_t mention = now->revision != 0 ? now->holds(now->arg, claim) : 0;
	enum rc rc;

	if (mention == 0)
		return RC_OK;
	*h = (struct relating_held) {
		.at = { .mention = mention,
		    .article = now->article,
		    .outlet = now->outlet,
		    .seen = now->seen,
		    .seen_ms = now->seen_ms },
		.revision = now->revision,
	};
	if ((rc = root(r, now->origin, &h->at.origin)) == RC_OK)
		++*n;
	return rc;
}

enum rc
relating_load(
    struct relate *r, const struct relate_now *now, struct relating_side *s)
{
	sqlite3_stmt *st = r->st[RELATING_HELD];
	enum rc rc;

	if (s->loaded)
		return RC_OK;
	s->loaded = true;
	s->held = arena_alloc(now->arena, RELATE_MENTIONS, sizeof *s->held);
	sql_int(st, 1, s->id);
	sql_int(st, 2, now->article);
	sql_int(st, 3, now->revision != 0 ? now->revision : INT64_MAX);
	sql_int(st, 4, RELATE_MENTIONS);
	while ((rc = sql_row(st)) == RC_OK)
		read_held(st, now->arena, &s->held[s->n++]);
	if (rc != RC_END)
		return rc;
	if (s->n == RELATE_MENTIONS)
		return RC_OK;
	return hold_now(r, now, s->id, &s->held[s->n], &s->n);
}

/* ---- names ---- */

void
relating_forget(struct relate *r)
{
	for (size_t i = 0; i < RELATING_CACHE; i++) {
		free(r->cache[i].hash);
		r->cache[i] = (struct relating_slot) { 0 };
	}
}

static void
put_names(struct relating_slot *s, int64_t revision, struct akin_names names)
{
	s->revision = revision;
	s->n = names.n;
	s->hash = mem_grow(s->hash, names.n + 1, sizeof *s->hash);
	if (names.n > 0)
		memcpy(s->hash, names.hash, names.n * sizeof *s->hash);
}

static enum rc
read_names(struct relate *r, const struct relate_now *now,
    struct relating_held *h, struct relating_slot *slot)
{
	sqlite3_stmt *st = r->st[RELATING_TEXT];
	enum rc rc;

	if (h->revision == now->revision && now->text.p != NULL) {
		h->names = akin_read(now->title, now->text, now->arena);
	} else {
		sql_int(st, 1, h->revision);
		if ((rc = sql_row(st)) != RC_OK)
			return rc == RC_END ? RC_IO : rc;
		h->names = akin_read(
		    sql_col(st, 0), sql_col(st, 1), now->arena);
		sqlite3_reset(st);
	}
	put_names(slot, h->revision, h->names);
	return RC_OK;
}

static enum rc
have_names(
    struct relate *r, const struct relate_now *now, struct relating_held *h)
{
	struct relating_slot *slot =
	    &r->cache[(uint64_t)h->revision % RELATING_CACHE];
	uint64_t *copy;

	if (h->named)
		return RC_OK;
	h->named = true;
	if (slot->revision != h->revision)
		return read_names(r, now, h, slot);
	/* A copy: the slot may be another's when the two are compared. */
	copy = arena_alloc(now->arena, slot->n + 1, sizeof *copy);
	memcpy(copy, slot->hash, slot->n * sizeof *copy);
	h->names = (struct akin_names) { copy, slot->n };
	return RC_OK;
}

enum rc
relating_akin(struct relate *r, const struct relate_now *now,
    struct relating_held *a, struct relating_held *b, bool *is, double *share)
{
	enum rc rc;

	if (a->at.article == b->at.article) {
		*is = true;
		*share = 1;
		return RC_OK;
	}
	if ((rc = have_names(r, now, a)) != RC_OK ||
	    (rc = have_names(r, now, b)) != RC_OK)
		return rc;
	*is = akin_alike(&a->names, &b->names, share);
	return RC_OK;
}
