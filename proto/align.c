/* align.c -- which words of two gists stand for each other. */
#include "align.h"

#include "spelling.h"

#define STEM_LEAST 5 /* letters that words of one stem share */
#define STEM_TAIL  5 /* and letters of either that may follow */
#define NAME_LEAST 7 /* letters of names of which one may differ */

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

/* By spelling and sets; -1: it is for the vectors to say. */
static int
by_form(const struct gist_word *x, const struct gist_word *y)
{
	if (excludes(x, y))
		return 0;
	if ((is_word(x) || x->sort == GIST_NAME) &&
	    (is_word(y) || y->sort == GIST_NAME) && of_one_stem(x, y))
		return ALIGN_STEM;
	if (x->set != 0 && x->set == y->set)
		return ALIGN_STEM;
	if (x->sort == GIST_NAME && y->sort == GIST_NAME &&
	    spelling_alike(x->text, y->text, NAME_LEAST))
		return ALIGN_STEM;
	return is_word(x) && is_word(y) ? -1 : 0;
}

static int
enough(int near)
{
	return near < ALIGN_LEAST ? 0 : near;
}

int
align_alike(const struct gist_word *x, const struct gist_word *y)
{
	int near = same(x, y) ? 1000 : by_form(x, y);

	return near < 0 ? enough(gist_near(x, y)) : near;
}

/* Words that none is paired with yet, their vectors opened. */
struct rest {
	uint32_t n;
	uint8_t at[GIST_WORDS_MAX];
	struct gist_axes axes[GIST_WORDS_MAX]; /* of those that are known */
};

static void
rest_of(const struct gist *g, const uint8_t *to, struct rest *r)
{
	r->n = 0;
	for (uint32_t i = 0; i < g->n_words; i++) {
		const struct gist_word *w = &g->word[i];

		if (to[i] != GIST_NONE ||
		    (w->sort == GIST_SMALL && w->set == 0))
			continue;
		if (w->flags & GIST_KNOWN)
			gist_axes_of(w, &r->axes[r->n]);
		r->at[r->n++] = (uint8_t)i;
	}
}

/* Two that are alike. */
struct alike {
	uint8_t i, k;
	uint16_t near;
};

static uint32_t
all_alike(const struct gist *a, const struct gist *b, const struct align *l,
    struct alike *all)
{
	struct rest x, y;
	uint32_t n = 0;

	rest_of(a, l->a, &x);
	rest_of(b, l->b, &y);
	for (uint32_t i = 0; i < x.n; i++)
		for (uint32_t k = 0; k < y.n; k++) {
			const struct gist_word *w = &a->word[x.at[i]];
			const struct gist_word *v = &b->word[y.at[k]];
			int near = by_form(w, v);

			if (near < 0)
				near = w->flags & v->flags & GIST_KNOWN
				    ? enough(gist_axes_near(
					  &x.axes[i], &y.axes[k]))
				    : 0;
			if (near > 0)
				all[n++] = (struct alike) { x.at[i], y.at[k],
					(uint16_t)near };
		}
	return n;
}

/* The likest first, until no two are alike. */
static void
pair_alike(const struct gist *a, const struct gist *b, struct align *l)
{
	struct alike all[GIST_WORDS_MAX * GIST_WORDS_MAX];
	uint32_t n = all_alike(a, b, l, all);

	for (;;) {
		const struct alike *best = NULL;

		for (uint32_t c = 0; c < n; c++)
			if (l->a[all[c].i] == GIST_NONE &&
			    l->b[all[c].k] == GIST_NONE &&
			    (best == NULL || all[c].near > best->near))
				best = &all[c];
		if (best == NULL)
			return;
		pair(l, best->i, best->k, best->near);
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
