/* kin.c -- wordings that have to do with each other. */
#include "kin.h"

#include <stdlib.h>

#include "nears.h"
#include "proto/deed.h"
#include "proto/hash.h"
#include "proto/measure.h"
#include "proto/mem.h"
#include "sql.h"

#define PAIRED  4u /* of a measure, so many of the rarest words */
#define FIGURES 2u /* of a gist, so many have marks */
#define STEM    6u /* letters of a word that count */

enum { NEAR, MARK, PUT, OF, N_SQL };

static const char *const sql[N_SQL] = {
	[NEAR] = "SELECT wording, n FROM marks WHERE feature = ?1 "
		 "ORDER BY wording DESC LIMIT ?2",
	[MARK] = "INSERT INTO marks(feature, wording, n) VALUES(?1, ?2, ?3) "
		 "ON CONFLICT(feature, wording) DO NOTHING",
	[PUT] = "INSERT INTO kin(low, high, ground, about) "
		"VALUES(?1, ?2, ?3, ?4)",
	[OF] = "SELECT w.id, o.id, o.claim, k.ground, k.about FROM wordings w "
	       "CROSS JOIN kin k ON k.low = w.id "
	       "CROSS JOIN wordings o ON o.id = k.high "
	       "WHERE (w.id = ?1 OR w.claim = ?1 AND w.claim <> w.id) "
	       "AND o.claim <> ?1 UNION ALL "
	       "SELECT w.id, o.id, o.claim, k.ground, k.about FROM wordings w "
	       "CROSS JOIN kin k ON k.high = w.id "
	       "CROSS JOIN wordings o ON o.id = k.low "
	       "WHERE (w.id = ?1 OR w.claim = ?1 AND w.claim <> w.id) "
	       "AND o.claim <> ?1 ORDER BY 5 DESC, 1, 2",
};

struct kin {
	struct gists *gists;
	sqlite3_stmt *st[N_SQL];
	struct gist a, b; /* at hand: they are large */
};

enum rc
kin_new(sqlite3 *db, struct gists *gists, struct kin **out)
{
	struct kin *k = mem_zalloc(sizeof *k);
	enum rc rc;

	k->gists = gists;
	if ((rc = sql_prepare(db, sql, N_SQL, k->st)) != RC_OK) {
		free(k);
		return rc;
	}
	*out = k;
	return RC_OK;
}

void
kin_free(struct kin *k)
{
	if (k == NULL)
		return;
	sql_finalize(k->st, N_SQL);
	free(k);
}

/* ---- marks ---- */

/* Words of one set exclude each other, and so are about one thing. */
static uint64_t
stem(const struct gist_word *w)
{
	struct span s = { w->text.p, w->text.n < STEM ? w->text.n : STEM };

	return w->set != 0 && w->set < GIST_SCOPE ? w->set : hash_fast(s);
}

struct marks {
	uint64_t *mark;
	unsigned n;
};

static void
add(struct marks *m, uint64_t mark)
{
	for (unsigned i = 0; i < m->n; i++)
		if (m->mark[i] == mark)
			return;
	if (m->n < KIN_MARKS)
		m->mark[m->n++] = mark;
}

static void
add_pair(struct marks *m, uint64_t sort, uint64_t x, uint64_t y)
{
	uint64_t low = x < y ? x : y, high = x < y ? y : x;

	if (x != y)
		add(m, nears_beside(low, nears_mix(sort, high)));
}

static int
by_rarity(const void *a, const void *b)
{
	const struct gist_word *const *x = a, *const *y = b;

	if ((*x)->rare != (*y)->rare)
		return (*x)->rare < (*y)->rare ? 1 : -1;
	return (*x)->hash < (*y)->hash ? -1 : (*x)->hash > (*y)->hash;
}

/* Money is one, in whatever currency; ISO 4217 has capitals. */
static uint64_t
unit_of(const struct gist_figure *f)
{
	bool money = span_is(f->unit, "dollar") ||
	    (f->unit.n == 3 && f->unit.p[0] <= 'Z');

	return money ? 1 : hash_fast(f->unit);
}

