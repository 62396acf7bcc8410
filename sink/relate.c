/* relate.c -- how claims stand to each other. */
#include "relate.h"

#include <stdlib.h>

#include "proto/mem.h"
#include "relating.h"

static const char *const sql[RELATING_N_SQL] = {
	[RELATING_CLAIM] = "SELECT id, speaker, text, as_of, "
			   "figure ->> '$.is_change' FROM claims WHERE id = ?1",
/* Current as of the revision that is being applied: a rebuild has
 * the later ones in its tables already. */
#define CURRENT                                                            \
	"WHERE x.claim = ?1 AND r.article <> ?2 AND NOT EXISTS (SELECT 1 " \
	"FROM revisions n WHERE n.article = r.article AND n.id < ?3 "      \
	"AND n.id <> r.id AND (n.dated, n.taken, n.job, n.hash) > "        \
	"(r.dated, r.taken, r.job, r.hash)) "                              \
	"AND x.mention >= r.first_mention "                                \
	"AND x.mention < r.first_mention + r.mentions "                    \
	"ORDER BY x.mention LIMIT ?4"
	[RELATING_HELD] =
	    "SELECT x.mention, r.id, r.article, coalesce(g.owner, g.id), "
	    "o.name, r.published, r.committed_at, m.key, w.id "
	    "FROM mention_claims x "
	    "CROSS JOIN mentions m ON m.id = x.mention "
	    "CROSS JOIN claim_ids w ON w.key = m.key "
	    "CROSS JOIN revisions r ON r.id = m.revision "
	    "CROSS JOIN articles a ON a.id = r.article "
	    "CROSS JOIN outlets o ON o.id = a.outlet "
	    "CROSS JOIN lineage l ON l.article = a.id "
	    "CROSS JOIN origins g ON g.id = l.origin " CURRENT,
#undef CURRENT
	[RELATING_ROOT] = "SELECT coalesce(owner, id) FROM origins "
			  "WHERE id = ?1",
	[RELATING_TEXT] = "SELECT title, text FROM revisions WHERE id = ?1",
	[RELATING_OF_CLAIM] =
	    "SELECT id, type, a, b, why, score, mention_a, mention_b, at "
	    "FROM relations WHERE a = ?1 OR b = ?1 ORDER BY id",
	[RELATING_TYPES] = "SELECT id, type = 'disputed', at FROM relations "
			   "WHERE a = ?1 AND type IN ('disputed', 'revised') "
			   "UNION ALL SELECT id, 1, at FROM relations "
			   "WHERE b = ?1 AND type = 'disputed' ORDER BY 1",
	[RELATING_BY_ID] = "SELECT id, type, a, b, why, score, mention_a, "
			   "mention_b, at FROM relations WHERE id = ?1",
	[RELATING_ID_PUT] = "INSERT INTO relation_ids(low, high) "
			    "VALUES(min(?1, ?2), max(?1, ?2)) "
			    "ON CONFLICT(low, high) DO NOTHING",
	[RELATING_ID_GET] = "SELECT id FROM relation_ids "
			    "WHERE low = min(?1, ?2) AND high = max(?1, ?2)",
	[RELATING_PUT] = "INSERT INTO relations(id, type, a, b, why, score, "
			 "mention_a, mention_b, at) "
			 "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
			 "ON CONFLICT(id) DO UPDATE SET type = excluded.type, "
			 "a = excluded.a, b = excluded.b, "
			 "why = excluded.why, score = excluded.score, "
			 "mention_a = excluded.mention_a, "
			 "mention_b = excluded.mention_b, "
			 "at = excluded.at",
	[RELATING_DROP] = "DELETE FROM relations WHERE id = ?1",
	[RELATING_CORRECTIONS_OF] =
	    "SELECT older, newer, mention_older, mention_newer, dated "
	    "FROM corrections WHERE newer = ?1 OR older = ?1 "
	    "ORDER BY dated DESC, mention_newer DESC",
	[RELATING_CORRECTIONS_IN] =
	    "SELECT older, newer, mention_older, mention_newer, dated "
	    "FROM corrections WHERE article = ?1",
	[RELATING_CORRECTION_PUT] =
	    "INSERT INTO corrections(article, older, newer, mention_older, "
	    "mention_newer, dated) VALUES(?1, ?2, ?3, ?4, ?5, ?6) "
	    "ON CONFLICT(newer, older, article) DO UPDATE SET "
	    "mention_older = excluded.mention_older, "
	    "mention_newer = excluded.mention_newer, dated = excluded.dated",
	[RELATING_CORRECTION_DROP] = "DELETE FROM corrections "
				     "WHERE article = ?1 AND older = ?2 "
				     "AND newer = ?3",
};

