/* query_entities.c -- questions about who is behind the names of speakers. */
#include "querying.h"
#include "sql.h"

static bool
entity_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct querying_caller *c = arg;
	struct query_entity e = { .id = sql_col_int(st, 0),
		.name = sql_col(st, 1),
		.type = sql_col(st, 2),
		.item = sql_col(st, 3),
		.names = sql_col_int(st, 4),
		.claims = sql_col_int(st, 5) };

	(void)q;
	return c->fn.entity(c->arg, &e);
}

enum rc
query_entities(struct query *q, const struct query_filter *qf,
    query_entity_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.entity = fn, .arg = arg };
	struct filter f = { 0 };
	int64_t id;

	filter_say(&f,
	    "SELECT i.id, i.name, n.type, (SELECT t.item FROM names x "
	    "JOIN items t ON t.name = x.id WHERE x.entity = i.id LIMIT 1), "
	    "(SELECT count(*) FROM names WHERE entity = i.id), "
	    "(SELECT count(*) FROM claims WHERE speaker = i.id "
	    "AND mentions > 0) FROM names n "
	    "JOIN speaker_ids i ON i.id = n.id AND n.entity = i.id");
	if (query_parse_id(qf->speaker, 's', &id))
		filter_int(
		    &f, "i.id = (SELECT entity FROM names WHERE id = #)", id);
	else if (qf->speaker.p != NULL)
		filter_text(&f,
		    "i.id IN (SELECT x.entity FROM names x "
		    "JOIN speaker_ids y ON y.id = x.id "
		    "WHERE instr(lower(y.name), lower(#)))",
		    qf->speaker);
	filter_page(&f, qf, "i.id");
	return querying_each(q, &f, RC_OK, entity_row, &c);
}

static bool
name_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	struct querying_caller *c = arg;
	struct query_name n = { .id = sql_col_int(st, 0),
		.name = sql_col(st, 1),
		.type = sql_col(st, 2),
		.mentions = sql_col_int(st, 3),
		.decided = sql_col_int(st, 4) != 0 };

	(void)q;
	return c->fn.name(c->arg, &n);
}

enum rc
query_names(struct query *q, int64_t id, query_name_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.name = fn, .arg = arg };
	struct filter f = { 0 };

	filter_say(&f,
	    "SELECT i.id, i.name, n.type, (SELECT count(*) FROM mentions m "
	    "WHERE m.speaker = i.id), EXISTS (SELECT 1 FROM decisions d "
	    "WHERE d.a = i.id UNION ALL SELECT 1 FROM decisions d "
	    "WHERE d.b = i.id) FROM names n JOIN speaker_ids i ON i.id = n.id");
	filter_int(
	    &f, "n.entity = (SELECT entity FROM names WHERE id = #)", id);
	filter_say(&f, " ORDER BY n.id <> n.entity, i.id");
	return querying_each(q, &f, RC_OK, name_row, &c);
}

static bool
id_row(struct query *q, sqlite3_stmt *st, void *arg)
{
	(void)q;
	*(int64_t *)arg = sql_col_int(st, 0);
	return false;
}

enum rc
query_name_id(struct query *q, struct span name, int64_t *id)
{
	struct filter f = { 0 };
	int64_t number;

	*id = 0;
	filter_say(&f,
	    "SELECT n.id FROM names n "
	    "JOIN speaker_ids i ON i.id = n.id");
	if (query_parse_id(name, 's', &number))
		filter_int(&f, "n.id = #", number);
	else
		filter_text(&f, "i.name = #", name);
	return querying_each(q, &f, RC_OK, id_row, id);
}
