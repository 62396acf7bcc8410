/* matching_news.c -- how the claims of an event stand to others, and what
 * readers are told. */
#include "matching.h"

/* ---- relations ---- */

static struct relate_now
now_of(const struct match_event *e, const struct matching_all *all)
{
	/* What a reading of before said is judged as by another event. */
	return (struct relate_now) { .article = e->past ? 0 : e->article,
		.revision = e->revision + e->past,
		.origin = e->lineage != NULL ? e->lineage->origin : 0,
		.outlet = e->outlet_name,
		.seen = e->seen,
		.seen_ms = e->seen_ms,
		.title = e->title,
		.text = e->text,
		.hit = all->hit,
		.n = all->n_hits,
		.arena = e->arena };
}

/* Could the event have changed anything between t's claim and others? */
static bool
to_be_judged(const struct matching_touch *t)
{
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
	bool related;
	enum rc rc;

	for (size_t i = 0; i < n; i++) {
		struct matching_touch *t = all->touch[i];

		if (t->gone || !to_be_judged(t))
			continue;
		rc = relate_claim(m->relate, now, t->after.id,
		    t->fresh && !t->related, changed, &related);
		if (rc != RC_OK)
			return rc;
		t->related |= related;
	}
	for (size_t i = 0; i < concerned->n; i++) {
		struct matching_touch *t;

		rc = matching_meet(m, all, concerned->claim[i], &t);
		if (rc == RC_OK)
			rc = relate_claim(m->relate, now, t->after.id, false,
			    changed, &related);
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

	if (e->revision_n > 1 && (!e->past || e->late) &&
	    (rc = matching_correct(m, e, all, &concerned)) != RC_OK)
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
		if (t->gone || (t->fresh && !t->related))
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
	return (t->fresh && !t->split) || (t->was > 0) != (t->now > 0);
}

/* Is it otherwise than before, beyond what the event itself told? */
static bool
differs(const struct matching_touch *t)
{
	return !span_eq(t->after.status, t->before.status) ||
	    t->after.speaker != t->before.speaker ||
	    (t->recount &&
		(t->after.outlets != t->before.outlets ||
		    t->after.origins != t->before.origins));
}

/* Has t news by what follows from the event, and no number for them yet? */
static bool
follows(const struct matching_touch *t)
{
	if (t->seq != 0 || (t->gone && t->into == NULL))
		return false;
	return t->into != NULL || t->split ||
	    (!t->fresh && (t->parted || differs(t)));
}

/* Claims that others went into were told of last with those. */
static enum rc
finish_into(struct match *m, const struct matching_all *all)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct matching_touch *t = all->touch[i];
		enum rc rc;

		if (t->into == NULL || t->seq <= t->into->after.changed)
			continue;
		t->into->after.changed = t->seq;
		if ((rc = matching_set(m, t->into)) != RC_OK)
			return rc;
	}
	return RC_OK;
}

enum rc
matching_finish(struct match *m, const struct match_event *e, int64_t seq,
    struct matching_all *all)
{
	enum rc rc;

	for (size_t i = 0; i < all->n; i++) {
		struct matching_touch *t = all->touch[i];
		struct span put = t->after.status;

		t->after.status = matching_status(t);
		if (t->fresh)
			t->moved = t->split || !span_eq(t->after.status, put);
		else
			t->moved |= differs(t);
		if (e->log != NULL && follows(t))
			t->seq = ++seq;
		if (t->seq != 0)
			t->after.changed = t->seq;
		if (!t->gone && (t->moved || (t->seq != 0 && !t->fresh)) &&
		    (rc = matching_set(m, t)) != RC_OK)
			return rc;
	}
	return finish_into(m, all);
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
	if (t->into != NULL)
		return FORM_CLAIM_MERGED;
	if (t->fresh && t->split)
		return FORM_CLAIM_SPLIT;
	if (t->fresh) /* of an older text that came late: not held any more */
		return t->after.mentions > 0 ? FORM_CLAIM_NEW
					     : FORM_CLAIM_WITHDRAWN;
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
	if (e->cause != NULL)
		return e->cause;
	if (t->into != NULL)
		return "merge";
	if (t->split || t->parted)
		return "split";
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
		.claim = t->into != NULL ? &t->into->after : &t->after,
		.before = t->fresh && !t->split ? NULL : &t->before,
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
