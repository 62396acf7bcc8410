/* matching_news.c -- how the claims of an event stand to others, and what
 * readers are told. */
#include <stdlib.h>

#include "matching.h"

/* ---- relations ---- */

/* The mention by which the revision at hand holds a claim; 0: it does not. */
static int64_t
holds(void *arg, int64_t claim)
{
	const struct matching_touch *t = matching_find(arg, claim);

	return t != NULL && t->hit != NULL ? t->hit->mention : 0;
}

static struct relate_now
now_of(const struct match_event *e, struct matching_all *all)
{
	return (struct relate_now) { .article = e->article,
		.revision = e->revision,
		.origin = e->lineage != NULL ? e->lineage->origin : 0,
		.outlet = e->outlet_name,
		.seen = e->seen,
		.seen_ms = e->seen_ms,
		.title = e->title,
		.text = e->text,
		.holds = holds,
		.arg = all,
		.arena = e->arena };
}

static bool
is_figure(const struct matching_touch *t)
{
	return t->matter != 0 && (t->matter & FOUND_SORT) == FOUND_OF_FIGURE;
}

/* What the new revision does not say any more, what it says for the first
 * time. */
static bool
gone(const struct matching_touch *t)
{
	return is_figure(t) && t->was > 0 && t->now == 0;
}

static bool
come(const struct matching_touch *t)
{
	return is_figure(t) && t->was == 0 && t->now > 0;
}

static int
by_matter(const void *a, const void *b)
{
	const struct matching_touch *const *x = a, *const *y = b;

	if ((*x)->matter != (*y)->matter)
		return (*x)->matter < (*y)->matter ? -1 : 1;
	return (*x)->after.id < (*y)->after.id ? -1 : 1;
}

/* Figures that went or came, by their matter. */
static size_t
find_moved(const struct matching_all *all, struct matching_touch **moved)
{
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		if (gone(all->touch[i]) || come(all->touch[i]))
			moved[n++] = all->touch[i];
	if (n > 0)
		qsort(moved, n, sizeof *moved, by_matter);
	return n;
}

/* One figure that went where one of its matter came is a correction, unless
 * they say the same; more of them cannot be told apart. */
static enum rc
find_swap(struct match *m, const struct relate_now *now,
    struct matching_touch *const *moved, size_t n, struct relate_swap *swap,
    size_t *swaps)
{
	struct matching_touch *older, *newer;
	bool fits;
	enum rc rc;

	if (n != 2 || gone(moved[0]) == gone(moved[1]))
		return RC_OK;
	older = gone(moved[0]) ? moved[0] : moved[1];
	newer = gone(moved[0]) ? moved[1] : moved[0];
	rc = relate_fits(
	    m->relate, now, older->after.id, newer->after.id, &fits);
	if (rc != RC_OK || fits)
		return rc;
	newer->related = true; /* not to be judged as a mere new one */
	swap[(*swaps)++] = (struct relate_swap) { older->after.id,
		newer->after.id, older->old_mention, newer->hit->mention };
	return RC_OK;
}

static enum rc
find_corrections(struct match *m, const struct relate_now *now,
    struct matching_all *all, struct relate_list *concerned)
{
	struct matching_touch **moved = arena_alloc(
	    all->arena, all->n + 1, sizeof *moved);
	struct relate_swap *swap = arena_alloc(
	    all->arena, all->n + 1, sizeof *swap);
	size_t n = find_moved(all, moved), swaps = 0;
	enum rc rc;

	for (size_t i = 0, to; i < n; i = to) {
		for (to = i + 1; to < n; to++)
			if (moved[to]->matter != moved[i]->matter)
				break;
		rc = find_swap(m, now, &moved[i], to - i, swap, &swaps);
		if (rc != RC_OK)
			return rc;
	}
	return relate_correct(m->relate, now, swap, swaps, concerned);
}

/* Could the event have changed anything between t's claim and others? */
static bool
to_be_judged(const struct matching_touch *t)
{
	if (t->matter == 0)
		return false;
	/* One more mention of many: it is not looked at. */
	return t->fresh || t->was > 0 || t->recount ||
	    t->before.mentions < RELATE_MENTIONS;
}

static enum rc
judge_all(struct match *m, const struct relate_now *now,
    struct matching_all *all, struct relate_list *concerned,
    struct relate_list *changed)
{
	size_t n = all->n;
	enum rc rc;

