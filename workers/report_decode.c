/*
 * report_decode.c -- all reports of an article: the surest cue first, each
 * with its source and content; what was reported within another's words is
 * that other's.
 */
#include <stdlib.h>

#include "workers/report.h"

static bool
meets(struct report_span a, struct report_span b)
{
	return !report_is_none(a) && !report_is_none(b) && a.first <= b.last &&
	    b.first <= a.last;
}

/* Does a content of a hold the cue of b? */
static bool
holds(const struct report_result *a, struct report_span cue)
{
	for (uint32_t k = 0; k < a->n_pieces; k++)
		if (meets(a->piece[k], cue))
			return true;
	return false;
}

/* The best choice that swallows no cue taken before. */
static struct report_choice
choose(const struct report *r, enum report_role role, struct report_scorer by,
    const struct report_list *l, int32_t *lead)
{
	struct report_choice c[REPORT_SPANS_MAX], out = { REPORT_NONE, 0 };
	uint32_t n = report_choices(r, role, by, c);
	bool taken = false;

	*lead = 0;
	for (uint32_t i = 0; i < n; i++) {
		bool free = true;

		for (uint32_t k = 0; k < l->n && free; k++)
			free = !meets(c[i].span, l->result[k].cue);
		if (!free)
			continue;
		if (taken) {
			*lead = out.score - c[i].score;
			return out;
		}
		out = c[i];
		taken = true;
	}
	return out;
}

/* Pieces in the order of the text. */
static void
add_piece(struct report_result *o, struct report_span s)
{
	uint32_t k = o->n_pieces++;

	for (; k > 0 && o->piece[k - 1].first > s.first; k--)
		o->piece[k] = o->piece[k - 1];
	o->piece[k] = s;
}

/* Source and content of the cue in r. */
static void
fill(struct report *r, struct report_scorer by, const struct report_list *l,
    struct report_result *o)
{
	struct report_choice c;
	int32_t lead;

	c = choose(r, REPORT_SOURCE, by, l, &o->source_lead);
	r->source = o->source = c.span;
	c = choose(r, REPORT_CONTENT, by, l, &o->content_lead);
	r->content = c.span;
	if (report_is_none(c.span))
		return;
	add_piece(o, c.span);
	while (o->n_pieces < REPORT_PIECES) {
		c = choose(r, REPORT_MORE, by, l, &lead);
		if (report_is_none(c.span) || holds(o, c.span))
			return;
		add_piece(o, c.span);
		r->content.first = r->content.first < c.span.first
		    ? r->content.first
		    : c.span.first;
		r->content.last = c.span.last > r->content.last
		    ? c.span.last
		    : r->content.last;
	}
}

static int
surest(const void *a, const void *b)
{
	const struct report_cue *x = a, *y = b;

	if (x->margin != y->margin)
		return x->margin > y->margin ? -1 : 1;
	return x->span.first < y->span.first ? -1 : 1;
}

static struct report_cue *
all_cues(const struct text *t, const struct frame *f, const struct model *m,
    int32_t floor, uint32_t *n)
{
	struct report_cue *cue = arena_alloc(
	    t->arena, t->n_tokens + 1, sizeof *cue);

	*n = 0;
	for (uint32_t s = 0; s < t->n_sentences; s++)
		*n += report_cues(t, f, m, t->sentence[s].first,
		    t->sentence[s].last, floor, &cue[*n]);
	qsort(cue, *n, sizeof *cue, surest);
	return cue;
}

void
report_decode(const struct text *t, const struct frame *f,
    const struct report_models *m, struct report_list *l)
{
	uint32_t n;
	struct report_cue *cue = all_cues(t, f, &m->cues, m->floor, &n);

	*l = (struct report_list) { .result = arena_alloc(
					t->arena, n + 1, sizeof *l->result) };
	for (uint32_t i = 0; i < n; i++) {
		struct report_result *o = &l->result[l->n];
		struct report r;
		bool inner = false;

		for (uint32_t k = 0; k < l->n && !inner; k++)
			inner = holds(&l->result[k], cue[i].span) ||
			    meets(l->result[k].source, cue[i].span);
		if (inner)
			continue;
		report_start(t, f, cue[i].span, &r);
		*o = (struct report_result) { .cue = cue[i].span,
			.margin = cue[i].margin };
		fill(&r, report_scorer(&m->spans), l, o);
		l->n++;
	}
}
