/* relate_correct.c -- articles that say something else than they said. */
#include "relating.h"

#include <stdlib.h>

static int
by_claim(const void *a, const void *b)
{
	const struct relate_said *x = a, *y = b;

	return (x->claim > y->claim) - (x->claim < y->claim);
}

/* What v says of claim; NULL: it does not say it. */
static const struct relate_said *
said(const struct relate_version *v, int64_t claim)
{
	struct relate_said key = { .claim = claim };

	if (v->n == 0)
		return NULL;
	return bsearch(&key, v->said, v->n, sizeof key, by_claim);
}

/* The only claim that came with newer and is a rival of `gone`; NULL: none, or
 * more than one, which cannot be told apart. */
static enum rc
find_newer(struct relate *r, const struct relate_version *older,
    const struct relate_version *newer, int64_t gone, struct arena *arena,
    const struct relate_said **come)
{
	struct relate_list rivals = { 0 };
	enum rc rc;

	*come = NULL;
	if ((rc = relate_rivals(r, gone, arena, &rivals)) != RC_OK)
		return rc;
	for (size_t i = 0; i < rivals.n; i++) {
		const struct relate_said *s = said(newer, rivals.claim[i]);

		if (s == NULL || said(older, s->claim) != NULL)
			continue;
		if (*come != NULL) {
			*come = NULL;
			return RC_OK;
		}
		*come = s;
	}
	return RC_OK;
}

/* Of several that one newer claim could replace none is known to be it. */
static size_t
drop_doubtful(struct relate_swap *swap, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		size_t same = 0;

		for (size_t k = 0; k < n; k++)
			same += swap[k].newer == swap[i].newer;
		swap[i].older = same > 1 ? 0 : swap[i].older;
	}
	for (size_t i = 0; i < n; i++)
		if (swap[i].older != 0)
			swap[kept++] = swap[i];
	return kept;
}

/* What newer says instead of older: put into swap, *n of them. */
static enum rc
compare(struct relate *r, const struct relate_version *older,
    const struct relate_version *newer, struct arena *arena,
    struct relate_swap *swap, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < older->n; i++) {
		const struct relate_said *gone = &older->said[i], *come;
		enum rc rc;

		if (said(newer, gone->claim) != NULL)
			continue;
		rc = find_newer(r, older, newer, gone->claim, arena, &come);
		if (rc != RC_OK)
			return rc;
		if (come != NULL)
			swap[(*n)++] = (struct relate_swap) { gone->claim,
				come->claim, gone->mention, come->mention,
				newer->dated };
	}
	*n = drop_doubtful(swap, *n);
	return RC_OK;
}

/* The place of a correction among those; c->n: none has it. */
static size_t
place_of(const struct relating_corrections *c, const struct relate_swap *s)
{
	size_t i = 0;

	while (i < c->n &&
	    (c->swap[i].older != s->older || c->swap[i].newer != s->newer))
		i++;
	return i;
}

/* Does an article that said older, then newer, say something newer still? */
static bool
goes_on(const struct relating_corrections *c, const bool *kept, int64_t newer)
{
	for (size_t i = 0; i < c->n; i++)
		if (kept[i] && c->swap[i].older == newer)
			return true;
	return false;
}

/* Keep those that lead, in one step or several, from what v says no more to
 * what it says. */
static void
keep_standing(const struct relate_version *v, struct relating_corrections *c,
    struct arena *arena)
{
	bool *kept = arena_alloc(arena, c->n + 1, sizeof *kept);
	size_t n = 0;

	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < c->n; i++) {
			const struct relate_swap *s = &c->swap[i];

			if (kept[i] || said(v, s->older) != NULL ||
			    (said(v, s->newer) == NULL &&
				!goes_on(c, kept, s->newer)))
				continue;
			kept[i] = more = true;
		}
	}
	for (size_t i = 0; i < c->n; i++)
		if (kept[i])
			c->swap[n++] = c->swap[i];
	c->n = n;
}

/* What the versions come to, one after the other. */
static enum rc
fold(struct relate *r, const struct relate_version *v, size_t n,
    struct arena *arena, struct relating_corrections *c)
{
	*c = (struct relating_corrections) { 0 };
	for (size_t i = 1; i < n; i++) {
		size_t most = v[i - 1].n, more;
		struct relate_swap *swap = arena_alloc(
		    arena, most + 1, sizeof *swap);
		enum rc rc;

		rc = compare(r, &v[i - 1], &v[i], arena, swap, &more);
		if (rc != RC_OK)
			return rc;
		c->swap = arena_grow(
		    arena, c->swap, c->n, c->n + more + 1, sizeof *c->swap);
		for (size_t k = 0; k < more; k++) {
			size_t at = place_of(c, &swap[k]);

			c->swap[at] = swap[k];
			c->n += at == c->n;
		}
		keep_standing(&v[i], c, arena);
	}
	return RC_OK;
}

static enum rc
put(struct relate *r, int64_t article, const struct relate_swap *s)
{
	sqlite3_stmt *st = r->st[RELATING_CORRECTION_PUT];

	sql_int(st, 1, article);
	sql_int(st, 2, s->older);
	sql_int(st, 3, s->newer);
	sql_int(st, 4, s->mention_older);
	sql_int(st, 5, s->mention_newer);
	sql_int(st, 6, s->dated);
	return sql_run(st);
}

static enum rc
drop(struct relate *r, int64_t article, const struct relate_swap *s)
{
	sqlite3_stmt *st = r->st[RELATING_CORRECTION_DROP];

	sql_int(st, 1, article);
	sql_int(st, 2, s->older);
	sql_int(st, 3, s->newer);
	return sql_run(st);
}

static void
concern(const struct relate_swap *s, struct relate_list *concerned,
    struct arena *arena)
{
	relate_add(concerned, s->older, arena);
	relate_add(concerned, s->newer, arena);
}

enum rc
relate_correct(struct relate *r, int64_t article,
    const struct relate_version *v, size_t n, struct arena *arena,
    struct relate_list *concerned)
{
	struct relating_corrections was, is;
	enum rc rc;

	if ((rc = relating_corrections(
		 r, RELATING_CORRECTIONS_IN, article, arena, &was)) != RC_OK ||
	    (rc = fold(r, v, n, arena, &is)) != RC_OK)
		return rc;
	for (size_t i = 0; i < was.n; i++) {
		if (place_of(&is, &was.swap[i]) < is.n)
			continue;
		if ((rc = drop(r, article, &was.swap[i])) != RC_OK)
			return rc;
		concern(&was.swap[i], concerned, arena);
	}
	for (size_t i = 0; i < is.n; i++) {
		size_t at = place_of(&was, &is.swap[i]);

		if (at < was.n &&
		    memcmp(&was.swap[at], &is.swap[i], sizeof is.swap[i]) == 0)
			continue;
		if ((rc = put(r, article, &is.swap[i])) != RC_OK)
			return rc;
		concern(&is.swap[i], concerned, arena);
	}
	return RC_OK;
}
