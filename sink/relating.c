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
read_near(struct relate *r, enum relating_sql which, int64_t claim,
    int64_t matter, struct relating_near *near, size_t *n)
{
	sqlite3_stmt *st = r->st[which];
	enum rc rc;

	sql_int(
	    st, 1, relating_is_figure(matter) ? matter : matter & ~(int64_t)1);
	sql_int(st, 2, claim);
	sql_int(st, 3, RELATE_WINDOW);
	while ((rc = sql_row(st)) == RC_OK)
		near[(*n)++] = (struct relating_near) { sql_col_int(st, 0),
			sql_col_int(st, 1) };
	return rc == RC_END ? RC_OK : rc;
}

/* Does anybody say what these words deny, or deny what they say?  Hardly ever:
 * this is asked for every claim. */
static enum rc
has_opposite(struct relate *r, int64_t matter, bool *has)
{
	sqlite3_stmt *st = r->st[RELATING_OPPOSITE];
	enum rc rc;

	sql_int(st, 1, matter ^ 1);
	rc = sql_row(st);
	*has = rc == RC_OK;
	sqlite3_reset(st);
	return rc == RC_END ? RC_OK : rc;
}

enum rc
relating_around(struct relate *r, int64_t claim, int64_t matter, bool after,
    struct relating_near near[RELATING_NEAR], size_t *n)
{
	bool figure = relating_is_figure(matter), has;
	enum rc rc;

	*n = 0;
	if (!figure && ((rc = has_opposite(r, matter, &has)) != RC_OK || !has))
		return rc;
	rc = read_near(r,
	    figure ? RELATING_FIGURES_BEFORE : RELATING_WORDS_BEFORE, claim,
	    matter, near, n);
	if (rc != RC_OK || !after)
		return rc;
	return read_near(r,
	    figure ? RELATING_FIGURES_AFTER : RELATING_WORDS_AFTER, claim,
	    matter, near, n);
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
			sql_col_int(st, 3) };
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
