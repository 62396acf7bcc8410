/* relating_verdict.c -- what holds between two claims, and why. */
#include "relating.h"

/* The two mentions that a verdict rests on, the older one first. */
struct pair {
	const struct relating_side *x, *y;
	const struct relating_held *a, *b; /* of x, of y; NULL: none */
	double share;                      /* of names */
	enum judge_type type;
};

#define WORDS_MAX 160 /* bytes of a claim's words in a reason */

static void
put_cut(struct buf *b, struct span s)
{
	bool cut = s.n > WORDS_MAX;

	if (cut) {
		s.n = WORDS_MAX;
		while (s.n > 0 && (s.p[s.n] & 0xc0) == 0x80)
			s.n--;
	}
	buf_append(b, s.p, s.n);
	if (cut)
		buf_puts(b, "\xe2\x80\xa6");
}

/* " (Harbour Ledger, 2031-05-04)" */
static void
put_place(struct buf *b, const struct judge_place *p)
{
	buf_puts(b, " (");
	put_cut(b,
	    p->outlet.n > 0 ? p->outlet : (struct span)SPAN("no outlet named"));
	buf_printf(
	    b, ", %.*s)", (int)(p->seen.n < 10 ? p->seen.n : 10), p->seen.p);
}

static void
put_akin(struct buf *b, const struct pair *p)
{
	if (p->a->at.article == p->b->at.article)
		buf_puts(b, "; in one article");
	else
		buf_printf(b, "; their articles share %.0f %% of the names",
		    p->share * 100);
}

/* "12 died" (Tarn Herald, 2031-05-04) and "15 died" (...) */
static void
put_said(struct buf *b, const struct pair *p)
{
	buf_puts(b, ": \xe2\x80\x9c");
	put_cut(b, p->x->text);
	buf_puts(b, "\xe2\x80\x9d");
	put_place(b, &p->a->at);
	buf_puts(b, " and \xe2\x80\x9c");
	put_cut(b, p->y->text);
	buf_puts(b, "\xe2\x80\x9d");
	put_place(b, &p->b->at);
}

/* What holds by the two mentions of p. */
static enum rc
pronounce(struct relate *r, struct arena *arena, const struct pair *p,
    struct relating_relation *v)
{
	int64_t day_a = KINSHIP_NO_DAY, day_b = KINSHIP_NO_DAY;
	struct kinship k;
	struct buf b = { 0 };
	enum rc rc;

	/* What is disputed is of one time, whenever it was told. */
	if (p->type == JUDGE_DISPUTED || !kinship_day(p->a->at.seen, &day_a) ||
	    !kinship_day(p->b->at.seen, &day_b))
		day_a = day_b = KINSHIP_NO_DAY;
	rc = kin_judge(
	    r->kin, p->a->wording, day_a, p->b->wording, day_b, &k, &b);
	if (rc == RC_OK) {
		put_said(&b, p);
		put_akin(&b, p);
		v->is = (struct form_relation) {
			.type = span_of(judge_text(p->type)),
			.from = p->x->id,
			.to = p->y->id,
			.why = { arena_strdup(arena, buf_span(&b)), b.n },
			.score = k.about / 1000.0,
			.mention = { p->a->at.mention, p->b->at.mention },
		};
		v->at = span_is(v->is.type, "revised") ? p->b->at.seen_ms : 0;
	}
	buf_free(&b);
	return rc;
}

/* Is that what p comes to?  Mentions do not change, nor what is said of them,
 * unless the user had a hand in it. */
static bool
stands(const struct relate_now *now, const struct pair *p,
    const struct relating_relation *was)
{
	return was != NULL && now->revision != 0 &&
	    was->is.mention[0] == p->a->at.mention &&
	    was->is.mention[1] == p->b->at.mention &&
	    was->is.from == p->x->id && was->is.to == p->y->id &&
	    span_is(was->is.type, judge_text(p->type));
}

/* The stronger ruling; of equal ones, that of the later mentions.  Any two
 * differ, so that it does not matter which is weighed first. */
