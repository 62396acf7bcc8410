/* match.c -- which claim a mention belongs to, and what follows from it. */
#include "match.h"

#include <stdlib.h>

#include "proto/mem.h"
#include "sql.h"
#include "words.h"

enum {
	ID_PUT,
	ID_GET,
	CLAIM_GET,
	CLAIM_PUT,
	CLAIM_SET,
	MENTION_PUT,
	OLD_CLAIMS,
	OUTLET_PUT,
	OUTLET_ADD,
	OUTLET_DROP,
	SPREAD,
	N_SQL
};

static const char *const sql[N_SQL] = {
	[ID_PUT] = "INSERT INTO claim_ids(key) VALUES(?1) "
		   "ON CONFLICT(key) DO NOTHING",
	[ID_GET] = "SELECT coalesce((SELECT new FROM redirects "
		   "WHERE old = i.id), i.id) FROM claim_ids i WHERE key = ?1",
	[CLAIM_GET] = "SELECT c.kind, c.speaker, s.name, c.text, c.figure, "
		      "c.status, c.mentions, c.outlets, c.origins, "
		      "c.first_seen, c.last_seen, c.as_of, c.first_at, "
		      "c.last_at, (SELECT json_group_array('c' || old) "
		      "FROM redirects WHERE new = c.id) "
		      "FROM claims c LEFT JOIN speaker_ids s "
		      "ON s.id = c.speaker WHERE c.id = ?1",
	[CLAIM_PUT] = "INSERT INTO claims(id, kind, speaker, text, figure, "
		      "status, mentions, outlets, origins, first_seen, "
		      "last_seen, first_at, last_at, as_of) VALUES(?1, ?2, "
		      "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
	[CLAIM_SET] = "UPDATE claims SET status = ?2, mentions = ?3, "
		      "outlets = ?4, origins = ?5, first_seen = ?6, "
		      "last_seen = ?7, first_at = ?8, last_at = ?9 "
		      "WHERE id = ?1",
	[MENTION_PUT] = "INSERT INTO mention_claims(mention, claim) "
			"VALUES(?1, ?2)",
	[OLD_CLAIMS] = "SELECT claim, count(*) FROM mention_claims "
		       "WHERE mention >= ?1 AND mention < ?2 "
		       "GROUP BY claim ORDER BY claim",
	[OUTLET_PUT] = "INSERT INTO claim_outlets(claim, outlet, origin, "
		       "mentions) VALUES(?1, ?2, ?3, ?4)",
	[OUTLET_ADD] = "INSERT INTO claim_outlets(claim, outlet, origin, "
		       "mentions) VALUES(?1, ?2, ?3, ?4) "
		       "ON CONFLICT(claim, outlet, origin) "
		       "DO UPDATE SET mentions = mentions + excluded.mentions",
	[OUTLET_DROP] = "DELETE FROM claim_outlets WHERE claim = ?1 "
			"AND outlet = ?2 AND origin = ?3 AND mentions <= 0",
	[SPREAD] = "SELECT count(DISTINCT c.outlet), "
		   "count(DISTINCT coalesce(o.owner, o.id)) "
		   "FROM claim_outlets c JOIN origins o ON o.id = c.origin "
		   "WHERE c.claim = ?1",
};

struct match {
	sqlite3 *db;
	sqlite3_stmt *st[N_SQL];
	struct words *words;
};

/* A claim that an event concerns. */
struct touch {
	bool fresh;                  /* it has no row yet */
	int64_t now, was;            /* mentions in the new and old revision */
	const struct match_hit *hit; /* the first; NULL: none */
	struct form_claim before, after;
	int64_t first_ms, last_ms;
};

/* All of them, in the order in which they were met; found by id. */
struct touched {
	struct touch *touch;
	size_t n, cap;
	uint32_t *slot; /* index + 1, by hash of the id; 0: empty */
	size_t mask;
};

