/* align.c -- which words of two gists stand for each other. */
#include "align.h"

#define STEM_LEAST 5 /* letters that words of one stem share */
#define STEM_TAIL  5 /* and letters of either that may follow */

static void
pair(struct align *l, uint32_t i, uint32_t k, int near)
{
	l->a[i] = (uint8_t)k;
	l->b[k] = (uint8_t)i;
	l->near_a[i] = l->near_b[k] = (uint16_t)near;
}

static bool
same(const struct gist_word *x, const struct gist_word *y)
{
	return x->hash == y->hash && span_eq(x->text, y->text);
}

static bool
same_at(const struct gist *a, uint32_t i, const struct gist *b, uint32_t k)
{
	return i < a->n_words && k < b->n_words &&
	    same(&a->word[i], &b->word[k]);
}

/* How much speaks for word k of b, which is the same as i of a: what stands
 * beside it, and whether either is part of the claim. */
static int
context(const struct gist *a, uint32_t i, const struct gist *b, uint32_t k)
{
	int far = (int)(i * 100 / a->n_words) - (int)(k * 100 / b->n_words);

	return 200 * (i > 0 && k > 0 && same_at(a, i - 1, b, k - 1)) +
	    200 * same_at(a, i + 1, b, k + 1) +
	    150 * (a->word[i].sort == b->word[k].sort) +
	    300 * !((a->word[i].flags ^ b->word[k].flags) & GIST_AROUND) -
	    (far < 0 ? -far : far);
}

static void
pair_same(
    const struct gist *a, const struct gist *b, struct align *l, bool content)
{
	for (uint32_t i = 0; i < a->n_words; i++) {
		int best = -1000;
		uint32_t at = GIST_NONE;

		if (l->a[i] != GIST_NONE ||
		    gist_is_content(&a->word[i]) != content)
			continue;
		for (uint32_t k = 0; k < b->n_words; k++) {
			int c;

			if (l->b[k] != GIST_NONE || !same_at(a, i, b, k) ||
			    (c = context(a, i, b, k)) <= best)
				continue;
			best = c;
			at = k;
		}
		if (at != GIST_NONE)
			pair(l, i, at, 1000);
	}
}

/* "demolish", "demolition"; "elect", "election" */
static bool
of_one_stem(const struct gist_word *x, const struct gist_word *y)
{
	size_t n = 0, least = x->text.n < y->text.n ? x->text.n : y->text.n;

	while (n < least && x->text.p[n] == y->text.p[n])
		n++;
	return n >= STEM_LEAST && x->text.n <= n + STEM_TAIL &&
	    y->text.n <= n + STEM_TAIL;
}

static bool
is_word(const struct gist_word *w)
{
	return w->sort == GIST_NOUN || w->sort == GIST_VERB ||
	    w->sort == GIST_ADJECTIVE || w->sort == GIST_ADVERB;
}

static bool
excludes(const struct gist_word *x, const struct gist_word *y)
{
	return x->set != 0 && x->set == y->set && x->pole != y->pole;
}

static int
likeness(const struct gist_word *x, const struct gist_word *y)
{
	int near;

	if (excludes(x, y))
		return 0;
	if ((is_word(x) || x->sort == GIST_NAME) &&
	    (is_word(y) || y->sort == GIST_NAME) && of_one_stem(x, y))
		return ALIGN_STEM;
	if (x->set != 0 && x->set == y->set)
		return ALIGN_STEM;
	if (!is_word(x) || !is_word(y))
		return 0;
	near = gist_near(x, y);
	return near < ALIGN_LEAST ? 0 : near;
}

int
align_alike(const struct gist_word *x, const struct gist_word *y)
{
	return same(x, y) ? 1000 : likeness(x, y);
}

/* The likest first, until no two are alike. */
static void
pair_alike(const struct gist *a, const struct gist *b, struct align *l)
{
	uint16_t near[GIST_WORDS_MAX][GIST_WORDS_MAX];

	for (uint32_t i = 0; i < a->n_words; i++)
		for (uint32_t k = 0; k < b->n_words; k++)
			near[i][k] = l->a[i] != GIST_NONE ||
				l->b[k] != GIST_NONE
			    ? 0
			    : (uint16_t)likeness(&a->word[i], &b->word[k]);
	for (;;) {
		uint32_t x = 0, y = 0;
		uint16_t best = 0;

		for (uint32_t i = 0; i < a->n_words; i++)
			for (uint32_t k = 0;
			     l->a[i] == GIST_NONE && k < b->n_words; k++)
				if (l->b[k] == GIST_NONE && near[i][k] > best) {
					best = near[i][k];
					x = i;
					y = k;
				}
		if (best == 0)
			return;
		pair(l, x, y, best);
	}
}

void
align_words(const struct gist *a, const struct gist *b, struct align *l)
{
	memset(l, 0, sizeof *l);
	memset(l->a, GIST_NONE, sizeof l->a);
	memset(l->b, GIST_NONE, sizeof l->b);
	pair_same(a, b, l, true);
	pair_same(a, b, l, false);
	pair_alike(a, b, l);
}

unsigned
align_weight(const struct gist_word *w)
{
	if (!gist_is_content(w) || w->flags & (GIST_TIMED | GIST_COUNTED))
		return 0;
	return w->rare < 40 ? 40 : w->rare;
}

int
align_cover(const struct gist *g, const uint16_t *near, bool exact, bool around)
{
	uint64_t all = 0, got = 0;

	for (uint32_t i = 0; i < g->n_words; i++) {
		unsigned w = align_weight(&g->word[i]);

		if (g->word[i].flags & GIST_AROUND && !around)
			continue;
		all += 1000 * (uint64_t)w;
		if (!exact || near[i] == 1000)
			got += (uint64_t)near[i] * w;
	}
	return all == 0 ? 0 : (int)(got * 1000 / all);
}
