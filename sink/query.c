/* query.c -- questions to the store. */
#include "query.h"

#include <errno.h>
#include <stdio.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "backup.h"
#include "check.h"
#include "migrate.h"
#include "proto/clock.h"
#include "proto/found.h"
#include "proto/mem.h"
#include "querying.h"
#include "rows.h"
#include "sql.h"
#include "store.h"

static enum rc
open_file(const char *path, sqlite3 **db)
{
	int code = sqlite3_open_v2(
	    path, db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

	if (code != SQLITE_OK) {
		sqlite3_close(*db);
		code = sqlite3_open_v2(
		    path, db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
	}
	if (code != SQLITE_OK)
		return sql_rc(code);
	sqlite3_busy_timeout(*db, 5000);
	/* A reader that ends is not to do the writer's work. */
	sqlite3_db_config(*db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	return sql_exec(*db, "PRAGMA query_only = 1");
}

/* An older store is brought up to date by whoever opens it first. */
static enum rc
bring_up_to_date(const char *path, struct buf *why)
{
	struct store_opts o = { .path = path };
	struct store *s;
	enum rc rc;

	if ((rc = store_open(&o, &s, why)) == RC_OK)
		store_close(s);
	return rc;
}

static enum rc
open_here(struct query *q, const char *path, struct buf *why)
{
	int version;
	enum rc rc;

	if ((rc = open_file(path, &q->db)) != RC_OK ||
	    (rc = migrate_version(q->db, &version)) != RC_OK) {
		buf_printf(why, "cannot open %s: %s", path,
		    rc == RC_REFUSED ? "it is a database of another program"
				     : sql_cause(q->db));
		return rc;
	}
	if (version != migrate_newest() &&
	    (rc = bring_up_to_date(path, why)) != RC_OK)
		return rc;
	return meta_read(q->db, &q->meta);
}

enum rc
query_open(const char *path, struct query **out, struct buf *why)
{
	struct query *q;
	enum rc rc;

	if (access(path, F_OK) != 0 && errno != ENOENT && errno != ENOTDIR) {
		buf_printf(why,
		    "cannot open %s: %s; check the folder's permissions", path,
		    strerror(errno));
		return RC_IO;
	}
	if (access(path, F_OK) != 0) {
		buf_printf(why,
		    "there is no store at %s: run `claimwire run` first, or "
		    "name another folder with --data",
		    path);
		return RC_NOENT;
	}
	q = mem_zalloc(sizeof *q);
	q->owned = true;
	if ((rc = open_here(q, path, why)) != RC_OK) {
		query_close(q);
		return rc;
	}
	*out = q;
	return RC_OK;
}

struct query *
query_on(struct store *s)
{
	struct query *q = mem_zalloc(sizeof *q);

	q->db = store_db(s);
	snprintf(q->meta.generation, sizeof q->meta.generation, "%s",
	    store_generation(s));
	snprintf(q->meta.name, sizeof q->meta.name, "%s", store_name(s));
	return q;
}

void
query_close(struct query *q)
{
	if (q == NULL)
		return;
	if (q->owned)
		sqlite3_close(q->db);
	buf_free(&q->json);
	cutter_fini(&q->cutter);
	free(q);
}

enum rc
query_begin(struct query *q)
{
	int64_t head;
	enum rc rc;

	/* A writer's own connection sees one state between two commits. */
	if (!q->owned)
		return RC_OK;
	if ((rc = sql_exec(q->db, "BEGIN")) != RC_OK)
		return rc;
	return query_head(q, &head); /* the state is that of the first read */
}

void
query_end(struct query *q)
{
	if (q->owned && !sqlite3_get_autocommit(q->db))
		sqlite3_exec(q->db, "ROLLBACK", NULL, NULL, NULL);
}

QUERYING_ROW(claim, form_claim)
QUERYING_ROW(relation, form_relation)

enum rc
query_claims(struct query *q, const struct query_filter *qf, query_claim_fn *fn,
    void *arg)
{
	struct querying_caller c = { .fn.claim = fn, .arg = arg };
	struct filter f = { 0 };
	enum rc rc;

	filter_say(&f, ROWS_CLAIM "claims_v c");
	rc = filter_claims(&f, qf);
	filter_page(&f, qf, "c.number");
	return querying_each(q, &f, rc, claim_row, &c);
}

enum rc
query_search(struct query *q, const struct query_filter *qf, query_claim_fn *fn,
    void *arg)
{
	struct querying_caller c = { .fn.claim = fn, .arg = arg };
	struct filter f = { 0 };
	struct buf words = { 0 };
	struct query_filter rest = *qf;
	enum rc rc;

	rest.text = (struct span) { 0 };
	rc = filter_words(qf->text, &words) ? RC_OK : RC_REFUSED;
	filter_say(&f,
	    ROWS_CLAIM
	    "claims_fts JOIN claims_v c ON c.number = claims_fts.rowid");
	filter_text(&f, "claims_fts MATCH #", buf_span(&words));
	if (rc == RC_OK)
		rc = filter_claims(&f, &rest);
	filter_say(&f, " ORDER BY claims_fts.rank, c.number DESC");
	if (qf->limit > 0)
		buf_printf(&f.sql, " LIMIT %u", qf->limit);
	rc = querying_each(q, &f, rc, claim_row, &c);
	buf_free(&words);
	return rc;
}

enum rc
query_claim(struct query *q, int64_t id, query_claim_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.claim = fn, .arg = arg };
	struct filter f = { 0 };

	filter_say(&f, ROWS_CLAIM "claims_v c");
	filter_int(&f,
	    "c.number = coalesce((SELECT new FROM redirects WHERE old = #), #)",
	    id);
	return querying_some(q, &f, claim_row, &c);
}

static bool
mention_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct querying_caller *c = arg;
	struct form_mention row;
	int64_t revision;

	rows_mention(st, &row, &revision, &q->json);
	c->rc = cutter_fill(&q->cutter, q->db, revision, row.content, &row);
	c->rows++;
	return c->rc == RC_OK && c->fn.mention(c->arg, &row);
}

enum rc
query_mentions(struct query *q, const struct query_filter *qf,
    query_mention_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.mention = fn, .arg = arg };
	struct filter f = { 0 };
	enum rc rc;

	filter_say(&f, ROWS_MENTION);
	q->cutter.revision = 0; /* it may have changed since */
	rc = filter_mentions(&f, qf);
	filter_page(&f, qf, "m.number");
	rc = querying_each(q, &f, rc, mention_row, &c);
	return rc == RC_OK ? c.rc : rc;
}

