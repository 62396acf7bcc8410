/* wordings.c -- which wordings say the same. */
#include "wordings.h"

#include <stdlib.h>

#include "nears.h"
#include "proto/hash.h"
#include "proto/kinship.h"
#include "proto/mem.h"
#include "sql.h"

#define SHARED 2 /* traces that wordings of a named speaker share, at least */

enum { PUT, GET, FILL, NEAR, TRACE, PLACE, MOVE, SET, CLAIM, N_SQL };

static const char *const sql[N_SQL] = {
	[PUT] = "INSERT INTO claim_ids(key, gist) VALUES(?1, ?2) "
		"ON CONFLICT(key) DO NOTHING",
	[GET] = "SELECT i.id, w.claim, i.gist FROM claim_ids i "
		"LEFT JOIN wordings w ON w.id = i.id WHERE i.key = ?1",
	[FILL] = "UPDATE claim_ids SET gist = ?2 WHERE id = ?1",
	[NEAR] = "SELECT wording FROM traces WHERE feature = ?1 "
		 "ORDER BY wording DESC LIMIT ?2",
	[TRACE] = "INSERT INTO traces(feature, wording) VALUES(?1, ?2) "
		  "ON CONFLICT(feature, wording) DO NOTHING",
	[PLACE] = "INSERT INTO wordings(id, claim, near, score, why) "
		  "VALUES(?1, ?2, ?3, ?4, ?5)",
	[MOVE] = "UPDATE wordings SET claim = ?2 WHERE claim = ?1 "
		 "AND claim <> id OR id = ?1",
	[SET] = "UPDATE wordings SET claim = ?2 WHERE id = ?1",
	[CLAIM] = "SELECT claim FROM wordings WHERE id = ?1",
};

struct wordings {
	sqlite3 *db;
	struct gists *gists;
	sqlite3_stmt *st[N_SQL];
	struct gist a, b; /* at hand: they are large */
	struct buf why;
	bool known; /* the last key was there: in a rebuild all are */
};

enum rc
wordings_new(sqlite3 *db, struct gists *gists, struct wordings **out)
{
	struct wordings *w = mem_zalloc(sizeof *w);
	enum rc rc;

	w->db = db;
	w->gists = gists;
	if ((rc = sql_prepare(db, sql, N_SQL, w->st)) != RC_OK) {
		free(w);
		return rc;
	}
	*out = w;
	return RC_OK;
}

void
wordings_free(struct wordings *w)
{
	if (w == NULL)
		return;
	sql_finalize(w->st, N_SQL);
	buf_free(&w->why);
	free(w);
}

/* ---- rows ---- */

static void
bind_gist(sqlite3_stmt *st, int i, struct span gist)
{
	if (gist.p != NULL)
		sql_blob(st, i, gist.p, gist.n);
	else
		sql_null(st, i);
}

static enum rc
fill(struct wordings *w, int64_t id, struct span gist)
{
	sqlite3_stmt *st = w->st[FILL];

	sql_int(st, 1, id);
	bind_gist(st, 2, gist);
	return sql_run(st);
}

/* Add a key, unless it is there. */
static enum rc
add(struct wordings *w, int64_t key, struct wordings_row *row)
{
	sqlite3_stmt *st = w->st[PUT];
	enum rc rc;

	sql_int(st, 1, key);
	bind_gist(st, 2, row->gist);
	if ((rc = sql_run(st)) != RC_OK || sqlite3_changes(w->db) != 1)
		return rc;
	row->id = sqlite3_last_insert_rowid(w->db);
	row->fresh = true;
	return RC_OK;
}

/* Read the row of a key; RC_END: it is not there. */
static enum rc
read_row(struct wordings *w, int64_t key, struct arena *arena,
    struct wordings_row *row)
{
	struct span kept, gist = row->gist;
	sqlite3_stmt *st = w->st[GET];
	enum rc rc;

	sql_int(st, 1, key);
	if ((rc = sql_row(st)) != RC_OK)
		return rc;
	row->id = sql_col_int(st, 0);
	row->claim = sql_col_int(st, 1);
	kept = sql_col(st, 2);
	if (kept.p != NULL && row->claim == 0) {
		row->gist.p = arena_strdup(arena, kept);
		row->gist.n = kept.n;
	}
	sqlite3_reset(st);
	if (kept.p == NULL && gist.p != NULL && row->claim == 0)
		return fill(w, row->id, gist);
	return RC_OK;
}

enum rc
wordings_get(struct wordings *w, int64_t key, struct span gist,
    struct arena *arena, struct wordings_row *row)
{
	enum rc rc = RC_END;

	*row = (struct wordings_row) { .gist = gist };
	if (w->known)
		rc = read_row(w, key, arena, row);
	if (rc == RC_END && (rc = add(w, key, row)) == RC_OK && !row->fresh)
		rc = read_row(w, key, arena, row);
	w->known = !row->fresh;
	return rc == RC_END ? RC_IO : rc;
}

enum rc
wordings_move(struct wordings *w, int64_t from, int64_t to)
{
	sqlite3_stmt *st = w->st[MOVE];

	sql_int(st, 1, from);
	sql_int(st, 2, to);
	return sql_run(st);
}

