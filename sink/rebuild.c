/* rebuild.c -- the derived tables, recomputed from the enduring ones. */
#include "rebuild.h"

#include "cutter.h"
#include "origins.h"
#include "proto/clock.h"
#include "sql.h"
#include "when.h"

static const char clear[] = "DELETE FROM relations;"
			    "DELETE FROM corrections;"
			    "DELETE FROM claim_outlets;"
			    "DELETE FROM names;"
			    "DELETE FROM lineage;"
			    "DELETE FROM copies;"
			    "DELETE FROM credits;"
			    "DELETE FROM mention_claims;"
			    "DELETE FROM claims;"
			    "DELETE FROM wordings;"
			    "DELETE FROM traces;"
			    "DELETE FROM links;"
			    "DELETE FROM kin;"
			    "DELETE FROM marks;"
			    "DELETE FROM speakers;"
			    "INSERT INTO claims_fts(claims_fts) "
			    "VALUES('delete-all')";

/* Readers were told before: the changes endure.  What is a claim of its own
 * again redirects nobody. */
static const char changed[] =
    "UPDATE claims SET changed = x.seq FROM (SELECT claim, max(seq) AS seq "
    "FROM changes WHERE claim IS NOT NULL GROUP BY claim) x "
    "WHERE x.claim = claims.id;"
    "DELETE FROM redirects WHERE old IN (SELECT id FROM claims)";

enum { REVISIONS, OLDER, PAST, MENTIONS, N_SQL };

static const char *const sql[N_SQL] = {
	[REVISIONS] = "SELECT r.article, r.n, a.outlet, r.published, "
		      "r.committed_at, r.first_mention, r.mentions, "
		      "o.origin, r.id, o.name, a.story, "
		      "coalesce(r.source, a.source), r.byline, "
		      "r.text, r.dated, r.taken, r.job, r.hash "
		      "FROM revisions r JOIN articles a ON a.id = r.article "
		      "JOIN outlets o ON o.id = a.outlet "
		      "ORDER BY r.id",
	/* What was current when revision ?2 came, and whether it stayed. */
	[OLDER] = "SELECT o.first_mention, o.mentions, "
		  "(o.dated, o.taken, o.job, o.hash) > "
		  "(r.dated, r.taken, r.job, r.hash) "
		  "FROM revisions o JOIN revisions r ON r.id = ?2 "
		  "WHERE o.article = ?1 AND o.id < ?2 "
		  "ORDER BY " MATCH_NEWEST("o.") "LIMIT 1",
	[PAST] = "SELECT first_mention, mentions FROM readings "
		 "WHERE revision = ?1 ORDER BY id",
	[MENTIONS] =
	    "SELECT m.id, m.key, m.kind, m.speaker, s.name, "
	    "m.speaker_type, m.role, "
	    "m.content, "
	    "m.figures -> 0, m.figures ->> '$[0].as_of', m.matter, "
	    "m.act FROM mentions m LEFT JOIN speaker_ids s ON s.id = m.speaker "
	    "WHERE m.id >= ?1 AND m.id < ?1 + ?2 ORDER BY m.id",
};

struct replay {
	sqlite3 *db;
	struct names *names;
	struct lineage *lineage;
	struct entities *entities;
	struct match *match;
	sqlite3_stmt *st[N_SQL];
	struct cutter cutter;
	struct arena arena;
};

static struct span
keep(struct replay *r, sqlite3_stmt *st, int i)
{
	struct span s = sql_col(st, i);

	if (s.p != NULL)
		s.p = arena_strdup(&r->arena, s);
	return s;
}

/* The words of a mention of e's revision. */
static enum rc
cut(struct replay *r, const struct match_event *e, struct span ranges,
    struct span *words)
{
	struct form_mention row = { 0 };
	enum rc rc = cutter_fill(&r->cutter, r->db, e->revision, ranges, &row);

	if (rc == RC_OK)
		*words = (struct span) { arena_strdup(&r->arena, row.words),
			row.words.n };
	return rc;
}

/* The mentions first .. first + n - 1 as hits. */
static enum rc
hits(struct replay *r, int64_t first, int64_t n, struct match_event *e,
    struct entities_moves *moves)
{
	sqlite3_stmt *st = r->st[MENTIONS];
	struct match_hit *h = arena_alloc(&r->arena, (size_t)n + 1, sizeof *h);
	struct match_hit *all = h;
	enum rc rc;

	e->hit = h;
	sql_int(st, 1, first);
	sql_int(st, 2, n);
	while ((rc = sql_row(st)) == RC_OK && e->n < (size_t)n) {
		h->mention = sql_col_int(st, 0);
		h->key = sql_col_int(st, 1);
		h->kind = keep(r, st, 2);
		h->said = sql_col_int(st, 3);
		h->called = keep(r, st, 4);
		h->type = keep(r, st, 5);
		h->figure = keep(r, st, 8);
		h->as_of = keep(r, st, 9);
		h->matter = sql_col_int(st, 10);
		h->act = keep(r, st, 11);
		if ((rc = cut(r, e, sql_col(st, 7), &h->text)) != RC_OK)
			break;
		if (h->said != 0 &&
		    (rc = names_describe(r->names, h->said, h->called, h->type,
			 sql_col(st, 6))) != RC_OK)
			break;
		h++;
		e->n++;
	}
	sqlite3_reset(st);
	if (rc != RC_END && rc != RC_OK)
		return rc;
	e->moves = moves;
	return match_speakers(r->entities, all, e->n, &r->arena, moves);
}

