/* check.c -- is the store as it should be? */
#include "check.h"

#include <inttypes.h>

#include "match.h"
#include "sql.h"

#define REBUILD " Run `claimwire rebuild`."
#define RESTORE " Restore the store from a copy (`claimwire backup`)."
#define NUMBER  "%" PRId64

/*
 * Each question yields how many rows are wrong, and one of them; %1 and %2
 * of the sentence.
 */
static const struct {
	const char *sql;
	const char *sentence;
} rules[] = {
	/* enduring */
	{ "SELECT max(seq) - count(*), (SELECT min(seq) + 1 FROM changes x "
	  "WHERE NOT EXISTS (SELECT 1 FROM changes y WHERE y.seq = x.seq + 1)) "
	  "FROM changes",
	    NUMBER
	    " numbers are missing among the changes, the first is " NUMBER
	    ": readers of the feed would stop there." RESTORE },
	{ "SELECT count(*), min(a.id) FROM articles a WHERE a.current <> "
	  "(SELECT r.id FROM revisions r WHERE r.article = a.id "
	  "ORDER BY " MATCH_NEWEST("r.") "LIMIT 1)",
	    NUMBER
	    " articles do not show their newest revision, such as a" NUMBER
	    "." RESTORE },
	{ "SELECT count(*), min(article) FROM (SELECT article FROM revisions "
	  "GROUP BY article HAVING count(*) <> max(n))",
	    NUMBER " articles lack a revision, such as a" NUMBER "." RESTORE },
	{ "SELECT count(*), min(m.id) FROM mentions m "
	  "JOIN revisions r ON r.id = m.revision "
	  "WHERE (m.id < r.first_mention OR m.id >= r.first_mention + "
	  "r.mentions) AND NOT EXISTS (SELECT 1 FROM readings x "
	  "WHERE x.revision = r.id AND m.id >= x.first_mention "
	  "AND m.id < x.first_mention + x.mentions)",
	    NUMBER " mentions lie outside of their revision's range, such as "
		   "m" NUMBER "." RESTORE },
	{ "SELECT (SELECT coalesce(sum(mentions), 0) FROM revisions) + "
	  "(SELECT coalesce(sum(mentions), 0) FROM readings) - "
	  "(SELECT count(*) FROM mentions), 0",
	    NUMBER " mentions that were recorded are gone (" NUMBER
		   " are left over)." RESTORE },
	/* each length once: a text of megabytes may have 10,000 mentions */
	{ "WITH r AS MATERIALIZED "
	  "(SELECT id, length(text) AS n FROM revisions) "
	  "SELECT count(*), min(m.id) FROM mentions m "
	  "JOIN r ON r.id = m.revision WHERE EXISTS "
	  "(SELECT 1 FROM json_each(m.content) p WHERE p.value ->> 0 > "
	  "p.value ->> 1 OR p.value ->> 1 > r.n)",
	    NUMBER " mentions lie beyond their text, such as m" NUMBER
		   "." RESTORE },
	/* derived */
	{ "SELECT count(*), min(m.id) FROM mentions m WHERE NOT EXISTS "
	  "(SELECT 1 FROM mention_claims x WHERE x.mention = m.id)",
	    NUMBER " mentions belong to no claim, such as m" NUMBER
		   "." REBUILD },
	{ "SELECT count(*), min(i.id) FROM claim_ids i WHERE NOT EXISTS "
	  "(SELECT 1 FROM claims c WHERE c.id = i.id) AND NOT EXISTS "
	  "(SELECT 1 FROM redirects WHERE old = i.id) AND NOT EXISTS "
	  "(SELECT 1 FROM wordings w WHERE w.id = i.id AND w.claim <> i.id)",
	    NUMBER " claims have a number but no row, such as c" NUMBER
		   "." REBUILD },
	{ "WITH held AS (SELECT x.claim AS claim, count(*) AS n "
	  "FROM mention_claims x JOIN mentions m ON m.id = x.mention "
	  "JOIN revisions r ON r.id = m.revision "
	  "AND m.id >= r.first_mention "
	  "AND m.id < r.first_mention + r.mentions "
	  "JOIN articles a ON a.current = r.id AND a.id = r.article "
	  "GROUP BY x.claim) "
	  "SELECT count(*), min(c.id) FROM claims c "
	  "LEFT JOIN held h ON h.claim = c.id "
	  "WHERE c.mentions <> coalesce(h.n, 0)",
	    NUMBER " claims count their mentions wrongly, such as c" NUMBER
		   "." REBUILD },
	{ "WITH held AS (SELECT x.claim AS claim, sum(x.mentions) AS n, "
	  "count(DISTINCT x.outlet) AS outlets, "
	  "count(DISTINCT coalesce(o.owner, o.id)) AS origins "
	  "FROM claim_outlets x JOIN origins o ON o.id = x.origin "
	  "GROUP BY x.claim) "
	  "SELECT count(*), min(c.id) FROM claims c "
	  "LEFT JOIN held h ON h.claim = c.id "
	  "WHERE c.mentions <> coalesce(h.n, 0) "
	  "OR c.outlets <> coalesce(h.outlets, 0) "
	  "OR c.origins <> coalesce(h.origins, 0)",
	    NUMBER " claims count their outlets wrongly, such as c" NUMBER
		   "." REBUILD },
	{ "WITH held AS (SELECT x.claim AS claim, a.outlet AS outlet, "
	  "l.origin AS origin, count(*) AS n "
	  "FROM mention_claims x JOIN mentions m ON m.id = x.mention "
	  "JOIN revisions r ON r.id = m.revision "
	  "AND m.id >= r.first_mention "
	  "AND m.id < r.first_mention + r.mentions "
	  "JOIN articles a ON a.current = r.id AND a.id = r.article "
	  "JOIN lineage l ON l.article = a.id GROUP BY 1, 2, 3) "
	  "SELECT count(*), min(x.claim) FROM claim_outlets x "
	  "LEFT JOIN held h ON h.claim = x.claim AND h.outlet = x.outlet "
	  "AND h.origin = x.origin WHERE x.mentions <> coalesce(h.n, 0)",
	    NUMBER " counts of claims by outlet and origin are not those of "
		   "their articles, such as that of c" NUMBER "." REBUILD },
	{ "SELECT count(*), min(c.id) FROM claims c "
	  "LEFT JOIN names n ON n.id = c.said "
	  "WHERE c.speaker IS NOT n.entity OR EXISTS (SELECT 1 FROM names x "
	  "WHERE x.id = n.entity AND x.entity <> x.id)",
	    NUMBER " claims are of a speaker that their words are not of, such "
		   "as c" NUMBER "." REBUILD },
	{ "SELECT count(*), min(a.id) FROM articles a LEFT JOIN lineage l "
	  "ON l.article = a.id AND l.revision = a.current "
	  "LEFT JOIN lineage f ON f.article = l.first "
	  "AND f.first = f.article AND f.own = l.origin "
	  "WHERE f.article IS NULL",
	    NUMBER " articles are of no origin, such as a" NUMBER "." REBUILD },
	{ "SELECT count(*), min(c.article) FROM copies c "
	  "LEFT JOIN lineage a ON a.article = c.article "
	  "LEFT JOIN lineage b ON b.article = c.other "
	  "WHERE a.first IS NULL OR a.first IS NOT b.first",
	    NUMBER " copies are of other origins than what they copy, such as "
		   "a" NUMBER "." REBUILD },
	{ "SELECT count(*), min(c.id) FROM claims c WHERE c.status <> "
	  "CASE WHEN c.mentions = 0 THEN 'withdrawn' "
	  "WHEN EXISTS (SELECT 1 FROM relations r WHERE r.a = c.id "
	  "AND r.type = 'revised') THEN 'revised' "
	  "WHEN EXISTS (SELECT 1 FROM relations r WHERE (r.a = c.id "
	  "OR r.b = c.id) AND r.type = 'disputed') THEN 'disputed' "
	  "WHEN c.origins >= 2 THEN 'corroborated' ELSE 'reported' END",
	    NUMBER " claims have a status that their mentions and relations "
		   "do not give, such as c" NUMBER "." REBUILD },
	{ "SELECT count(*), min(r.id) FROM relations r "
	  "JOIN claims a ON a.id = r.a JOIN claims b ON b.id = r.b "
	  "WHERE (a.mentions = 0 OR b.mentions = 0) AND NOT EXISTS "
	  "(SELECT 1 FROM corrections x WHERE x.older = r.a "
	  "AND x.newer = r.b)",
	    NUMBER
	    " relations are of claims that nobody holds, such as r" NUMBER
	    "." REBUILD },
	{ "SELECT count(*), min(r.id) FROM relations r "
	  "LEFT JOIN relation_ids i ON i.id = r.id AND i.low = min(r.a, r.b) "
	  "AND i.high = max(r.a, r.b) WHERE i.id IS NULL",
	    NUMBER " relations have a number of others, such as r" NUMBER
		   "." REBUILD },
	{ "SELECT count(*), min(c.id) FROM claims c LEFT JOIN "
	  "(SELECT claim, max(seq) AS seq FROM changes "
	  "WHERE claim IS NOT NULL GROUP BY claim) x ON x.claim = c.id "
	  "WHERE c.changed <> coalesce(x.seq, 0)",
	    NUMBER " claims do not know their last change, such as c" NUMBER
		   "." REBUILD },
	{ "SELECT abs((SELECT count(*) FROM claims) - "
	  "(SELECT count(*) FROM claims_fts_docsize)), 0",
	    NUMBER " claims are missing in the full-text index, or too many "
		   "(" NUMBER ")." REBUILD },
};

