/* kinning_quote.c -- the same words of one speaker, as the press prints them:
 * cut short, split, with brackets, a word changed. */
#include "kinning.h"

#define BEFORE      2 /* words before the first common one that count */
#define LEAST_WORDS 4
#define LEAST_SHARE 75 /* percent of the shorter one's words */

/* The words within quotation marks, without what the outlet put in. */
struct words {
	uint8_t at[GIST_WORDS_MAX];
	unsigned n;
};

static struct words
quoted(const struct gist *g)
{
	struct words w = { .n = 0 };

	for (uint32_t i = 0; i < g->n_words; i++)
		if ((g->word[i].flags & (GIST_QUOTED | GIST_EDITED)) ==
		    GIST_QUOTED)
			w.at[w.n++] = (uint8_t)i;
	return w;
}

static bool
same(const struct gist_word *x, const struct gist_word *y)
{
	return x->hash == y->hash && span_eq(x->text, y->text);
}

/* Does a word that only one side has change what is said? */
static bool
matters(const struct gist_word *w)
{
	return w->flags & (GIST_DENIES | GIST_SHIFTS) || w->set != 0 ||
	    w->sort == GIST_NUMBER || w->sort == GIST_LABEL ||
	    w->sort == GIST_NAME;
}

/* The words of both in the same order, as many as can be: 1 in hit. */
static unsigned
common(const struct kinning *k, const struct words *x, const struct words *y,
    bool hit_x[GIST_WORDS_MAX], bool hit_y[GIST_WORDS_MAX])
{
	uint8_t len[GIST_WORDS_MAX + 1][GIST_WORDS_MAX + 1];
	unsigned i = 0, j = 0, n;

	memset(len, 0, sizeof len);
	for (i = x->n; i-- > 0;)
		for (j = y->n; j-- > 0;) {
			uint8_t skip = len[i + 1][j] > len[i][j + 1]
			    ? len[i + 1][j]
			    : len[i][j + 1];

			len[i][j] = same(&k->a->word[x->at[i]],
					&k->b->word[y->at[j]])
			    ? (uint8_t)(len[i + 1][j + 1] + 1)
			    : skip;
		}
	n = len[0][0];
	for (i = j = 0; i < x->n && j < y->n;)
		if (same(&k->a->word[x->at[i]], &k->b->word[y->at[j]])) {
			hit_x[i++] = true;
			hit_y[j++] = true;
		} else if (len[i + 1][j] >= len[i][j + 1]) {
			i++;
		} else {
			j++;
		}
	return n;
}

/* From the first to the last common word, is there one that the other lacks
 * and that matters? */
static bool
differs_within(
    const struct gist *g, const struct words *w, const bool hit[GIST_WORDS_MAX])
{
	unsigned first = 0, last = w->n;

	while (first < last && !hit[first])
		first++;
	while (last > first && !hit[last - 1])
		last--;
	first -= first < BEFORE ? first : BEFORE;
	for (unsigned i = first; i < last; i++)
		if (!hit[i] && matters(&g->word[w->at[i]]))
			return true;
	return false;
}

bool
kinning_same_quote(struct kinning *k)
{
	struct words x = quoted(k->a), y = quoted(k->b);
	bool hit_x[GIST_WORDS_MAX] = { false },
	     hit_y[GIST_WORDS_MAX] = { false };
	unsigned shorter = x.n < y.n ? x.n : y.n, n;

	if (shorter < LEAST_WORDS)
		return false;
	n = common(k, &x, &y, hit_x, hit_y);
	if (n * 100 < shorter * LEAST_SHARE ||
	    differs_within(k->a, &x, hit_x) || differs_within(k->b, &y, hit_y))
		return false;
	kinning_say(
	    k, "the same words: %u of the %u that the shorter has", n, shorter);
	return true;
}
