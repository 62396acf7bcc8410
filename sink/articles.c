/* articles.c -- the enduring rows of an article. */
#include "articles.h"

#include <stdlib.h>

#include "home.h"
#include "proto/mem.h"
#include "proto/render.h"
#include "proto/url.h"
#include "sql.h"
#include "when.h"

enum {
	FIND,
	REPEAT,
	ARTICLE_PUT,
	ARTICLE_SET,
	REVISION_PUT,
	MENTION_PUT,
	OTHERS,
	NO_MENTION,
	READING_PUT,
	READ_AGAIN,
	N_SQL
};

static const char *const sql[N_SQL] = {
	[FIND] = "SELECT a.id, a.outlet, o.name, (SELECT count(*) "
		 "FROM revisions x WHERE x.article = a.id), r.first_mention, "
		 "r.mentions, o.origin, a.source, r.dated, r.taken, "
		 "r.job, r.hash, r.producer FROM articles a "
		 "JOIN revisions r "
		 "ON r.id = a.current JOIN outlets o ON o.id = a.outlet "
		 "WHERE a.story = ?1",
	[REPEAT] = "SELECT 1 FROM revisions WHERE article = ?1 AND hash = ?2",
	[ARTICLE_PUT] = "INSERT INTO articles(id, story, outlet, ext_id, "
			"guid, url, source, name, current, first_at) "
			"VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[ARTICLE_SET] = "UPDATE articles SET current = ?2 WHERE id = ?1",
	[REVISION_PUT] =
	    "INSERT INTO revisions(id, article, n, hash, title, "
	    "byline, published, updated, lang, engine, producer, "
	    "job, epoch, attempt, worker, accepted_at, sent_at, "
	    "committed_at, compute_us, first_mention, mentions, "
	    "first_change, changes, text, source, "
	    "categories, dated, taken) "
	    "VALUES(?1, ?2, ?3, ?4, "
	    "?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
	    "?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, "
	    "?27, ?28)",
	[MENTION_PUT] =
	    "INSERT INTO mentions(id, revision, kind, "
	    "source_start, source_end, cue_start, cue_end, "
	    "content, speaker, speaker_type, role, act, polarity, "
	    "hedged, confidence, rule, figures, key, matter) VALUES(?1, "
	    "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
	    "?14, ?15, ?16, ?17, ?18, ?19)",
#define SAID(m)                                                               \
	"(" m ".kind, " m ".source_start, " m ".source_end, " m               \
	".cue_start, " m ".cue_end, " m ".content, " m ".speaker, " m         \
	".speaker_type, " m ".role, " m ".act, " m ".polarity, " m            \
	".hedged, " m ".confidence, " m ".rule, " m ".figures, " m ".key, " m \
	".matter)"
	/* Of the mentions from ?1 on, one that is not as its fellow among those
	 * from ?2 on. */
	[OTHERS] = "SELECT 1 FROM mentions o JOIN mentions n "
		   "ON n.id = o.id - ?1 + ?2 WHERE o.id >= ?1 "
		   "AND o.id < ?1 + ?3 AND " SAID("o") " IS NOT " SAID(
		       "n") " LIMIT 1",
#undef SAID
	[NO_MENTION] = "DELETE FROM mentions WHERE id > ?1",
	[READING_PUT] =
	    "INSERT INTO readings(revision, engine, first_mention, mentions) "
	    "VALUES(?1, ?2, ?3, ?4)",
	[READ_AGAIN] = "UPDATE revisions SET engine = ?2, first_mention = ?3, "
		       "mentions = ?4 WHERE id = ?1",
};

struct articles {
	sqlite3 *db;
	struct names *names; /* borrowed */
	struct home *home;
	sqlite3_stmt *st[N_SQL];
	int64_t article, revision, mention; /* the highest ids in use */
	struct buf scratch, name, source;   /* owned; reused */
};

enum rc
articles_new(sqlite3 *db, struct names *names, struct articles **out)
{
	struct articles *a = mem_zalloc(sizeof *a);
	enum rc rc;

	a->db = db;
	a->names = names;
	if ((rc = sql_prepare(db, sql, N_SQL, a->st)) != RC_OK ||
	    (rc = home_new(db, &a->home)) != RC_OK ||
	    (rc = articles_load(a)) != RC_OK) {
		articles_free(a);
		return rc;
	}
	*out = a;
	return RC_OK;
}