static bool
stronger(const struct pair *p, const struct pair *best)
{
	const struct judge_place *a = &p->a->at, *b = &p->b->at;

	if (best->a == NULL || p->type != best->type)
		return best->a == NULL || p->type > best->type;
	if (judge_later(b, &best->b->at) || judge_later(&best->b->at, b))
		return judge_later(b, &best->b->at);
	if (judge_later(a, &best->a->at) || judge_later(&best->a->at, a))
		return judge_later(a, &best->a->at);
	if (b->mention != best->b->at.mention)
		return b->mention > best->b->at.mention;
	return a->mention > best->a->at.mention;
}

static bool
holds_too(const struct relating_side *s, int64_t article)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->held[i].at.article == article)
			return true;
	return false;
}

/* Does an article that holds both say that it knows better? */
static bool
knows_both(enum kinship_ground ground, const struct pair *p)
{
	return ground != KINSHIP_ORDER && ground != KINSHIP_DENIAL &&
	    (holds_too(p->y, p->a->at.article) ||
		holds_too(p->x, p->b->at.article));
}

/* One mention of each: does it make a stronger case than *best? */
static enum rc
weigh(struct relate *r, const struct relate_now *now, enum kinship_ground g,
    struct pair p, struct pair *best)
{
	bool akin;
	enum rc rc;

	if (judge_later(&p.a->at, &p.b->at) ||
	    (!judge_later(&p.b->at, &p.a->at) &&
		p.a->at.mention > p.b->at.mention))
		p = (struct pair) { .x = p.y, .y = p.x, .a = p.b, .b = p.a };
	p.type = judge_rule(g, &p.a->at, &p.b->at);
	if (p.type == JUDGE_NOTHING || knows_both(g, &p) || !stronger(&p, best))
		return RC_OK;
	rc = relating_akin(r, now, p.a, p.b, &akin, &p.share);
	if (rc == RC_OK && akin)
		*best = p;
	return rc;
}

/* All mentions of two wordings. */
static enum rc
weigh_all(struct relate *r, const struct relate_now *now,
    const struct relating_side *x, const struct relating_side *y,
    const struct kin_verdict *v, struct pair *best)
{
	enum rc rc;

	for (size_t i = 0; i < x->n; i++)
		for (size_t k = 0; k < y->n; k++) {
			struct pair p = { .x = x,
				.y = y,
				.a = &x->held[i],
				.b = &y->held[k] };

			if (p.a->wording != v->mine || p.b->wording != v->other)
				continue;
			rc = weigh(r, now, v->ground, p, best);
			if (rc != RC_OK)
				return rc;
		}
	return RC_OK;
}

enum rc
relating_judge(struct relate *r, const struct relate_now *now,
    struct relating_side *x, struct relating_side *y,
    const struct kin_list *kin, const struct relating_relation *was,
    struct relating_relation *v)
{
	struct pair best = { 0 };
	enum rc rc;

	for (size_t i = 0; i < kin->n; i++) {
		if (kin->v[i].claim != y->id)
			continue;
		if ((rc = relating_load(r, now, x)) != RC_OK ||
		    (rc = relating_load(r, now, y)) != RC_OK ||
		    (rc = weigh_all(r, now, x, y, &kin->v[i], &best)) != RC_OK)
			return rc;
	}
	if (best.a == NULL)
		return RC_OK;
	if (stands(now, &best, was)) {
		*v = *was;
		return RC_OK;
	}
	return pronounce(r, now->arena, &best, v);
}

void
relating_corrected(struct arena *arena, const struct relating_side *older,
    const struct relating_side *newer, const struct relate_swap *swap,
    struct relating_relation *v)
{
	struct buf b = { 0 };

	buf_puts(&b, "\xe2\x80\x9c");
	put_cut(&b, older->text);
	buf_puts(&b, "\xe2\x80\x9d, corrected to \xe2\x80\x9c");
	put_cut(&b, newer->text);
	buf_puts(&b, "\xe2\x80\x9d in a later revision of the same article");
	v->is = (struct form_relation) {
		.type = SPAN("revised"),
		.from = older->id,
		.to = newer->id,
		.why = { arena_strdup(arena, buf_span(&b)), b.n },
		.score = 1,
		.mention = { swap->mention_older, swap->mention_newer },
	};
	v->at = INT64_MIN; /* before whatever others told */
	buf_free(&b);
}