enum rc
wordings_set(struct wordings *w, int64_t id, int64_t claim)
{
	sqlite3_stmt *st = w->st[SET];

	sql_int(st, 1, id);
	sql_int(st, 2, claim);
	return sql_run(st);
}

enum rc
wordings_claim(struct wordings *w, int64_t id, int64_t *claim)
{
	sqlite3_stmt *st = w->st[CLAIM];
	enum rc rc;

	*claim = id;
	sql_int(st, 1, id);
	if ((rc = sql_row(st)) == RC_OK) {
		*claim = sql_col_int(st, 0);
		sqlite3_reset(st);
	}
	return rc == RC_END ? RC_OK : rc;
}

/* ---- traces ---- */

static int
by_rarity(const void *a, const void *b)
{
	const struct gist_word *const *x = a, *const *y = b;

	if ((*x)->rare != (*y)->rare)
		return (*x)->rare < (*y)->rare ? 1 : -1;
	return (*x)->hash < (*y)->hash ? -1 : (*x)->hash > (*y)->hash;
}

/* The rarest words, each once. */
static unsigned
rarest(const struct gist *g, const struct gist_word *out[WORDINGS_RARE])
{
	const struct gist_word *all[GIST_WORDS_MAX];
	unsigned n = 0, kept = 0;

	for (uint32_t i = 0; i < g->n_words; i++)
		if (gist_is_content(&g->word[i]) &&
		    g->word[i].sort != GIST_NUMBER &&
		    !(g->word[i].flags &
			(GIST_AROUND | GIST_TIMED | GIST_COUNTED)))
			all[n++] = &g->word[i];
	qsort(all, n, sizeof *all, by_rarity);
	for (unsigned i = 0; i < n && kept < WORDINGS_RARE; i++)
		if (kept == 0 || out[kept - 1]->hash != all[i]->hash)
			out[kept++] = all[i];
	return kept;
}

/* The last word of a name, "Lee" of "Ann Lee"; empty: a description. */
static struct span
last_name(struct span name)
{
	size_t at = name.n;

	while (at > 0 && name.p[at - 1] != ' ')
		at--;
	if (at == name.n || at + 1 >= name.n ||
	    (name.p[at] >= 'a' && name.p[at] <= 'z'))
		return (struct span) { NULL, 0 };
	return (struct span) { name.p + at, name.n - at };
}

unsigned
wordings_traces(const struct gist *g, uint64_t trace[WORDINGS_TRACES])
{
	const struct gist_word *word[WORDINGS_RARE];
	unsigned n = rarest(g, word), kept = 0;
	struct span name = last_name(g->speaker);

	if (n < 2)
		return 0;
	for (unsigned i = 0; name.n > 0 && i < n; i++)
		trace[kept++] = nears_beside(hash_fast(name), word[i]->hash);
	if (name.n > 0)
		return kept;
	n = n < WORDINGS_PAIRED ? n : WORDINGS_PAIRED;
	for (unsigned i = 0; i < n; i++)
		for (unsigned k = i + 1; k < n; k++)
			trace[kept++] = word[i]->hash < word[k]->hash
			    ? nears_beside(word[i]->hash, word[k]->hash)
			    : nears_beside(word[k]->hash, word[i]->hash);
	return kept;
}

/* ---- who may say the same ---- */

static enum rc
find(struct wordings *w, const uint64_t *trace, unsigned n, struct nears *x)
{
	sqlite3_stmt *st = w->st[NEAR];
	enum rc rc = RC_END;

	for (unsigned i = 0; i < n; i++) {
		sql_int(st, 1, (int64_t)trace[i]);
		sql_int(st, 2, WORDINGS_RECENT);
		while ((rc = sql_row(st)) == RC_OK)
			nears_note(x, sql_col_int(st, 0), 0);
		if (rc != RC_END)
			return rc;
	}
	return RC_OK;
}

/* Do both name something, the same? */
static bool
share_name(const struct gist *a, const struct gist *b)
{
	for (uint32_t i = 0; i < a->n_words; i++)
		for (uint32_t k = 0; k < b->n_words; k++)
			if (a->word[i].sort == GIST_NAME &&
			    b->word[k].sort == GIST_NAME &&
			    a->word[i].hash == b->word[k].hash)
				return true;
	return false;
}

/* A description's numbers: "38 percent" are others than "22 percent". */
static bool
equal_digits(struct span a, struct span b)
{
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		while (i < a.n && (a.p[i] < '0' || a.p[i] > '9'))
			i++;
		while (k < b.n && (b.p[k] < '0' || b.p[k] > '9'))
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (a.p[i] != b.p[k])
			return false;
	}
}

/* Is something said to be so or to be done, in least words of content?  "The
 * wall" by itself is not: who wants it and who fights it tells the cue.  Verbs
 * of little content ("it is normal to have talks") are small words: then it is
 * told by who does it.  Nor are two words that nobody does: "to work together"
 * some promise and others doubt. */
