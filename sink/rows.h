/*
 * rows.h -- rows of the views as the structs of form.h and query.h, with the
 * questions whose columns they are.  What a row views is good until the next
 * step.
 */
#ifndef SINK_ROWS_H
#define SINK_ROWS_H

#include <sqlite3.h>

#include "query.h"

/* ... claims_v c */
#define ROWS_CLAIM                                                       \
	"SELECT c.number, c.kind, c.speaker_number, c.speaker, c.text, " \
	"c.figure, c.status, c.mentions, c.outlets, c.origins, "         \
	"c.first_seen, c.last_seen, c.as_of, c.redirects, c.changed, "   \
	"c.act "                                                         \
	"FROM "

/* With the columns of more, from 25 on, that are of the tables of join. */
#define ROWS_MENTION_AND(more, join)                                        \
	"SELECT m.number, m.claim, m.article_number, m.article, m.outlet, " \
	"m.revision, m.is_current, m.origin, m.kind, m.source_start, "      \
	"m.source_end, m.cue_start, m.cue_end, x.content, x.revision, "     \
	"m.speaker, m.speaker_type, m.role, m.act, m.polarity, m.hedged, "  \
	"m.confidence, m.rule, m.figures, m.published" more " "             \
	"FROM mentions_v m JOIN mentions x ON x.id = m.number" join
#define ROWS_MENTION ROWS_MENTION_AND("", "")

/* What mention x says of matter k.matter: start, end, exact. */
#define ROWS_PART(x)                                                       \
	"CASE k.matter & 3 WHEN 0 THEN " x ".figures ->> '$[0].start' "    \
	"ELSE " x ".content ->> '$[0][0]' END, "                           \
	"CASE k.matter & 3 WHEN 0 THEN " x ".figures ->> '$[0].end' "      \
	"ELSE " x ".content ->> '$[#-1][1]' END, "                         \
	"CASE k.matter & 3 WHEN 0 THEN " x ".figures ->> '$[0].exact' "    \
	"ELSE (SELECT substr(text, (" x ".content ->> '$[0][0]') + 1, (" x \
	".content ->> '$[#-1][1]') - (" x ".content ->> '$[0][0]')) "      \
	"FROM revisions WHERE id = " x ".revision) END"

#define ROWS_RELATION                                                          \
	"SELECT r.id, r.type, r.a, r.b, r.why, r.score, r.mention_a, "         \
	"r.mention_b, " ROWS_PART("ma") ", " ROWS_PART(                        \
	    "mb") ", "                                                         \
		  "k.matter FROM relations_v v "                               \
		  "JOIN relations r ON r.id = v.number JOIN claims k ON k.id " \
		  "= r.a "                                                     \
		  "LEFT JOIN mentions ma ON ma.id = r.mention_a "              \
		  "LEFT JOIN mentions mb ON mb.id = r.mention_b"

/* The last column: falling, it puts those with most claims first. */
#define ROWS_SPEAKER                                                          \
	"SELECT i.*, ((i.n + 1) << 36) - i.id AS place FROM (SELECT i.id AS " \
	"id, i.name AS name, s.type, s.role, (SELECT count(*) FROM claims "   \
	"WHERE speaker = i.id AND mentions > 0) AS n, "                       \
	"(SELECT coalesce(sum(mentions), 0) FROM claims "                     \
	"WHERE speaker = i.id) "                                              \
	"FROM speaker_ids i JOIN names n ON n.id = i.id AND n.entity = i.id " \
	"LEFT JOIN speakers s ON s.id = i.id) i"

#define ROWS_OUTLET                                                       \
	"SELECT o.id, nullif(o.name, ''), o.domain, o.country, o.owner, " \
	"coalesce(a.n, 0), coalesce(c.n, 0) FROM outlets o "              \
	"LEFT JOIN (SELECT outlet, count(*) AS n FROM articles "          \
	"GROUP BY outlet) a ON a.outlet = o.id "                          \
	"LEFT JOIN (SELECT outlet, count(*) AS n FROM (SELECT DISTINCT "  \
	"claim, outlet FROM claim_outlets) GROUP BY outlet) c "           \
	"ON c.outlet = o.id"

#define ROWS_ARTICLE                                                   \
	"SELECT a.number, a.name, a.outlet, a.source, a.guid, a.url, " \
	"a.title, a.byline, a.published, a.updated, a.lang, a.text, "  \
	"a.revision, a.mentions, a.first_at, a.categories "            \
	"FROM articles_v a"

#define ROWS_REVISION                                                      \
	"SELECT r.id, r.article, r.n, r.title, r.published, r.updated, "   \
	"r.engine, r.worker, length(r.text), r.producer, r.job, r.epoch, " \
	"r.attempt, r.accepted_at, r.sent_at, r.committed_at, "            \
	"r.compute_us, r.mentions, r.first_change, r.changes, "            \
	"r.id = a.current "                                                \
	"FROM revisions r JOIN articles a ON a.id = r.article"

void rows_claim(sqlite3_stmt *st, struct form_claim *row);
/* All but its words: those are in the text of *revision, at content, which are
 * ranges here (cutter.h).  scratch holds the ids of its claims, as JSON. */
void rows_mention(sqlite3_stmt *st, struct form_mention *row, int64_t *revision,
    struct buf *scratch);
void rows_relation(sqlite3_stmt *st, struct form_relation *row);
void rows_speaker(sqlite3_stmt *st, struct query_speaker *row);
void rows_outlet(sqlite3_stmt *st, struct query_outlet *row);
void rows_article(sqlite3_stmt *st, struct query_article *row);
void rows_revision(sqlite3_stmt *st, struct query_revision *row);

#endif
