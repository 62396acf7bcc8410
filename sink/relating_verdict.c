/* relating_verdict.c -- what holds between two claims, and why. */
#include "relating.h"

/* The two mentions that a verdict rests on. */
struct pair {
	const struct relating_side *x, *y;
	const struct relating_held *a, *b; /* of x, of y */
	double share;                      /* of names */
	struct judge_ruling ruling;
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

static void
why_figures(struct buf *b, const struct pair *p, bool disputed)
{
	const struct judge_figure *f = &p->x->figure, *g = &p->y->figure;

	if (f->subject.n > 0) {
		put_cut(b, f->subject);
		buf_puts(b, ": ");
	}
	judge_say(b, f);
	put_place(b, &p->a->at);
	buf_puts(b, disputed ? " and " : ", later ");
	judge_say(b, g);
	put_place(b, &p->b->at);
	if (disputed && f->as_of.n > 0)
		buf_printf(b, ", both as of %.*s", (int)f->as_of.n, f->as_of.p);
	put_akin(b, p);
}

static void
why_words(struct buf *b, const struct pair *p)
{
	bool x_denies = (p->x->matter & FOUND_SORT) == FOUND_DENIES;
	const struct relating_side *says = x_denies ? p->y : p->x;
	const struct relating_side *denies = x_denies ? p->x : p->y;

	put_cut(b, says->text);
	buf_puts(b, ": said by ");
	put_cut(b, says->speaker_name);
	put_place(b, x_denies ? &p->b->at : &p->a->at);
	buf_puts(b, ", denied by ");
	put_cut(b, denies->speaker_name);
	put_place(b, x_denies ? &p->a->at : &p->b->at);
	put_akin(b, p);
}

static struct pair
turned(const struct pair *p)
{
	return (struct pair) { .x = p->y,
		.y = p->x,
		.a = p->b,
		.b = p->a,
		.share = p->share,
		.ruling = p->ruling };
}

/* The verdict that rests on p; x is the older one, or the one with the lower
 * number. */
static void
pronounce(struct arena *arena, const struct pair *p, bool disputed,
    struct relating_relation *v)
{
	struct buf b = { 0 };

	if (relating_of_figure(p->x))
		why_figures(&b, p, disputed);
	else
		why_words(&b, p);
	v->is = (struct form_relation) {
		.type = span_of(disputed ? "disputed" : "revised"),
		.from = p->x->id,
		.to = p->y->id,
		.why = { arena_strdup(arena, buf_span(&b)), b.n },
		.score = p->share,
		.mention = { p->a->at.mention, p->b->at.mention },
	};
	v->at = disputed ? 0 : p->b->at.seen_ms;
	buf_free(&b);
}

/* The moment of the later of two mentions. */
static int64_t
later_of(const struct pair *p)
{
	return p->a->at.seen_ms > p->b->at.seen_ms ? p->a->at.seen_ms
						   : p->b->at.seen_ms;
}

static bool
stronger(const struct pair *p, const struct pair *best)
{
	if (best->a == NULL || p->ruling.type != best->ruling.type)
		return best->a == NULL || p->ruling.type > best->ruling.type;
	return later_of(p) > later_of(best);
}

static bool
holds_too(const struct relating_side *s, int64_t article)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->held[i].at.article == article)
			return true;
	return false;
}

/* One mention of each: does it make a stronger case than *best? */
static enum rc
weigh_figures(struct relate *r, const struct relate_now *now,
    struct relating_side *x, struct relating_side *y, size_t i, size_t k,
    struct pair *best)
{
	struct pair p = { .x = x, .y = y, .a = &x->held[i], .b = &y->held[k] };
	bool akin;
	enum rc rc;

	if (holds_too(y, p.a->at.article) || holds_too(x, p.b->at.article))
		return RC_OK;
	p.ruling = judge_figures(&x->figure, &p.a->at, &y->figure, &p.b->at);
	if (p.ruling.type == JUDGE_NOTHING || !stronger(&p, best))
		return RC_OK;
	rc = relating_akin(r, now, p.a, p.b, &akin, &p.share);
	if (rc == RC_OK && akin)
		*best = p;
	return rc;
}

static enum rc
weigh_words(struct relate *r, const struct relate_now *now,
    struct relating_side *x, struct relating_side *y, size_t i, size_t k,
    struct pair *best)
{
	struct pair p = { .x = x,
		.y = y,
		.a = &x->held[i],
		.b = &y->held[k],
		.ruling.type = JUDGE_DISPUTED };
	bool akin;
	enum rc rc;

	if (best->a != NULL)
		return RC_OK;
	rc = relating_akin(r, now, p.a, p.b, &akin, &p.share);
	if (rc == RC_OK && akin)
		*best = p;
	return rc;
}

/* Could x and y have anything to do with each other? */
static bool
comparable(const struct relating_side *x, const struct relating_side *y)
{
	if (relating_of_figure(x))
		return x->matter == y->matter &&
		    judge_fit(&x->figure, &y->figure) != JUDGE_FITS;
	return x->matter == (y->matter ^ 1) && x->speaker != 0 &&
	    y->speaker != 0 && x->speaker != y->speaker;
}

enum rc
relating_judge(struct relate *r, const struct relate_now *now,
    struct relating_side *x, struct relating_side *y,
    struct relating_relation *v)
{
	struct pair best = { 0 };
	bool figure = relating_of_figure(x), disputed;
	enum rc rc;

	if (!comparable(x, y))
		return RC_OK;
	/* From the lower number on, so that both orders give the same. */
	if (x->id > y->id)
		return relating_judge(r, now, y, x, v);
	if ((rc = relating_load(r, now, x)) != RC_OK ||
	    (rc = relating_load(r, now, y)) != RC_OK)
		return rc;
	for (size_t i = 0; i < x->n; i++)
		for (size_t k = 0; k < y->n; k++) {
			rc = figure ? weigh_figures(r, now, x, y, i, k, &best)
				    : weigh_words(r, now, x, y, i, k, &best);
			if (rc != RC_OK)
				return rc;
		}
	if (best.a == NULL)
		return RC_OK;
	disputed = best.ruling.type == JUDGE_DISPUTED;
	if (!disputed && best.ruling.back)
		best = turned(&best);
	pronounce(now->arena, &best, disputed, v);
	return RC_OK;
}

void
relating_corrected(struct arena *arena, const struct relating_side *older,
    const struct relating_side *newer, const struct relate_swap *swap,
    struct relating_relation *v)
{
	struct buf b = { 0 };

	if (older->figure.subject.n > 0) {
		put_cut(&b, older->figure.subject);
		buf_puts(&b, ": ");
	}
	judge_say(&b, &older->figure);
	buf_puts(&b, ", corrected to ");
	judge_say(&b, &newer->figure);
	buf_puts(&b, " in a later revision of the same article");
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