static bool
states(const struct gist *g, unsigned least)
{
	bool verb = false, actor = false;
	unsigned content = 0;

	for (uint32_t i = 0; i < g->n_words; i++) {
		content += gist_is_content(&g->word[i]);
		verb |= g->word[i].sort == GIST_VERB;
		actor |= g->word[i].role == GIST_ACTOR;
	}
	return (actor && content >= least) || (verb && content > least);
}

/* Do both say it, and nothing else? */
static bool
same_whole(const struct gist *a, const struct gist *b, const struct kinship *v,
    unsigned least)
{
	if (a->quoted && b->quoted && v->about >= WORDINGS_ALL)
		return true;
	return v->whole >= WORDINGS_WHOLE && !v->narrows &&
	    (!v->adds || v->score >= WORDINGS_OPEN) && states(a, least) &&
	    states(b, least);
}

/* Is it likely enough that both say the same?  One false link joins two
 * claims, so what compare holds for the same must be surer here. */
static bool
is_sure(const struct gist *a, const struct gist *b, const struct kinship *v)
{
	bool named = last_name(a->speaker).n > 0 && last_name(b->speaker).n > 0;

	if (!a->said)
		return v->score >= WORDINGS_OPEN;
	if (named)
		return v->score >= (v->one ? WORDINGS_ONE : WORDINGS_OPEN) &&
		    (v->quoted || same_whole(a, b, v, WORDINGS_STATED));
	return v->score >= (v->one ? WORDINGS_OPEN : WORDINGS_VERBATIM) &&
	    equal_digits(a->speaker, b->speaker) &&
	    (v->quoted || same_whole(a, b, v, WORDINGS_TOLD));
}

/* Does wording other say the same as w->a? */
static enum rc
same(struct wordings *w, int64_t other, bool *is, struct kinship *v)
{
	struct kinship_side a = { &w->a, KINSHIP_NO_DAY, false };
	struct kinship_side b = { &w->b, KINSHIP_NO_DAY, false };
	struct span gist;
	enum rc rc;

	*is = false;
	if ((rc = gists_get(w->gists, other, &gist)) != RC_OK)
		return rc;
	if (gist.p != NULL && gist_unpack(gist, &w->b) == RC_OK &&
	    w->a.said == w->b.said && (w->a.said || share_name(&w->a, &w->b))) {
		buf_clear(&w->why);
		*v = kinship_judge(&a, &b, &w->why);
		*is = v->relation == KINSHIP_SAME && is_sure(&w->a, &w->b, v);
	}
	return RC_OK;
}

static enum rc
judge(struct wordings *w, struct nears *x, unsigned least, struct arena *arena,
    struct wordings_found *f)
{
	size_t n;
	const struct near *near = nears_sorted(x, &n);

	for (size_t i = 0; i < n && i < WORDINGS_JUDGED; i++) {
		struct wordings_like *l = &f->like[f->n];
		struct kinship v;
		bool is;
		enum rc rc;

		if (near[i].shared < least)
			break;
		l->wording = near[i].wording;
		if ((rc = same(w, l->wording, &is, &v)) != RC_OK)
			return rc;
		if (!is)
			continue;
		if ((rc = wordings_claim(w, l->wording, &l->claim)) != RC_OK)
			return rc;
		l->score = v.score;
		if (f->n == 0 || v.score > f->like[f->best].score) {
			f->best = f->n;
			f->why.p = arena_strdup(arena, buf_span(&w->why));
			f->why.n = w->why.n;
		}
		f->n++;
	}
	return RC_OK;
}

static enum rc
put_traces(struct wordings *w, int64_t id, const uint64_t *trace, unsigned n)
{
	sqlite3_stmt *st = w->st[TRACE];
	enum rc rc = RC_OK;

	for (unsigned i = 0; i < n && rc == RC_OK; i++) {
		sql_int(st, 1, (int64_t)trace[i]);
		sql_int(st, 2, id);
		rc = sql_run(st);
	}
	return rc;
}

enum rc
wordings_find(struct wordings *w, const struct wordings_row *row,
    struct arena *arena, struct wordings_found *f)
{
	uint64_t trace[WORDINGS_TRACES];
	struct nears *x = nears_new(arena);
	unsigned n = 0;
	enum rc rc;

	*f = (struct wordings_found) { 0 };
	if (gist_unpack(row->gist, &w->a) == RC_OK)
		n = wordings_traces(&w->a, trace);
	if ((rc = find(w, trace, n, x)) != RC_OK ||
	    (rc = judge(w, x, last_name(w->a.speaker).n > 0 ? SHARED : 1, arena,
		 f)) != RC_OK)
		return rc;
	return put_traces(w, row->id, trace, n);
}

enum rc
wordings_put(struct wordings *w, int64_t id, int64_t claim,
    const struct wordings_found *f)
{
	sqlite3_stmt *st = w->st[PLACE];

	sql_int(st, 1, id);
	sql_int(st, 2, claim);
	if (f->n > 0) {
		sql_int(st, 3, f->like[f->best].wording);
		sql_real(st, 4, f->like[f->best].score / 1000.0);
	} else {
		sql_null(st, 3);
		sql_null(st, 4);
	}
	sql_text(st, 5, f->why);
	return sql_run(st);
}