enum rc
match_new(sqlite3 *db, struct match **out)
{
	struct match *m = mem_zalloc(sizeof *m);
	enum rc rc;

	m->db = db;
	if ((rc = sql_prepare(db, sql, N_SQL, m->st)) != RC_OK ||
	    (rc = words_new(db, &m->words)) != RC_OK) {
		match_free(m);
		return rc;
	}
	*out = m;
	return RC_OK;
}

void
match_free(struct match *m)
{
	if (m == NULL)
		return;
	sql_finalize(m->st, N_SQL);
	words_free(m->words);
	free(m);
}

enum rc
match_flush(struct match *m)
{
	return words_flush(m->words);
}

void
match_forget(struct match *m)
{
	words_forget(m->words);
}

static void
touched_init(struct touched *t, struct arena *arena, size_t cap)
{
	size_t slots = 16;

	while (slots < cap * 2)
		slots *= 2;
	*t = (struct touched) { .cap = cap, .mask = slots - 1 };
	t->touch = arena_alloc(arena, cap, sizeof *t->touch);
	t->slot = arena_alloc(arena, slots, sizeof *t->slot);
}

/* The touch of claim id; a new one, with no more than its id, when it is met
 * for the first time. */
static struct touch *
touched_get(struct touched *t, int64_t id, bool *met)
{
	size_t at = ((uint64_t)id * 0x9e3779b97f4a7c15u >> 20) & t->mask;

	for (; t->slot[at] != 0; at = (at + 1) & t->mask)
		if (t->touch[t->slot[at] - 1].after.id == id) {
			*met = true;
			return &t->touch[t->slot[at] - 1];
		}
	*met = false;
	t->slot[at] = (uint32_t)++t->n;
	t->touch[t->n - 1].after.id = id;
	return &t->touch[t->n - 1];
}

/* The claim of key; *fresh when its number was given out just now. */
static enum rc
resolve(struct match *m, int64_t key, int64_t *id, bool *fresh)
{
	sqlite3_stmt *st = m->st[ID_PUT];
	enum rc rc;

	sql_int(st, 1, key);
	if ((rc = sql_run(st)) != RC_OK)
		return rc;
	if (sqlite3_changes(m->db) == 1) {
		*id = sqlite3_last_insert_rowid(m->db);
		*fresh = true;
		return RC_OK;
	}
	st = m->st[ID_GET];
	sql_int(st, 1, key);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	*id = sql_col_int(st, 0);
	*fresh = false;
	sqlite3_reset(st);
	return RC_OK;
}

static struct span
copy_col(sqlite3_stmt *st, int i, struct arena *arena)
{
	struct span s = sql_col(st, i);

	if (s.p != NULL)
		s.p = arena_strdup(arena, s);
	return s;
}

/* Read the row of t's claim; t is fresh when there is none. */
static enum rc
load(struct match *m, struct touch *t, struct arena *arena)
{
	sqlite3_stmt *st = m->st[CLAIM_GET];
	struct form_claim *c = &t->before;
	enum rc rc;

	sql_int(st, 1, t->after.id);
	if ((rc = sql_row(st)) != RC_OK) {
		t->fresh = rc == RC_END;
		return rc == RC_END ? RC_OK : rc;
	}
	c->id = t->after.id;
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
	sqlite3_reset(st);
	t->after = *c;
	return RC_OK;
}

/* What a claim is when it is met first. */
static void
begin(struct touch *t, const struct match_event *e)
{
	const struct match_hit *h = t->hit;

	t->after = (struct form_claim) {
		.id = t->after.id,
		.kind = h->kind,
		.speaker = h->speaker,
		.speaker_name = h->speaker_name,
		.text = h->text,
		.figure = h->figure,
		.as_of = h->as_of,
		.first_seen = e->seen,
		.last_seen = e->seen,
	};
	t->first_ms = t->last_ms = e->seen_ms;
}

static enum rc
link_mention(struct match *m, int64_t mention, int64_t claim)
{
	sqlite3_stmt *st = m->st[MENTION_PUT];

	sql_int(st, 1, mention);
	sql_int(st, 2, claim);
	return sql_run(st);
}

