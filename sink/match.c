/* match.c -- which claim a mention belongs to, and what follows from it. */
#include "match.h"

#include <stdlib.h>

#include "matching.h"
#include "proto/mem.h"

static const char *const sql[MATCHING_N_SQL] = {
	[MATCHING_CLAIM_GET] =
	    "SELECT c.kind, c.speaker, s.name, c.text, c.figure, "
	    "c.status, c.mentions, c.outlets, c.origins, "
	    "c.first_seen, c.last_seen, c.as_of, c.first_at, "
	    "c.last_at, (SELECT json_group_array('c' || old) "
	    "FROM redirects WHERE new = c.id), c.matter, c.changed, "
	    "c.act FROM claims c LEFT JOIN speaker_ids s "
	    "ON s.id = c.speaker WHERE c.id = ?1",
	[MATCHING_SAID] = "SELECT id FROM claims WHERE speaker = ?1 "
			  "AND said = ?2 ORDER BY id",
	[MATCHING_COUNTED] =
	    "SELECT 1 FROM mention_claims x JOIN mentions m "
	    "ON m.id = x.mention JOIN revisions r ON r.id = m.revision "
	    "WHERE x.claim = ?1 AND r.id <> ?2 AND m.id >= r.first_mention "
	    "AND m.id < r.first_mention + r.mentions LIMIT 1",
	[MATCHING_DESCRIBE] =
	    "UPDATE claims SET kind = ?2, speaker = ?3, said = ?4, text = ?5, "
	    "figure = ?6, as_of = ?7, act = ?8, matter = ?9 WHERE id = ?1",
	[MATCHING_CALLED] = "SELECT name FROM speaker_ids WHERE id = ?1",
	[MATCHING_RENAME] = "UPDATE claims SET speaker = ?2 WHERE id = ?1",
	[MATCHING_CLAIM_PUT] =
	    "INSERT INTO claims(id, kind, speaker, text, figure, "
	    "status, mentions, outlets, origins, first_seen, "
	    "last_seen, first_at, last_at, as_of, matter, changed, act, "
	    "said) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
	    "?12, ?13, ?14, ?15, ?16, ?17, ?18)",
	[MATCHING_CLAIM_SET] = "UPDATE claims SET status = ?2, mentions = ?3, "
			       "outlets = ?4, origins = ?5, first_seen = ?6, "
			       "last_seen = ?7, first_at = ?8, last_at = ?9, "
			       "changed = ?10 WHERE id = ?1",
	[MATCHING_MENTION_PUT] = "INSERT INTO mention_claims(mention, claim) "
				 "VALUES(?1, ?2)",
	[MATCHING_OLD_CLAIMS] =
	    "SELECT claim, count(*), min(mention) FROM mention_claims "
	    "WHERE mention >= ?1 AND mention < ?2 "
	    "GROUP BY claim ORDER BY claim",
	/* Of the revision that was current when revision ?2 came. */
	[MATCHING_MOVED_CLAIMS] =
	    "SELECT x.claim, count(*) FROM revisions r "
	    "CROSS JOIN mention_claims x ON x.mention >= r.first_mention "
	    "AND x.mention < r.first_mention + r.mentions "
	    "WHERE r.id = (SELECT id FROM revisions "
	    "WHERE article = ?1 AND id < ?2 "
	    "ORDER BY dated DESC, accepted_at DESC, job DESC, hash DESC LIMIT "
	    "1) "
	    "GROUP BY x.claim ORDER BY x.claim",
	/* Those that came before revision ?2, the ?7 newest, and whether they
	 * are newer than it. */
	[MATCHING_REVISIONS] =
	    "SELECT first_mention, mentions, dated, "
	    "(dated, accepted_at, job, hash) > (?3, ?4, ?5, ?6) FROM "
	    "(SELECT first_mention, mentions, dated, accepted_at, job, hash "
	    "FROM revisions WHERE article = ?1 AND id < ?2 "
	    "ORDER BY dated DESC, accepted_at DESC, job DESC, hash DESC LIMIT "
	    "?7) "
	    "ORDER BY dated, accepted_at, job, hash",
	[MATCHING_OUTLET_PUT] =
	    "INSERT INTO claim_outlets(claim, outlet, origin, "
	    "mentions) VALUES(?1, ?2, ?3, ?4)",
	[MATCHING_OUTLET_ADD] =
	    "INSERT INTO claim_outlets(claim, outlet, origin, "
	    "mentions) VALUES(?1, ?2, ?3, ?4) "
	    "ON CONFLICT(claim, outlet, origin) "
	    "DO UPDATE SET mentions = mentions + excluded.mentions",
	[MATCHING_OUTLET_DROP] =
	    "DELETE FROM claim_outlets WHERE claim = ?1 "
	    "AND outlet = ?2 AND origin = ?3 AND mentions <= 0",
	[MATCHING_SPREAD] =
	    "SELECT count(DISTINCT c.outlet), "
	    "count(DISTINCT coalesce(o.owner, o.id)) "
	    "FROM claim_outlets c JOIN origins o ON o.id = c.origin "
	    "WHERE c.claim = ?1",
	[MATCHING_MERGE_MENTIONS] =
	    "UPDATE mention_claims SET claim = ?2 WHERE claim = ?1",
	[MATCHING_MERGE_OUTLETS] =
	    "INSERT INTO claim_outlets(claim, outlet, origin, mentions) "
	    "SELECT ?2, outlet, origin, mentions FROM claim_outlets "
	    "WHERE claim = ?1 ON CONFLICT(claim, outlet, origin) "
	    "DO UPDATE SET mentions = mentions + excluded.mentions",
	[MATCHING_MERGE_OUTLETS_DROP] =
	    "DELETE FROM claim_outlets WHERE claim = ?1",
	[MATCHING_MERGE_ENDS] = "SELECT iif(a = ?1, b, a) FROM relations "
				"WHERE a = ?1 OR b = ?1 ORDER BY id",
	[MATCHING_MERGE_RELATIONS] =
	    "DELETE FROM relations WHERE a = ?1 OR b = ?1",
	[MATCHING_MERGE_OLDER] =
	    "UPDATE OR REPLACE corrections SET older = ?2 WHERE older = ?1",
	[MATCHING_MERGE_NEWER] =
	    "UPDATE OR REPLACE corrections SET newer = ?2 WHERE newer = ?1",
	[MATCHING_MERGE_SELF] = "DELETE FROM corrections WHERE older = newer "
				"AND older IN (?1, ?2)",
	[MATCHING_MERGE_CLAIM] = "DELETE FROM claims WHERE id = ?1",
	[MATCHING_MERGE_AGAIN] = "UPDATE redirects SET new = ?2 WHERE new = ?1",
	[MATCHING_MERGE_REDIRECT] =
	    "INSERT OR REPLACE INTO redirects(old, new) VALUES(?1, ?2)",
};

