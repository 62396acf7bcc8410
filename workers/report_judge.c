/* report_judge.c -- is a report, with its source and content chosen, one? */
#include "workers/bag.h"
#include "workers/report.h"

#define TEMPLATE 4000 /* apart from those of spans */

static uint32_t
level(int32_t score, int32_t step)
{
	int32_t n = score / step;

	return (uint32_t)(n > 20 ? 20 : n < -20 ? -20 : n) + 20;
}

static uint32_t
size_of(const struct frame *f, struct report_span s)
{
	uint32_t n;

	if (report_is_none(s))
		return 0;
	n = f[s.last].word - f[s.first].word + 1;
	return n < 4 ? n : n < 6 ? 4 : n < 9 ? 5 : n < 14 ? 6 : n < 25 ? 7 : 8;
}

static void
put_scores(struct bag *b, const struct report_result *o)
{
	uint32_t m = level(o->margin, 12), s = level(o->source_lead, 12),
		 c = level(o->content_lead, 12);

	bag_put(b, 0, 0);
	bag_put(b, m, 0);
	bag_put(b, level(o->margin, 30), 0);
	bag_put(b, s, o->source.first > o->source.last);
	bag_put(b, c, o->n_pieces == 0);
	bag_put(b, level(o->margin, 25), level(o->content_lead, 40));
	bag_put(b, level(o->margin, 25), level(o->source_lead, 40));
	bag_put(b, m, o->n_pieces);
}

static void
put_cue(struct bag *b, const struct report *r, const struct report_result *o)
{
	const struct text *t = r->t;
	const struct token *k = &t->token[r->head];
	uint32_t len = size_of(r->f, o->cue);
	uint32_t m = level(o->margin, 40);

	bag_put(b, k->lemma, m);
	bag_put(b, k->cluster, m);
	bag_put(b, k->pos, m);
	bag_put(b, k->pos << 8 | len, m);
	bag_put(b, k->rel, k->pos);
	bag_put(b, r->f[r->head].kids, k->pos);
	bag_put(b, k->quote != TEXT_NONE, m);
	bag_put(b, t->token[o->cue.first].pos << 8 | t->token[o->cue.last].pos,
	    len);
	bag_put(b, t->token[o->cue.first].low, len);
	bag_put(b, t->token[o->cue.last].low, len);
}

static void
put_spans(struct bag *b, const struct report *r, const struct report_result *o)
{
	const struct text *t = r->t;
	const struct frame *f = r->f;
	bool source = !report_is_none(o->source);
	uint32_t ls = size_of(f, o->source);
	uint32_t lc = o->n_pieces > 0 ? size_of(f, o->piece[0]) : 0;
	uint32_t at = o->n_pieces > 0 && o->piece[0].first > o->cue.first;
	uint32_t quoted = o->n_pieces > 0 &&
	    t->token[o->piece[0].first].quote != TEXT_NONE;
	const struct token *s = &t->token[source ? o->source.last : 0];
	const struct token *c = &t->token[o->n_pieces ? o->piece[0].first : 0];

	bag_put(b, ls << 8 | lc, at << 1 | quoted);
	bag_put(b, source ? s->pos : 31, f[source ? o->source.last : 0].name);
	bag_put(b, source ? s->low : 1, 0);
	bag_put(b, source ? s->cluster : 1, t->token[r->head].lemma);
	bag_put(b, source && o->source.first > o->cue.first, at << 1 | quoted);
	bag_put(b, c->low, at << 1 | quoted);
	bag_put(b, c->pos << 8 | c->rel, at << 1 | quoted);
	bag_put(b, t->token[r->head].lemma, at << 1 | quoted);
	bag_put(b, t->token[r->head].lemma, lc << 2 | at << 1 | quoted);
}

uint32_t
report_judge_features(
    const struct report *r, const struct report_result *o, uint32_t *out)
{
	struct bag b = { out, 0, TEMPLATE };

	put_scores(&b, o);
	put_cue(&b, r, o);
	put_spans(&b, r, o);
	return b.n;
}