void
articles_free(struct articles *a)
{
	if (a == NULL)
		return;
	sql_finalize(a->st, N_SQL);
	home_free(a->home);
	buf_free(&a->scratch);
	buf_free(&a->name);
	buf_free(&a->source);
	free(a);
}

enum rc
articles_load(struct articles *a)
{
	enum rc rc;

	if ((rc = sql_one(a->db, "SELECT max(id) FROM articles", 0,
		 &a->article)) != RC_OK ||
	    (rc = sql_one(a->db, "SELECT max(id) FROM revisions", 0,
		 &a->revision)) != RC_OK)
		return rc;
	return sql_one(a->db, "SELECT max(id) FROM mentions", 0, &a->mention);
}

/* The host of url, without "www."; absent when there is none.  The canonical
 * spelling is put into scratch. */
static struct span
host(struct span url, struct buf *scratch)
{
	struct span h = { 0 };
	const char *s, *end;

	buf_clear(scratch);
	if (url.n == 0)
		return h;
	url_canonical(url, scratch);
	s = strstr(buf_cstr(scratch), "://");
	if (s == NULL)
		return h;
	s += 3;
	end = s + strcspn(s, "/?#");
	for (const char *p = s; p < end; p++)
		if (*p == '@')
			s = p + 1;
	if (strncmp(s, "www.", 4) == 0)
		s += 4;
	h = (struct span) { s, (size_t)(end - s) };
	return h.n > 0 ? h : (struct span) { 0 };
}

static enum rc
find_outlet(
    struct articles *a, const struct article *art, struct articles_place *p)
{
	struct span domain = host(art->url, &a->scratch);
	struct names_outlet o;
	enum rc rc = RC_NOENT;

	p->outlet_name = art->outlet.n > 0 ? art->outlet : domain;
	if (art->outlet.n == 0 && domain.n > 0)
		rc = names_outlet_at(a->names, domain, &a->name, &o);
	if (rc == RC_OK)
		p->outlet_name = buf_span(&a->name);
	else if (rc == RC_NOENT)
		rc = names_outlet(a->names, p->outlet_name, domain, &o);
	if (rc != RC_OK)
		return rc;
	p->outlet = o.id;
	p->origin = o.origin;
	return RC_OK;
}

/* Was this text of article p->article here before? */
static enum rc
find_repeat(struct articles *a, struct articles_place *p)
{
	sqlite3_stmt *st = a->st[REPEAT];

	sql_int(st, 1, p->article);
	sql_blob(st, 2, p->content.b, HASH_ID_LEN);
	return sql_is(st, &p->repeat);
}

/* When a was written, as it says itself. */
static bool
says_when(const struct article *a, int64_t *ms)
{
	int64_t published, updated;
	bool p = when_parse(a->published, &published),
	     u = when_parse(a->updated, &updated);

	if (p || u)
		*ms = !u || (p && published > updated) ? published : updated;
	return p || u;
}

/* What one producer took later is not taken before, whatever its clock says,
 * than the current one, whose row st has. */
static void
take_in_turn(struct match_order *o, const struct lease *l, sqlite3_stmt *st)
{
	int64_t taken = sql_col_int(st, 9), job = sql_col_int(st, 10);

	if ((uint64_t)sql_col_int(st, 12) != l->producer)
		return;
	if (o->job > job ? o->taken < taken : o->taken > taken)
		o->taken = taken;
}

/* Is the revision older than the current one, whose row st has? */
static bool
is_older(const struct match_order *o, sqlite3_stmt *st)
{
	const int64_t its[] = { o->dated, o->taken, o->job };
	struct span hash = sql_col(st, 11);

	for (int i = 0; i < 3; i++) {
		int64_t current = sql_col_int(st, 8 + i);

		if (its[i] != current)
			return its[i] < current;
	}
	return hash.n == o->hash.n && memcmp(o->hash.p, hash.p, hash.n) < 0;
}

