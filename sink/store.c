/* store.c -- the writer's transactions. */
#include "store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "articles.h"
#include "changes.h"
#include "decisions.h"
#include "entities.h"
#include "lineage.h"
#include "match.h"
#include "meta.h"
#include "migrate.h"
#include "names.h"
#include "outlets.h"
#include "proto/clock.h"
#include "proto/log.h"
#include "proto/mem.h"
#include "rebuild.h"
#include "reread.h"
#include "sql.h"
#include "when.h"

/* How long to wait for another process's lock before RC_BUSY. */
#define BUSY_MS 2000

enum { BEGIN, COMMIT, ROLLBACK, DATA_VERSION, N_SQL };

static const char *const sql[N_SQL] = {
	[BEGIN] = "BEGIN IMMEDIATE",
	[COMMIT] = "COMMIT",
	[ROLLBACK] = "ROLLBACK",
	[DATA_VERSION] = "PRAGMA data_version",
};

struct store {
	sqlite3 *db;
	sqlite3_stmt *st[N_SQL];
	struct names *names;
	struct articles *articles;
	struct lineage *lineage;
	struct entities *entities;
	struct decisions *decisions;
	struct match *match;
	struct changes changes;
	struct arena arena; /* of one entry */
	struct meta meta;
	int64_t head; /* last change that is durable; changes.head may be of
			 a batch that was rolled back */
	int64_t data_version; /* changes when another connection writes */
	bool stale;           /* numbers and caches must be read anew */
};

/* page_size comes before anything is written, WAL after it; 20,000 pages
 * between checkpoints, since a page that is changed often is then written
 * to the main file once. */
static const char *const pragmas[] = {
	"PRAGMA page_size = 8192",
	"PRAGMA journal_mode = WAL",
	"PRAGMA synchronous = FULL",
	"PRAGMA wal_autocheckpoint = 20000",
	"PRAGMA cache_size = -262144",
	"PRAGMA temp_store = MEMORY",
};

