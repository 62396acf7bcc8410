/* claim_figure.c -- figures as claims of their own. */
#include "claim_figure.h"

#include "calendar.h"
#include "claim.h"
#include "entity.h"
#include "matter.h"
#include "normal.h"
#include "quote.h"
#include "token.h"
#include "workers/why.h"

#define CLAIMS_MAX (FOUND_CLAIMS_MAX / 2)

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

uint32_t
claim_figure_sentence(const struct text *t, uint32_t token)
{
	uint32_t lo = 0, hi = t->n_sentences;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (t->sentence[mid].last <= token)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Does what begins at token i stand behind "the", "these", "their"? */
static bool
is_definite(const struct text *t, uint32_t i)
{
	return i > 0 &&
	    (token_is(t, i - 1, "the") || token_is(t, i - 1, "these") ||
		token_is(t, i - 1, "those") || has(t, i - 1, LEXICON_POSS));
}

/* "the two sides", "their three plants" */
static bool
refers(const struct text *t, const struct found_figure *g)
{
	return span_is(g->unit, "count") && !g->is_change &&
	    is_definite(t, token_behind(t, g->at.start));
}

bool
claim_figure_presumed(const struct text *t, const struct found_figure *g)
{
	uint32_t first = token_behind(t, g->at.start);
	uint32_t last = token_behind(t, g->at.end - 1);

	if (last >= t->n_tokens || t->token[first].quote != TEXT_NONE ||
	    !is_definite(t, first))
		return false;
	for (uint32_t i = first; i <= last; i++) {
		uint32_t h = t->token[i].head;

		if (h > last)
			return t->token[h].pos == UD_NOUN ||
			    t->token[h].pos == UD_PROPN;
	}
	return false;
}

bool
claim_figure_is(const struct text *t, const struct found_figure *g)
{
	if (!g->has_value || span_is(g->unit, "rank") ||
	    (g->unit.n > 9 && memcmp(g->unit.p, "duration:", 9) == 0))
		return false;
	if (g->direction == FOUND_NODIRECTION || refers(t, g))
		return false;
	return g->is_change || g->subject.p != NULL ||
	    !span_is(g->unit, "count");
}

bool
claim_figure_held(const struct found_claim *c)
{
	return !c->hedged && !c->negative &&
	    (c->act == FOUND_ASSERT || c->act == FOUND_CONFIRM);
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

uint64_t
claim_figure_matter(const struct text *t, const struct found_figure *g)
{
	uint32_t first, last;

	if (g->subject.p == NULL)
		return 0;
	first = token_from_byte(t, (size_t)(g->subject.p - t->bytes.p));
	last = token_from_byte(
	    t, (size_t)(g->subject.p - t->bytes.p) + g->subject.n);
	return matter_of_figure(g, is_named(t, first, last),
	    first < last && t->token[first].start >= g->at.end &&
		is_base(t, first));
}

/* ---- claims ---- */

/* Which attribution holds a figure most narrowly, and by which piece. */
struct holder {
	uint32_t claim, piece; /* claim: TEXT_NONE: none */
};

static void
hold(const struct text *t, const struct found *f, uint32_t claim,
    struct holder *holder)
{
	const struct attribution *a = &t->attribution[claim];
	const struct found_claim *c = &f->claims[claim];

	for (uint32_t k = 0, p = 0; k < c->n_figures; k++) {
		struct holder *h = &holder[c->figures[k]];
		const struct piece *old, *new;

		while (c->content[p].end < f->figures[c->figures[k]].at.end)
			p++;
		new = &a->piece[p];
		old = h->claim == TEXT_NONE
		    ? NULL
		    : &t->attribution[h->claim].piece[h->piece];
		if (old == NULL ||
		    new->last - new->first < old->last - old->first)
			*h = (struct holder) { claim, p };
	}
}

static struct holder *
holders(const struct text *t, const struct found *f)
{
	struct holder *h = arena_alloc(t->arena, f->n_figures, sizeof *h);

	for (uint32_t i = 0; i < f->n_figures; i++)
		h[i].claim = TEXT_NONE;
	for (uint32_t i = 0; i < t->n_attributions; i++)
		hold(t, f, i, h);
	return h;
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

/* The time that a figure holds for, as a key has it: of a level the week, since
 * what was raised on Wednesday is so "now", on Thursday. */
static void
put_period(struct buf *b, const struct found_figure *g)
{
	int32_t day;
	int year, week;

	if (g->as_of.p == NULL)
		return;
	if (!g->is_change && calendar_parse(g->as_of, &day)) {
		calendar_week(day, &year, &week);
		buf_printf(b, "%04d-W%02d", year, week);
	} else {
		buf_append(b, g->as_of.p, g->as_of.n);
	}
}

/* What a figure measures; where nobody knows, its words must tell it from the
 * others of its sentence: those from it on.  False: of what says nothing by
 * itself. */
static bool
put_subject(struct buf *b, const struct text *t, const struct found_figure *g,
    uint32_t last)
{
	struct span words;

	if (g->subject.p != NULL)
		return matter_subject(g->subject, b);
	words = text_cut(t, token_behind(t, g->at.start), last);
	buf_append(b, words.p, words.n < NORMAL_MAX ? words.n : NORMAL_MAX);
	return false;
}

/* Of a level it does not matter whether it rose or fell to it. */
static uint64_t
figure_key(const struct text *t, const struct found_figure *g,
    const struct found_claim *c, uint32_t last)
{
	struct span piece[2], unit = found_unit(g);
	struct buf head = { 0 }, subject = { 0 };
	uint64_t key;

	buf_printf(&head, "v%.12gx %.*s %.*s d%d c%d ", g->value, (int)unit.n,
	    unit.p, (int)g->counted.n, g->counted.n > 0 ? g->counted.p : "",
	    g->is_change || g->direction == FOUND_THRESHOLD ? (int)g->direction
							    : 0,
	    g->is_change);
	if (put_subject(&subject, t, g, last))
		put_period(&head, g);
	else if (g->as_of.p != NULL)
		buf_append(&head, g->as_of.p, g->as_of.n);
	if (!claim_figure_held(c))
		buf_printf(
		    &head, " a%d h%d n%d", (int)c->act, c->hedged, c->negative);
	piece[0] = buf_span(&head);
	piece[1] = buf_span(&subject);
	key = normal_key("figure", c->speaker, piece, 2);
	buf_free(&head);
	buf_free(&subject);
	return key;
}

/* What every claim of a figure has: i, within tokens first to last. */
static void
fill(const struct text *t, const struct found *f, uint32_t i, uint32_t first,
    uint32_t last, struct found_claim *c)
{
	const struct found_figure *g = &f->figures[i];

	while (last > first + 1 && t->token[last - 1].kind == TOKEN_MARK &&
	    t->token[last - 1].mark == '.')
		last--;
	c->kind = FOUND_FIGURE;
	c->rule = (struct span)SPAN("figure");
	c->content = arena_alloc(t->arena, 1, sizeof *c->content);
	c->content[0] = text_range(t, first, last);
	c->n_content = 1;
	c->figures = arena_alloc(t->arena, 1, sizeof *c->figures);
	c->figures[0] = i;
	c->n_figures = 1;
	c->key = figure_key(t, g, c, last);
	if (claim_figure_held(c))
		c->matter = claim_figure_matter(t, g);
}

/* Has its sentence another figure of this value?  Then its words do not tell
 * which of them is meant. */
static bool
is_one_of_several(const struct found *f, uint32_t i, struct range within)
{
	const struct found_figure *g = &f->figures[i];

	for (uint32_t k = found_range_from(
		 f->figures, sizeof *f->figures, f->n_figures, within.start);
	     k < f->n_figures && f->figures[k].at.start < within.end; k++)
		if (k != i && f->figures[k].has_value &&
		    f->figures[k].value == g->value &&
		    span_eq(found_unit(&f->figures[k]), found_unit(g)))
			return true;
	return false;
}

/* The figure's words, within the tokens of its sentence. */
static struct span
figure_words(const struct text *t, const struct found_figure *g)
{
	uint32_t first = token_behind(t, g->at.start);
	uint32_t last = token_behind(t, g->at.end - 1);

	return text_cut(t, first, last < t->n_tokens ? last + 1 : last);
}

/* Told by the outlet, in sentence s. */
static void
from_outlet(const struct text *t, const struct found *f,
    struct essence_words *words, uint32_t i, uint32_t s, struct found_claim *c)
{
	const struct found_figure *g = &f->figures[i];

	*c = (struct found_claim) { .speaker_type = FOUND_NOTYPE,
		.act = FOUND_ASSERT,
		.confidence = g->subject.p != NULL ? 0.7 : 0.5 };
	fill(t, f, i, t->sentence[s].first, t->sentence[s].last, c);
	if (!is_one_of_several(f, i, c->content[0]))
		claim_gist(words, f, c);
	if (t->explain)
		why_figure(t, figure_words(t, g), g->subject.p != NULL, c);
}

/*
 * Within what somebody is quoted with.  There is no gist: its words are the
 * statement's, which would make one claim of the two.
 */
static void
from_statement(const struct text *t, const struct found *f, uint32_t i,
    uint32_t s, const struct holder *h, struct found_claim *c)
{
	const struct piece *p = &t->attribution[h->claim].piece[h->piece];
	uint32_t first = t->sentence[s].first, last = t->sentence[s].last;

	*c = f->claims[h->claim];
	c->matter = 0;
	c->gist = (struct span) { NULL, 0 };
	fill(t, f, i, p->first > first ? p->first : first,
	    p->last < last ? p->last : last, c);
}

uint32_t
claim_figure_most(const struct found *f)
{
	return f->n_figures < CLAIMS_MAX ? f->n_figures : CLAIMS_MAX;
}

void
claim_figure_find(const struct text *t, const bool *whole,
    struct essence_words *words, struct found *f)
{
	const int32_t *in = coverage(t);
	const struct holder *held = holders(t, f);
	uint32_t most = f->n_claims + claim_figure_most(f);

	for (uint32_t i = 0; i < f->n_figures && f->n_claims < most; i++) {
		uint32_t k = token_behind(t, f->figures[i].at.start), s;

		if (k >= t->n_tokens)
			break;
		s = claim_figure_sentence(t, k);
		if (claim_figure_is(t, &f->figures[i]) &&
		    ((in[k] == 0 && t->token[k].quote == TEXT_NONE) ||
			claim_figure_presumed(t, &f->figures[i])))
			from_outlet(
			    t, f, words, i, s, &f->claims[f->n_claims++]);
		else if (held[i].claim != TEXT_NONE && !whole[held[i].claim])
			from_statement(
			    t, f, i, s, &held[i], &f->claims[f->n_claims++]);
	}
}