struct told {
	query_finding_fn *fn;
	void *arg;
};

/* All rows of a PRAGMA that yields findings; the columns, from `from` on, are
 * put after the sentence's beginning. */
static enum rc
pragma(sqlite3 *db, const char *text, const char *all_is_well,
    const char *begin, const char *remedy, const struct told *t)
{
	struct buf b = { 0 };
	sqlite3_stmt *st;
	enum rc rc;

	if ((rc = sql_prepare(db, &text, 1, &st)) != RC_OK)
		return rc;
	while ((rc = sql_row(st)) == RC_OK) {
		if (span_is(sql_col(st, 0), all_is_well))
			continue;
		buf_clear(&b);
		buf_puts(&b, begin);
		for (int i = 0; i < sqlite3_column_count(st) && i < 3; i++) {
			struct span s = sql_col(st, i);

			buf_append(&b, " ", 1);
			buf_append(&b, s.p, s.n);
		}
		buf_puts(&b, remedy);
		t->fn(t->arg, buf_cstr(&b));
	}
	sqlite3_finalize(st);
	buf_free(&b);
	return rc == RC_END ? RC_OK : rc;
}

static enum rc
rule(sqlite3 *db, size_t i, const struct told *t)
{
	struct buf b = { 0 };
	sqlite3_stmt *st;
	enum rc rc;

	if ((rc = sql_prepare(db, &rules[i].sql, 1, &st)) != RC_OK)
		return rc;
	rc = sql_row(st);
	if (rc == RC_OK && sql_col_int(st, 0) != 0) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		buf_printf(&b, rules[i].sentence, sql_col_int(st, 0),
		    sql_col_int(st, 1));
#pragma GCC diagnostic pop
		t->fn(t->arg, buf_cstr(&b));
	}
	sqlite3_finalize(st);
	buf_free(&b);
	return rc == RC_END ? RC_OK : rc;
}

enum rc
check_run(sqlite3 *db, query_finding_fn *fn, void *arg)
{
	struct told t = { fn, arg };
	enum rc rc;

	if ((rc = pragma(db, "PRAGMA integrity_check(20)", "ok",
		 "The file is damaged:", "." RESTORE, &t)) != RC_OK)
		return rc;
	rc = pragma(db, "PRAGMA foreign_key_check", "",
	    "A row refers to another that is not there (table, row, "
	    "missing in):",
	    "." REBUILD " If that does not help:" RESTORE, &t);
	for (size_t i = 0; rc == RC_OK && i < sizeof rules / sizeof rules[0];
	     i++)
		rc = rule(db, i, &t);
	return rc;
}
