/* querying.c -- a question's rows, one by one. */
#include "querying.h"

#include "sql.h"

enum rc
querying_each(struct query *q, struct filter *f, enum rc rc,
    querying_row_fn *row, void *arg)
{
	sqlite3_stmt *st = NULL;

	if (rc == RC_OK && (rc = filter_ask(f, q->db, &st)) == RC_OK) {
		while ((rc = sql_row(st)) == RC_OK)
			if (!row(q, st, arg))
				break;
		sqlite3_finalize(st);
	}
	filter_fini(f);
	return rc == RC_END ? RC_OK : rc;
}

enum rc
querying_some(struct query *q, struct filter *f, querying_row_fn *row,
    struct querying_caller *c)
{
	enum rc rc = querying_each(q, f, RC_OK, row, c);

	return rc == RC_OK && c->rows == 0 ? RC_NOENT : rc;
}