/* One mention of the new revision; *claim is whose it is. */
static enum rc
meet(struct match *m, const struct match_event *e, const struct match_hit *h,
    struct touched *all, int64_t *claim)
{
	struct touch *t;
	bool fresh, met;
	enum rc rc;

	if ((rc = resolve(m, h->key, claim, &fresh)) != RC_OK)
		return rc;
	t = touched_get(all, *claim, &met);
	if (!met) {
		t->fresh = fresh;
		if (!fresh && (rc = load(m, t, e->arena)) != RC_OK)
			return rc;
	}
	if (t->hit == NULL)
		t->hit = h;
	t->now++;
	return RC_OK;
}

/* The mentions of the new revision. */
static enum rc
meet_new(struct match *m, const struct match_event *e, struct touched *all)
{
	int64_t *claim = arena_alloc(e->arena, e->n + 1, sizeof *claim);
	enum rc rc;

	for (size_t i = 0; i < e->n; i++)
		if ((rc = meet(m, e, &e->hit[i], all, &claim[i])) != RC_OK)
			return rc;
	for (size_t i = 0; i < e->n; i++)
		if ((rc = link_mention(m, e->hit[i].mention, claim[i])) !=
		    RC_OK)
			return rc;
	return RC_OK;
}

/* The claims of the older revision. */
static enum rc
meet_old(struct match *m, const struct match_event *e, struct touched *all)
{
	sqlite3_stmt *st = m->st[OLD_CLAIMS];
	enum rc rc;

	sql_int(st, 1, e->old_first);
	sql_int(st, 2, e->old_first + e->old_n);
	while ((rc = sql_row(st)) == RC_OK) {
		bool met;
		struct touch *t = touched_get(all, sql_col_int(st, 0), &met);

		t->was = sql_col_int(st, 1);
		if (!met && (rc = load(m, t, e->arena)) != RC_OK)
			break;
	}
	sqlite3_reset(st);
	return rc == RC_END ? RC_OK : rc;
}

static struct span
status(const struct form_claim *c)
{
	if (c->mentions == 0)
		return span_of("withdrawn");
	return span_of(c->origins >= 2 ? "corroborated" : "reported");
}

static enum rc
put_claim(struct match *m, const struct touch *t)
{
	const struct form_claim *c = &t->after;
	sqlite3_stmt *st = m->st[CLAIM_PUT];

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
	return sql_run(st);
}

static enum rc
outlet(struct match *m, int which, const struct match_event *e,
    const struct touch *t, int64_t n)
{
	sqlite3_stmt *st = m->st[which];

	sql_int(st, 1, t->after.id);
	sql_int(st, 2, e->outlet);
	sql_int(st, 3, e->origin);
	if (which != OUTLET_DROP)
		sql_int(st, 4, n);
	return sql_run(st);
}

/* A claim that was not there. */
static enum rc
create(struct match *m, const struct match_event *e, struct touch *t)
{
	begin(t, e);
	t->after.mentions = t->now;
	t->after.outlets = t->after.origins = 1;
	t->after.status = status(&t->after);
	return put_claim(m, t);
}

/* Count outlets and origins of t's claim anew. */
static enum rc
spread(struct match *m, struct touch *t)
{
	sqlite3_stmt *st = m->st[SPREAD];
	enum rc rc;

	sql_int(st, 1, t->after.id);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	t->after.outlets = sql_col_int(st, 0);
	t->after.origins = sql_col_int(st, 1);
	sqlite3_reset(st);
	return RC_OK;
}

/* Move first_seen and last_seen apart, if e lies outside of them. */
static bool
stretch(struct touch *t, const struct match_event *e)
{
	bool moved = false;

	if (t->now > 0 && e->seen_ms < t->first_ms) {
		t->after.first_seen = e->seen;
		t->first_ms = e->seen_ms;
		moved = true;
	}
	if (t->now > 0 && e->seen_ms > t->last_ms) {
		t->after.last_seen = e->seen;
		t->last_ms = e->seen_ms;
		moved = true;
	}
	return moved;
}

