/* matching_sql.c -- the statements of match.c and matching*.c. */
#include "matching.h"

const char *const matching_sql[MATCHING_N_SQL] = {
	[MATCHING_CLAIM_GET] =
	    "SELECT c.kind, c.speaker, s.name, c.text, c.figure, "
	    "c.status, c.mentions, c.outlets, c.origins, "
	    "c.first_seen, c.last_seen, c.as_of, c.first_at, "
	    "c.last_at, (SELECT json_group_array('c' || old) "
	    "FROM redirects WHERE new = c.id), c.matter, c.changed, "
	    "c.act FROM claims c LEFT JOIN speaker_ids s "
	    "ON s.id = c.speaker WHERE c.id = ?1",
	[MATCHING_SAID] = "SELECT id FROM claims WHERE speaker = ?1 "
			  "AND said = ?2 ORDER BY id",
	[MATCHING_COUNTED] =
	    "SELECT 1 FROM mention_claims x JOIN mentions m "
	    "ON m.id = x.mention JOIN revisions r ON r.id = m.revision "
	    "WHERE x.claim = ?1 AND r.id <> ?2 AND m.id >= r.first_mention "
	    "AND m.id < r.first_mention + r.mentions LIMIT 1",
	[MATCHING_DESCRIBE] =
	    "UPDATE claims SET kind = ?2, speaker = ?3, said = ?4, text = ?5, "
	    "figure = ?6, as_of = ?7, act = ?8, matter = ?9 WHERE id = ?1",
	[MATCHING_CALLED] = "SELECT name FROM speaker_ids WHERE id = ?1",
	[MATCHING_RENAME] = "UPDATE claims SET speaker = ?2 WHERE id = ?1",
	[MATCHING_CLAIM_PUT] =
	    "INSERT INTO claims(id, kind, speaker, text, figure, "
	    "status, mentions, outlets, origins, first_seen, "
	    "last_seen, first_at, last_at, as_of, matter, changed, act, "
	    "said) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
	    "?12, ?13, ?14, ?15, ?16, ?17, ?18)",
	[MATCHING_CLAIM_SET] = "UPDATE claims SET status = ?2, mentions = ?3, "
			       "outlets = ?4, origins = ?5, first_seen = ?6, "
			       "last_seen = ?7, first_at = ?8, last_at = ?9, "
			       "changed = ?10 WHERE id = ?1",
	[MATCHING_MENTION_PUT] = "INSERT INTO mention_claims(mention, claim) "
				 "VALUES(?1, ?2)",
	[MATCHING_OLD_CLAIMS] =
	    "SELECT claim, count(*), min(mention) FROM mention_claims "
	    "WHERE mention >= ?1 AND mention < ?2 "
	    "GROUP BY claim ORDER BY claim",
	/* Of the revision that was current when revision ?2 came. */
	[MATCHING_MOVED_CLAIMS] =
	    "SELECT x.claim, count(*) FROM revisions r "
	    "CROSS JOIN mention_claims x ON x.mention >= r.first_mention "
	    "AND x.mention < r.first_mention + r.mentions "
	    "WHERE r.id = (SELECT id FROM revisions "
	    "WHERE article = ?1 AND id < ?2 "
	    "ORDER BY " MATCH_NEWEST("") "LIMIT 1) "
					 "GROUP BY x.claim ORDER BY x.claim",
	/* Those that came before revision ?2, the ?7 newest, and whether they
	 * are newer than it. */
	[MATCHING_REVISIONS] =
	    "SELECT first_mention, mentions, dated, "
	    "(dated, taken, job, hash) > (?3, ?4, ?5, ?6) FROM "
	    "(SELECT first_mention, mentions, dated, taken, job, hash "
	    "FROM revisions WHERE article = ?1 AND id < ?2 "
	    "ORDER BY " MATCH_NEWEST("") "LIMIT ?7) "
					 "ORDER BY dated, taken, job, hash",
	[MATCHING_OUTLET_PUT] =
	    "INSERT INTO claim_outlets(claim, outlet, origin, "
	    "mentions) VALUES(?1, ?2, ?3, ?4)",
	[MATCHING_OUTLET_ADD] =
	    "INSERT INTO claim_outlets(claim, outlet, origin, "
	    "mentions) VALUES(?1, ?2, ?3, ?4) "
	    "ON CONFLICT(claim, outlet, origin) "
	    "DO UPDATE SET mentions = mentions + excluded.mentions",
	[MATCHING_OUTLET_DROP] =
	    "DELETE FROM claim_outlets WHERE claim = ?1 "
	    "AND outlet = ?2 AND origin = ?3 AND mentions <= 0",
	[MATCHING_SPREAD] =
	    "SELECT count(DISTINCT c.outlet), "
	    "count(DISTINCT coalesce(o.owner, o.id)) "
	    "FROM claim_outlets c JOIN origins o ON o.id = c.origin "
	    "WHERE c.claim = ?1",
/* Mention x of revision r counts when ?3 is to come, in other articles than
 * ?2: no newer revision of its article is there, and its last reading found
 * it. */
#define COUNTS                                                         \
	"r.article <> ?2 AND x.mention >= r.first_mention "            \
	"AND x.mention < r.first_mention + r.mentions AND NOT EXISTS " \
	"(SELECT 1 FROM revisions q WHERE q.article = r.article "      \
	"AND q.id < ?3 AND q.id <> r.id "                              \
	"AND (q.dated, q.taken, q.job, q.hash) > "                     \
	"(r.dated, r.taken, r.job, r.hash)) "
	[MATCHING_HELD] =
	    "SELECT 1 FROM claim_ids i CROSS JOIN wordings w ON w.id = i.id "
	    "CROSS JOIN mention_claims x ON x.claim = w.claim "
	    "CROSS JOIN mentions n ON n.id = x.mention AND n.key = i.key "
	    "CROSS JOIN revisions r ON r.id = n.revision "
	    "WHERE i.id = ?1 AND " COUNTS "LIMIT 1",
	[MATCHING_HELD_CLAIM] = "SELECT 1 FROM mention_claims x "
				"CROSS JOIN mentions n ON n.id = x.mention "
				"CROSS JOIN revisions r ON r.id = n.revision "
				"WHERE x.claim = ?1 AND " COUNTS "LIMIT 1",
	[MATCHING_COUNT] =
	    "SELECT a.outlet, l.origin, count(*) FROM mention_claims x "
	    "CROSS JOIN mentions n ON n.id = x.mention "
	    "CROSS JOIN revisions r ON r.id = n.revision "
	    "CROSS JOIN articles a ON a.id = r.article "
	    "CROSS JOIN lineage l ON l.article = a.id "
	    "WHERE x.claim = ?1 AND " COUNTS "GROUP BY 1, 2",
#undef COUNTS
	/* Wordings of the mentions ?1 .. ?2 - 1 that are linked to others. */
	[MATCHING_LINKED] =
	    "SELECT DISTINCT i.id FROM mentions n "
	    "CROSS JOIN claim_ids i ON i.key = n.key WHERE n.id >= ?1 "
	    "AND n.id < ?2 AND EXISTS "
	    "(SELECT 1 FROM links WHERE wording = i.id)",
	[MATCHING_NODE] = "SELECT i.key, w.claim FROM claim_ids i "
			  "JOIN wordings w ON w.id = i.id WHERE i.id = ?1",
	[MATCHING_TIMES] =
	    "SELECT DISTINCT r.published, r.committed_at "
	    "FROM mention_claims x JOIN mentions n ON n.id = x.mention "
	    "JOIN revisions r ON r.id = n.revision WHERE x.claim = ?1",
	[MATCHING_PART_MENTIONS] =
	    "UPDATE mention_claims SET claim = ?3 WHERE claim = ?1 "
	    "AND mention IN (SELECT x.mention FROM mention_claims x "
	    "CROSS JOIN mentions n ON n.id = x.mention "
	    "WHERE x.claim = ?1 AND n.key = ?2)",
	[MATCHING_PART_CORRECTIONS] =
	    "UPDATE OR REPLACE corrections SET older = (SELECT claim "
	    "FROM mention_claims WHERE mention = mention_older), "
	    "newer = (SELECT claim FROM mention_claims "
	    "WHERE mention = mention_newer) WHERE older = ?1 OR newer = ?1",
	[MATCHING_PART_LEAD] = "UPDATE redirects SET new = ?2 WHERE old = ?1",
	[MATCHING_PART_BACK] = "DELETE FROM redirects WHERE old = ?1",
	[MATCHING_PART_FIRST] =
	    "SELECT n.kind, n.speaker, coalesce(e.entity, n.speaker), s.name, "
	    "(SELECT group_concat(substr(r.text, (p.value ->> 0) + 1, "
	    "(p.value ->> 1) - (p.value ->> 0)), ' ') "
	    "FROM json_each(n.content) p), n.figures -> 0, "
	    "n.figures ->> '$[0].as_of', n.act, n.matter "
	    "FROM claim_ids i CROSS JOIN mention_claims x ON x.claim = i.id "
	    "CROSS JOIN mentions n ON n.id = x.mention AND n.key = i.key "
	    "CROSS JOIN revisions r ON r.id = n.revision "
	    "LEFT JOIN names e ON e.id = n.speaker "
	    "LEFT JOIN speaker_ids s ON s.id = coalesce(e.entity, n.speaker) "
	    "WHERE i.id = ?1 ORDER BY x.mention LIMIT 1",
	[MATCHING_MERGE_MENTIONS] =
	    "UPDATE mention_claims SET claim = ?2 WHERE claim = ?1",
	[MATCHING_MERGE_OUTLETS] =
	    "INSERT INTO claim_outlets(claim, outlet, origin, mentions) "
	    "SELECT ?2, outlet, origin, mentions FROM claim_outlets "
	    "WHERE claim = ?1 ON CONFLICT(claim, outlet, origin) "
	    "DO UPDATE SET mentions = mentions + excluded.mentions",
	[MATCHING_MERGE_OUTLETS_DROP] =
	    "DELETE FROM claim_outlets WHERE claim = ?1",
	[MATCHING_MERGE_ENDS] = "SELECT iif(a = ?1, b, a) FROM relations "
				"WHERE a = ?1 OR b = ?1 ORDER BY id",
	[MATCHING_MERGE_RELATIONS] =
	    "DELETE FROM relations WHERE a = ?1 OR b = ?1",
	[MATCHING_MERGE_OLDER] =
	    "UPDATE OR REPLACE corrections SET older = ?2 WHERE older = ?1",
	[MATCHING_MERGE_NEWER] =
	    "UPDATE OR REPLACE corrections SET newer = ?2 WHERE newer = ?1",
	[MATCHING_MERGE_SELF] = "DELETE FROM corrections WHERE older = newer "
				"AND older IN (?1, ?2)",
	[MATCHING_MERGE_CLAIM] = "DELETE FROM claims WHERE id = ?1",
	[MATCHING_MERGE_AGAIN] = "UPDATE redirects SET new = ?2 WHERE new = ?1",
	[MATCHING_MERGE_REDIRECT] =
	    "INSERT OR REPLACE INTO redirects(old, new) VALUES(?1, ?2)",
};
