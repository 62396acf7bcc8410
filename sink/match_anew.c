/* match_anew.c -- what a rebuild by other rules made of claims that readers
 * know: told as changes. */
#include "matching.h"

/* As readers know them; the columns of claims_was are those of a row that is
 * read by matching_row(). */
static const char keep[] =
    "CREATE TABLE claims_was(id INTEGER PRIMARY KEY, kind, speaker, name, "
    "text, figure, status, mentions, outlets, origins, first_seen, last_seen, "
    "as_of, first_at, last_at, redirects, matter, changed, act);"
    "INSERT INTO claims_was SELECT c.id, c.kind, c.speaker, s.name, c.text, "
    "c.figure, c.status, c.mentions, c.outlets, c.origins, c.first_seen, "
    "c.last_seen, c.as_of, c.first_at, c.last_at, "
    "(SELECT json_group_array('c' || old) FROM redirects WHERE new = c.id), "
    "c.matter, c.changed, c.act FROM claims c "
    "LEFT JOIN speaker_ids s ON s.id = c.speaker;"
    "CREATE TABLE wordings_was(id INTEGER PRIMARY KEY, claim);"
    "INSERT INTO wordings_was SELECT id, claim FROM wordings "
    "WHERE claim <> id";

static const char drop[] = "DROP TABLE claims_was; DROP TABLE wordings_was";

/* What is no claim of its own any more leads to the one that it belongs to. */
static const char redirect[] =
    "UPDATE redirects SET new = w.claim FROM wordings w "
    "WHERE w.id = redirects.old AND w.claim <> redirects.new;"
    "INSERT INTO redirects(old, new) SELECT o.id, w.claim FROM claims_was o "
    "JOIN wordings w ON w.id = o.id WHERE w.claim <> o.id "
    "ON CONFLICT(old) DO NOTHING";

#define SAID(t, redirects)                                          \
	"(" t ".kind, " t ".speaker, " t ".text, " t ".figure, " t  \
	".status, " t ".mentions, " t ".outlets, " t ".origins, " t \
	".first_seen, " t ".last_seen, " t ".as_of, " t ".act, " redirects ")"
#define REDIRECTS                                              \
	"(SELECT json_group_array('c' || old) FROM redirects " \
	"WHERE new = n.id)"

enum { MERGED, NEW, OTHER, WAS, PART, N_SQL };

static const char *const sql[N_SQL] = {
	[MERGED] = "SELECT o.id, r.new FROM claims_was o "
		   "JOIN redirects r ON r.old = o.id WHERE NOT EXISTS "
		   "(SELECT 1 FROM claims n WHERE n.id = o.id) ORDER BY o.id",
	[NEW] = "SELECT n.id FROM claims n WHERE n.id > ?1 AND NOT EXISTS "
		"(SELECT 1 FROM claims_was o WHERE o.id = n.id) "
		"ORDER BY n.id LIMIT ?2",
	[OTHER] = "SELECT n.id FROM claims n "
		  "JOIN claims_was o ON o.id = n.id WHERE n.id > ?1 "
		  "AND " SAID("n", REDIRECTS) " IS NOT " SAID(
		      "o", "o.redirects") " ORDER BY n.id LIMIT ?2",
	[WAS] = "SELECT kind, speaker, name, text, figure, status, mentions, "
		"outlets, origins, first_seen, last_seen, as_of, first_at, "
		"last_at, redirects, matter, changed, act FROM claims_was "
		"WHERE id = ?1",
	[PART] = "SELECT claim FROM wordings_was WHERE id = ?1",
};

/* Claims that are told at a time. */
#define BATCH 1000

struct anew {
	struct match *m;
	sqlite3_stmt *st[N_SQL];
	struct match_event event;
};

enum rc
match_keep(struct match *m)
{
	return sql_exec(m->db, keep);
}

/* A claim as readers know it; *there: they do. */
static enum rc
load_was(struct anew *a, int64_t claim, struct matching_touch *t, bool *there)
{
	sqlite3_stmt *st = a->st[WAS];
	enum rc rc;

	sql_int(st, 1, claim);
	rc = sql_row(st);
	*there = rc == RC_OK;
	if (rc != RC_OK)
		return rc == RC_END ? RC_OK : rc;
	matching_row(st, claim, t, a->event.arena);
	sqlite3_reset(st);
	return RC_OK;
}

/* ---- those that are others' now ---- */