enum rc
relate_new(sqlite3 *db, struct kin *kin, struct relate **out)
{
	struct relate *r = mem_zalloc(sizeof *r);
	enum rc rc;

	r->db = db;
	r->kin = kin;
	if ((rc = sql_prepare(db, sql, RELATING_N_SQL, r->st)) != RC_OK) {
		free(r);
		return rc;
	}
	*out = r;
	return RC_OK;
}

void
relate_free(struct relate *r)
{
	if (r == NULL)
		return;
	relating_forget(r);
	arena_free(&r->kept);
	sql_finalize(r->st, RELATING_N_SQL);
	free(r);
}

void
relate_forget(struct relate *r)
{
	relating_forget(r);
}

void
relate_begin(struct relate *r)
{
	relating_begin(r);
}

void
relate_stale(struct relate *r, int64_t claim)
{
	relating_stale(r, claim);
}

void
relate_add(struct relate_list *l, int64_t claim, struct arena *arena)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->claim[i] == claim)
			return;
	if (l->n == l->cap) {
		size_t cap = l->cap * 2 + 16;

		l->claim = arena_grow(
		    arena, l->claim, l->cap, cap, sizeof *l->claim);
		l->cap = cap;
	}
	l->claim[l->n++] = claim;
}

/* ---- the table of relations ---- */

struct stored {
	struct relating_relation *row;
	size_t n, cap;
};

static void
read_relation(
    sqlite3_stmt *st, struct arena *arena, struct relating_relation *row)
{
	row->at = sql_col_int(st, 8);
	row->is = (struct form_relation) {
		.id = sql_col_int(st, 0),
		.type = relating_keep(st, 1, arena),
		.from = sql_col_int(st, 2),
		.to = sql_col_int(st, 3),
		.why = relating_keep(st, 4, arena),
		.score = sqlite3_column_double(st, 5),
		.mention = { sql_col_int(st, 6), sql_col_int(st, 7) },
	};
}

static enum rc
read_stored(
    struct relate *r, int64_t claim, struct arena *arena, struct stored *s)
{
	sqlite3_stmt *st = r->st[RELATING_OF_CLAIM];
	enum rc rc;

	*s = (struct stored) { 0 };
	sql_int(st, 1, claim);
	while ((rc = sql_row(st)) == RC_OK) {
		if (s->n == s->cap) {
			s->row = arena_grow(arena, s->row, s->cap,
			    s->cap * 2 + 4, sizeof *s->row);
			s->cap = s->cap * 2 + 4;
		}
		read_relation(st, arena, &s->row[s->n++]);
	}
	return rc == RC_END ? RC_OK : rc;
}

static const struct relating_relation *
stored_with(const struct stored *s, int64_t claim)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->row[i].is.from == claim || s->row[i].is.to == claim)
			return &s->row[i];
	return NULL;
}

