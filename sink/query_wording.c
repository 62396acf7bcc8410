/* query_wording.c -- questions about other words for a claim. */
#include "querying.h"
#include "sql.h"

/* The first mention of each wording, and of the one it is like. */
#define FIRST                                                             \
	"(SELECT min(m.id) FROM claim_ids i CROSS JOIN mention_claims x " \
	"CROSS JOIN mentions m ON m.id = x.mention AND m.key = i.key "    \
	"WHERE x.claim = w.claim AND i.id = "

static const char question[] =
    "SELECT " FIRST "w.id), " FIRST "w.near), w.score, w.why "
    "FROM (SELECT * FROM wordings WHERE near IS NOT NULL) w";

static bool
row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct querying_caller *c = arg;
	struct query_wording w = { .mention = sql_col_int(st, 0),
		.like = sql_col_int(st, 1),
		.score = sqlite3_column_double(st, 2),
		.why = sql_col(st, 3) };

	(void)q;
	return c->fn.wording(c->arg, &w);
}

enum rc
query_wordings(struct query *q, int64_t claim, query_wording_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.wording = fn, .arg = arg };
	struct filter f = { 0 };

	filter_say(&f, question);
	filter_int(&f, "w.claim = #", claim);
	filter_say(&f, " ORDER BY w.id");
	return querying_each(q, &f, RC_OK, row, &c);
}
