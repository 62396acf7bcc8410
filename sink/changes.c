/* changes.c -- writing the table of changes. */
#include "changes.h"

#include "sql.h"

static const char *const sql[] = {
	"INSERT INTO changes(seq, at, type, claim, article, body) "
	"VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
};

enum rc
changes_init(struct changes *c, sqlite3 *db)
{
	enum rc rc;

	if ((rc = sql_prepare(db, sql, 1, &c->st)) != RC_OK)
		return rc;
	return changes_load(c, db);
}

void
changes_fini(struct changes *c)
{
	sql_finalize(&c->st, 1);
	buf_free(&c->body);
}

enum rc
changes_load(struct changes *c, sqlite3 *db)
{
	return sql_one(db, "SELECT max(seq) FROM changes", 0, &c->head);
}

enum rc
changes_put(struct changes *c, const struct form_change *f)
{
	struct json j;
	enum rc rc;

	buf_clear(&c->body);
	j = json_on(&c->body);
	form_body(&j, f);
	sql_int(c->st, 1, c->head + 1);
	sql_int(c->st, 2, c->at_ms);
	sql_text(c->st, 3, span_of(form_type_text(f->type)));
	sql_id(c->st, 4, f->claim != NULL ? f->claim->id : 0);
	sql_id(c->st, 5, f->article);
	sql_text(c->st, 6, buf_span(&c->body));
	if ((rc = sql_run(c->st)) == RC_OK)
		c->head++;
	return rc;
}
