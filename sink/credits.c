/* credits.c -- the table of whom articles credit. */
#include "credits.h"

#include <stdlib.h>

#include "proto/mem.h"
#include "sql.h"

enum { PUT, DROP, N_SQL };

static const char *const sql[N_SQL] = {
	[PUT] = "INSERT INTO credits(article, n, how, name, whose, exact) "
		"VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
	[DROP] = "DELETE FROM credits WHERE article = ?1",
};

struct credits {
	sqlite3_stmt *st[N_SQL];
};

enum rc
credits_new(sqlite3 *db, struct credits **out)
{
	struct credits *c = mem_zalloc(sizeof *c);
	enum rc rc;

	if ((rc = sql_prepare(db, sql, N_SQL, c->st)) != RC_OK) {
		free(c);
		return rc;
	}
	*out = c;
	return RC_OK;
}

void
credits_free(struct credits *c)
{
	if (c == NULL)
		return;
	sql_finalize(c->st, N_SQL);
	free(c);
}

static enum rc
put(struct credits *c, int64_t article, int64_t n, const struct credit *credit,
    bool whose)
{
	sqlite3_stmt *st = c->st[PUT];

	sql_int(st, 1, article);
	sql_int(st, 2, n);
	sql_text(st, 3, span_of(credit_how_text(credit->how)));
	sql_text(st, 4, credit->name);
	sql_int(st, 5, whose);
	sql_text(st, 6, credit->exact);
	return sql_run(st);
}

enum rc
credits_write(struct credits *c, int64_t article, bool known,
    const struct credit_of *of, struct arena *arena, struct span *whose)
{
	struct credit credit[CREDIT_MAX];
	size_t n = credit_read(of, arena, credit);
	const struct credit *w = credit_whose(credit, n);
	enum rc rc = RC_OK;

	if (known) {
		sql_int(c->st[DROP], 1, article);
		rc = sql_run(c->st[DROP]);
	}
	for (size_t i = 0; rc == RC_OK && i < n; i++)
		rc = put(
		    c, article, (int64_t)i + 1, &credit[i], &credit[i] == w);
	*whose = w != NULL ? w->name : (struct span) { 0 };
	return rc;
}
