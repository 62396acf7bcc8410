/* query_evidence.c -- mentions with the texts that hold them. */
#include <stdlib.h>

#include "proto/mem.h"
#include "querying.h"
#include "rows.h"
#include "sql.h"
#include "when.h"

/* Where a piece of evidence stands among those of its claim. */
struct place {
	bool old; /* of a revision that is no longer current */
	int64_t at_ms, mention;
};

/* The first places after a given one, in order. */
struct places {
	struct place at[QUERY_EVIDENCE_MAX];
	size_t n, limit;
	struct place after;
};

static bool
is_before(const struct place *a, const struct place *b)
{
	if (a->old != b->old)
		return b->old;
	if (a->at_ms != b->at_ms)
		return a->at_ms < b->at_ms;
	return a->mention < b->mention;
}

static void
put(struct places *ps, struct place p)
{
	size_t lo = 0, hi = ps->n;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (is_before(&ps->at[mid], &p))
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == ps->limit)
		return;
	if (ps->n < ps->limit)
		ps->n++;
	memmove(
	    &ps->at[lo + 1], &ps->at[lo], (ps->n - lo - 1) * sizeof ps->at[0]);
	ps->at[lo] = p;
}

#define PLACES                                                            \
	"SELECT m.id, NOT (r.id = a.current AND m.id >= r.first_mention " \
	"AND m.id < r.first_mention + r.mentions), "                      \
	"r.published, r.committed_at FROM "                               \
	"mention_claims x JOIN mentions m ON m.id = x.mention "           \
	"JOIN revisions r ON r.id = m.revision "                          \
	"JOIN articles a ON a.id = r.article"

static struct place
read_place(sqlite3_stmt *st)
{
	struct place p = { .old = sql_col_int(st, 1) != 0,
		.mention = sql_col_int(st, 0) };
	char at[CLOCK_TEXT_MAX];

	when_seen(sql_col(st, 2), sql_col_int(st, 3), at, &p.at_ms);
	return p;
}

static bool
place_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct places *ps = arg;
	struct place p = read_place(st);

	(void)q;
	if (ps->after.mention == 0 || is_before(&ps->after, &p))
		put(ps, p);
	return true;
}

static bool
after_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct places *ps = arg;

	(void)q;
	ps->after = read_place(st);
	return false;
}

/* Which mentions of a claim are told, in order. */
static enum rc
find_places(struct query *q, const struct query_filter *qf, struct places *ps)
{
	struct filter f = { 0 };
	enum rc rc = RC_OK;

	if (qf->cursor != 0) {
		filter_say(&f, PLACES);
		filter_int(&f, "x.claim = #", qf->claim);
		filter_int(&f, "x.mention = #", qf->cursor);
		rc = querying_each(q, &f, RC_OK, after_row, ps);
		if (rc != RC_OK || ps->after.mention == 0)
			return rc; /* after one that is gone nothing comes */
	}
	f = (struct filter) { 0 };
	filter_say(&f, PLACES);
	filter_int(&f, "x.claim = #", qf->claim);
	return querying_each(q, &f, RC_OK, place_row, ps);
}

/* ---- rows ---- */

#define EVIDENCE                                        \
	ROWS_MENTION_AND(", r.title, a.url, r.updated", \
	    " JOIN revisions r ON r.id = x.revision "   \
	    "JOIN articles a ON a.id = r.article")

struct teller {
	query_evidence_fn *fn;
	void *arg;
	enum rc rc; /* of the last row */
};

static bool
evidence_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct teller *t = arg;
	struct form_mention row;
	struct query_evidence e = { .mention = &row,
		.title = sql_col(st, 25),
		.url = sql_col(st, 26),
		.updated = sql_col(st, 27),
		.text = &q->cutter.map };
	int64_t revision;

	rows_mention(st, &row, &revision, &q->json);
	t->rc = cutter_fill(&q->cutter, q->db, revision, row.content, &row);
	e.hull = q->cutter.hull;
	return t->rc == RC_OK && t->fn(t->arg, &e);
}

static enum rc
tell_places(struct query *q, const struct places *ps, struct teller *t)
{
	static const char *const sql = EVIDENCE " WHERE m.number = ?1";
	sqlite3_stmt *st;
	enum rc rc;
	bool more = true;

	if ((rc = sql_prepare(q->db, &sql, 1, &st)) != RC_OK)
		return rc;
	for (size_t i = 0; i < ps->n && more && rc == RC_OK; i++) {
		sql_int(st, 1, ps->at[i].mention);
		if ((rc = sql_row(st)) == RC_OK)
			more = evidence_row(q, st, t);
		sqlite3_reset(st);
	}
	sqlite3_finalize(st);
	return rc == RC_END ? RC_IO : rc; /* it was there a moment ago */
}

static enum rc
tell_claim(struct query *q, const struct query_filter *qf, struct teller *t)
{
	struct places *ps = mem_zalloc(sizeof *ps);
	enum rc rc;

	ps->limit = qf->limit == 0 || qf->limit > QUERY_EVIDENCE_MAX
	    ? QUERY_EVIDENCE_MAX
	    : qf->limit;
	rc = find_places(q, qf, ps);
	if (rc == RC_OK)
		rc = tell_places(q, ps, t);
	free(ps);
	return rc;
}

static enum rc
tell_article(struct query *q, const struct query_filter *qf, struct teller *t)
{
	struct query_filter page = { .article = qf->article,
		.rising = true,
		.cursor = qf->cursor,
		.limit = qf->limit };
	struct filter f = { 0 };
	enum rc rc;

	filter_say(&f, EVIDENCE);
	rc = filter_mentions(&f, &page);
	filter_page(&f, &page, "m.number");
	return querying_each(q, &f, rc, evidence_row, t);
}

static enum rc
tell_mention(struct query *q, int64_t mention, struct teller *t)
{
	struct filter f = { 0 };

	filter_say(&f, EVIDENCE);
	filter_int(&f, "m.number = #", mention);
	t->rc = RC_NOENT; /* unless there is a row */
	return querying_each(q, &f, RC_OK, evidence_row, t);
}

enum rc
query_evidence(struct query *q, const struct query_filter *qf,
    query_evidence_fn *fn, void *arg)
{
	struct teller t = { .fn = fn, .arg = arg };
	enum rc rc;

	q->cutter.revision = 0; /* it may have changed since */
	if (qf->mention != 0)
		rc = tell_mention(q, qf->mention, &t);
	else if (qf->article != 0)
		rc = tell_article(q, qf, &t);
	else
		rc = tell_claim(q, qf, &t);
	return rc == RC_OK ? t.rc : rc;
}
