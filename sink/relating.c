/* relating.c -- what the tables know of a claim that is judged. */
#include "relating.h"

#include "when.h"

struct span
relating_keep(sqlite3_stmt *st, int i, struct arena *arena)
{
	struct span s = sql_col(st, i);

	if (s.p != NULL)
		s.p = arena_strdup(arena, s);
	return s;
}

static void
read_side(sqlite3_stmt *st, struct arena *arena, struct relating_side *s)
{
	*s = (struct relating_side) {
		.id = sql_col_int(st, 0),
		.speaker = sql_col_int(st, 1),
		.text = relating_keep(st, 2, arena),
		.as_of = relating_keep(st, 3, arena),
		.is_change = sql_col_int(st, 4) != 0,
	};
}

static struct relating_side **
place_of(struct relate *r, int64_t claim)
{
	return &r->side[(uint64_t)claim % RELATING_CACHE];
}

enum rc
relating_get(struct relate *r, int64_t claim, struct relating_side **s)
{
	struct relating_side **place = place_of(r, claim);
	sqlite3_stmt *st = r->st[RELATING_CLAIM];
	enum rc rc;

	if (*place != NULL && (*place)->id == claim) {
		*s = *place;
		return RC_OK;
	}
	sql_int(st, 1, claim);
	if ((rc = sql_row(st)) != RC_OK)
		return rc;
	*s = *place = arena_alloc(&r->kept, 1, sizeof **s);
	read_side(st, &r->kept, *s);
	sqlite3_reset(st);
	return RC_OK;
}

#define FULL ((size_t)32 << 20) /* bytes that are kept */

void
relating_begin(struct relate *r)
{
	if (r->kept.total < FULL)
		return;
	memset(r->side, 0, sizeof r->side);
	arena_reset(&r->kept);
}

void
relating_stale(struct relate *r, int64_t claim)
{
	struct relating_side **place = place_of(r, claim);

	if (*place != NULL && (*place)->id == claim)
		*place = NULL;
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
		    .outlet = relating_keep(st, 4, arena),
		    .key = sql_col_int(st, 7) },
		.revision = sql_col_int(st, 1),
		.wording = sql_col_int(st, 8),
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

static struct span
keep(struct relate *r, struct span s)
{
	if (s.p != NULL)
		s.p = arena_strdup(&r->kept, s);
	return s;
}

/* The mentions in the revision that is being applied. */
static enum rc
hold_now(
    struct relate *r, const struct relate_now *now, struct relating_side *s)
{
	int64_t origin = 0;
	enum rc rc;

	for (size_t i = 0; i < now->n && s->n < RELATE_MENTIONS; i++) {
		const struct relate_hit *h = &now->hit[i];

		if (h->claim != s->id)
			continue;
		if (origin == 0 &&
		    (rc = root(r, now->origin, &origin)) != RC_OK)
			return rc;
		s->held[s->n++] = (struct relating_held) {
			.at = { .mention = h->mention,
			    .key = h->key,
			    .article = now->article,
			    .origin = origin,
			    .outlet = keep(r, now->outlet),
			    .seen = keep(r, now->seen),
			    .seen_ms = now->seen_ms },
			.revision = now->revision,
			.wording = h->wording,
		};
	}
	return RC_OK;
}

/* What is the same for all mentions of a claim. */
static void
share(struct relating_side *s)
{
	for (size_t i = 0; i < s->n; i++) {
		s->held[i].at.speaker = s->speaker;
		s->held[i].at.as_of = s->as_of;
		s->held[i].at.is_change = s->is_change;
	}
}

enum rc
relating_load(
    struct relate *r, const struct relate_now *now, struct relating_side *s)
{
	struct relating_held held[RELATE_MENTIONS];
	sqlite3_stmt *st = r->st[RELATING_HELD];
	enum rc rc;

	if (s->loaded)
		return RC_OK;
	s->loaded = true;
	s->held = held;
	sql_int(st, 1, s->id);
	sql_int(st, 2, now->article);
	sql_int(st, 3, now->revision != 0 ? now->revision : INT64_MAX);
	sql_int(st, 4, RELATE_MENTIONS);
	while ((rc = sql_row(st)) == RC_OK)
		read_held(st, &r->kept, &s->held[s->n++]);
	if (rc != RC_END || (rc = hold_now(r, now, s)) != RC_OK)
		return rc;
	s->held = arena_alloc(&r->kept, s->n + 1, sizeof *held);
	memcpy(s->held, held, s->n * sizeof *held);
	share(s);
	return RC_OK;
}

/* ---- corrections ---- */

enum rc
relating_corrections(struct relate *r, enum relating_sql which, int64_t of,
    struct arena *arena, struct relating_corrections *c)
{
	sqlite3_stmt *st = r->st[which];
	enum rc rc;

	*c = (struct relating_corrections) { 0 };
	sql_int(st, 1, of);
	while ((rc = sql_row(st)) == RC_OK) {
		if (c->n == c->cap) {
			c->swap = arena_grow(arena, c->swap, c->cap,
			    c->cap * 2 + 4, sizeof *c->swap);
			c->cap = c->cap * 2 + 4;
		}
		c->swap[c->n++] = (struct relate_swap) { sql_col_int(st, 0),
			sql_col_int(st, 1), sql_col_int(st, 2),
			sql_col_int(st, 3), sql_col_int(st, 4) };
	}
	return rc == RC_END ? RC_OK : rc;
}

const struct relate_swap *
relating_correction_of(
    const struct relating_corrections *c, int64_t a, int64_t b)
{
	for (size_t i = 0; i < c->n; i++)
		if ((c->swap[i].older == a && c->swap[i].newer == b) ||
		    (c->swap[i].older == b && c->swap[i].newer == a))
			return &c->swap[i];
	return NULL;
}
