/* changes.c -- writing the table of changes. */
#include "changes.h"

#include <stdlib.h>

#include "proto/mem.h"
#include "sql.h"

#define BYTES_MAX (8u << 20) /* put off */

struct changes_row {
	enum form_type type;
	int64_t claim, article; /* 0: none */
	size_t from, bytes;     /* its body, within changes.bodies */
};

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
	buf_free(&c->bodies);
	free(c->row);
}

enum rc
changes_load(struct changes *c, sqlite3 *db)
{
	enum rc rc;

	c->n = 0;
	buf_clear(&c->bodies);
	rc = sql_one(db, "SELECT max(seq) FROM changes", 0, &c->head);
	if (rc != RC_OK)
		return rc;
	return sql_one(db, "SELECT at FROM changes ORDER BY seq DESC LIMIT 1",
	    0, &c->last_ms);
}

enum rc
changes_put(struct changes *c, const struct form_change *f)
{
	struct changes_row *r;
	struct json j;
	enum rc rc;

	if (c->bodies.n > BYTES_MAX && (rc = changes_flush(c)) != RC_OK)
		return rc;

	if (c->at_ms < c->last_ms) /* the clock was set back */
		c->at_ms = c->last_ms;
	c->last_ms = c->at_ms;
	if (c->n == c->cap) {
		c->cap = c->cap * 2 + 256;
		c->row = mem_grow(c->row, c->cap, sizeof *c->row);
	}
	r = &c->row[c->n++];
	r->type = f->type;
	r->claim = f->claim != NULL ? f->claim->id : 0;
	r->article = f->article;
	r->from = c->bodies.n;
	j = json_on(&c->bodies);
	form_body(&j, f);
	r->bytes = c->bodies.n - r->from;
	c->head++;
	return RC_OK;
}

static enum rc
write_row(struct changes *c, const struct changes_row *r, int64_t seq)
{
	struct span body = { c->bodies.p + r->from, r->bytes };

	sql_int(c->st, 1, seq);
	sql_int(c->st, 2, c->at_ms);
	sql_text(c->st, 3, span_of(form_type_text(r->type)));
	sql_id(c->st, 4, r->claim);
	sql_id(c->st, 5, r->article);
	sql_text(c->st, 6, body);
	return sql_run(c->st);
}

enum rc
changes_flush(struct changes *c)
{
	int64_t first = c->head - (int64_t)c->n + 1;
	enum rc rc;

	for (size_t i = 0; i < c->n; i++)
		if ((rc = write_row(c, &c->row[i], first + (int64_t)i)) !=
		    RC_OK)
			return rc;
	c->n = 0;
	buf_clear(&c->bodies);
	return RC_OK;
}