enum rc
articles_find(
    struct articles *a, const struct store_entry *e, struct articles_place *p)
{
	sqlite3_stmt *st = a->st[FIND];
	bool says;
	enum rc rc;

	*p = (struct articles_place) {
		.n = 1,
		.article = a->article + 1,
		.revision = a->revision + 1,
		.source = e->article->source,
	};
	p->story = article_story(e->article);
	p->content = article_content(e->article);
	p->order = (struct match_order) { .taken = e->accepted_ms,
		.job = (int64_t)e->lease.job,
		.hash = { (const char *)p->content.b, HASH_ID_LEN } };
	says = says_when(e->article, &p->order.dated);
	sql_blob(st, 1, p->story.b, HASH_ID_LEN);
	if ((rc = sql_row(st)) == RC_END)
		return find_outlet(a, e->article, p);
	if (rc != RC_OK)
		return rc;
	p->known = true;
	p->article = sql_col_int(st, 0);
	p->outlet = sql_col_int(st, 1);
	p->n = sql_col_int(st, 3) + 1;
	p->old_first = sql_col_int(st, 4);
	p->old_n = sql_col_int(st, 5);
	p->origin = sql_col_int(st, 6);
	if (!says)
		p->order.dated = sql_col_int(st, 8);
	take_in_turn(&p->order, &e->lease, st);
	p->late = is_older(&p->order, st);
	buf_clear(&a->scratch);
	buf_append(&a->scratch, sql_col(st, 2).p, sql_col(st, 2).n);
	if (a->scratch.n > 0)
		p->outlet_name = buf_span(&a->scratch);
	buf_clear(&a->source);
	buf_append(&a->source, sql_col(st, 7).p, sql_col(st, 7).n);
	if (p->source.n == 0)
		p->source = buf_span(&a->source);
	sqlite3_reset(st);
	return find_repeat(a, p);
}

/* JSON: [[s,e],...] */
static void
content(struct json *j, const struct found_claim *c)
{
	json_open(j, '[');
	for (uint32_t i = 0; i < c->n_content; i++) {
		json_open(j, '[');
		json_int(j, c->content[i].start);
		json_int(j, c->content[i].end);
		json_close(j, ']');
	}
	json_close(j, ']');
}

/* JSON: [FIGURE,...]; *first is the first of them. */
static struct span
figures(const struct found *f, const struct found_claim *c,
    const struct textmap *map, struct arena *arena, struct span *first)
{
	struct buf b = { 0 };
	struct json j = json_on(&b);
	struct span all = { 0 };
	size_t n = 0;

	if (c->n_figures == 0)
		return all;
	json_open(&j, '[');
	for (uint32_t i = 0; i < c->n_figures; i++) {
		render_figure(&j, map, &f->figures[c->figures[i]]);
		if (i == 0)
			n = b.n - 1;
	}
	json_close(&j, ']');
	all.p = arena_strdup(arena, buf_span(&b));
	all.n = b.n;
	*first = (struct span) { all.p + 1, n };
	buf_free(&b);
	return all;
}

static struct span
words(const struct found_claim *c, const struct textmap *map,
    struct arena *arena, struct buf *scratch)
{
	struct span s;

	if (c->n_content == 1)
		return textmap_cut(map, c->content[0]);
	buf_clear(scratch);
	form_words(scratch, map, c->content, c->n_content);
	s.n = scratch->n;
	s.p = arena_strdup(arena, buf_span(scratch));
	return s;
}

static void
bind_range(sqlite3_stmt *st, int i, bool there, struct range r)
{
	if (there) {
		sql_int(st, i, r.start);
		sql_int(st, i + 1, r.end);
	} else {
		sql_null(st, i);
		sql_null(st, i + 1);
	}
}

/* The speaker of c, if it has one: number and description. */
static enum rc
speaker(struct articles *a, const struct found_claim *c, struct match_hit *h)
{
	enum rc rc;

	h->called = c->speaker;
	if (c->speaker.p == NULL)
		return RC_OK;
	if (c->speaker_type != FOUND_NOTYPE)
		h->type = span_of(found_type_text(c->speaker_type));
	if ((rc = names_speaker(a->names, c->speaker, &h->said)) != RC_OK)
		return rc;
	return names_describe(a->names, h->said, c->speaker, h->type, c->role);
}