/* The number of the relation of two claims, a new one where need be. */
static enum rc
number(struct relate *r, int64_t a, int64_t b, int64_t *id)
{
	sqlite3_stmt *st = r->st[RELATING_ID_PUT];
	enum rc rc;

	sql_int(st, 1, a);
	sql_int(st, 2, b);
	if ((rc = sql_run(st)) != RC_OK)
		return rc;
	st = r->st[RELATING_ID_GET];
	sql_int(st, 1, a);
	sql_int(st, 2, b);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	*id = sql_col_int(st, 0);
	sqlite3_reset(st);
	return RC_OK;
}

static enum rc
put_relation(struct relate *r, const struct relating_relation *v)
{
	sqlite3_stmt *st = r->st[RELATING_PUT];
	int64_t id = 0;
	enum rc rc;

	if ((rc = number(r, v->is.from, v->is.to, &id)) != RC_OK)
		return rc;
	sql_int(st, 1, id);
	sql_text(st, 2, v->is.type);
	sql_int(st, 3, v->is.from);
	sql_int(st, 4, v->is.to);
	sql_text(st, 5, v->is.why);
	sql_real(st, 6, v->is.score);
	sql_int(st, 7, v->is.mention[0]);
	sql_int(st, 8, v->is.mention[1]);
	sql_int(st, 9, v->at);
	return sql_run(st);
}

static enum rc
drop_relation(struct relate *r, int64_t id)
{
	sqlite3_stmt *st = r->st[RELATING_DROP];

	sql_int(st, 1, id);
	return sql_run(st);
}

static bool
same_relation(
    const struct relating_relation *a, const struct relating_relation *b)
{
	return span_eq(a->is.type, b->is.type) && a->is.from == b->is.from &&
	    a->is.to == b->is.to;
}

static bool
same_evidence(
    const struct relating_relation *a, const struct relating_relation *b)
{
	return a->is.mention[0] == b->is.mention[0] &&
	    a->is.mention[1] == b->is.mention[1] &&
	    a->is.score == b->is.score && a->at == b->at &&
	    span_eq(a->is.why, b->is.why);
}

/* Between x and y stands what v says (type absent: nothing); was is what the
 * table says. */
static enum rc
settle(struct relate *r, const struct relate_now *now, int64_t x, int64_t y,
    const struct relating_relation *was, const struct relating_relation *v,
    struct relate_list *changed)
{
	bool is = v->is.type.p != NULL;

	if (!is && was == NULL)
		return RC_OK;
	if (is && was != NULL && same_relation(v, was))
		return same_evidence(v, was) ? RC_OK : put_relation(r, v);
	relate_add(changed, x, now->arena);
	relate_add(changed, y, now->arena);
	return is ? put_relation(r, v) : drop_relation(r, was->is.id);
}

/* ---- a claim ---- */

/* What is known of one claim while it is judged. */
struct hearing {
	int64_t claim;
	struct kin_list kin;
	struct stored stored;
	struct relating_corrections corrections;
	struct relating_side *x; /* NULL: not read yet */
};

