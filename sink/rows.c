/* rows.c -- rows of the views as structs. */
#include "rows.h"

#include "sql.h"

/* Columns i, i + 1: start, end. */
static struct form_part
part(sqlite3_stmt *st, int i)
{
	struct form_part p = { .exact = { NULL, 0 } };

	p.there = sqlite3_column_type(st, i) != SQLITE_NULL;
	p.at.start = (uint32_t)sql_col_int(st, i);
	p.at.end = (uint32_t)sql_col_int(st, i + 1);
	return p;
}

void
rows_claim(sqlite3_stmt *st, struct form_claim *row)
{
	*row = (struct form_claim) {
		.id = sql_col_int(st, 0),
		.kind = sql_col(st, 1),
		.speaker = sql_col_int(st, 2),
		.speaker_name = sql_col(st, 3),
		.text = sql_col(st, 4),
		.figure = sql_col(st, 5),
		.status = sql_col(st, 6),
		.mentions = sql_col_int(st, 7),
		.outlets = sql_col_int(st, 8),
		.origins = sql_col_int(st, 9),
		.first_seen = sql_col(st, 10),
		.last_seen = sql_col(st, 11),
		.as_of = sql_col(st, 12),
		.redirects = sql_col(st, 13),
		.changed = sql_col_int(st, 14),
		.act = sql_col(st, 15),
	};
}

void
rows_mention(sqlite3_stmt *st, struct form_mention *row, int64_t *revision,
    struct buf *scratch)
{
	struct span claim = sql_col(st, 1);

	*row = (struct form_mention) {
		.id = sql_col_int(st, 0),
		.article = sql_col_int(st, 2),
		.article_name = sql_col(st, 3),
		.outlet = sql_col(st, 4),
		.revision = sql_col_int(st, 5),
		.current = sql_col_int(st, 6) != 0,
		.origin = sql_col(st, 7),
		.kind = sql_col(st, 8),
		.source = part(st, 9),
		.cue = part(st, 11),
		.content = sql_col(st, 13),
		.speaker_name = sql_col(st, 15),
		.speaker_type = sql_col(st, 16),
		.role = sql_col(st, 17),
		.act = sql_col(st, 18),
		.polarity = sql_col(st, 19),
		.hedged = sql_col_int(st, 20) != 0,
		.confidence = sqlite3_column_double(st, 21),
		.rule = sql_col(st, 22),
		.figures = sql_col(st, 23),
		.published = sql_col(st, 24),
	};
	*revision = sql_col_int(st, 14);
	/* The view says c17, or ["c17","c20"]: the former is made JSON. */
	buf_clear(scratch);
	if (claim.n > 0 && claim.p[0] != '[')
		buf_printf(scratch, "\"%.*s\"", (int)claim.n, claim.p);
	else
		buf_append(scratch, claim.p, claim.n);
	row->claims = buf_span(scratch);
}

/* Columns i, i + 1, i + 2: start, end, exact. */
static struct form_part
whole_part(sqlite3_stmt *st, int i)
{
	struct form_part p = part(st, i);

	p.exact = sql_col(st, i + 2);
	return p;
}

void
rows_relation(sqlite3_stmt *st, struct form_relation *row)
{
	*row = (struct form_relation) {
		.id = sql_col_int(st, 0),
		.type = sql_col(st, 1),
		.from = sql_col_int(st, 2),
		.to = sql_col_int(st, 3),
		.why = sql_col(st, 4),
		.score = sqlite3_column_double(st, 5),
		.mention = { sql_col_int(st, 6), sql_col_int(st, 7) },
		.part = { whole_part(st, 8), whole_part(st, 11) },
	};
}

void
rows_speaker(sqlite3_stmt *st, struct query_speaker *row)
{
	*row = (struct query_speaker) {
		.id = sql_col_int(st, 0),
		.name = sql_col(st, 1),
		.type = sql_col(st, 2),
		.role = sql_col(st, 3),
		.claims = sql_col_int(st, 4),
		.mentions = sql_col_int(st, 5),
		.cursor = sql_col_int(st, 6),
	};
}

void
rows_outlet(sqlite3_stmt *st, struct query_outlet *row)
{
	*row = (struct query_outlet) {
		.id = sql_col_int(st, 0),
		.name = sql_col(st, 1),
		.domain = sql_col(st, 2),
		.country = sql_col(st, 3),
		.owner = sql_col(st, 4),
		.articles = sql_col_int(st, 5),
		.claims = sql_col_int(st, 6),
	};
}

void
rows_article(sqlite3_stmt *st, struct query_article *row)
{
	*row = (struct query_article) {
		.id = sql_col_int(st, 0),
		.name = sql_col(st, 1),
		.outlet = sql_col(st, 2),
		.source = sql_col(st, 3),
		.guid = sql_col(st, 4),
		.url = sql_col(st, 5),
		.title = sql_col(st, 6),
		.byline = sql_col(st, 7),
		.published = sql_col(st, 8),
		.updated = sql_col(st, 9),
		.lang = sql_col(st, 10),
		.text = sql_col(st, 11),
		.revision = sql_col_int(st, 12),
		.mentions = sql_col_int(st, 13),
		.first_seen_ms = sql_col_int(st, 14),
		.categories = sql_col(st, 15),
	};
}

void
rows_revision(sqlite3_stmt *st, struct query_revision *row)
{
	*row = (struct query_revision) {
		.id = sql_col_int(st, 0),
		.article = sql_col_int(st, 1),
		.n = sql_col_int(st, 2),
		.title = sql_col(st, 3),
		.published = sql_col(st, 4),
		.updated = sql_col(st, 5),
		.engine = sql_col(st, 6),
		.worker = sql_col(st, 7),
		.text_chars = sql_col_int(st, 8),
		.producer = (uint64_t)sql_col_int(st, 9),
		.job = (uint64_t)sql_col_int(st, 10),
		.epoch = (uint64_t)sql_col_int(st, 11),
		.attempt = sql_col_int(st, 12),
		.accepted_ms = sql_col_int(st, 13),
		.sent_ms = sql_col_int(st, 14),
		.committed_ms = sql_col_int(st, 15),
		.compute_us = sql_col_int(st, 16),
		.mentions = sql_col_int(st, 17),
		.first_change = sql_col_int(st, 18),
		.changes = sql_col_int(st, 19),
		.current = sql_col_int(st, 20) != 0,
	};
}