static enum rc
tell_merged(struct anew *a, int64_t from, int64_t to)
{
	struct arena *arena = a->event.arena;
	struct matching_touch *f = arena_alloc(arena, 1, sizeof *f);
	struct matching_touch *t = arena_alloc(arena, 1, sizeof *t);
	struct form_change c = { .type = FORM_CLAIM_MERGED,
		.claim = &t->after,
		.before = &f->before,
		.cause = a->event.cause };
	bool there;
	enum rc rc;

	t->after.id = to;
	if ((rc = load_was(a, from, f, &there)) != RC_OK ||
	    (rc = matching_load(a->m, t, arena)) != RC_OK || t->fresh)
		return rc;
	if ((rc = changes_put(a->event.log, &c)) != RC_OK)
		return rc;
	t->after.changed = a->event.log->head;
	return matching_set(a->m, t);
}

static enum rc
tell_all_merged(struct anew *a)
{
	sqlite3_stmt *st = a->st[MERGED];
	enum rc rc;

	while ((rc = sql_row(st)) == RC_OK) {
		rc = tell_merged(a, sql_col_int(st, 0), sql_col_int(st, 1));
		arena_reset(a->event.arena);
		if (rc != RC_OK)
			break;
	}
	sqlite3_reset(st);
	return rc == RC_END ? RC_OK : rc;
}

/* ---- those that are claims ---- */

/* A claim that readers do not know may be a part of one that they do. */
static enum rc
load_whole(struct anew *a, struct matching_touch *t)
{
	sqlite3_stmt *st = a->st[PART];
	enum rc rc;

	sql_int(st, 1, t->after.id);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_OK : rc;
	rc = load_was(a, sql_col_int(st, 0), t, &t->split);
	sqlite3_reset(st);
	return rc;
}

static enum rc
load(struct anew *a, struct matching_touch *t, int64_t seq)
{
	struct matching_touch *was;
	bool there;
	enum rc rc;

	if ((rc = matching_load(a->m, t, a->event.arena)) != RC_OK)
		return rc;
	if (t->fresh) /* it has been there a moment ago */
		return RC_IO;
	was = arena_alloc(a->event.arena, 1, sizeof *was);
	was->after.id = t->after.id;
	rc = load_was(a, t->after.id, was, &there);
	if (rc == RC_OK && !there) {
		t->fresh = true;
		rc = load_whole(a, was);
		t->split = was->split;
	}
	if (rc != RC_OK)
		return rc;
	t->before = was->before;
	t->recount = true;
	t->seq = t->after.changed = seq;
	if ((rc = matching_set(a->m, t)) != RC_OK)
		return rc;
	return relate_state(
	    a->m->relate, t->after.id, a->event.arena, &t->state);
}

/* The next claims behind *last of a question; *n of them were told. */
static enum rc
tell_some(struct anew *a, int which, int64_t *last, size_t *n)
{
	sqlite3_stmt *st = a->st[which];
	struct matching_all all;
	int64_t claim[BATCH];
	bool met;
	enum rc rc;

	*n = 0;
	sql_int(st, 1, *last);
	sql_int(st, 2, BATCH);
	while ((rc = sql_row(st)) == RC_OK)
		claim[(*n)++] = sql_col_int(st, 0);
	if (rc != RC_END || *n == 0)
		return rc == RC_END ? RC_OK : rc;
	*last = claim[*n - 1];
	matching_init(&all, a->event.arena, *n);
	for (size_t i = 0; i < *n; i++) {
		rc = load(a, matching_touch(&all, claim[i], &met),
		    a->event.log->head + 1 + (int64_t)i);
		if (rc != RC_OK)
			return rc;
	}
	rc = matching_tell(a->m, &a->event, &all);
	arena_reset(a->event.arena);
	return rc;
}

static enum rc
tell_all(struct anew *a, int which)
{
	int64_t last = 0;
	size_t n;
	enum rc rc;

	do
		rc = tell_some(a, which, &last, &n);
	while (rc == RC_OK && n == BATCH);
	return rc;
}

enum rc
match_tell(struct match *m, const char *cause, struct changes *log,
    struct arena *arena)
{
	struct anew a = { .m = m,
		.event = { .cause = cause, .log = log, .arena = arena } };
	enum rc rc;

	if ((rc = sql_exec(m->db, redirect)) != RC_OK ||
	    (rc = sql_prepare(m->db, sql, N_SQL, a.st)) != RC_OK)
		return rc;
	relate_forget(m->relate);
	if ((rc = tell_all_merged(&a)) == RC_OK &&
	    (rc = tell_all(&a, NEW)) == RC_OK)
		rc = tell_all(&a, OTHER);
	sql_finalize(a.st, N_SQL);
	if (rc != RC_OK)
		return rc;
	return sql_exec(m->db, drop);
}