static enum rc
set_claim(struct match *m, const struct touch *t)
{
	const struct form_claim *c = &t->after;
	sqlite3_stmt *st = m->st[CLAIM_SET];

	sql_int(st, 1, c->id);
	sql_text(st, 2, c->status);
	sql_int(st, 3, c->mentions);
	sql_int(st, 4, c->outlets);
	sql_int(st, 5, c->origins);
	sql_text(st, 6, c->first_seen);
	sql_text(st, 7, c->last_seen);
	sql_int(st, 8, t->first_ms);
	sql_int(st, 9, t->last_ms);
	return sql_run(st);
}

/* A claim that was there: bring counts, times and status up to date. */
static enum rc
update(struct match *m, const struct match_event *e, struct touch *t)
{
	int64_t more = t->now - t->was;
	bool moved = stretch(t, e);
	enum rc rc;

	if (more == 0 && !moved)
		return RC_OK;
	t->after.mentions += more;
	if (more != 0 &&
	    ((rc = outlet(m, OUTLET_ADD, e, t, more)) != RC_OK ||
		(more < 0 && (rc = outlet(m, OUTLET_DROP, e, t, 0)) != RC_OK) ||
		(rc = spread(m, t)) != RC_OK))
		return rc;
	t->after.status = status(&t->after);
	return set_claim(m, t);
}

/* What readers are to be told of t; FORM_TYPES: nothing. */
static enum form_type
news(const struct touch *t)
{
	if (t->fresh)
		return FORM_CLAIM_NEW;
	if ((t->was > 0) == (t->now > 0))
		return FORM_TYPES;
	if (t->after.mentions == 0)
		return FORM_CLAIM_WITHDRAWN;
	if (t->now > 0 && t->after.origins >= 2 && t->before.origins < 2)
		return FORM_CLAIM_CORROBORATED;
	return FORM_CLAIM_MENTIONED;
}

static enum rc
tell(struct match *m, const struct match_event *e, struct touch *t)
{
	struct form_change f = {
		.type = news(t),
		.claim = &t->after,
		.before = t->fresh ? NULL : &t->before,
		.article = e->article,
		.outlet = e->outlet_name,
		.cause = t->now > 0 ? "mention" : "revision",
		.cause_article = e->article,
		.cause_revision = e->revision_n,
		.cause_mention = t->hit != NULL ? t->hit->mention : 0,
	};

	(void)m;
	if (e->log == NULL || f.type == FORM_TYPES)
		return RC_OK;
	return changes_put(e->log, &f);
}

static enum rc
settle(struct match *m, const struct match_event *e, struct touch *t)
{
	return t->fresh ? create(m, e, t) : update(m, e, t);
}

static enum rc
first_outlet(struct match *m, const struct match_event *e, struct touch *t)
{
	if (!t->fresh)
		return RC_OK;
	return outlet(m, OUTLET_PUT, e, t, t->now);
}

static enum rc
first_words(struct match *m, const struct match_event *e, struct touch *t)
{
	(void)e;
	if (!t->fresh)
		return RC_OK;
	return words_add(
	    m->words, t->after.id, t->after.text, t->after.speaker_name);
}

/* Table by table, each for all claims, since a table's pages and a statement's
 * program are then still at hand. */
typedef enum rc step_fn(
    struct match *m, const struct match_event *e, struct touch *t);

static step_fn *const steps[] = { settle, first_outlet, first_words, tell };

enum rc
match_apply(struct match *m, const struct match_event *e)
{
	struct touched all;
	enum rc rc;

	touched_init(&all, e->arena, e->n + (size_t)e->old_n);
	if ((rc = meet_new(m, e, &all)) != RC_OK)
		return rc;
	if (e->old_n > 0 && (rc = meet_old(m, e, &all)) != RC_OK)
		return rc;
	for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++)
		for (size_t i = 0; i < all.n; i++)
			if ((rc = steps[s](m, e, &all.touch[i])) != RC_OK)
				return rc;
	return RC_OK;
}
