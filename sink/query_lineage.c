/* query_lineage.c -- questions about whose words articles have. */
#include "querying.h"
#include "sql.h"

/* Of the articles that one was compared with, that which it shares most with;
 * the first of a group has none, the others have it. */
static const char question[] =
    "SELECT h.id, h.name, nullif(o.name, ''), "
    "nullif(coalesce(w.name, g.name), ''), nullif(p.name, ''), w.name, "
    "c.how, c.exact, (SELECT group_concat(name, ', ') FROM credits "
    "WHERE article = h.id AND how = 'reported first by'), "
    "h.other, xa.name, nullif(xo.name, ''), coalesce(e.shared, f.shared), "
    "coalesce(e.of_article, f.of_other), coalesce(e.of_other, f.of_article) "
    "FROM (SELECT a.id AS id, a.name AS name, a.outlet AS outlet, l.own AS "
    "own, "
    "l.origin AS origin, CASE WHEN l.first <> a.id THEN "
    "(SELECT other FROM (SELECT other, shared FROM copies "
    "WHERE article = a.id UNION ALL SELECT article, shared FROM copies "
    "WHERE other = a.id) ORDER BY shared DESC, other LIMIT 1) END AS other "
    "FROM articles a JOIN lineage l ON l.article = a.id) h "
    "JOIN outlets o ON o.id = h.outlet "
    "JOIN origins g ON g.id = h.origin "
    "JOIN origins p ON p.id = h.own "
    "LEFT JOIN origins w ON w.id = g.owner "
    "LEFT JOIN credits c ON c.article = h.id AND c.whose "
    "LEFT JOIN copies e ON e.article = h.id AND e.other = h.other "
    "LEFT JOIN copies f ON f.article = h.other AND f.other = h.id "
    "LEFT JOIN articles xa ON xa.id = h.other "
    "LEFT JOIN outlets xo ON xo.id = xa.outlet";

static const char holds[] =
    "h.id IN (SELECT r.article FROM mention_claims mc "
    "JOIN mentions m ON m.id = mc.mention "
    "JOIN revisions r ON r.id = m.revision AND m.id >= r.first_mention "
    "AND m.id < r.first_mention + r.mentions "
    "JOIN articles b ON b.id = r.article AND b.current = r.id "
    "WHERE mc.claim = #)";

static bool
row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct querying_caller *c = arg;
	struct query_lineage l = {
		.article = sql_col_int(st, 0),
		.name = sql_col(st, 1),
		.outlet = sql_col(st, 2),
		.origin = sql_col(st, 3),
		.own = sql_col(st, 4),
		.owner = sql_col(st, 5),
		.how = sql_col(st, 6),
		.exact = sql_col(st, 7),
		.first = sql_col(st, 8),
		.copy = sql_col_int(st, 9),
		.copy_name = sql_col(st, 10),
		.copy_outlet = sql_col(st, 11),
		.shared = sql_col_int(st, 12),
		.of = sql_col_int(st, 13),
		.of_copy = sql_col_int(st, 14),
	};

	(void)q;
	return c->fn.lineage(c->arg, &l);
}

enum rc
query_lineage(struct query *q, int64_t claim, query_lineage_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.lineage = fn, .arg = arg };
	struct filter f = { 0 };

	filter_say(&f, question);
	filter_int(&f, holds, claim);
	filter_say(&f, " ORDER BY 4, h.id");
	return querying_each(q, &f, RC_OK, row, &c);
}
