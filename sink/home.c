/* home.c -- the money of an outlet's country. */
#include "home.h"

#include <stdlib.h>
#include <string.h>

#include "proto/currency.h"
#include "proto/mem.h"
#include "sql.h"

struct home {
	sqlite3_stmt *country;
};

enum rc
home_new(sqlite3 *db, struct home **out)
{
	static const char *const text =
	    "SELECT country FROM outlets WHERE id = ?1";
	struct home *h = mem_zalloc(sizeof *h);
	enum rc rc;

	if ((rc = sql_prepare(db, &text, 1, &h->country)) != RC_OK) {
		free(h);
		return rc;
	}
	*out = h;
	return RC_OK;
}

void
home_free(struct home *h)
{
	if (h == NULL)
		return;
	sql_finalize(&h->country, 1);
	free(h);
}

/* Where the money in it, "USD" of "USD per barrel", ends; by its name where
 * others' has that too ("dollar").  p NULL: it is none, or a weight. */
static struct span
open_name(const struct found_figure *g, size_t *end)
{
	const char *per = g->unit.n > 0
	    ? memmem(g->unit.p, g->unit.n, " per ", 5)
	    : NULL;
	struct span m = { g->unit.p, g->unit.n };

	if (per != NULL)
		m.n = (size_t)(per - m.p);
	*end = m.n;
	if (currency_is_code(m))
		return span_of(currency_open(m));
	return span_is(m, "pound") ? (struct span) { NULL, 0 } : m;
}

/* May the outlet's country have a say in it? */
static bool
is_open(const struct found_figure *g)
{
	size_t end;

	if (g->currency == FOUND_BY_TEXT || g->unit.n == 0)
		return false;
	return open_name(g, &end).n > 0;
}

static void
settle(struct found_figure *g, const char *code, struct arena *arena)
{
	size_t end, n;
	struct span name = open_name(g, &end);
	char *p;

	if (!is_open(g) || !currency_may_be(name, code))
		return;
	n = 3 + g->unit.n - end;
	p = arena_alloc(arena, n + 1, 1);
	memcpy(p, code, 3);
	memcpy(p + 3, g->unit.p + end, g->unit.n - end);
	g->unit = (struct span) { p, n };
	g->currency = FOUND_BY_OUTLET;
}

/* The code, or NULL. */
static enum rc
money_of(struct home *h, int64_t outlet, const char **code)
{
	enum rc rc;

	*code = NULL;
	sql_int(h->country, 1, outlet);
	if ((rc = sql_row(h->country)) != RC_OK)
		return rc == RC_END ? RC_OK : rc;
	*code = currency_of_country(sql_col(h->country, 0));
	sqlite3_reset(h->country);
	return RC_OK;
}

enum rc
home_settle(
    struct home *h, int64_t outlet, struct arena *arena, struct found *f)
{
	struct found_figure *own;
	const char *code;
	uint32_t i = 0;
	enum rc rc;

	while (i < f->n_figures && !is_open(&f->figures[i]))
		i++;
	if (i == f->n_figures || (rc = money_of(h, outlet, &code)) != RC_OK)
		return i == f->n_figures ? RC_OK : rc;
	if (code == NULL)
		return RC_OK;
	own = arena_alloc(arena, f->n_figures, sizeof *own);
	memcpy(own, f->figures, f->n_figures * sizeof *own);
	for (; i < f->n_figures; i++)
		settle(&own[i], code, arena);
	f->figures = own;
	return RC_OK;
}