static void
mark_figure(
    struct marks *out, const struct gist *g, const struct gist_figure *f)
{
	const struct gist_word *word[GIST_WORDS_MAX];
	uint64_t unit = unit_of(f);
	struct measure m;
	unsigned n;

	measure_of(g, f, &m);
	for (unsigned i = 0; i < m.n; i++)
		word[i] = &g->word[m.word[i]];
	qsort(word, m.n, sizeof *word, by_rarity);
	n = m.n < PAIRED ? m.n : PAIRED;
	for (unsigned i = 0; i < n; i++)
		for (unsigned k = i + 1; k < n; k++)
			add_pair(out, unit, stem(word[i]), stem(word[k]));
}

/* What is done, with who or what it is done by or to. */
static void
mark_deeds(struct marks *out, const struct gist *g)
{
	for (uint32_t i = 0; i < g->n_words; i++) {
		const struct gist_word *w = &g->word[i], *head;

		if ((w->sort != GIST_NAME && w->sort != GIST_NOUN) ||
		    w->role == GIST_NOROLE || w->head >= g->n_words ||
		    w->flags & (GIST_AROUND | GIST_TIMED | GIST_COUNTED))
			continue;
		head = &g->word[w->head];
		if (gist_is_content(head) && head->sort != GIST_NUMBER)
			add_pair(out, 0, stem(w), stem(head));
	}
}

/* Whoever did it: that is what may be told the other way round. */
static void
mark_named(struct marks *out, const struct gist *g)
{
	struct deed deed[DEEDS_MAX];
	unsigned n = deed_all(g, deed);

	for (unsigned i = 0; i < n; i++) {
		uint64_t x = deed[i].actor, y = deed[i].target;

		add_pair(out, stem(&g->word[deed[i].what]), x, y);
	}
}

unsigned
kin_marks(const struct gist *g, uint64_t mark[KIN_MARKS])
{
	struct marks m = { .mark = mark };

	for (unsigned i = 0; i < g->n_figures && i < FIGURES; i++)
		mark_figure(&m, g, &g->figure[i]);
	mark_named(&m, g);
	mark_deeds(&m, g);
	return m.n;
}

/* ---- who may have to do with it ---- */

static enum rc
find(struct kin *k, const uint64_t *mark, unsigned n, struct nears *x)
{
	sqlite3_stmt *st = k->st[NEAR];
	enum rc rc = RC_END;

	for (unsigned i = 0; i < n; i++) {
		sql_int(st, 1, (int64_t)mark[i]);
		sql_int(st, 2, KIN_RECENT);
		while ((rc = sql_row(st)) == RC_OK)
			nears_note(x, sql_col_int(st, 0),
			    (unsigned)sql_col_int(st, 1));
		if (rc != RC_END)
			return rc;
	}
	return RC_OK;
}

static bool
counts(const struct kinship *v)
{
	return v->relation != KINSHIP_SAME &&
	    v->relation != KINSHIP_UNRELATED && v->about >= KIN_ABOUT;
}

static enum rc
put(struct kin *k, int64_t x, int64_t y, const struct kinship *v)
{
	sqlite3_stmt *st = k->st[PUT];

	sql_int(st, 1, x < y ? x : y);
	sql_int(st, 2, x < y ? y : x);
	sql_int(st, 3, v->ground);
	sql_int(st, 4, v->about);
	return sql_run(st);
}

/* Have the gist of a wording; *is: it has one.  Its views are good until the
 * next is asked for. */
static enum rc
read_gist(struct kin *k, int64_t id, struct gist *g, bool *is)
{
	struct span gist;
	enum rc rc;

	*is = false;
	if ((rc = gists_get(k->gists, id, &gist)) != RC_OK)
		return rc;
	*is = gist.p != NULL && gist_unpack(gist, g) == RC_OK;
	return RC_OK;
}

