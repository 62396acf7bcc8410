/* finder.c -- putting attributions together. */
#include "finder.h"

#include "entity.h"
#include "quote.h"
#include "speaker.h"

static bool
is_mark(const struct text *t, uint32_t i, char c)
{
	return t->token[i].kind == TOKEN_MARK && t->token[i].mark == c;
}

bool
finder_at_end(const struct finder *f, uint32_t i)
{
	return i >= f->last || is_mark(f->t, i, '.') || is_mark(f->t, i, '?') ||
	    is_mark(f->t, i, '!') || is_mark(f->t, i, ';');
}

uint32_t
finder_reach(const struct finder *f, uint32_t i)
{
	return i + TEXT_WALK < f->last ? i + TEXT_WALK : f->last;
}

uint32_t
finder_floor(const struct finder *f, uint32_t i)
{
	return i > f->first + TEXT_WALK ? i - TEXT_WALK : f->first;
}

void
finder_add(
    struct finder *f, struct attribution *a, uint32_t first, uint32_t last)
{
	struct text *t = f->t;

	if (first >= last || a->n_pieces >= FOUND_PARTS_MAX)
		return;
	/* Grown at powers of two. */
	if ((a->n_pieces & (a->n_pieces - 1)) == 0)
		a->piece = arena_grow(t->arena, a->piece, a->n_pieces,
		    a->n_pieces > 0 ? 2 * a->n_pieces : 1, sizeof *a->piece);
	a->piece[a->n_pieces++] = (struct piece) { first, last };
}

static void
use_quotes(struct finder *f, uint32_t first, uint32_t last)
{
	const struct text *t = f->t;

	for (uint32_t i = first; i < last; i++)
		if (quote_opens(t, i)) {
			f->used[t->token[i].quote] = true;
			i = t->quotation[t->token[i].quote].close;
		}
}

void
finder_commit(struct finder *f, struct attribution *a, const char *rule,
    double confidence, bool known)
{
	struct text *t = f->t;

	if (a->n_pieces == 0 || t->n_attributions >= FOUND_CLAIMS_MAX / 2)
		return;
	for (uint32_t i = 0; i < a->n_pieces; i++)
		use_quotes(f, a->piece[i].first, a->piece[i].last);
	if (t->n_attributions == t->cap_attributions) {
		uint32_t cap = t->cap_attributions;

		t->attribution = arena_grow(t->arena, t->attribution, cap,
		    2 * cap, sizeof *t->attribution);
		t->cap_attributions = 2 * cap;
	}
	a->rule = rule;
	a->confidence = confidence;
	if (!known)
		speaker_resolve(t, t->n_attributions, a);
	if (a->speaker != TEXT_NONE)
		entity_speaks(t, a->speaker);
	t->attribution[t->n_attributions++] = *a;
}

bool
finder_only_quotes(const struct text *t, uint32_t s, uint32_t *next)
{
	uint32_t i = t->sentence[s].first, end;

	while (++s < t->n_sentences && t->sentence[s].joined)
		;
	*next = s;
	end = t->sentence[s - 1].last;
	while (i < end && quote_opens(t, i))
		i = t->quotation[t->token[i].quote].close + 1;
	return i >= end;
}

void
finder_continue(struct finder *f, struct attribution *a)
{
	const struct text *t = f->t;
	uint32_t s = f->s_last, next;

	while (s < t->n_sentences && !t->token[t->sentence[s].first].para &&
	    quote_opens(t, t->sentence[s].first) &&
	    finder_only_quotes(t, s, &next)) {
		finder_add(
		    f, a, t->sentence[s].first, t->sentence[next - 1].last);
		s = next;
	}
}