	for (size_t i = 0; i < n; i++) {
		struct matching_touch *t = all->touch[i];

		if (!to_be_judged(t))
			continue;
		rc = relate_claim(m->relate, now, t->after.id, t->matter,
		    t->fresh && !t->related, changed);
		if (rc != RC_OK)
			return rc;
		t->related |= !t->fresh;
	}
	for (size_t i = 0; i < concerned->n; i++) {
		struct matching_touch *t;

		rc = matching_meet(m, all, concerned->claim[i], &t);
		if (rc == RC_OK)
			rc = relate_claim(m->relate, now, t->after.id,
			    t->matter, false, changed);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

enum rc
matching_relate(
    struct match *m, const struct match_event *e, struct matching_all *all)
{
	struct relate_now now = now_of(e, all);
	struct relate_list concerned = { 0 }, changed = { 0 };
	struct matching_touch *t;
	enum rc rc;

	for (size_t i = 0; i < all->n; i++)
		relate_touch(m->relate, all->touch[i]->after.id);
	if (e->old_n > 0 &&
	    (rc = find_corrections(m, &now, all, &concerned)) != RC_OK)
		return rc;
	if ((rc = judge_all(m, &now, all, &concerned, &changed)) != RC_OK)
		return rc;
	for (size_t i = 0; i < changed.n; i++) {
		rc = matching_meet(m, all, changed.claim[i], &t);
		if (rc != RC_OK)
			return rc;
		t->related = true;
	}
	for (size_t i = 0; i < all->n; i++) {
		t = all->touch[i];
		if (t->matter == 0 || (t->fresh && !t->related))
			continue;
		rc = relate_state(
		    m->relate, t->after.id, all->arena, &t->state);
		if (rc != RC_OK)
			return rc;
	}
	return RC_OK;
}

/* ---- news ---- */

bool
matching_is_news(const struct matching_touch *t)
{
	return t->fresh || (t->was > 0) != (t->now > 0);
}

static bool
became(const struct matching_touch *t, const char *status)
{
	return span_is(t->after.status, status) &&
	    !span_is(t->before.status, status);
}

static enum form_type
type_of(const struct matching_touch *t)
{
	if (t->fresh)
		return FORM_CLAIM_NEW;
	if (became(t, "withdrawn"))
		return FORM_CLAIM_WITHDRAWN;
	if (became(t, "revised"))
		return FORM_CLAIM_REVISED;
	if (became(t, "disputed"))
		return FORM_CLAIM_DISPUTED;
	if ((t->now > 0 || t->recount) && t->after.origins >= 2 &&
	    t->before.origins < 2)
		return FORM_CLAIM_CORROBORATED;
	return FORM_CLAIM_MENTIONED;
}

/* By what t's claim came to its status; NULL: by no relation. */
static const struct form_relation *
ground(const struct matching_touch *t)
{
	bool disputed = span_is(t->after.status, "disputed");
	bool older = span_is(t->after.status, "revised") ||
	    span_is(t->after.status, "withdrawn");

	if (!t->fresh && span_eq(t->after.status, t->before.status))
		return NULL;
	if (older && t->state.revised.id != 0)
		return &t->state.revised;
	return disputed ? &t->state.disputed : NULL;
}

static const char *
cause_of(const struct match_event *e, const struct matching_touch *t)
{
	if (e->revision == 0)
		return "user";
	if (t->now > 0)
		return "mention";
	if (t->was > 0)
		return "revision";
	if (t->renamed != NULL)
		return t->renamed;
	return e->revision_n > 1 ? "revision" : "mention";
}

static enum rc
tell(struct match *m, const struct match_event *e, struct matching_all *all,
    const struct matching_touch *t)
{
	struct matching_touch *other = NULL;
	const struct match_hit *hit = t->hit;
	struct form_change f = {
		.type = type_of(t),
		.claim = &t->after,
		.before = t->fresh ? NULL : &t->before,
		.relation = ground(t),
		.article = e->article,
		.outlet = e->outlet_name,
		.cause = cause_of(e, t),
		.cause_article = e->article,
		.cause_revision = e->revision_n,
	};
	enum rc rc;

	if (f.relation != NULL) {
		rc = matching_meet(m, all,
		    f.relation->from == t->after.id ? f.relation->to
						    : f.relation->from,
		    &other);
		if (rc != RC_OK)
			return rc;
		f.other = &other->after;
		if (hit == NULL && t->was == 0)
			hit = other->hit;
	}
	f.cause_mention = hit != NULL ? hit->mention : 0;
	return changes_put(e->log, &f);
}

enum rc
matching_tell(
    struct match *m, const struct match_event *e, struct matching_all *all)
{
	size_t n = all->n; /* tell() may meet others, which have no news */
	enum rc rc;

	/* Those that the event concerns itself have the lower numbers. */
	for (int itself = 1; itself >= 0; itself--)
		for (size_t i = 0; i < n; i++) {
			struct matching_touch *t = all->touch[i];

			if (t->seq == 0 || matching_is_news(t) != itself)
				continue;
			if ((rc = tell(m, e, all, t)) != RC_OK)
				return rc;
		}
	return RC_OK;
}