/* k->a, of wording id, and another one. */
static enum rc
judge(struct kin *k, int64_t id, int64_t other)
{
	struct kinship_side a = { &k->a, KINSHIP_NO_DAY, false };
	struct kinship_side b = { &k->b, KINSHIP_NO_DAY, false };
	struct kinship v = { .relation = KINSHIP_UNRELATED };
	bool is;
	enum rc rc;

	if ((rc = read_gist(k, other, &k->b, &is)) != RC_OK)
		return rc;
	if (is)
		v = kinship_judge(&a, &b, NULL);
	return counts(&v) ? put(k, id, other, &v) : RC_OK;
}

static enum rc
put_marks(struct kin *k, int64_t id, const uint64_t *mark, unsigned n)
{
	sqlite3_stmt *st = k->st[MARK];
	enum rc rc = RC_OK;

	for (unsigned i = 0; i < n && rc == RC_OK; i++) {
		sql_int(st, 1, (int64_t)mark[i]);
		sql_int(st, 2, id);
		sql_int(st, 3, n);
		rc = sql_run(st);
	}
	return rc;
}

enum rc
kin_place(struct kin *k, int64_t id, struct span gist, struct arena *arena)
{
	struct nears *x = nears_new(arena);
	uint64_t mark[KIN_MARKS];
	const struct near *other;
	size_t others;
	unsigned n;
	enum rc rc;

	if (gist.p == NULL || gist_unpack(gist, &k->a) != RC_OK)
		return RC_OK;
	n = kin_marks(&k->a, mark);
	if ((rc = find(k, mark, n, x)) != RC_OK)
		return rc;
	other = nears_sorted(x, &others);
	for (size_t i = 0; i < others && i < KIN_JUDGED; i++, other++) {
		if (other->shared * KIN_SHARE < (n > other->n ? n : other->n))
			continue;
		if ((rc = judge(k, id, other->wording)) != RC_OK)
			return rc;
	}
	return put_marks(k, id, mark, n);
}

/* ---- what was found ---- */

enum rc
kin_of(struct kin *k, int64_t claim, struct arena *arena, struct kin_list *list)
{
	sqlite3_stmt *st = k->st[OF];
	enum rc rc;

	*list = (struct kin_list) { 0 };
	sql_int(st, 1, claim);
	while ((rc = sql_row(st)) == RC_OK) {
		if (list->n == list->cap) {
			list->v = arena_grow(arena, list->v, list->cap,
			    list->cap * 2 + 8, sizeof *list->v);
			list->cap = list->cap * 2 + 8;
		}
		list->v[list->n++] = (struct kin_verdict) {
			.mine = sql_col_int(st, 0),
			.other = sql_col_int(st, 1),
			.claim = sql_col_int(st, 2),
			.ground = (enum kinship_ground)sql_col_int(st, 3),
			.about = (int)sql_col_int(st, 4),
		};
	}
	return rc == RC_END ? RC_OK : rc;
}

enum rc
kin_judge(struct kin *k, int64_t a, int64_t day_a, int64_t b, int64_t day_b,
    struct kinship *v, struct buf *why)
{
	struct kinship_side x = { &k->a, day_a, false };
	struct kinship_side y = { &k->b, day_b, false };
	struct buf kept = { 0 };
	bool is;
	enum rc rc;

	*v = (struct kinship) { .relation = KINSHIP_UNRELATED };
	if ((rc = read_gist(k, a, &k->a, &is)) != RC_OK)
		return rc;
	/* Views into the first one's gist may not outlive the second. */
	if (is)
		gist_pack(&k->a, &kept);
	if (is && gist_unpack(buf_span(&kept), &k->a) == RC_OK)
		rc = read_gist(k, b, &k->b, &is);
	else
		is = false;
	if (rc == RC_OK && is)
		*v = kinship_judge(&x, &y, why);
	buf_free(&kept);
	return rc;
}
