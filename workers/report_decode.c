/*
 * report_decode.c -- all reports of an article: the surest cue first, each
 * with its source and content; what was reported within another's words is
 * that other's.
 */
#include <stdlib.h>

#include "workers/en/habit.h"
#include "workers/report.h"

#define WORK   5  /* times a paragraph is looked at */
#define NARROW 4  /* words around a cue, at least */
#define DENSE  10 /* words of a paragraph for each cue that is looked at */
#define FEW    8  /* cues that are looked at whatever the paragraph */
#define NESTED 40 /* margin of a report within a report */

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

/* The best choice, and how far it leads. */
static struct report_span
choose(const struct report *r, enum report_role role, struct report_scorer by,
    int32_t *lead)
{
	struct report_choice c[REPORT_SPANS_MAX];
	uint32_t n = report_choices(r, role, by, c);

	*lead = n > 1 ? c[0].score - c[1].score : 0;
	return c[0].span;
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

/* Does a content ever have more pieces?  One that follows its cue hardly
 * does, unless it is a quotation; nor one in a narrow window. */
static bool
may_go_on(const struct report *r, uint32_t spread)
{
	if (spread <= NARROW)
		return false;
	return r->content.first < r->cue.first ||
	    r->f[r->content.last].marks > r->f[r->content.first].marks ||
	    r->t->token[r->content.first].quote != TEXT_NONE;
}

/* Source and content of the cue in r. */
static void
fill(struct report *r, uint32_t spread, struct report_scorer by,
    struct report_result *o)
{
	struct report_span s;
	int32_t lead;

	r->source = o->source = choose(r, REPORT_SOURCE, by, &o->source_lead);
	r->content = choose(r, REPORT_CONTENT, by, &o->content_lead);
	if (report_is_none(r->content))
		return;
	add_piece(o, r->content);
	while (o->n_pieces < REPORT_PIECES && may_go_on(r, spread)) {
		s = choose(r, REPORT_MORE, by, &lead);
		if (report_is_none(s) || holds(o, s))
			return;
		add_piece(o, s);
		r->content.first = o->piece[0].first;
		r->content.last = o->piece[o->n_pieces - 1].last;
	}
}

static int
surest_first(const void *a, const void *b)
{
	const struct report_result *x = a, *y = b;

	if (x->margin != y->margin)
		return x->margin > y->margin ? -1 : 1;
	return x->cue.first < y->cue.first ? -1 : 1;
}

/*
 * How far to look around a cue: where a paragraph is full of cues, not so far,
 * so that the work is linear in the text whatever it says.
 */
static uint32_t
spread_of(const struct frame *f, uint32_t para, uint32_t n)
{
	uint32_t words = f[f[para].para_end].word - f[para].word;
	uint32_t fair = words * WORK / (2 * n);

	return fair < NARROW       ? NARROW
	    : fair < REPORT_SPREAD ? fair
				   : REPORT_SPREAD;
}

/* How many of the cues from i on share its paragraph. */
static uint32_t
run_of(
    const struct frame *f, const struct report_cue *cue, uint32_t i, uint32_t n)
{
	uint32_t k = i;

	while (k < n && f[cue[k].span.first].para == f[cue[i].span.first].para)
		k++;
	return k - i;
}

static int
descending(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return *x > *y ? -1 : *x < *y;
}

/*
 * The cues of a paragraph that are looked at, n at first: where nearly every
 * word is one, the surest, and of those that are as sure the first.  No
 * paragraph of news comes near.  Returns how many remain.
 */
static uint32_t
thin(const struct text *t, const struct frame *f, struct report_cue *cue,
    uint32_t n)
{
	uint32_t para = f[cue[0].span.first].para, kept = 0, equal;
	uint32_t most = FEW + (f[f[para].para_end].word - f[para].word) / DENSE;
	int32_t *margin, least;

	if (n <= most)
		return n;
	margin = arena_alloc(t->arena, n, sizeof *margin);
	for (uint32_t i = 0; i < n; i++)
		margin[i] = cue[i].margin;
	qsort(margin, n, sizeof *margin, descending);
	least = margin[most - 1];
	for (equal = 0; equal < most; equal++)
		if (margin[most - 1 - equal] != least)
			break;
	for (uint32_t i = 0; i < n; i++) {
		if (cue[i].margin < least ||
		    (cue[i].margin == least && equal == 0))
			continue;
		equal -= cue[i].margin == least;
		cue[kept++] = cue[i];
	}
	return kept;
}

/* The cues of one paragraph with their sources and contents. */
static void
find_run(const struct text *t, const struct frame *f,
    const struct report_models *m, const struct report_cue *cue, uint32_t n,
    struct report_place *place, struct report_list *l)
{
	uint32_t spread = spread_of(f, f[cue[0].span.first].para, n);

	for (uint32_t i = 0; i < n; i++) {
		struct report_result *o = &l->result[l->n++];
		struct report r;

		report_start(t, f, cue[i].span, spread, &r);
		report_keep_places(&r, place);
		o->cue = cue[i].span;
		o->margin = cue[i].margin;
		fill(&r, spread, report_scorer(&m->spans), o);
	}
}

/* Every cue with its source and content, in the order of the text. */
static void
find_all(const struct text *t, struct frame *f, const struct report_models *m,
    struct report_list *l)
{
	struct report_cue *cue = arena_alloc(
	    t->arena, t->n_tokens + 1, sizeof *cue);
	struct report_place place[2 * REPORT_REACH];
	uint32_t n = 0, run;

	for (uint32_t s = 0; s < t->n_sentences; s++)
		n += report_cues(t, f, &m->cues, t->sentence[s].first,
		    t->sentence[s].last, m->floor, &cue[n]);
	*l = (struct report_list) {
		.result = arena_alloc(t->arena, 2 * n + 1, sizeof *l->result),
		.cap = 2 * n,
	};
	report_note_cues(f, cue, n);
	for (uint32_t i = 0; i < n; i += run) {
		run = run_of(f, cue, i, n);
		find_run(t, f, m, &cue[i], thin(t, f, &cue[i], run), place, l);
	}
}

/* What a token is taken for. */
enum { CUE = 1, OTHER = 2 };

static void
mark(uint8_t *taken, struct report_span s, uint8_t as)
{
	for (uint32_t i = s.first; i <= s.last && !report_is_none(s); i++)
		taken[i] |= as;
}

static bool
is_marked(const uint8_t *taken, struct report_span s, uint8_t as)
{
	for (uint32_t i = s.first; i <= s.last && !report_is_none(s); i++)
		if (taken[i] & as)
			return true;
	return false;
}

/* Does the content hold no cue? */
static bool
is_whole(const uint8_t *taken, const struct report_result *o)
{
	for (uint32_t k = 0; k < o->n_pieces; k++)
		if (is_marked(taken, o->piece[k], CUE))
			return false;
	return o->n_pieces > 0;
}

/* Is the cue nobody else's words?  A sure one is a report within a report,
 * when all of it lies there. */
static bool
is_free(const uint8_t *taken, const struct report_result *o)
{
	if (is_marked(taken, o->cue, CUE) || !is_whole(taken, o))
		return false;
	if (!is_marked(taken, o->cue, OTHER))
		return true;
	if (o->margin < NESTED || report_is_none(o->source) ||
	    !taken[o->source.first] || !taken[o->source.last])
		return false;
	for (uint32_t k = 0; k < o->n_pieces; k++)
		if (!taken[o->piece[k].first] || !taken[o->piece[k].last])
			return false;
	return true;
}

void
report_decode(const struct text *t, struct frame *f,
    const struct report_models *m, struct report_list *l)
{
	uint8_t *taken = arena_alloc(t->arena, t->n_tokens + 1, 1);
	uint32_t n = 0;

	find_all(t, f, m, l);
	habit_mend(t, f, l);
	qsort(l->result, l->n, sizeof *l->result, surest_first);
	for (uint32_t i = 0; i < l->n; i++) {
		struct report_result o = l->result[i];

		if (!is_free(taken, &o))
			continue;
		mark(taken, o.cue, CUE);
		mark(taken, o.source, OTHER);
		for (uint32_t k = 0; k < o.n_pieces; k++)
			mark(taken, o.piece[k], OTHER);
		l->result[n++] = o;
	}
	l->n = n;
}
