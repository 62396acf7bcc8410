/* matching.c -- the claims that an event concerns, and their rows. */
#include "matching.h"

/* ---- found by id ---- */

static size_t
place(const struct matching_all *all, int64_t claim)
{
	return ((uint64_t)claim * 0x9e3779b97f4a7c15u >> 20) & all->mask;
}

static void
index_all(struct matching_all *all)
{
	size_t slots = 16;

	while (slots < all->cap * 2)
		slots *= 2;
	all->mask = slots - 1;
	all->slot = arena_alloc(all->arena, slots, sizeof *all->slot);
	for (size_t i = 0; i < all->n; i++) {
		size_t at = place(all, all->touch[i]->after.id);

		while (all->slot[at] != 0)
			at = (at + 1) & all->mask;
		all->slot[at] = (uint32_t)i + 1;
	}
}

void
matching_init(struct matching_all *all, struct arena *arena, size_t cap)
{
	*all = (struct matching_all) { .arena = arena, .cap = cap + 4 };
	all->touch = arena_alloc(arena, all->cap, sizeof *all->touch);
	index_all(all);
}

struct matching_touch *
matching_find(const struct matching_all *all, int64_t claim)
{
	size_t at = place(all, claim);

	for (; all->slot[at] != 0; at = (at + 1) & all->mask)
		if (all->touch[all->slot[at] - 1]->after.id == claim)
			return all->touch[all->slot[at] - 1];
	return NULL;
}

static void
grow(struct matching_all *all)
{
	all->touch = arena_grow(
	    all->arena, all->touch, all->cap, all->cap * 2, sizeof *all->touch);
	all->cap *= 2;
	index_all(all);
}

struct matching_touch *
matching_more(struct matching_all *all)
{
	struct matching_touch *t = arena_alloc(all->arena, 1, sizeof *t);

	if (all->n == all->cap)
		grow(all);
	all->touch[all->n++] = t;
	return t;
}

struct matching_touch *
matching_touch(struct matching_all *all, int64_t claim, bool *met)
{
	struct matching_touch *t = matching_find(all, claim);
	size_t at;

	*met = t != NULL;
	if (t != NULL)
		return t;
	t = matching_more(all);
	t->after.id = claim;
	at = place(all, claim);
	while (all->slot[at] != 0)
		at = (at + 1) & all->mask;
	all->slot[at] = (uint32_t)all->n;
	return t;
}

/* ---- rows ---- */

enum rc
matching_run(
    struct match *m, enum matching_sql which, int64_t claim, int64_t to)
{
	sqlite3_stmt *st = m->st[which];

	sql_int(st, 1, claim);
	if (sqlite3_bind_parameter_count(st) > 1)
		sql_int(st, 2, to);
	return sql_run(st);
}

void
matching_say(struct matching_touch *t)
{
	const struct match_hit *h = t->hit;

	t->after.kind = h->kind;
	t->after.act = h->act;
	t->after.speaker = h->speaker;
	t->after.speaker_name = h->speaker_name;
	t->after.text = h->text;
	t->after.figure = h->figure;
	t->after.as_of = h->as_of;
	t->matter = h->matter;
}

static struct span
copy_col(sqlite3_stmt *st, int i, struct arena *arena)
{
	struct span s = sql_col(st, i);

	if (s.p != NULL)
		s.p = arena_strdup(arena, s);
	return s;
}

void
matching_row(sqlite3_stmt *st, int64_t claim, struct matching_touch *t,
    struct arena *arena)
{
	struct form_claim *c = &t->before;

	c->id = claim;
	c->kind = copy_col(st, 0, arena);
	c->speaker = sql_col_int(st, 1);
	c->speaker_name = copy_col(st, 2, arena);
	c->text = copy_col(st, 3, arena);
	c->figure = copy_col(st, 4, arena);
	c->status = copy_col(st, 5, arena);
	c->mentions = sql_col_int(st, 6);
	c->outlets = sql_col_int(st, 7);
	c->origins = sql_col_int(st, 8);
	c->first_seen = copy_col(st, 9, arena);
	c->last_seen = copy_col(st, 10, arena);
	c->as_of = copy_col(st, 11, arena);
	t->first_ms = sql_col_int(st, 12);
	t->last_ms = sql_col_int(st, 13);
	c->redirects = copy_col(st, 14, arena);
	t->matter = sql_col_int(st, 15);
	c->changed = sql_col_int(st, 16);
	c->act = copy_col(st, 17, arena);
}

