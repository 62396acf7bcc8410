/* query_article.c -- questions about articles, their revisions and outlets. */
#include "querying.h"
#include "rows.h"
#include "sql.h"

QUERYING_ROW(article, query_article)
QUERYING_ROW(revision, query_revision)
QUERYING_ROW(outlet, query_outlet)

enum rc
query_articles(struct query *q, const struct query_filter *qf,
    query_article_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.article = fn, .arg = arg };
	struct filter f = { 0 };

	filter_say(&f, ROWS_ARTICLE);
	filter_articles(&f, qf);
	filter_page(&f, qf, "a.number");
	return querying_each(q, &f, RC_OK, article_row, &c);
}

enum rc
query_article(
    struct query *q, struct span name, query_article_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.article = fn, .arg = arg };
	struct filter f = { 0 };
	int64_t id;

	filter_say(&f, ROWS_ARTICLE);
	if (query_parse_id(name, 'a', &id))
		filter_int(&f, "a.number = #", id);
	else
		filter_text(&f,
		    "a.number IN (SELECT id FROM articles WHERE name = # OR "
		    "url = # OR guid = # OR lower(hex(story)) = lower(#))",
		    name);
	filter_say(&f, " ORDER BY a.number");
	return querying_some(q, &f, article_row, &c);
}

enum rc
query_outlets(struct query *q, const struct query_filter *qf,
    query_outlet_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.outlet = fn, .arg = arg };
	struct query_filter page = {
		.rising = true, .cursor = qf->cursor, .limit = qf->limit
	};
	struct filter f = { 0 };

	filter_say(&f, ROWS_OUTLET);
	filter_page(&f, &page, "o.id");
	return querying_each(q, &f, RC_OK, outlet_row, &c);
}

enum rc
query_revisions(
    struct query *q, int64_t article, query_revision_fn *fn, void *arg)
{
	struct querying_caller c = { .fn.revision = fn, .arg = arg };
	struct filter f = { 0 };

	filter_say(&f, ROWS_REVISION);
	filter_int(&f, "r.article = #", article);
	filter_say(&f, " ORDER BY r.n");
	return querying_some(q, &f, revision_row, &c);
}