enum rc
match_new(sqlite3 *db, struct match **out)
{
	struct match *m = mem_zalloc(sizeof *m);
	enum rc rc;

	m->db = db;
	if ((rc = sql_prepare(db, sql, MATCHING_N_SQL, m->st)) != RC_OK ||
	    (rc = words_new(db, &m->words)) != RC_OK ||
	    (rc = wordings_new(db, &m->wordings)) != RC_OK ||
	    (rc = kin_new(db, &m->kin)) != RC_OK ||
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
	relate_free(m->relate);
	kin_free(m->kin);
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

/* Place a wording that is new here: claims that it shows to be one become
 * one. */
static enum rc
place(struct match *m, const struct match_event *e,
    const struct wordings_row *row, struct relate_list *concerned)
{
	struct wordings_join join;
	enum rc rc;

	rc = wordings_place(m->wordings, row, e->arena, &join);
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

/* The wordings of e's mentions, all of them placed. */
static enum rc
place_all(struct match *m, const struct match_event *e,
    struct wordings_row *row, struct relate_list *concerned)
{
	enum rc rc;

	for (size_t i = 0; i < e->n; i++) {
		rc = wordings_get(m->wordings, e->hit[i].key, e->hit[i].gist,
		    e->arena, &row[i]);
		if (rc == RC_OK && row[i].claim == 0 && row[i].gist.p != NULL)
			rc = place(m, e, &row[i], concerned);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

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

	if ((rc = place_all(m, e, row, &concerned)) != RC_OK)
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
	const struct match_hit *h = t->hit;

	t->after = (struct form_claim) {
		.id = t->after.id,
		.kind = h->kind,
		.act = h->act,
		.speaker = h->speaker,
		.speaker_name = h->speaker_name,
		.text = h->text,
		.figure = h->figure,
		.as_of = h->as_of,
		.first_seen = e->seen,
		.last_seen = e->seen,
		.mentions = t->now,
		.outlets = !e->past,
		.origins = !e->past,
		.changed = t->seq,
	};
	t->matter = h->matter;
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
