/* gists.c -- the gists of wordings, the latest at hand. */
#include "gists.h"

#include <stdlib.h>

#include "proto/buf.h"
#include "proto/mem.h"
#include "sql.h"

static const char *const sql = "SELECT gist FROM claim_ids WHERE id = ?1";

struct slot {
	int64_t wording; /* 0: empty */
	char *p;         /* owned */
	size_t n;
};

struct gists {
	sqlite3_stmt *st;
	struct slot slot[GISTS_KEPT];
	struct buf large; /* one that is not kept */
};

enum rc
gists_new(sqlite3 *db, struct gists **out)
{
	struct gists *g = mem_zalloc(sizeof *g);
	enum rc rc;

	if ((rc = sql_prepare(db, &sql, 1, &g->st)) != RC_OK) {
		free(g);
		return rc;
	}
	*out = g;
	return RC_OK;
}

void
gists_free(struct gists *g)
{
	if (g == NULL)
		return;
	gists_forget(g);
	sql_finalize(&g->st, 1);
	buf_free(&g->large);
	free(g);
}

static void
empty(struct slot *s)
{
	free(s->p);
	*s = (struct slot) { 0 };
}

void
gists_forget(struct gists *g)
{
	for (size_t i = 0; i < GISTS_KEPT; i++)
		empty(&g->slot[i]);
}

/* Of one that has none nothing is kept, since it may get one. */
static struct span
keep(struct gists *g, struct slot *s, int64_t wording, struct span gist)
{
	if (gist.p == NULL)
		return gist;
	if (gist.n > GISTS_LARGEST) {
		buf_clear(&g->large);
		buf_append(&g->large, gist.p, gist.n);
		return buf_span(&g->large);
	}
	empty(s);
	*s = (struct slot) { wording, mem_strndup(gist.p, gist.n), gist.n };
	return (struct span) { s->p, s->n };
}

enum rc
gists_get(struct gists *g, int64_t wording, struct span *gist)
{
	struct slot *s = &g->slot[(uint64_t)wording % GISTS_KEPT];
	enum rc rc;

	*gist = (struct span) { s->p, s->n };
	if (s->wording == wording)
		return RC_OK;
	*gist = (struct span) { NULL, 0 };
	sql_int(g->st, 1, wording);
	if ((rc = sql_row(g->st)) != RC_OK)
		return rc == RC_END ? RC_OK : rc;
	*gist = keep(g, s, wording, sql_col(g->st, 0));
	sqlite3_reset(g->st);
	return RC_OK;
}
