/* kinning_quote.c -- the same words of one speaker, as the press prints them:
 * cut short, split, with brackets, a word changed. */
#include "kinning.h"

#define BEFORE      2 /* words before the first common one that count */
#define LEAST_WORDS 4
#define LEAST_SHARE 75 /* percent of the shorter one's words */
#define LONG        8  /* words; of fewer each must be a common one */
#define ENDING      3  /* words in place of others, at most */
#define STRETCH     2  /* common words in a row, on average at least */

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

/* The i-th word, from the end when mirrored. */
static const struct gist_word *
word_of(const struct gist *g, const struct words *w, unsigned i, bool mirrored)
{
	return &g->word[w->at[mirrored ? w->n - 1 - i : i]];
}

/* "not", "will" */
static bool
turns(const struct gist_word *w)
{
	return (w->flags & (GIST_DENIES | GIST_SHIFTS)) != 0;
}

/* Does a word that only one side has change what is said? */
static bool
matters(const struct gist_word *w)
{
	return turns(w) || w->set != 0 || w->sort == GIST_NUMBER ||
	    w->sort == GIST_LABEL || w->sort == GIST_NAME;
}

/* Which words of both are common ones. */
struct common {
	unsigned n;
	bool x[GIST_WORDS_MAX], y[GIST_WORDS_MAX];
};

/*
 * The words of both in the same order, as many as can be.  Of a word that is
 * there twice the one nearer to the end counts, or (mirrored) the one nearer
 * to the beginning: "We won't sell. We will wait", cut short to "We will
 * wait", has nothing left out from its middle.
 */
static struct common
common(const struct kinning *k, const struct words *x, const struct words *y,
    bool mirrored)
{
	uint8_t len[GIST_WORDS_MAX + 1][GIST_WORDS_MAX + 1];
	struct common c = { 0 };
	unsigned i, j;

	memset(len, 0, sizeof len);
	for (i = 1; i <= x->n; i++)
		for (j = 1; j <= y->n; j++) {
			uint8_t skip = len[i - 1][j] > len[i][j - 1]
			    ? len[i - 1][j]
			    : len[i][j - 1];

			len[i][j] = same(word_of(k->a, x, i - 1, mirrored),
					word_of(k->b, y, j - 1, mirrored))
			    ? (uint8_t)(len[i - 1][j - 1] + 1)
			    : skip;
		}
	c.n = len[x->n][y->n];
	for (i = x->n, j = y->n; i > 0 && j > 0;)
		if (same(word_of(k->a, x, i - 1, mirrored),
			word_of(k->b, y, j - 1, mirrored))) {
			i--;
			j--;
			c.x[mirrored ? x->n - 1 - i : i] = true;
			c.y[mirrored ? y->n - 1 - j : j] = true;
		} else if (len[i - 1][j] >= len[i][j - 1]) {
			i--;
		} else {
			j--;
		}
	return c;
}

/* The first common word. */
static unsigned
begin(const struct words *w, const bool hit[GIST_WORDS_MAX])
{
	unsigned i = 0;

	while (i < w->n && !hit[i])
		i++;
	return i;
}

/*
 * From the first to the last common word, is there one that the other lacks
 * and that matters?  Those just before the first count too; but where the
 * other begins with it (cut), only what turns the rest around.
 */
static bool
differs_within(const struct gist *g, const struct words *w,
    const bool hit[GIST_WORDS_MAX], bool cut)
{
	unsigned first = begin(w, hit), last = w->n;
	unsigned i = first < BEFORE ? 0 : first - BEFORE;

	while (last > first && !hit[last - 1])
		last--;
	for (; i < last; i++) {
		const struct gist_word *x = &g->word[w->at[i]];

		if (cut && i < first ? turns(x) : !hit[i] && matters(x))
			return true;
	}
	return false;
}

/* How many words come before the first common one, or (mirrored) behind the
 * last; 0 also when they say nothing. */
static unsigned
rest(const struct gist *g, const struct words *w,
    const bool hit[GIST_WORDS_MAX], bool mirrored)
{
	bool content = false;
	unsigned n = 0;

	for (; n < w->n && !hit[mirrored ? w->n - 1 - n : n]; n++)
		content |= gist_is_content(word_of(g, w, n, mirrored));
	return content ? n : 0;
}

/* Do both begin, or end, in other words of their own?  Of longer ones it is
 * likelier that each outlet printed another sentence. */
static bool
part(const struct kinning *k, const struct words *x, const struct words *y,
    const struct common *c)
{
	for (int mirrored = 0; mirrored < 2; mirrored++) {
		unsigned n = rest(k->a, x, c->x, mirrored);
		unsigned m = rest(k->b, y, c->y, mirrored);

		if (n > 0 && m > 0 && n <= ENDING && m <= ENDING)
			return true;
	}
	return false;
}

/* Into how many stretches do the common words fall? */
static unsigned
stretches(const struct words *w, const bool hit[GIST_WORDS_MAX])
{
	unsigned n = 0;

	for (unsigned i = 0; i < w->n; i++)
		n += hit[i] && (i == 0 || !hit[i - 1]);
	return n;
}

/* Are they so scattered that they are other words about the same? */
static bool
scattered(const struct words *x, const struct words *y, const struct common *c)
{
	return stretches(x, c->x) * STRETCH > c->n ||
	    stretches(y, c->y) * STRETCH > c->n;
}

bool
kinning_same_quote(struct kinning *k)
{
	struct words x = quoted(k->a), y = quoted(k->b);
	unsigned shorter = x.n < y.n ? x.n : y.n;

	if (shorter < LEAST_WORDS)
		return false;
	for (int mirrored = 0; mirrored < 2; mirrored++) {
		struct common c = common(k, &x, &y, mirrored);

		if (c.n * 100 < shorter * (shorter < LONG ? 100 : LEAST_SHARE))
			return false;
		if (scattered(&x, &y, &c) || part(k, &x, &y, &c) ||
		    differs_within(k->a, &x, c.x, begin(&y, c.y) == 0) ||
		    differs_within(k->b, &y, c.y, begin(&x, c.x) == 0))
			continue;
		kinning_say(k,
		    "the same words: %u of the %u that the shorter has", c.n,
		    shorter);
		return true;
	}
	return false;
}
