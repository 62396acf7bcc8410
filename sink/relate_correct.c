/* relate_correct.c -- articles that say something else than they said. */
#include "relating.h"

/* Is claim among the mentions of now's revision? */
static bool
held_now(const struct relate_now *now, int64_t claim)
{
	for (size_t i = 0; i < now->n; i++)
		if (now->hit[i].claim == claim)
			return true;
	return false;
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

/* Which corrections of the article still stand: those that lead, in one step
 * or several, from what it says no more to what it says now. */
static bool *
standing(const struct relate_now *now, const struct relating_corrections *c)
{
	bool *kept = arena_alloc(now->arena, c->n + 1, sizeof *kept);
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < c->n; i++) {
			const struct relate_swap *s = &c->swap[i];

			if (kept[i] || held_now(now, s->older) ||
			    !(held_now(now, s->newer) ||
				goes_on(c, kept, s->newer)))
				continue;
			kept[i] = more = true;
		}
	}
	return kept;
}

static enum rc
put_correction(
    struct relate *r, const struct relate_now *now, const struct relate_swap *s)
{
	sqlite3_stmt *st = r->st[RELATING_CORRECTION_PUT];

	sql_int(st, 1, now->article);
	sql_int(st, 2, s->older);
	sql_int(st, 3, s->newer);
	sql_int(st, 4, s->mention_older);
	sql_int(st, 5, s->mention_newer);
	return sql_run(st);
}

static enum rc
drop_correction(
    struct relate *r, const struct relate_now *now, const struct relate_swap *s)
{
	sqlite3_stmt *st = r->st[RELATING_CORRECTION_DROP];

	sql_int(st, 1, now->article);
	sql_int(st, 2, s->older);
	sql_int(st, 3, s->newer);
	return sql_run(st);
}

enum rc
relate_correct(struct relate *r, const struct relate_now *now,
    const struct relate_swap *swap, size_t n, struct relate_list *concerned)
{
	struct relating_corrections c;
	const bool *kept;
	enum rc rc;

	for (size_t i = 0; i < n; i++) {
		if ((rc = put_correction(r, now, &swap[i])) != RC_OK)
			return rc;
		relate_add(concerned, swap[i].older, now->arena);
		relate_add(concerned, swap[i].newer, now->arena);
	}
	if ((rc = relating_corrections(r, RELATING_CORRECTIONS_IN, now->article,
		 now->arena, &c)) != RC_OK)
		return rc;
	kept = standing(now, &c);
	for (size_t i = 0; i < c.n; i++) {
		if (kept[i])
			continue;
		if ((rc = drop_correction(r, now, &c.swap[i])) != RC_OK)
			return rc;
		relate_add(concerned, c.swap[i].older, now->arena);
		relate_add(concerned, c.swap[i].newer, now->arena);
	}
	return RC_OK;
}
