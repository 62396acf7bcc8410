/* lineage.c -- whose words an article has. */
#include "lineage.h"

#include <stdlib.h>

#include "copies.h"
#include "credits.h"
#include "parts.h"
#include "proto/mem.h"
#include "sql.h"
#include "when.h"

enum { GET, PUT, SET, GROUP, EDGE_PUT, EDGES, EDGES_DROP, FOLDED, N_SQL };

/* What decides which of a group is its first. */
#define MEMBER                                                   \
	"SELECT l.article, a.outlet, l.own, l.first, l.origin, " \
	"l.credited, l.at, g.folded, a.story FROM lineage l "    \
	"JOIN articles a ON a.id = l.article "                   \
	"JOIN origins g ON g.id = l.own WHERE "

static const char *const sql[N_SQL] = {
	[GET] = MEMBER "l.article = ?1",
	[PUT] = "INSERT INTO lineage(article, revision, own, credited, first, "
		"origin, at, bins) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
		"ON CONFLICT(article) DO UPDATE SET "
		"revision = excluded.revision, own = excluded.own, "
		"credited = excluded.credited, first = excluded.first, "
		"origin = excluded.origin, at = excluded.at, "
		"bins = excluded.bins",
	[SET] = "UPDATE lineage SET first = ?2, origin = ?3 WHERE article = ?1",
	/* its first, and, by the index, the others */
	[GROUP] = MEMBER "l.article = ?1 AND l.first = ?1 UNION ALL " MEMBER
			 "l.first = ?1 AND l.first <> l.article ORDER BY 1",
	[EDGE_PUT] = "INSERT INTO copies(article, other, shared, of_article, "
		     "of_other) VALUES(?1, ?2, ?3, ?4, ?5)",
	[EDGES] = "SELECT other FROM copies WHERE article = ?1 UNION ALL "
		  "SELECT article FROM copies WHERE other = ?1",
	[EDGES_DROP] = "DELETE FROM copies WHERE article = ?1 OR other = ?1",
	[FOLDED] = "SELECT folded FROM origins WHERE id = ?1",
};

struct lineage {
	sqlite3 *db;
	struct names *names; /* borrowed */
	struct copies *copies;
	struct credits *credits;
	sqlite3_stmt *st[N_SQL];
};

/* An article of a group; views lie in the arena. */
struct member {
	int64_t article, outlet, own, first, origin;
	bool credited, has_at;
	int64_t at;
	struct span folded, story;
};

struct members {
	struct member *m;
	size_t n, cap;
	struct parts parts; /* of a group that a text has left */
};

/* One call. */
struct work {
	struct lineage *l;
	struct arena *arena;
	const struct lineage_entry *e;
	struct lineage_news *news;
	size_t cap; /* of news->move */
};

enum rc
lineage_new(sqlite3 *db, struct names *names, struct lineage **out)
{
	struct lineage *l = mem_zalloc(sizeof *l);
	enum rc rc;

	l->db = db;
	l->names = names;
	if ((rc = sql_prepare(db, sql, N_SQL, l->st)) != RC_OK ||
	    (rc = copies_new(db, &l->copies)) != RC_OK ||
	    (rc = credits_new(db, &l->credits)) != RC_OK) {
		lineage_free(l);
		return rc;
	}
	*out = l;
	return RC_OK;
}

void
lineage_free(struct lineage *l)
{
	if (l == NULL)
		return;
	copies_free(l->copies);
	credits_free(l->credits);
	sql_finalize(l->st, N_SQL);
	free(l);
}

void
lineage_forget(struct lineage *l)
{
	copies_forget(l->copies);
}

/* ---- members ---- */

static struct span
keep(struct work *w, sqlite3_stmt *st, int i)
{
	struct span s = sql_col(st, i);

	return (struct span) { arena_strdup(w->arena, s), s.n };
}

static void
read_member(struct work *w, sqlite3_stmt *st, struct member *m)
{
	*m = (struct member) {
		.article = sql_col_int(st, 0),
		.outlet = sql_col_int(st, 1),
		.own = sql_col_int(st, 2),
		.first = sql_col_int(st, 3),
		.origin = sql_col_int(st, 4),
		.credited = sql_col_int(st, 5) != 0,
		.has_at = sqlite3_column_type(st, 6) != SQLITE_NULL,
		.at = sql_col_int(st, 6),
		.folded = keep(w, st, 7),
		.story = keep(w, st, 8),
	};
}