enum rc
query_mention(struct query *q, int64_t id, query_mention_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.mention = fn, .arg = arg };
	struct filter f = { 0 };
	enum rc rc;

	filter_say(&f, ROWS_MENTION);
	q->cutter.revision = 0; /* it may have changed since */
	filter_int(&f, "m.number = #", id);
	rc = querying_some(q, &f, mention_row, &c);
	return rc == RC_OK ? c.rc : rc;
}

enum rc
query_relations(
    struct query *q, int64_t claim, query_relation_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.relation = fn, .arg = arg };
	struct filter f = { 0 };

	filter_say(&f, ROWS_RELATION);
	if (claim != 0)
		filter_int(&f, "r.a = # OR r.b = #", claim);
	filter_say(&f, " ORDER BY r.id");
	return querying_each(q, &f, RC_OK, relation_row, &c);
}

/* SQLite asks now and then, while a statement runs. */
#define PROGRESS_STEPS 20000

static int
gives_up(void *arg)
{
	const struct query *q = arg;

	return (q->until_ms > 0 && clock_mono_ms() > q->until_ms) ||
	    (q->stop != NULL && atomic_load(q->stop));
}

void
query_until(struct query *q, int64_t until_ms, const _Atomic bool *stop)
{
	q->until_ms = until_ms;
	q->stop = stop;
	sqlite3_progress_handler(q->db, PROGRESS_STEPS, gives_up, q);
}

const char *
query_generation(struct query *q)
{
	return q->meta.generation;
}

