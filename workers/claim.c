/* claim.c -- what leaves the engine about who said what. */
#include "claim.h"

#include "claim_figure.h"
#include "essence.h"
#include "matter.h"
#include "normal.h"
#include "quote.h"
#include "speaker.h"
#include "workers/en/stance.h"
#include "workers/why.h"

static bool
is_mark(const struct text *t, uint32_t i)
{
	return t->token[i].kind == TOKEN_MARK;
}

/* Does the piece lie wholly, or at all, in quotation marks? */
static void
marks_of(const struct text *t, const struct piece *p, bool *all, bool *some)
{
	for (uint32_t i = p->first; i < p->last; i++) {
		uint32_t q = t->token[i].quote;

		if (q == TEXT_NONE) {
			*all &= is_mark(t, i) && i + 1 < p->last;
			continue;
		}
		*some = true;
		i = t->quotation[q].close;
	}
}

static enum found_kind
kind_of(const struct text *t, const struct attribution *a)
{
	bool all = true, some = false;

	for (uint32_t i = 0; i < a->n_pieces; i++)
		marks_of(t, &a->piece[i], &all, &some);
	if (!some)
		return FOUND_INDIRECT;
	return all ? FOUND_DIRECT : FOUND_MIXED;
}

#define CLAIM_FIGURES_MAX 200

static void
take_figures(const struct text *t, const struct found *f, struct found_claim *c)
{
	uint32_t n = 0, list[CLAIM_FIGURES_MAX];

	for (uint32_t k = 0; k < c->n_content; k++) {
		uint32_t i = found_range_from(f->figures, sizeof *f->figures,
		    f->n_figures, c->content[k].start);

		for (; i < f->n_figures && n < CLAIM_FIGURES_MAX &&
		     f->figures[i].at.end <= c->content[k].end;
		     i++)
			if (claim_figure_is(t, &f->figures[i]))
				list[n++] = i;
	}
	if (n == 0)
		return;
	c->figures = arena_alloc(t->arena, n, sizeof *c->figures);
	memcpy(c->figures, list, n * sizeof *list);
	c->n_figures = n;
}

/* What was said, in one sentence, says how much something is. */
static bool
tells_figure(const struct text *t, const struct found *f,
    const struct attribution *a, struct found_claim *c)
{
	uint32_t last = a->piece[a->n_pieces - 1].last;

	return c->n_figures == 1 && claim_figure_held(c) &&
	    !claim_figure_presumed(t, &f->figures[c->figures[0]]) &&
	    claim_figure_sentence(t, a->piece[0].first) ==
	    claim_figure_sentence(t, last - 1);
}

/* Is something said to be so, or not to be so? */
static bool
tells_fact(const struct found_claim *c)
{
	return !c->negative &&
	    (c->act == FOUND_ASSERT || c->act == FOUND_CONFIRM ||
		c->act == FOUND_DENY || c->act == FOUND_PROMISE ||
		c->act == FOUND_PREDICT);
}

/* Set key and matter; whole: its figure is all that it tells. */
static void
set_hashes(const struct text *t, const struct found *f,
    const struct attribution *a, bool whole, struct found_claim *c)
{
	struct span *s = arena_alloc(t->arena, a->n_pieces, sizeof *s);

	for (uint32_t i = 0; i < a->n_pieces; i++)
		s[i] = text_cut(t, a->piece[i].first, a->piece[i].last);
	c->key = normal_key("said", c->speaker, s, a->n_pieces);
	if (!tells_fact(c))
		return;
	if (whole)
		c->matter = claim_figure_matter(t, &f->figures[c->figures[0]]);
	if (c->matter == 0)
		c->matter = matter_of_words(
		    s, a->n_pieces, c->act == FOUND_DENY);
}

void
claim_gist(
    struct essence_words *words, const struct found *f, struct found_claim *c)
{
	struct buf b = { 0 };
	struct gist g;

	essence_of(words, f, c, false, &g);
	gist_pack(&g, &b);
	if (b.n > 0 && b.n <= FOUND_GIST_MAX)
		c->gist = (struct span) { arena_strdup(
					      essence_word_text(words)->arena,
					      buf_span(&b)),
			b.n };
	buf_free(&b);
}

/* True: its figure is all that it tells. */
static bool
from_attribution(const struct text *t, const struct found *f,
    struct essence_words *words, const struct attribution *a,
    struct found_claim *c)
{
	struct stance o = stance_of(t, a);
	bool whole;

	c->kind = kind_of(t, a);
	c->has_source = a->source < a->source_end;
	if (c->has_source)
		c->source = text_range(t, a->source, a->source_end);
	c->has_cue = a->cue < a->cue_end;
	if (c->has_cue)
		c->cue = text_range(t, a->cue, a->cue_end);
	c->content = arena_alloc(t->arena, a->n_pieces, sizeof *c->content);
	c->n_content = a->n_pieces;
	for (uint32_t i = 0; i < a->n_pieces; i++)
		c->content[i] = text_range(
		    t, a->piece[i].first, a->piece[i].last);
	c->speaker = speaker_name(t, a, &c->speaker_type, &c->role);
	c->rule = span_of(a->rule);
	c->act = o.act;
	c->negative = o.negative;
	c->hedged = o.hedged;
	c->confidence = a->confidence;
	take_figures(t, f, c);
	whole = tells_figure(t, f, a, c);
	set_hashes(t, f, a, whole, c);
	claim_gist(words, f, c);
	if (t->explain)
		why_report(t, a, &o, c);
	return whole;
}

/* Pieces in the order of the text: the contract wants them so. */
static void
sort_pieces(struct attribution *a)
{
	for (uint32_t i = 1; i < a->n_pieces; i++)
		for (uint32_t k = i;
		     k > 0 && a->piece[k].first < a->piece[k - 1].first; k--) {
			struct piece p = a->piece[k];

			a->piece[k] = a->piece[k - 1];
			a->piece[k - 1] = p;
		}
}

void
claim_assemble(const struct text *t, struct found *f)
{
	struct essence_words *words = essence_word_open(t);
	bool *whole = arena_alloc(t->arena, t->n_attributions, sizeof *whole);

	f->claims = arena_alloc(t->arena,
	    t->n_attributions + claim_figure_most(f), sizeof *f->claims);
	for (uint32_t i = 0; i < t->n_attributions; i++) {
		sort_pieces(&t->attribution[i]);
		whole[i] = from_attribution(
		    t, f, words, &t->attribution[i], &f->claims[f->n_claims++]);
	}
	claim_figure_find(t, whole, words, f);
}