static struct member *
add_member(struct work *w, struct members *all)
{
	if (all->n == all->cap) {
		size_t cap = all->cap * 2 + 8;

		all->m = arena_grow(
		    w->arena, all->m, all->cap, cap, sizeof *all->m);
		all->cap = cap;
	}
	return &all->m[all->n++];
}

/* The group whose first is `first`, appended to all. */
static enum rc
read_group(struct work *w, int64_t first, struct members *all)
{
	sqlite3_stmt *st = w->l->st[GROUP];
	enum rc rc;

	sql_int(st, 1, first);
	while ((rc = sql_row(st)) == RC_OK)
		read_member(w, st, add_member(w, all));
	return rc == RC_END ? RC_OK : rc;
}

static int
compare_spans(struct span a, struct span b)
{
	int d = memcmp(a.p, b.p, a.n < b.n ? a.n : b.n);

	return d != 0 ? d : (a.n > b.n) - (a.n < b.n);
}

/* Does a come before b as the first of a group?  By what is in the articles
 * alone. */
static bool
is_before(const struct member *a, const struct member *b)
{
	int d;

	if (a->credited != b->credited)
		return a->credited;
	if (a->has_at != b->has_at)
		return a->has_at;
	if (a->at != b->at)
		return a->at < b->at;
	d = compare_spans(a->folded, b->folded);
	return (d != 0 ? d : compare_spans(a->story, b->story)) < 0;
}

/* Article is of another origin than it was at first. */
static void
note_move(struct work *w, const struct member *m, int64_t to)
{
	struct lineage_news *n = w->news;

	for (size_t i = 0; i < n->n; i++)
		if (n->move[i].article == m->article) {
			n->move[i].to = to;
			return;
		}
	if (n->n == w->cap) {
		size_t cap = w->cap * 2 + 8;

		n->move = arena_grow(
		    w->arena, n->move, w->cap, cap, sizeof *n->move);
		w->cap = cap;
	}
	n->move[n->n++] = (struct lineage_move) { m->article, m->outlet,
		m->origin, to };
}

/* All of them have the words of first. */
static enum rc
follow(struct work *w, struct members *all, const struct member *first)
{
	sqlite3_stmt *st = w->l->st[SET];
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < all->n; i++) {
		struct member *m = &all->m[i];

		if (m->first == first->article && m->origin == first->own)
			continue;
		sql_int(st, 1, m->article);
		sql_int(st, 2, first->article);
		sql_int(st, 3, first->own);
		if ((rc = sql_run(st)) == RC_OK)
			rc = copies_regroup(
			    w->l->copies, m->article, first->article);
		if (m->origin != first->own)
			note_move(w, m, first->own);
		m->first = first->article;
		m->origin = first->own;
	}
	return rc;
}

static enum rc
put_edge(
    struct work *w, const struct copies_text *t, const struct copies_hit *hit)
{
	sqlite3_stmt *st = w->l->st[EDGE_PUT];

	sql_int(st, 1, t->article);
	sql_int(st, 2, hit->article);
	sql_int(st, 3, (int64_t)hit->shared);
	sql_int(st, 4, (int64_t)t->set.n);
	sql_int(st, 5, (int64_t)hit->of);
	return sql_run(st);
}

/* ---- a text goes ---- */

/* The place of article; all->n when it is none of them. */
static size_t
place_of(const struct members *all, int64_t article)
{
	size_t low = 0, high = all->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (all->m[mid].article < article)
			low = mid + 1;
		else
			high = mid;
	}
	return low < all->n && all->m[low].article == article ? low : all->n;
}

static enum rc
join_by_edges(struct work *w, struct members *all)
{
	sqlite3_stmt *st = w->l->st[EDGES];
	enum rc rc = RC_OK;

	parts_init(&all->parts, all->n, w->arena);
	for (size_t i = 0; i < all->n; i++) {
		sql_int(st, 1, all->m[i].article);
		while ((rc = sql_row(st)) == RC_OK) {
			size_t other = place_of(all, sql_col_int(st, 0));

			if (other < all->n)
				parts_join(&all->parts, i, other);
		}
		if (rc != RC_END)
			return rc;
	}
	return RC_OK;
}

struct apart {
	struct members *all;
	size_t mine; /* the part that is asked for */
};