static enum rc
put_mention(struct articles *a, int64_t revision, const struct found_claim *c,
    const struct match_hit *h, struct span figs)
{
	sqlite3_stmt *st = a->st[MENTION_PUT];
	struct json j;

	buf_clear(&a->scratch);
	j = json_on(&a->scratch);
	content(&j, c);
	sql_int(st, 1, h->mention);
	sql_int(st, 2, revision);
	sql_text(st, 3, h->kind);
	bind_range(st, 4, c->has_source, c->source);
	bind_range(st, 6, c->has_cue, c->cue);
	sql_text(st, 8, buf_span(&a->scratch));
	sql_id(st, 9, h->said);
	sql_text(st, 10, h->type);
	sql_text(st, 11, c->role);
	sql_text(st, 12, h->act);
	sql_text(st, 13, span_of(c->negative ? "-" : "+"));
	sql_int(st, 14, c->hedged);
	sql_real(st, 15, c->confidence);
	sql_text(st, 16, c->rule);
	sql_text(st, 17, figs);
	sql_int(st, 18, h->key);
	sql_id(st, 19, h->matter);
	return sql_run(st);
}

static enum rc
put_mentions(struct articles *a, const struct store_entry *e, int64_t outlet,
    int64_t revision, struct arena *arena, struct match_hit *hit)
{
	struct found settled = *e->found, *f = &settled;
	struct textmap map;
	enum rc rc;

	if ((rc = home_settle(a->home, outlet, arena, f)) != RC_OK)
		return rc;
	textmap_init(&map, e->article->text, arena);
	for (uint32_t i = 0; i < f->n_claims; i++) {
		const struct found_claim *c = &f->claims[i];
		struct match_hit *h = &hit[i];
		struct span figs;

		*h = (struct match_hit) {
			.mention = a->mention + 1 + i,
			.key = (int64_t)c->key,
			.matter = (int64_t)c->matter,
			.gist = c->gist,
			.kind = span_of(found_kind_text(c->kind)),
			.act = span_of(found_act_text(c->act)),
		};
		figs = figures(f, c, &map, arena, &h->figure);
		if (c->n_figures > 0)
			h->as_of = f->figures[c->figures[0]].as_of;
		h->text = words(c, &map, arena, &a->scratch);
		if ((rc = speaker(a, c, h)) != RC_OK ||
		    (rc = put_mention(a, revision, c, h, figs)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

enum rc
articles_mentions(struct articles *a, const struct store_entry *e,
    int64_t outlet, struct arena *arena, struct match_hit *hit)
{
	return put_mentions(a, e, outlet, a->revision + 1, arena, hit);
}

/* NULL where there are none. */
static struct span
categories(struct articles *a, const struct article *art)
{
	struct json j;

	if (art->categories.n == 0)
		return (struct span) { NULL, 0 };
	buf_clear(&a->scratch);
	j = json_on(&a->scratch);
	render_categories(&j, art->categories);
	return buf_span(&a->scratch);
}

static enum rc
put_revision(struct articles *a, const struct store_entry *e,
    const struct articles_place *p, int64_t now_ms, int64_t first_change,
    int64_t changes)
{
	sqlite3_stmt *st = a->st[REVISION_PUT];
	const struct article *art = e->article;

	sql_int(st, 1, a->revision + 1);
	sql_int(st, 2, p->article);
	sql_int(st, 3, p->n);
	sql_blob(st, 4, p->content.b, HASH_ID_LEN);
	sql_text(st, 5, art->title);
	sql_text(st, 6, art->byline);
	sql_text(st, 7, art->published);
	sql_text(st, 8, art->updated);
	sql_text(st, 9, art->lang);
	sql_text(st, 10, e->found->engine);
	sql_int(st, 11, (int64_t)e->lease.producer);
	sql_int(st, 12, (int64_t)e->lease.job);
	sql_int(st, 13, (int64_t)e->lease.epoch);
	sql_int(st, 14, e->lease.attempt);
	sql_text(st, 15, e->worker);
	sql_int(st, 16, e->accepted_ms);
	sql_int(st, 17, e->sent_ms);
	sql_int(st, 18, now_ms);
	sql_int(st, 19, e->compute_us);
	sql_int(st, 20, a->mention + 1);
	sql_int(st, 21, e->found->n_claims);
	sql_int(st, 22, first_change);
	sql_int(st, 23, changes);
	sql_text(st, 24, art->text);
	sql_text(st, 25, art->source);
	sql_text(st, 26, categories(a, art));
	sql_int(st, 27, p->order.dated);
	sql_int(st, 28, p->order.taken);
	return sql_run(st);
}

static enum rc
put_article(struct articles *a, const struct store_entry *e,
    const struct articles_place *p, int64_t now_ms)
{
	sqlite3_stmt *st = a->st[ARTICLE_PUT];
	const struct article *art = e->article;
	char hex[HASH_HEX_MAX];

	sql_int(st, 1, p->article);
	sql_blob(st, 2, p->story.b, HASH_ID_LEN);
	sql_int(st, 3, p->outlet);
	sql_text(st, 4, art->id);
	sql_text(st, 5, art->guid);
	sql_text(st, 6, art->url);
	sql_text(st, 7, art->source);
	sql_text(st, 8, article_name(art, hex));
	sql_int(st, 9, a->revision + 1);
	sql_int(st, 10, now_ms);
	return sql_run(st);
}

enum rc
articles_put(struct articles *a, const struct store_entry *e,
    const struct articles_place *p, int64_t now_ms, int64_t first_change,
    int64_t changes)
{
	enum rc rc;

	if ((rc = put_revision(a, e, p, now_ms, first_change, changes)) !=
	    RC_OK)
		return rc;
	if (p->known && !p->late) {
		sql_int(a->st[ARTICLE_SET], 1, p->article);
		sql_int(a->st[ARTICLE_SET], 2, a->revision + 1);
		rc = sql_run(a->st[ARTICLE_SET]);
	} else if (!p->known) {
		rc = put_article(a, e, p, now_ms);
	}
	if (rc != RC_OK)
		return rc;
	a->revision++;
	a->mention += e->found->n_claims;
	a->article += !p->known;
	return RC_OK;
}

/* ---- read again ---- */

/* Are the mentions that were just written others than those of before? */
static enum rc
are_others(struct articles *a, const struct articles_reading *was, int64_t n,
    bool *other)
{
	sqlite3_stmt *st = a->st[OTHERS];

	*other = n != was->n;
	if (*other)
		return RC_OK;
	sql_int(st, 1, was->first);
	sql_int(st, 2, a->mention + 1);
	sql_int(st, 3, n);
	return sql_is(st, other);
}

static enum rc
put_reading(struct articles *a, const struct articles_reading *was)
{
	sqlite3_stmt *st = a->st[READING_PUT];

	sql_int(st, 1, was->revision);
	sql_text(st, 2, was->engine);
	sql_int(st, 3, was->first);
	sql_int(st, 4, was->n);
	return sql_run(st);
}

static enum rc
read_again(struct articles *a, int64_t revision, struct span engine, int64_t n)
{
	sqlite3_stmt *st = a->st[READ_AGAIN];
	enum rc rc;

	sql_int(st, 1, revision);
	sql_text(st, 2, engine);
	sql_int(st, 3, a->mention + 1);
	sql_int(st, 4, n);
	if ((rc = sql_run(st)) == RC_OK)
		a->mention += n;
	return rc;
}

enum rc
articles_reread(struct articles *a, const struct store_entry *e,
    const struct articles_reading *was, struct arena *arena, bool *other)
{
	int64_t n = e->found->n_claims;
	struct match_hit *hit = arena_alloc(arena, (size_t)n + 1, sizeof *hit);
	enum rc rc;

	if ((rc = put_mentions(a, e, was->outlet, was->revision, arena, hit)) !=
		RC_OK ||
	    (rc = are_others(a, was, n, other)) != RC_OK)
		return rc;
	if (!*other) {
		sql_int(a->st[NO_MENTION], 1, a->mention);
		return sql_run(a->st[NO_MENTION]);
	}
	if ((rc = put_reading(a, was)) != RC_OK)
		return rc;
	return read_again(a, was->revision, e->found->engine, n);
}