const char *
query_store(struct query *q)
{
	return q->meta.name;
}

enum rc
query_counts(struct query *q, struct query_counts *out)
{
	struct query_counts c = { 0 };
	const struct {
		const char *sql;
		int64_t *n;
	} asks[] = {
		{ "SELECT max(seq) FROM changes", &c.head },
		{ "SELECT value FROM meta WHERE key = 'epoch'", &c.epoch },
		{ "SELECT max(id) FROM articles", &c.articles },
		{ "SELECT max(id) FROM revisions", &c.revisions },
		{ "SELECT max(id) FROM mentions", &c.mentions },
		{ "SELECT (SELECT max(id) FROM claim_ids) - "
		  "(SELECT count(*) FROM wordings WHERE claim <> id)",
		    &c.claims },
		{ "SELECT count(*) FROM claims WHERE origins >= 2",
		    &c.corroborated },
		{ "SELECT count(*) FROM claims WHERE mentions = 0",
		    &c.withdrawn },
		{ "SELECT count(*) FROM names WHERE entity = id", &c.speakers },
		{ "SELECT count(*) FROM outlets", &c.outlets },
		{ "SELECT count(DISTINCT article) FROM revisions "
		  "WHERE engine = '" FOUND_UNREAD "'",
		    &c.unread },
		{ "SELECT p.page_count * s.page_size FROM "
		  "pragma_page_count p, pragma_page_size s",
		    &c.bytes },
	};

	for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++) {
		enum rc rc = sql_one(q->db, asks[i].sql, 0, asks[i].n);

		if (rc != RC_OK)
			return rc;
	}
	c.changes = c.head;
	*out = c;
	return RC_OK;
}

static bool
unread_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct querying_caller *c = arg;

	(void)q;
	return c->fn.unread(c->arg, sql_col(st, 0), sql_col_int(st, 1));
}

enum rc
query_unread(struct query *q, query_unread_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.unread = fn, .arg = arg };
	struct filter f = { 0 };

	filter_say(&f,
	    "SELECT lower(substr(lang, 1, instr(replace(lang, '_', '-') || '-',"
	    " '-') - 1)) AS tag, count(DISTINCT article) AS n FROM revisions "
	    "WHERE engine = '" FOUND_UNREAD "' "
	    "GROUP BY tag ORDER BY n DESC, tag");
	return querying_each(q, &f, RC_OK, unread_row, &c);
}

enum rc
query_check(struct query *q, query_finding_fn *fn, void *arg)
{
	return check_run(q->db, fn, arg);
}

enum rc
query_backup(struct query *q, const char *path, query_tick_fn *tick, void *arg,
    struct buf *why)
{
	bool alone = sqlite3_get_autocommit(q->db);
	enum rc rc;

	if (alone && (rc = query_begin(q)) != RC_OK)
		return rc;
	rc = backup_run(q->db, path, tick, arg, why);
	if (alone)
		query_end(q);
	return rc;
}

bool
query_parse_id(struct span s, char letter, int64_t *id)
{
	int64_t n = 0;

	if (s.n < 2 || s.n > 18 || s.p[0] != letter || s.p[1] == '0')
		return false;
	for (size_t i = 1; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	*id = n;
	return true;
}

static bool
among(struct span s, const char *const *word, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (word[i] != NULL && span_is(s, word[i]))
			return true;
	return false;
}

bool
query_known_kind(struct span s)
{
	static const char *const words[] = { "direct", "mixed", "indirect",
		"figure" };

	return among(s, words, sizeof words / sizeof words[0]);
}

bool
query_known_status(struct span s)
{
	static const char *const words[] = { "withdrawn", "revised", "disputed",
		"corroborated", "reported" };

	return among(s, words, sizeof words / sizeof words[0]);
}

bool
query_known_type(struct span s)
{
	if (span_is(s, "claim") || span_is(s, "article"))
		return true;
	for (int t = 0; t < FORM_TYPES; t++)
		if (span_is(s, form_type_text((enum form_type)t)))
			return true;
	return false;
}