enum rc
matching_load(struct match *m, struct matching_touch *t, struct arena *arena)
{
	sqlite3_stmt *st = m->st[MATCHING_CLAIM_GET];
	enum rc rc;

	sql_int(st, 1, t->after.id);
	if ((rc = sql_row(st)) != RC_OK) {
		t->fresh = rc == RC_END;
		return rc == RC_END ? RC_OK : rc;
	}
	matching_row(st, t->after.id, t, arena);
	sqlite3_reset(st);
	t->after = t->before;
	return RC_OK;
}

enum rc
matching_meet(struct match *m, struct matching_all *all, int64_t claim,
    struct matching_touch **t)
{
	bool met;

	*t = matching_touch(all, claim, &met);
	return met ? RC_OK : matching_load(m, *t, all->arena);
}

enum rc
matching_rename(struct match *m, struct matching_touch *t,
    const struct entities_move *move, struct arena *arena)
{
	sqlite3_stmt *st = m->st[MATCHING_CALLED];
	struct span was = t->after.speaker_name;
	enum rc rc;

	sql_int(st, 1, move->to);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	t->after.speaker = move->to;
	t->after.speaker_name = copy_col(st, 0, arena);
	t->renamed = move->to == move->name ? "split" : "merge";
	t->recount = true; /* relations name their speakers */
	sqlite3_reset(st);
	st = m->st[MATCHING_RENAME];
	sql_int(st, 1, t->after.id);
	sql_int(st, 2, move->to);
	if ((rc = sql_run(st)) != RC_OK)
		return rc;
	rc = words_drop(m->words, t->after.id, t->after.text, was);
	if (rc != RC_OK)
		return rc;
	return words_add(
	    m->words, t->after.id, t->after.text, t->after.speaker_name);
}

struct span
matching_status(const struct matching_touch *t)
{
	if (t->after.mentions == 0)
		return span_of("withdrawn");
	if (t->state.revised.id != 0)
		return span_of("revised");
	if (t->state.disputed.id != 0)
		return span_of("disputed");
	return span_of(t->after.origins >= 2 ? "corroborated" : "reported");
}

enum rc
matching_put(struct match *m, const struct matching_touch *t)
{
	const struct form_claim *c = &t->after;
	sqlite3_stmt *st = m->st[MATCHING_CLAIM_PUT];

	sql_int(st, 1, c->id);
	sql_text(st, 2, c->kind);
	sql_id(st, 3, c->speaker);
	sql_text(st, 4, c->text);
	sql_text(st, 5, c->figure);
	sql_text(st, 6, c->status);
	sql_int(st, 7, c->mentions);
	sql_int(st, 8, c->outlets);
	sql_int(st, 9, c->origins);
	sql_text(st, 10, c->first_seen);
	sql_text(st, 11, c->last_seen);
	sql_int(st, 12, t->first_ms);
	sql_int(st, 13, t->last_ms);
	sql_text(st, 14, c->as_of);
	sql_id(st, 15, t->matter);
	sql_int(st, 16, c->changed);
	sql_text(st, 17, c->act);
	sql_id(st, 18, t->hit != NULL ? t->hit->said : 0);
	return sql_run(st);
}

enum rc
matching_set(struct match *m, const struct matching_touch *t)
{
	const struct form_claim *c = &t->after;
	sqlite3_stmt *st = m->st[MATCHING_CLAIM_SET];

	sql_int(st, 1, c->id);
	sql_text(st, 2, c->status);
	sql_int(st, 3, c->mentions);
	sql_int(st, 4, c->outlets);
	sql_int(st, 5, c->origins);
	sql_text(st, 6, c->first_seen);
	sql_text(st, 7, c->last_seen);
	sql_int(st, 8, t->first_ms);
	sql_int(st, 9, t->last_ms);
	sql_int(st, 10, c->changed);
	return sql_run(st);
}

enum rc
matching_outlet(struct match *m, const struct matching_touch *t, int64_t outlet,
    int64_t origin, int64_t more)
{
	sqlite3_stmt *st =
	    m->st[t->fresh ? MATCHING_OUTLET_PUT : MATCHING_OUTLET_ADD];
	enum rc rc;

	sql_int(st, 1, t->after.id);
	sql_int(st, 2, outlet);
	sql_int(st, 3, origin);
	sql_int(st, 4, more);
	if ((rc = sql_run(st)) != RC_OK || more > 0)
		return rc;
	st = m->st[MATCHING_OUTLET_DROP];
	sql_int(st, 1, t->after.id);
	sql_int(st, 2, outlet);
	sql_int(st, 3, origin);
	return sql_run(st);
}

enum rc
matching_spread(struct match *m, struct matching_touch *t)
{
	sqlite3_stmt *st = m->st[MATCHING_SPREAD];
	enum rc rc;

	sql_int(st, 1, t->after.id);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	t->after.outlets = sql_col_int(st, 0);
	t->after.origins = sql_col_int(st, 1);
	sqlite3_reset(st);
	return RC_OK;
}