static enum rc
open_file(const struct store_opts *o, sqlite3 **db, struct buf *why)
{
	int code;
	enum rc rc;

	/* Counting each allocation, under a lock, costs some per cent; refused
	 * when SQLite is in use already. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	code = sqlite3_open_v2(o->path, db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
	    o->vfs);
	rc = sql_rc(code);

	if (code != SQLITE_OK) {
		buf_puts(why, sql_cause(*db));
		return rc;
	}
	sqlite3_extended_result_codes(*db, 1);
	sqlite3_busy_timeout(*db, BUSY_MS);
	if (o->exclusive)
		rc = sql_exec(*db, "PRAGMA locking_mode = EXCLUSIVE");
	for (size_t i = 0;
	     rc == RC_OK && i < sizeof pragmas / sizeof pragmas[0]; i++)
		rc = sql_exec(*db, pragmas[i]);
	if (rc != RC_OK)
		buf_puts(why, sql_cause(*db));
	return rc;
}

/* Read anew what is kept in memory of the store. */
static enum rc
refresh(struct store *s)
{
	enum rc rc;

	names_forget(s->names);
	lineage_forget(s->lineage);
	entities_forget(s->entities);
	match_forget(s->match);
	if ((rc = changes_load(&s->changes, s->db)) != RC_OK ||
	    (rc = articles_load(s->articles)) != RC_OK)
		return rc;
	s->head = s->changes.head;
	s->stale = false;
	return RC_OK;
}

static enum rc
rollback(struct store *s)
{
	s->stale = true;
	match_forget(s->match);
	if (sqlite3_get_autocommit(s->db)) /* SQLite has done it */
		return RC_OK;
	return sql_run(s->st[ROLLBACK]);
}

static enum rc
begin(struct store *s)
{
	sqlite3_stmt *st = s->st[DATA_VERSION];
	int64_t version;
	enum rc rc;

	if (!sqlite3_get_autocommit(s->db) && (rc = rollback(s)) != RC_OK)
		return rc;
	if ((rc = sql_run(s->st[BEGIN])) != RC_OK)
		return rc;
	if ((rc = sql_row(st)) != RC_OK)
		return rc;
	version = sql_col_int(st, 0);
	sqlite3_reset(st);
	if (version != s->data_version || s->stale)
		rc = refresh(s);
	s->data_version = version;
	return rc;
}

/* Everything above the file. */
static enum rc
furnish(struct store *s, bool epoch)
{
	enum rc rc;

	if ((rc = sql_prepare(s->db, sql, N_SQL, s->st)) != RC_OK ||
	    (rc = names_new(s->db, &s->names)) != RC_OK ||
	    (rc = articles_new(s->db, s->names, &s->articles)) != RC_OK ||
	    (rc = lineage_new(s->db, s->names, &s->lineage)) != RC_OK ||
	    (rc = entities_new(s->db, &s->entities)) != RC_OK ||
	    (rc = decisions_new(s->db, s->names, s->entities, &s->decisions)) !=
		RC_OK ||
	    (rc = match_new(s->db, &s->match)) != RC_OK ||
	    (rc = changes_init(&s->changes, s->db)) != RC_OK)
		return rc;
	if ((rc = begin(s)) == RC_OK &&
	    (rc = meta_announce(s->db, epoch)) == RC_OK &&
	    (rc = sql_run(s->st[COMMIT])) == RC_OK)
		return meta_read(s->db, &s->meta);
	if (rollback(s) != RC_OK)
		return RC_IO;
	return rc;
}

enum rc
store_open(const struct store_opts *o, struct store **out, struct buf *why)
{
	struct store *s = mem_zalloc(sizeof *s);
	struct buf cause = { 0 };
	enum rc rc;

	if ((rc = open_file(o, &s->db, &cause)) == RC_OK &&
	    (rc = migrate_run(s->db, migrate_newest(), &cause)) == RC_OK &&
	    (rc = furnish(s, o->epoch)) != RC_OK)
		buf_puts(&cause, sql_cause(s->db));
	if (rc == RC_OK) {
		*out = s;
	} else {
		buf_printf(
		    why, "cannot open %s: %s", o->path, buf_cstr(&cause));
		store_close(s);
	}
	buf_free(&cause);
	return rc;
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	changes_fini(&s->changes);
	match_free(s->match);
	lineage_free(s->lineage);
	decisions_free(s->decisions);
	entities_free(s->entities);
	articles_free(s->articles);
	names_free(s->names);
	sql_finalize(s->st, N_SQL);
	arena_free(&s->arena);
	sqlite3_close(s->db);
	free(s);
}

uint64_t
store_epoch(const struct store *s)
{
	return s->meta.epoch;
}

const char *
store_generation(const struct store *s)
{
	return s->meta.generation;
}

const char *
store_name(const struct store *s)
{
	return s->meta.name;
}

uint64_t
store_head(const struct store *s)
{
	return (uint64_t)s->head;
}

struct sqlite3 *
store_db(struct store *s)
{
	return s->db;
}

/* What is to be committed. */
struct batch {
	const struct store_entry *entry;
	size_t n;
	int64_t wall_ms;
	enum store_outcome *outcome; /* REFUSED: leave it out */
};

static enum rc
tell_article(struct store *s, const struct store_entry *e,
    const struct articles_place *p)
{
	char hex[HASH_HEX_MAX];
	struct form_change f = {
		.type = p->known ? FORM_ARTICLE_REVISED : FORM_ARTICLE_NEW,
		.article = p->article,
		.name = article_name(e->article, hex),
		.outlet = p->outlet_name,
		.title = e->article->title,
		.cause = p->known ? "revision" : "mention",
		.cause_article = p->article,
		.cause_revision = p->n,
	};

	return changes_put(&s->changes, &f);
}

/* Whose words the article has now. */
static enum rc
trace_entry(struct store *s, const struct store_entry *e,
    const struct articles_place *p, struct lineage_news *news)
{
	const struct article *a = e->article;
	struct lineage_entry le = { .article = p->article,
		.revision = p->revision,
		.outlet = p->outlet,
		.origin = p->origin,
		.story = &p->story,
		.source = p->source,
		.byline = a->byline,
		.published = a->published,
		.text = a->text };

	return lineage_enter(s->lineage, &le, &s->arena, news);
}

static enum rc
match_entry(struct store *s, const struct store_entry *e,
    const struct articles_place *p, int64_t wall_ms)
{
	size_t n = e->found->n_claims;
	struct match_hit *hit = arena_alloc(&s->arena, n + 1, sizeof *hit);
	char at[CLOCK_TEXT_MAX];
	struct lineage_news news;
	struct entities_moves moves;
	struct match_event ev = {
		.article = p->article,
		.revision = p->revision,
		.revision_n = p->n,
		.outlet = p->outlet,
		.title = e->article->title,
		.text = e->article->text,
		.lineage = p->late ? NULL : &news,
		.moves = &moves,
		.hit = hit,
		.n = n,
		.old_first = p->old_first,
		.old_n = p->late ? 0 : p->old_n,
		.past = p->late,
		.late = p->late,
		.order = p->order,
		.log = &s->changes,
		.arena = &s->arena,
	};
	enum rc rc;

	/* p's view is that of the next call. */
	if (p->outlet_name.p != NULL)
		ev.outlet_name = span_of(
		    arena_strdup(&s->arena, p->outlet_name));
	ev.seen = when_seen(e->article->published, wall_ms, at, &ev.seen_ms);
	if ((!p->late && (rc = trace_entry(s, e, p, &news)) != RC_OK) ||
	    (rc = articles_mentions(
		 s->articles, e, p->outlet, &s->arena, hit)) != RC_OK ||
	    (rc = match_speakers(s->entities, hit, n, &s->arena, &moves)) !=
		RC_OK)
		return rc;
	return match_apply(s->match, &ev);
}

static enum rc
enter(struct store *s, const struct store_entry *e, int64_t wall_ms,
    enum store_outcome *outcome)
{
	struct articles_place p;
	int64_t before = s->changes.head;
	enum rc rc;

	if ((rc = articles_find(s->articles, e, &p)) != RC_OK)
		return rc;
	if (p.repeat) {
		*outcome = STORE_DUPLICATE;
		return RC_OK;
	}
	if ((!p.late && (rc = tell_article(s, e, &p)) != RC_OK) ||
	    (rc = match_entry(s, e, &p, wall_ms)) != RC_OK)
		return rc;
	*outcome = STORE_COMMITTED;
	return articles_put(
	    s->articles, e, &p, wall_ms, before + 1, s->changes.head - before);
}

/* Write what was put off for the sake of speed. */
static enum rc
flush(struct store *s)
{
	enum rc rc;

	if ((rc = match_flush(s->match)) != RC_OK)
		return rc;
	return changes_flush(&s->changes);
}

/* One try; *bad is the entry it failed at, n when it is none of them.
 * careful: nothing is put off, so that an entry's failure is its own. */
static enum rc
try_batch(struct store *s, const struct batch *b, bool careful, size_t *bad)
{
	enum rc rc;

	*bad = b->n;
	s->changes.at_ms = b->wall_ms;
	if ((rc = begin(s)) != RC_OK)
		return rc;
	for (size_t i = 0; i < b->n; i++) {
		if (b->outcome[i] == STORE_REFUSED)
			continue;
		rc = enter(s, &b->entry[i], b->wall_ms, &b->outcome[i]);
		arena_reset(&s->arena);
		if (rc == RC_OK && careful)
			rc = flush(s);
		if (rc != RC_OK) {
			*bad = i;
			return rc;
		}
	}
	if ((rc = flush(s)) == RC_OK && (rc = sql_run(s->st[COMMIT])) == RC_OK)
		s->head = s->changes.head;
	return rc;
}

static bool
world_is_wrong(enum rc rc)
{
	return rc == RC_FULL || rc == RC_BUSY || rc == RC_IO;
}

/* The batch without what the store cannot take: tried anew for each. */
static enum rc
commit_rest(struct store *s, const struct batch *b)
{
	bool careful = false;

	for (;;) {
		size_t bad;
		enum rc rc = try_batch(s, b, careful, &bad);

		if (rc == RC_OK)
			return RC_OK;
		if (rollback(s) != RC_OK)
			return RC_IO;
		if (world_is_wrong(rc))
			return rc;
		if (bad == b->n && careful)
			return RC_IO;
		if (bad == b->n) {
			careful = true;
			continue;
		}
		log_warn("store: article refused", LOG_RC(rc),
		    LOG_V("article", b->entry[bad].article->id),
		    LOG_I("job", b->entry[bad].lease.job),
		    LOG_I("attempt", b->entry[bad].lease.attempt));
		b->outcome[bad] = STORE_REFUSED;
	}
}

enum rc
store_commit(struct store *s, const struct store_entry *entry, size_t n,
    int64_t wall_ms, enum store_outcome *outcome)
{
	struct batch b = { entry, n, wall_ms, NULL };
	enum rc rc;

	b.outcome = mem_zalloc(n * sizeof *b.outcome);
	if ((rc = commit_rest(s, &b)) == RC_OK && n > 0)
		memcpy(outcome, b.outcome, n * sizeof *b.outcome);
	free(b.outcome);
	return rc;
}

/* The end of a transaction that went so far: it is durable, or nothing has
 * changed. */
static enum rc
settle(struct store *s, enum rc rc)
{
	if (rc == RC_OK && (rc = sql_run(s->st[COMMIT])) == RC_OK)
		s->head = s->changes.head;
	else if (rollback(s) != RC_OK ||
	    (!world_is_wrong(rc) && rc != RC_NOENT && rc != RC_PEER))
		rc = RC_IO;
	arena_reset(&s->arena);
	return rc;
}

enum rc
store_outlets(struct store *s, const struct outlets *o, int64_t wall_ms,
    size_t *recounted)
{
	struct outlets_claims c = { 0 };
	bool same = false;
	enum rc rc;

	s->changes.at_ms = wall_ms;
	if ((rc = begin(s)) == RC_OK &&
	    (rc = outlets_apply(s->db, o, &same, &c)) == RC_OK &&
	    (rc = match_recount(
		 s->match, c.claim, c.n, &s->changes, &s->arena)) == RC_OK)
		rc = flush(s);
	if ((rc = settle(s, rc)) == RC_OK) {
		*recounted = c.n;
		names_forget(s->names);
	}
	free(c.claim);
	return rc;
}

/* All orders, and what follows for claims. */
static enum rc
obey_all(struct store *s, const struct store_order *o, size_t n,
    int64_t wall_ms, size_t *changed)
{
	struct entities_moves moves;
	struct match_event e = {
		.log = &s->changes, .moves = &moves, .arena = &s->arena
	};
	int64_t head = s->changes.head;
	enum rc rc;

	for (size_t i = 0; i < n; i++)
		if ((rc = decisions_obey(
			 s->decisions, &o[i], wall_ms, &s->arena)) != RC_OK)
			return rc;
	if ((rc = entities_settle(s->entities, &s->arena, &moves)) != RC_OK ||
	    (rc = match_apply(s->match, &e)) != RC_OK)
		return rc;
	*changed = (size_t)(s->changes.head - head);
	return flush(s);
}

enum rc
store_entities(struct store *s, const struct store_order *o, size_t n,
    int64_t wall_ms, size_t *changed)
{
	enum rc rc;

	s->changes.at_ms = wall_ms;
	if ((rc = begin(s)) == RC_OK)
		rc = obey_all(s, o, n, wall_ms, changed);
	return settle(s, rc);
}

static enum rc
rebuild(struct store *s)
{
	return rebuild_run(s->db, s->names, s->lineage, s->entities, s->match);
}

enum rc
store_rebuild(struct store *s)
{
	enum rc rc;

	if ((rc = begin(s)) == RC_OK)
		rc = rebuild(s);
	return settle(s, rc);
}

/* Texts are read again, claims follow, and readers hear of it. */
static enum rc
reextract(
    struct store *s, const struct store_reader *r, struct store_reread *sum)
{
	int64_t head = s->changes.head;
	enum rc rc;

	if ((rc = match_keep(s->match)) != RC_OK ||
	    (rc = reread_run(s->db, s->articles, r, sum)) != RC_OK ||
	    (rc = rebuild(s)) != RC_OK ||
	    (rc = match_tell(
		 s->match, "reextraction", &s->changes, &s->arena)) != RC_OK)
		return rc;
	sum->changes = s->changes.head - head;
	return flush(s);
}

enum rc
store_reextract(struct store *s, const struct store_reader *r, int64_t wall_ms,
    struct store_reread *sum)
{
	enum rc rc;

	*sum = (struct store_reread) { 0 };
	s->changes.at_ms = wall_ms;
	if ((rc = begin(s)) == RC_OK)
		rc = reextract(s, r, sum);
	return settle(s, rc);
}

enum rc
store_checkpoint(struct store *s)
{
	int code = sqlite3_wal_checkpoint_v2(
	    s->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

	return sql_rc(code);
}