/* x and another claim. */
static enum rc
hear(struct relate *r, const struct relate_now *now, struct hearing *h,
    int64_t claim, struct relate_list *changed)
{
	const struct relate_swap *s = relating_correction_of(
	    &h->corrections, h->claim, claim);
	const struct relating_relation *was = stored_with(&h->stored, claim);
	struct relating_relation v = { 0 };
	struct relating_side *y;
	enum rc rc = RC_OK;

	if (h->x == NULL)
		rc = relating_get(r, h->claim, &h->x);
	if (rc == RC_OK)
		rc = relating_get(r, claim, &y);
	if (rc != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	if (s != NULL && s->older == h->claim)
		relating_corrected(now->arena, h->x, y, s, &v);
	else if (s != NULL)
		relating_corrected(now->arena, y, h->x, s, &v);
	else if ((rc = relating_judge(r, now, h->x, y, &h->kin, was, &v)) !=
	    RC_OK)
		return rc;
	return settle(r, now, h->claim, claim, was, &v, changed);
}

/* Those that x has, had or may have to do with. */
static void
gather(const struct relate_now *now, const struct hearing *h,
    struct relate_list *others)
{
	for (size_t i = 0; i < h->kin.n; i++)
		relate_add(others, h->kin.v[i].claim, now->arena);
	for (size_t i = 0; i < h->stored.n; i++) {
		relate_add(others, h->stored.row[i].is.from, now->arena);
		relate_add(others, h->stored.row[i].is.to, now->arena);
	}
	for (size_t i = 0; i < h->corrections.n; i++) {
		relate_add(others, h->corrections.swap[i].older, now->arena);
		relate_add(others, h->corrections.swap[i].newer, now->arena);
	}
}

/* What was known of x before. */
static enum rc
look_back(struct relate *r, const struct relate_now *now, struct hearing *h)
{
	enum rc rc;

	if ((rc = read_stored(r, h->claim, now->arena, &h->stored)) != RC_OK)
		return rc;
	return relating_corrections(
	    r, RELATING_CORRECTIONS_OF, h->claim, now->arena, &h->corrections);
}

enum rc
relate_claim(struct relate *r, const struct relate_now *now, int64_t claim,
    bool fresh, struct relate_list *changed, bool *related)
{
	struct relate_list others = { 0 };
	struct hearing h;
	enum rc rc;

	h.claim = claim;
	h.x = NULL;
	h.stored = (struct stored) { 0 };
	h.corrections = (struct relating_corrections) { 0 };
	*related = false;
	if ((rc = kin_of(r->kin, claim, now->arena, &h.kin)) != RC_OK ||
	    (!fresh && (rc = look_back(r, now, &h)) != RC_OK))
		return rc;
	gather(now, &h, &others);
	*related = others.n > 0;
	for (size_t i = 0; i < others.n; i++)
		if (others.claim[i] != claim &&
		    (rc = hear(r, now, &h, others.claim[i], changed)) != RC_OK)
			return rc;
	return RC_OK;
}

enum rc
relate_rivals(struct relate *r, int64_t claim, struct arena *arena,
    struct relate_list *rivals)
{
	struct kin_list kin;
	enum rc rc;

	if ((rc = kin_of(r->kin, claim, arena, &kin)) != RC_OK)
		return rc;
	for (size_t i = 0; i < kin.n; i++)
		if (kin.v[i].ground != KINSHIP_SCOPE &&
		    kin.v[i].ground != KINSHIP_DOUBT)
			relate_add(rivals, kin.v[i].claim, arena);
	return RC_OK;
}

static enum rc
relation_by_id(
    struct relate *r, int64_t id, struct arena *arena, struct form_relation *is)
{
	struct relating_relation row;
	sqlite3_stmt *st = r->st[RELATING_BY_ID];
	enum rc rc;

	if (id == 0)
		return RC_OK;
	sql_int(st, 1, id);
	if ((rc = sql_row(st)) != RC_OK)
		return rc == RC_END ? RC_IO : rc;
	read_relation(st, arena, &row);
	sqlite3_reset(st);
	*is = row.is;
	return RC_OK;
}

enum rc
relate_state(struct relate *r, int64_t claim, struct arena *arena,
    struct relate_state *state)
{
	sqlite3_stmt *st = r->st[RELATING_TYPES];
	int64_t first = 0, revised = 0, disputed = 0;
	enum rc rc;

	*state = (struct relate_state) { 0 };
	sql_int(st, 1, claim);
	while ((rc = sql_row(st)) == RC_OK) {
		int64_t id = sql_col_int(st, 0), at = sql_col_int(st, 2);

		if (sql_col_int(st, 1) != 0) {
			disputed = id;
		} else if (revised == 0 || at < first) {
			revised = id;
			first = at;
		}
	}
	if (rc != RC_END ||
	    (rc = relation_by_id(r, revised, arena, &state->revised)) != RC_OK)
		return rc;
	return relation_by_id(r, disputed, arena, &state->disputed);
}