/* Which other part of the broken group an article is of; 0: of none. */
static int64_t
other_part(void *arg, int64_t article)
{
	const struct apart *a = arg;
	size_t i = place_of(a->all, article), root;

	if (i == a->all->n)
		return 0;
	root = parts_root(&a->all->parts, i);
	return root == a->mine ? 0 : (int64_t)root + 1;
}

/* Parts that were joined by the text that goes alone may be copies of each
 * other still: nobody has compared them. */
static enum rc
join_anew(struct work *w, struct members *all)
{
	struct lineage *l = w->l;

	for (size_t i = 0; i < all->n; i++) {
		struct apart a = { all, parts_root(&all->parts, i) };
		struct copies_text t;
		struct copies_hit *hit;
		int64_t revision, group;
		size_t n;
		enum rc rc;

		if (a.mine == 0)
			continue; /* the others look for it */
		rc = copies_get(
		    l->copies, all->m[i].article, &revision, &group);
		if (rc == RC_OK)
			rc = copies_text(l->copies, all->m[i].article, revision,
			    w->arena, &t);
		if (rc == RC_OK)
			rc = copies_find(
			    l->copies, &t, other_part, &a, w->arena, &hit, &n);
		for (size_t k = 0; rc == RC_OK && k < n; k++) {
			parts_join(
			    &all->parts, i, place_of(all, hit[k].article));
			rc = put_edge(w, &t, &hit[k]);
		}
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* Each part of what is left is a group. */
static enum rc
settle_parts(struct work *w, struct members *all)
{
	for (size_t i = 0; i < all->n; i++) {
		struct members part = { 0 };
		size_t best;
		enum rc rc;

		if (parts_root(&all->parts, i) != i)
			continue;
		best = i;
		for (size_t k = i; k < all->n; k++) {
			if (parts_root(&all->parts, k) != i)
				continue;
			*add_member(w, &part) = all->m[k];
			if (is_before(&all->m[k], &all->m[best]))
				best = k;
		}
		if ((rc = follow(w, &part, &all->m[best])) != RC_OK)
			return rc;
	}
	return RC_OK;
}

static enum rc
stand_alone(struct work *w, const struct member *m)
{
	sqlite3_stmt *st = w->l->st[SET];
	enum rc rc;

	sql_int(st, 1, m->article);
	sql_int(st, 2, m->article);
	sql_int(st, 3, m->own);
	if ((rc = sql_run(st)) != RC_OK)
		return rc;
	return copies_regroup(w->l->copies, m->article, m->article);
}

/* The text of an article goes, and with it what it held together. */
static enum rc
leave(struct work *w, int64_t article, int64_t group)
{
	struct lineage *l = w->l;
	struct members all = { 0 };
	size_t at;
	enum rc rc;

	if ((rc = read_group(w, group, &all)) != RC_OK)
		return rc;
	at = place_of(&all, article);
	if (at == all.n)
		return RC_IO;
	w->news->was = all.m[at].origin;
	if (all.n == 1)
		return RC_OK;
	if ((rc = stand_alone(w, &all.m[at])) != RC_OK)
		return rc;
	memmove(&all.m[at], &all.m[at + 1], (all.n - at - 1) * sizeof *all.m);
	all.n--;
	sql_int(l->st[EDGES_DROP], 1, article);
	if ((rc = sql_run(l->st[EDGES_DROP])) != RC_OK ||
	    (rc = join_by_edges(w, &all)) != RC_OK ||
	    (!parts_whole(&all.parts) && (rc = join_anew(w, &all)) != RC_OK))
		return rc;
	return settle_parts(w, &all);
}

/* ---- a text comes ---- */

static enum rc
put_row(struct work *w, const struct copies_text *t, const struct member *m)
{
	sqlite3_stmt *st = w->l->st[PUT];

	sql_int(st, 1, m->article);
	sql_int(st, 2, t->revision);
	sql_int(st, 3, m->own);
	sql_int(st, 4, m->credited);
	sql_int(st, 5, m->first);
	sql_int(st, 6, m->origin);
	if (m->has_at)
		sql_int(st, 7, m->at);
	else
		sql_null(st, 7);
	sql_blob(st, 8, t->bin, sizeof t->bin);
	return sql_run(st);
}

/* The first of the new text and the groups it is a copy of. */
static enum rc
find_first(struct work *w, const struct copies_hit *hit, size_t n,
    struct member *first, struct members *firsts)
{
	sqlite3_stmt *st = w->l->st[GET];
	enum rc rc;

	for (size_t i = 0; i < n; i++) {
		int64_t revision, group;
		struct member *m;

		rc = copies_get(
		    w->l->copies, hit[i].article, &revision, &group);
		if (rc != RC_OK)
			return rc;
		sql_int(st, 1, group);
		if ((rc = sql_row(st)) != RC_OK)
			return rc == RC_END ? RC_IO : rc;
		m = add_member(w, firsts);
		read_member(w, st, m);
		sqlite3_reset(st);
		if (is_before(m, first))
			*first = *m;
	}
	return RC_OK;
}

/* Groups whose first is not first any more follow it. */
static enum rc
merge(struct work *w, const struct members *firsts, const struct member *first)
{
	for (size_t i = 0; i < firsts->n; i++) {
		struct members all = { 0 };
		enum rc rc;

		if (firsts->m[i].article == first->article)
			continue;
		if ((rc = read_group(w, firsts->m[i].article, &all)) != RC_OK ||
		    (rc = follow(w, &all, first)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

static enum rc
come(struct work *w, const struct copies_text *t, struct member *m)
{
	struct lineage *l = w->l;
	struct members firsts = { 0 };
	struct member first = *m;
	struct copies_hit *hit;
	size_t n;
	enum rc rc;

	if ((rc = copies_find(l->copies, t, NULL, NULL, w->arena, &hit, &n)) !=
		RC_OK ||
	    (rc = find_first(w, hit, n, &first, &firsts)) != RC_OK ||
	    (rc = merge(w, &firsts, &first)) != RC_OK)
		return rc;
	m->first = first.article;
	m->origin = first.own;
	for (size_t i = 0; i < n; i++)
		if ((rc = put_edge(w, t, &hit[i])) != RC_OK)
			return rc;
	if ((rc = put_row(w, t, m)) != RC_OK)
		return rc;
	return copies_put(l->copies, t, m->first);
}

/* ---- all of it ---- */

/* Whom the article credits, else its outlet. */
static enum rc
read_own(struct work *w, bool known, struct member *m)
{
	const struct lineage_entry *e = w->e;
	struct credit_of of = { e->source, e->byline, e->text };
	sqlite3_stmt *st = w->l->st[FOLDED];
	struct span whose;
	enum rc rc;

	m->own = e->origin;
	if ((rc = credits_write(w->l->credits, e->article, known, &of, w->arena,
		 &whose)) != RC_OK ||
	    (whose.n > 0 &&
		(rc = names_origin(w->l->names, whose, &m->own)) != RC_OK))
		return rc;
	m->credited = m->own != e->origin;
	sql_int(st, 1, m->own);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	m->folded = keep(w, st, 0);
	sqlite3_reset(st);
	return RC_OK;
}

/* Moves that came to nothing in the end are none. */
static void
drop_idle_moves(struct lineage_news *news)
{
	size_t to = 0;

	for (size_t i = 0; i < news->n; i++)
		if (news->move[i].from != news->move[i].to)
			news->move[to++] = news->move[i];
	news->n = to;
}

enum rc
lineage_enter(struct lineage *l, const struct lineage_entry *e,
    struct arena *arena, struct lineage_news *news)
{
	struct work w = { .l = l, .arena = arena, .e = e, .news = news };
	struct copies_text t = { .article = e->article,
		.revision = e->revision };
	struct member m = { .article = e->article,
		.outlet = e->outlet,
		.first = e->article,
		.story = { (const char *)e->story->b, HASH_ID_LEN } };
	int64_t revision, group;
	enum rc rc;

	*news = (struct lineage_news) { 0 };
	m.has_at = when_parse(e->published, &m.at);
	rc = copies_get(l->copies, e->article, &revision, &group);
	if (rc != RC_OK && rc != RC_NOENT)
		return rc;
	t.set = shingle_read(e->text, arena);
	shingle_bins(&t.set, t.bin);
	if (rc == RC_OK && (rc = leave(&w, e->article, group)) != RC_OK)
		return rc;
	if ((rc = read_own(&w, news->was != 0, &m)) != RC_OK)
		return rc;
	m.origin = m.own;
	if ((rc = come(&w, &t, &m)) != RC_OK)
		return rc;
	news->origin = m.origin;
	drop_idle_moves(news);
	return RC_OK;
}