/* The mentions that e's revision took the place of, unless it came late. */
static enum rc
older(struct replay *r, struct match_event *e)
{
	sqlite3_stmt *st = r->st[OLDER];
	enum rc rc;

	if (e->revision_n == 1)
		return RC_OK;
	sql_int(st, 1, e->article);
	sql_int(st, 2, e->revision);
	if ((rc = sql_row(st)) == RC_OK) {
		e->late = e->past = sql_col_int(st, 2) != 0;
		e->old_first = sql_col_int(st, 0);
		e->old_n = e->late ? 0 : sql_col_int(st, 1);
	}
	sqlite3_reset(st);
	return rc == RC_END ? RC_OK : rc;
}

/* Whose words the article has with this revision. */
static enum rc
trace(struct replay *r, struct lineage_news *news)
{
	sqlite3_stmt *st = r->st[REVISIONS];
	struct span story = sql_col(st, 10);
	struct hash_id id;
	struct lineage_entry e = { .article = sql_col_int(st, 0),
		.revision = sql_col_int(st, 8),
		.outlet = sql_col_int(st, 2),
		.origin = sql_col_int(st, 7),
		.story = &id,
		.source = sql_col(st, 11),
		.byline = sql_col(st, 12),
		.published = sql_col(st, 3),
		.text = sql_col(st, 13) };

	if (story.n != sizeof id.b)
		return RC_IO;
	memcpy(id.b, story.p, sizeof id.b);
	return lineage_enter(r->lineage, &e, &r->arena, news);
}

/* What was found in e's revision by readings of before. */
static enum rc
past(struct replay *r, const struct match_event *e)
{
	sqlite3_stmt *st = r->st[PAST];
	enum rc rc;

	sql_int(st, 1, e->revision);
	while ((rc = sql_row(st)) == RC_OK) {
		struct match_event then = *e;
		struct entities_moves moves;

		then.past = true;
		then.lineage = NULL;
		if ((rc = hits(r, sql_col_int(st, 0), sql_col_int(st, 1), &then,
			 &moves)) != RC_OK ||
		    (rc = match_apply(r->match, &then)) != RC_OK)
			break;
	}
	sqlite3_reset(st);
	return rc == RC_END ? RC_OK : rc;
}

static enum rc
one(struct replay *r)
{
	sqlite3_stmt *st = r->st[REVISIONS];
	char at[CLOCK_TEXT_MAX];
	struct lineage_news news;
	struct entities_moves moves;
	struct match_event e = {
		.article = sql_col_int(st, 0),
		.revision_n = sql_col_int(st, 1),
		.outlet = sql_col_int(st, 2),
		.revision = sql_col_int(st, 8),
		.outlet_name = sql_col(st, 9),
		.order = { sql_col_int(st, 14), sql_col_int(st, 15),
		    sql_col_int(st, 16), sql_col(st, 17) },
		.arena = &r->arena,
	};
	enum rc rc;

	e.seen = when_seen(sql_col(st, 3), sql_col_int(st, 4), at, &e.seen_ms);
	if ((rc = past(r, &e)) != RC_OK || (rc = older(r, &e)) != RC_OK)
		return rc;
	if (!e.late) {
		if ((rc = trace(r, &news)) != RC_OK)
			return rc;
		e.lineage = &news;
	}
	if ((rc = hits(r, sql_col_int(st, 5), sql_col_int(st, 6), &e,
		 &moves)) != RC_OK)
		return rc;
	rc = match_apply(r->match, &e);
	arena_reset(&r->arena);
	return rc;
}

enum rc
rebuild_run(sqlite3 *db, struct names *names, struct lineage *lineage,
    struct entities *entities, struct match *match)
{
	struct replay r = { .db = db,
		.names = names,
		.lineage = lineage,
		.entities = entities,
		.match = match };
	enum rc rc;

	names_forget(names); /* it knows who has a row in speakers */
	lineage_forget(lineage);
	entities_forget(entities);
	match_forget(match);
	if ((rc = sql_exec(db, clear)) != RC_OK ||
	    (rc = origins_settle(db)) != RC_OK ||
	    (rc = entities_recall(entities, &r.arena)) != RC_OK ||
	    (rc = sql_prepare(db, sql, N_SQL, r.st)) != RC_OK)
		return rc;
	while ((rc = sql_row(r.st[REVISIONS])) == RC_OK)
		if ((rc = one(&r)) != RC_OK)
			break;
	sql_finalize(r.st, N_SQL);
	cutter_fini(&r.cutter);
	arena_free(&r.arena);
	if (rc != RC_END || (rc = match_flush(match)) != RC_OK)
		return rc;
	return sql_exec(db, changed);
}
