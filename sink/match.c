/* match.c -- which claim a mention belongs to, and what follows from it. */
#include "match.h"

#include <stdlib.h>

#include "matching.h"
#include "proto/mem.h"

enum rc
match_new(sqlite3 *db, struct match **out)
{
	struct match *m = mem_zalloc(sizeof *m);
	enum rc rc;

	m->db = db;
	if ((rc = sql_prepare(db, matching_sql, MATCHING_N_SQL, m->st)) !=
		RC_OK ||
	    (rc = words_new(db, &m->words)) != RC_OK ||
	    (rc = gists_new(db, &m->gists)) != RC_OK ||
	    (rc = wordings_new(db, m->gists, &m->wordings)) != RC_OK ||
	    (rc = links_new(db, &m->links)) != RC_OK ||
	    (rc = kin_new(db, m->gists, &m->kin)) != RC_OK ||
	    (rc = relate_new(db, m->kin, &m->relate)) != RC_OK) {
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
	sql_finalize(m->st, MATCHING_N_SQL);
	words_free(m->words);
	wordings_free(m->wordings);
	links_free(m->links);
	relate_free(m->relate);
	kin_free(m->kin);
	gists_free(m->gists);
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
	gists_forget(m->gists);
	relate_forget(m->relate);
}

/* ---- who speaks ---- */

enum rc
match_speakers(struct entities *e, struct match_hit *hit, size_t n,
    struct arena *arena, struct entities_moves *moves)
{
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (hit[i].said != 0)
			rc = entities_note(
			    e, hit[i].said, hit[i].called, hit[i].type, arena);
	if (rc == RC_OK)
		rc = entities_settle(e, arena, moves);
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		if (hit[i].said != 0)
			rc = entities_of(e, hit[i].said, arena, &hit[i].speaker,
			    &hit[i].speaker_name);
	return rc;
}

/* The claims whose speaker is another one since this event. */
static enum rc
meet_renamed(struct match *m, const struct match_event *e,
    const struct entities_move *move, struct matching_all *all)
{
	sqlite3_stmt *st = m->st[MATCHING_SAID];
	struct matching_touch *t;
	enum rc rc;

	sql_int(st, 1, move->from);
	sql_int(st, 2, move->name);
	while ((rc = sql_row(st)) == RC_OK) {
		rc = matching_meet(m, all, sql_col_int(st, 0), &t);
		if (rc == RC_OK)
			rc = matching_rename(m, t, move, e->arena);
		if (rc != RC_OK)
			break;
	}
	sqlite3_reset(st);
	return rc == RC_END ? RC_OK : rc;
}

static enum rc
meet_all_renamed(
    struct match *m, const struct match_event *e, struct matching_all *all)
{
	for (size_t i = 0; e->moves != NULL && i < e->moves->n; i++) {
		enum rc rc = meet_renamed(m, e, &e->moves->move[i], all);

		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* ---- which claims ---- */

static enum rc
link_mention(struct match *m, int64_t mention, int64_t claim)
{
	sqlite3_stmt *st = m->st[MATCHING_MENTION_PUT];

	sql_int(st, 1, mention);
	sql_int(st, 2, claim);
	return sql_run(st);
}

/* One mention of the new revision; *claim is whose it is. */
static enum rc
meet(struct match *m, const struct match_event *e, const struct match_hit *h,
    const struct wordings_row *row, struct matching_all *all, int64_t *claim)
{
	struct matching_touch *t;
	bool met;
	enum rc rc;

	*claim = row->id;
	if (row->gist.p != NULL || row->claim != 0) {
		rc = wordings_claim(m->wordings, row->id, claim);
		if (rc != RC_OK)
			return rc;
	}
	t = matching_touch(all, *claim, &met);
	if (!met) {
		t->fresh = row->fresh && *claim == row->id;
		if (!t->fresh && (rc = matching_load(m, t, e->arena)) != RC_OK)
			return rc;
	}
	if (t->hit == NULL)
		t->hit = h;
	t->now += !e->past;
	return RC_OK;
}

/* The mentions of the new revision. */
static enum rc
meet_new(struct match *m, const struct match_event *e, struct matching_all *all)
{
	struct wordings_row *row = arena_alloc(e->arena, e->n + 1, sizeof *row);
	int64_t *claim = arena_alloc(e->arena, e->n + 1, sizeof *claim);
	struct relate_list concerned = { 0 };
	struct matching_touch *t;
	enum rc rc;

	all->row = row;
	if ((rc = matching_place(m, e, row, &concerned, &all->seeds)) != RC_OK)
		return rc;
	for (size_t i = 0; i < e->n; i++)
		if ((rc = meet(m, e, &e->hit[i], &row[i], all, &claim[i])) !=
		    RC_OK)
			return rc;
	all->hit = arena_alloc(e->arena, e->n + 1, sizeof *all->hit);
	all->n_hits = e->past ? 0 : e->n;
	for (size_t i = 0; i < e->n; i++) {
		const struct match_hit *h = &e->hit[i];

		all->hit[i] = (struct relate_hit) { h->mention, h->key,
			row[i].id, claim[i] };
		if ((rc = link_mention(m, h->mention, claim[i])) != RC_OK)
			return rc;
	}
	for (size_t i = 0; i < concerned.n; i++) {
		int64_t now; /* a later mention may have merged it too */

		rc = wordings_claim(m->wordings, concerned.claim[i], &now);
		if (rc == RC_OK)
			rc = matching_meet(m, all, now, &t);
		if (rc != RC_OK)
			return rc;
		t->recount |= !t->fresh;
	}
	return RC_OK;
}

/* The claims of the older revision. */
static enum rc
meet_old(struct match *m, const struct match_event *e, struct matching_all *all)
{
	sqlite3_stmt *st = m->st[MATCHING_OLD_CLAIMS];
	struct matching_touch *t;
	enum rc rc;

	sql_int(st, 1, e->old_first);
	sql_int(st, 2, e->old_first + e->old_n);
	while ((rc = sql_row(st)) == RC_OK) {
		rc = matching_meet(m, all, sql_col_int(st, 0), &t);
		if (rc != RC_OK)
			break;
		t->was = sql_col_int(st, 1);
	}
	sqlite3_reset(st);
	return rc == RC_END ? RC_OK : rc;
}

static enum rc
meet_recount(
    struct match *m, const struct match_event *e, struct matching_all *all)
{
	struct matching_touch *t;
	enum rc rc;

	for (size_t i = 0; i < e->n_recount; i++) {
		rc = matching_meet(m, all, e->recount[i], &t);
		if (rc != RC_OK)
			return rc;
		t->recount = true;
	}
	return RC_OK;
}

/* The claims of an article whose origin is another one since this event: its
 * mentions are counted there from now on. */
static enum rc
meet_moved(struct match *m, const struct match_event *e,
    const struct lineage_move *move, struct matching_all *all)
{
	sqlite3_stmt *st = m->st[MATCHING_MOVED_CLAIMS];
	struct matching_touch *t;
	enum rc rc;

	sql_int(st, 1, move->article);
	sql_int(st, 2, e->revision);
	while ((rc = sql_row(st)) == RC_OK) {
		int64_t n = sql_col_int(st, 1);

		rc = matching_meet(m, all, sql_col_int(st, 0), &t);
		if (rc == RC_OK)
			rc = matching_outlet(
			    m, t, move->outlet, move->from, -n);
		if (rc == RC_OK)
			rc = matching_outlet(m, t, move->outlet, move->to, n);
		if (rc != RC_OK)
			break;
		t->recount = true;
	}
	sqlite3_reset(st);
	return rc == RC_END ? RC_OK : rc;
}

static enum rc
meet_all_moved(
    struct match *m, const struct match_event *e, struct matching_all *all)
{
	for (size_t i = 0; e->lineage != NULL && i < e->lineage->n; i++) {
		enum rc rc = meet_moved(m, e, &e->lineage->move[i], all);

		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* ---- what follows for each ---- */

/* A claim that was not there. */
static enum rc
create(struct match *m, const struct match_event *e, struct matching_touch *t)
{
	t->after = (struct form_claim) { .id = t->after.id,
		.first_seen = e->seen,
		.last_seen = e->seen,
		.mentions = t->now,
		.outlets = !e->past,
		.origins = !e->past,
		.changed = t->seq };
	matching_say(t);
	t->first_ms = t->last_ms = e->seen_ms;
	t->after.status = matching_status(t);
	return matching_put(m, t);
}

/* Move first_seen and last_seen apart, if e lies outside of them. */
static void
stretch(struct matching_touch *t, const struct match_event *e)
{
	bool here = t->hit != NULL;

	if (here && e->seen_ms < t->first_ms) {
		t->after.first_seen = e->seen;
		t->first_ms = e->seen_ms;
		t->moved = true;
	}
	if (here && e->seen_ms > t->last_ms) {
		t->after.last_seen = e->seen;
		t->last_ms = e->seen_ms;
		t->moved = true;
	}
}

/* The article's mentions of t's claim, in its outlet and origin; other: the
 * older ones were of another origin. */
static enum rc
count_in(struct match *m, const struct match_event *e,
    const struct matching_touch *t, bool other)
{
	int64_t more = other ? t->now : t->now - t->was;
	enum rc rc;

	if (other &&
	    (rc = matching_outlet(m, t, e->outlet, e->lineage->was, -t->was)) !=
		RC_OK)
		return rc;
	if (more == 0)
		return RC_OK;
	return matching_outlet(m, t, e->outlet, e->lineage->origin, more);
}

/* A claim that was there: bring counts and times up to date. */
static enum rc
update(struct match *m, const struct match_event *e, struct matching_touch *t)
{
	bool other = e->lineage != NULL && e->lineage->was != 0 &&
	    e->lineage->was != e->lineage->origin;
	int64_t more = t->now - t->was;
	enum rc rc;

	if (t->now > 0 && t->before.mentions == 0 &&
	    (rc = matching_describe(m, e, t)) != RC_OK)
		return rc;
	stretch(t, e);
	other &= t->was > 0;
	t->recount |= other;
	if (more == 0 && !t->recount && !other)
		return RC_OK;
	t->moved = true;
	t->after.mentions += more;
	if ((rc = count_in(m, e, t, other)) != RC_OK)
		return rc;
	return matching_spread(m, t);
}

static enum rc
settle(struct match *m, const struct match_event *e, struct matching_touch *t)
{
	return t->fresh ? create(m, e, t) : update(m, e, t);
}

static enum rc
first_outlet(
    struct match *m, const struct match_event *e, struct matching_touch *t)
{
	if (!t->fresh || e->past)
		return RC_OK;
	return matching_outlet(m, t, e->outlet, e->lineage->origin, t->now);
}

static enum rc
first_words(
    struct match *m, const struct match_event *e, struct matching_touch *t)
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
    struct match *m, const struct match_event *e, struct matching_touch *t);

static step_fn *const steps[] = { settle, first_outlet, first_words };

/* The changes that the event is sure to bring get their numbers before their
 * claims' rows are written. */
static int64_t
number_news(const struct match_event *e, struct matching_all *all)
{
	int64_t seq = e->log != NULL ? e->log->head : 0;

	for (size_t i = 0; e->log != NULL && i < all->n; i++)
		if (matching_is_news(all->touch[i]))
			all->touch[i]->seq = ++seq;
	return seq;
}

/* What is kept of claims for relating them does not fit these any more. */
static void
relate_anew(struct match *m, const struct matching_all *all)
{
	for (size_t i = 0; i < all->n; i++)
		relate_stale(m->relate, all->touch[i]->after.id);
}

enum rc
match_apply(struct match *m, const struct match_event *e)
{
	struct matching_all all;
	int64_t seq;
	enum rc rc;

	matching_init(&all, e->arena, e->n + (size_t)e->old_n + e->n_recount);
	if (e->revision == 0)
		relate_forget(m->relate);
	relate_begin(m->relate);
	if ((rc = meet_new(m, e, &all)) != RC_OK ||
	    (e->old_n > 0 && (rc = meet_old(m, e, &all)) != RC_OK) ||
	    (rc = meet_recount(m, e, &all)) != RC_OK ||
	    (rc = meet_all_moved(m, e, &all)) != RC_OK ||
	    (rc = meet_all_renamed(m, e, &all)) != RC_OK)
		return rc;
	seq = number_news(e, &all);
	for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++)
		for (size_t i = 0; i < all.n; i++)
			if ((rc = steps[s](m, e, all.touch[i])) != RC_OK)
				return rc;
	if ((rc = matching_regroup(m, e, &all)) != RC_OK)
		return rc;
	relate_anew(m, &all);
	if ((rc = matching_relate(m, e, &all)) != RC_OK)
		return rc;
	relate_anew(m, &all);
	if ((rc = matching_finish(m, e, seq, &all)) != RC_OK)
		return rc;
	return e->log != NULL ? matching_tell(m, e, &all) : RC_OK;
}

/* Claims at a time. */
#define RECOUNT 1000

enum rc
match_recount(struct match *m, const int64_t *claim, size_t n,
    struct changes *log, struct arena *arena)
{
	for (size_t i = 0; i < n; i += RECOUNT) {
		struct match_event e = { .recount = claim + i,
			.n_recount = n - i < RECOUNT ? n - i : RECOUNT,
			.log = log,
			.arena = arena };
		enum rc rc = match_apply(m, &e);

		arena_reset(arena);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}
