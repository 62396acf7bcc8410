/* query_change.c -- questions about the table of changes. */
#include "querying.h"
#include "sql.h"

static bool
change_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct querying_caller *c = arg;
	struct query_change row = {
		.seq = sql_col_int(st, 0),
		.at_ms = sql_col_int(st, 1),
		.type = sql_col(st, 2),
		.claim = sql_col_int(st, 3),
		.article = sql_col_int(st, 4),
	};

	buf_clear(&q->json);
	form_whole(&q->json, span_of(q->meta.generation), row.seq, row.at_ms,
	    row.type, sql_col(st, 5));
	row.json = buf_span(&q->json);
	c->rows++;
	return c->fn.change(c->arg, &row);
}

enum rc
query_changes(struct query *q, int64_t since, const struct query_filter *qf,
    query_change_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.change = fn, .arg = arg };
	struct filter f = { 0 };
	enum rc rc = RC_OK;

	filter_say(&f,
	    "SELECT x.seq, x.at, x.type, x.claim, x.article, x.body "
	    "FROM changes x");
	filter_int(&f, "x.seq > #", since);
	if (qf != NULL)
		rc = filter_changes(&f, qf);
	filter_say(&f, " ORDER BY x.seq");
	if (qf != NULL && qf->limit > 0)
		buf_printf(&f.sql, " LIMIT %u", qf->limit);
	return querying_each(q, &f, rc, change_row, &c);
}

static bool
number_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	(void)q;
	*(int64_t *)arg = sql_col_int(st, 0);
	return false;
}

/* Was change seq before at_ms? */
static enum rc
was_before(struct query *q, int64_t seq, int64_t at_ms, bool *before)
{
	struct filter f = { 0 };
	int64_t at = INT64_MIN;
	enum rc rc;

	filter_say(&f, "SELECT at FROM changes");
	filter_int(&f, "seq = #", seq);
	if ((rc = querying_each(q, &f, RC_OK, number_row, &at)) == RC_OK)
		*before = at < at_ms;
	return rc;
}

/* By halves: times rise with the numbers (changes.h). */
enum rc
query_seq_at(struct query *q, int64_t at_ms, int64_t *seq)
{
	int64_t low, high;
	enum rc rc;

	rc = sql_one(q->db, "SELECT min(seq) - 1 FROM changes", 0, &low);
	if (rc != RC_OK || (rc = query_head(q, &high)) != RC_OK)
		return rc;
	while (low < high) {
		int64_t mid = low + (high - low + 1) / 2;
		bool before = false;

		if ((rc = was_before(q, mid, at_ms, &before)) != RC_OK)
			return rc;
		if (before)
			low = mid;
		else
			high = mid - 1;
	}
	*seq = low;
	return RC_OK;
}

enum rc
query_last_change(struct query *q, int64_t claim, int64_t *seq)
{
	struct filter f = { 0 };
	int64_t n = 0;
	enum rc rc;

	filter_say(&f, "SELECT changed FROM claims");
	filter_int(&f, "id = #", claim);
	if ((rc = querying_each(q, &f, RC_OK, number_row, &n)) == RC_OK)
		*seq = n;
	return rc;
}

enum rc
query_head(struct query *q, int64_t *seq)
{
	return sql_one(q->db, "SELECT max(seq) FROM changes", 0, seq);
}
