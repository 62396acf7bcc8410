/* claim.c -- what leaves the engine about who said what. */
#include "claim.h"

#include "entity.h"
#include "essence.h"
#include "matter.h"
#include "normal.h"
#include "quote.h"
#include "speaker.h"
#include "token.h"
#include "workers/en/stance.h"
#include "workers/why.h"

#define FIGURE_CLAIMS_MAX (FOUND_CLAIMS_MAX / 2)

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

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
			list[n++] = i;
	}
	if (n == 0)
		return;
	c->figures = arena_alloc(t->arena, n, sizeof *c->figures);
	memcpy(c->figures, list, n * sizeof *list);
	c->n_figures = n;
}

/* Does somebody claim something by this figure? */
static bool
is_claim(const struct found_figure *g)
{
	if (!g->has_value || span_is(g->unit, "rank") ||
	    (g->unit.n > 9 && memcmp(g->unit.p, "duration:", 9) == 0))
		return false;
	if (g->direction == FOUND_NODIRECTION)
		return false;
	return g->is_change || g->subject.p != NULL ||
	    !span_is(g->unit, "count");
}

/* The first token at or after byte at. */
static uint32_t
token_from(const struct text *t, size_t at)
{
	uint32_t lo = 0, hi = t->n_tokens;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (t->token[mid].at < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Are all words from first to last those of names? */
static bool
is_named(const struct text *t, uint32_t first, uint32_t last)
{
	uint32_t k = entity_mention_from(t, first);

	/* "Donald Trump" of a mention that begins with his title */
	while (k > 0 && t->mention[k - 1].last > first)
		k--;
	for (uint32_t i = first; i < last; i++) {
		while (k < t->n_mentions && t->mention[k].last <= i)
			k++;
		if (t->token[i].kind == TOKEN_WORD && t->token[i].capital &&
		    k < t->n_mentions && t->mention[k].first <= i)
			continue;
		if (t->token[i].kind == TOKEN_WORD &&
		    !has(t, i, LEXICON_CONJ | LEXICON_DET))
			return false;
	}
	return true;
}

/* "of the voters" */
static bool
is_base(const struct text *t, uint32_t first)
{
	while (first > 0 && has(t, first - 1, LEXICON_DET))
		first--;
	return first > 0 &&
	    (token_is(t, first - 1, "of") || token_is(t, first - 1, "in"));
}

static uint64_t
figure_matter(const struct text *t, const struct found_figure *g)
{
	uint32_t first, last;

	if (g->subject.p == NULL)
		return 0;
	first = token_from(t, (size_t)(g->subject.p - t->bytes.p));
	last = token_from(
	    t, (size_t)(g->subject.p - t->bytes.p) + g->subject.n);
	return matter_of_figure(g, is_named(t, first, last),
	    first < last && t->token[first].start >= g->at.end &&
		is_base(t, first));
}

/* What was said says how much something is, and nothing else. */
static bool
tells_figure(const struct found *f, const struct found_claim *c)
{
	return c->n_figures == 1 && !c->hedged &&
	    (c->act == FOUND_ASSERT || c->act == FOUND_CONFIRM) &&
	    is_claim(&f->figures[c->figures[0]]);
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

/* Set key and matter. */
static void
set_hashes(const struct text *t, const struct found *f,
    const struct attribution *a, struct found_claim *c)
{
	struct span *s = arena_alloc(t->arena, a->n_pieces, sizeof *s);

	for (uint32_t i = 0; i < a->n_pieces; i++)
		s[i] = text_cut(t, a->piece[i].first, a->piece[i].last);
	c->key = normal_key("said", c->speaker, s, a->n_pieces);
	if (!tells_fact(c))
		return;
	if (tells_figure(f, c))
		c->matter = figure_matter(t, &f->figures[c->figures[0]]);
	if (c->matter == 0)
		c->matter = matter_of_words(
		    s, a->n_pieces, c->act == FOUND_DENY);
}

/* What the sink holds against what others say. */
static void
set_gist(
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

static void
from_attribution(const struct text *t, const struct found *f,
    struct essence_words *words, const struct attribution *a,
    struct found_claim *c)
{
	struct stance o = stance_of(t, a);

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
	set_hashes(t, f, a, c);
	set_gist(words, f, c);
	if (t->explain)
		why_report(t, a, &o, c);
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

/* How many attributions hold each token. */
static int32_t *
coverage(const struct text *t)
{
	int32_t *in = arena_alloc(t->arena, t->n_tokens + 1, sizeof *in);

	for (uint32_t k = 0; k < t->n_attributions; k++)
		for (uint32_t i = 0; i < t->attribution[k].n_pieces; i++) {
			in[t->attribution[k].piece[i].first]++;
			in[t->attribution[k].piece[i].last]--;
		}
	for (uint32_t i = 1; i < t->n_tokens; i++)
		in[i] += in[i - 1];
	return in;
}

static uint64_t
figure_key(const struct found_figure *g, struct span words)
{
	struct buf b = { 0 };
	struct span piece[2];
	uint64_t key;

	buf_printf(&b, "v%.12gx %.*s d%d c%d %.*s", g->value, (int)g->unit.n,
	    g->unit.p, (int)g->direction, g->is_change, (int)g->as_of.n,
	    g->as_of.p != NULL ? g->as_of.p : "");
	piece[0] = buf_span(&b);
	piece[1] = g->subject.p != NULL ? g->subject : words;
	key = normal_key("figure", (struct span) { NULL, 0 }, piece, 2);
	buf_free(&b);
	return key;
}

/* The figure's words, within the tokens of its sentence. */
static struct span
figure_words(const struct text *t, uint32_t first, uint32_t last,
    const struct found_figure *g)
{
	while (first + 1 < last && t->token[first].end <= g->at.start)
		first++;
	while (last > first + 1 && t->token[last - 1].start >= g->at.end)
		last--;
	return text_cut(t, first, last);
}

static void
from_figure(const struct text *t, const struct found *f,
    struct essence_words *words, uint32_t i, uint32_t s, struct found_claim *c)
{
	const struct found_figure *g = &f->figures[i];
	uint32_t first = t->sentence[s].first, last = t->sentence[s].last;

	while (last > first + 1 && is_mark(t, last - 1) &&
	    t->token[last - 1].mark == '.')
		last--;
	*c = (struct found_claim) { .kind = FOUND_FIGURE,
		.n_content = 1,
		.n_figures = 1,
		.speaker_type = FOUND_NOTYPE,
		.rule = SPAN("figure"),
		.act = FOUND_ASSERT,
		.confidence = g->subject.p != NULL ? 0.7 : 0.5 };
	c->content = arena_alloc(t->arena, 1, sizeof *c->content);
	c->content[0] = text_range(t, first, last);
	c->figures = arena_alloc(t->arena, 1, sizeof *c->figures);
	c->figures[0] = i;
	c->key = figure_key(g, text_cut(t, first, last));
	c->matter = figure_matter(t, g);
	set_gist(words, f, c);
	if (t->explain)
		why_figure(t, figure_words(t, first, last, g),
		    g->subject.p != NULL, c);
}

/* Figures that nobody is quoted with, sentence by sentence. */
static void
figure_claims(
    const struct text *t, struct found *f, struct essence_words *words)
{
	const int32_t *in = coverage(t);
	uint32_t g = 0, n = 0, k = 0;

	for (uint32_t s = 0; s < t->n_sentences; s++) {
		uint32_t last = t->sentence[s].last;

		for (; g < f->n_figures &&
		     f->figures[g].at.start < t->token[last - 1].end;
		     g++) {
			while (t->token[k].end <= f->figures[g].at.start)
				k++;
			if (in[k] > 0 || t->token[k].quote != TEXT_NONE ||
			    !is_claim(&f->figures[g]) ||
			    n++ >= FIGURE_CLAIMS_MAX)
				continue;
			from_figure(
			    t, f, words, g, s, &f->claims[f->n_claims++]);
		}
	}
}

void
claim_assemble(const struct text *t, struct found *f)
{
	uint32_t figures = f->n_figures < FIGURE_CLAIMS_MAX ? f->n_figures
							    : FIGURE_CLAIMS_MAX;
	struct essence_words *words;

	words = essence_word_open(t);
	f->claims = arena_alloc(
	    t->arena, t->n_attributions + figures, sizeof *f->claims);
	for (uint32_t i = 0; i < t->n_attributions; i++) {
		sort_pieces(&t->attribution[i]);
		from_attribution(
		    t, f, words, &t->attribution[i], &f->claims[f->n_claims++]);
	}
	figure_claims(t, f, words);
}
