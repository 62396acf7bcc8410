/*
 * report_chain.c -- the cues of a sentence.  For every token and label the
 * score of the best labelling of the sentence that goes through it: the
 * Viterbi algorithm run forwards and backwards.
 */
#include "workers/report.h"
#include "workers/sentence.h"

#define WORST (INT32_MIN / 4)

struct cell {
	int32_t own[REPORT_LABELS];                 /* of the label here */
	int32_t step[REPORT_LABELS][REPORT_LABELS]; /* from prev to label */
	int32_t before[REPORT_LABELS], after[REPORT_LABELS];
};

static int32_t
larger(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* "In" begins no cue. */
static bool
allowed(int prev, int label)
{
	return label != REPORT_IN || prev != REPORT_OUT;
}

/* The features of one token. */
struct look {
	uint32_t own[REPORT_FEATURES], n;
	uint32_t step[REPORT_LABELS][REPORT_STEPS], n_step;
};

static void
look_at(const struct text *t, const struct frame *f, const struct model *m,
    uint32_t i, struct look *k)
{
	k->n = report_cue_features(t, f, i, k->own);
	model_prefetch(m, k->own, k->n);
	for (int p = 0; p < REPORT_LABELS; p++) {
		k->n_step = report_cue_step(
		    t, f, i, (enum report_label)p, k->step[p]);
		model_prefetch(m, k->step[p], k->n_step);
	}
}

/* Weights are asked for a token ahead. */
static void
score_all(const struct text *t, const struct frame *f, const struct model *m,
    uint32_t first, uint32_t n, struct cell *c)
{
	struct look k[2];

	look_at(t, f, m, first, &k[0]);
	for (uint32_t i = 0; i < n; i++) {
		const struct look *now = &k[i & 1];

		if (i + 1 < n)
			look_at(t, f, m, first + i + 1, &k[(i + 1) & 1]);
		model_score(m, now->own, now->n, c[i].own);
		for (int p = 0; p < REPORT_LABELS; p++)
			model_score(m, now->step[p], now->n_step, c[i].step[p]);
	}
}

static void
forwards(struct cell *c, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		for (int l = 0; l < REPORT_LABELS; l++) {
			int32_t best = WORST;

			for (int p = 0; p < REPORT_LABELS; p++) {
				if (!allowed(p, l) ||
				    (i == 0 && p != REPORT_OUT))
					continue;
				best = larger(best,
				    (i > 0 ? c[i - 1].before[p] : 0) +
					c[i].step[p][l]);
			}
			c[i].before[l] = best + c[i].own[l];
		}
}

static void
backwards(struct cell *c, uint32_t n)
{
	for (uint32_t i = n; i-- > 0;)
		for (int p = 0; p < REPORT_LABELS; p++) {
			int32_t best = i + 1 == n ? 0 : WORST;

			for (int l = 0; i + 1 < n && l < REPORT_LABELS; l++)
				if (allowed(p, l))
					best = larger(best,
					    c[i + 1].step[p][l] +
						c[i + 1].own[l] +
						c[i + 1].after[l]);
			c[i].after[p] = best;
		}
}

/* The best way on from token i with label p: does the cue go on? */
static bool
goes_on(const struct cell *c, uint32_t n, uint32_t i, int p)
{
	int32_t with, without = WORST;

	if (i + 1 >= n)
		return false;
	with = c[i + 1].step[p][REPORT_IN] + c[i + 1].own[REPORT_IN] +
	    c[i + 1].after[REPORT_IN];
	for (int l = 0; l < REPORT_IN; l++)
		without = larger(without,
		    c[i + 1].step[p][l] + c[i + 1].own[l] + c[i + 1].after[l]);
	return with > without;
}

/* The cue that begins at token i of n. */
static struct report_cue
cue_at(const struct frame *f, const struct cell *c, uint32_t first, uint32_t n,
    uint32_t i)
{
	int32_t begin = c[i].before[REPORT_BEGIN] + c[i].after[REPORT_BEGIN];
	int32_t other = larger(c[i].before[REPORT_OUT] + c[i].after[REPORT_OUT],
	    c[i].before[REPORT_IN] + c[i].after[REPORT_IN]);
	uint32_t end = i;

	for (int l = REPORT_BEGIN; goes_on(c, n, end, l); l = REPORT_IN)
		end++;
	while (end > i && !f[first + end].is_word)
		end--;
	return (
	    struct report_cue) { { first + i, first + end }, begin - other };
}

/* Of cues that overlap the surest stays. */
static uint32_t
collect(const struct frame *f, const struct cell *c, uint32_t first, uint32_t n,
    int32_t floor, struct report_cue *out)
{
	uint32_t found = 0;

	for (uint32_t i = 0; i < n; i++) {
		struct report_cue q = cue_at(f, c, first, n, i);
		bool worse = q.margin < floor;

		for (uint32_t k = found;
		     k-- > 0 && !worse && out[k].span.last >= q.span.first;)
			worse = out[k].margin >= q.margin;
		if (worse)
			continue;
		while (found > 0 && out[found - 1].span.last >= q.span.first)
			found--;
		out[found++] = q;
	}
	return found;
}

uint32_t
report_cues(const struct text *t, const struct frame *f, const struct model *m,
    uint32_t first, uint32_t last, int32_t floor, struct report_cue *out)
{
	struct cell c[SENTENCE_MAX];
	uint32_t n = last - first < SENTENCE_MAX ? last - first : SENTENCE_MAX;

	if (n == 0)
		return 0;
	score_all(t, f, m, first, n, c);
	forwards(c, n);
	backwards(c, n);
	return collect(f, c, first, n, floor, out);
}

void
report_note_cues(struct frame *f, const struct report_cue *cue, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		int32_t m = cue[i].margin;

		for (uint32_t k = cue[i].span.first; k <= cue[i].span.last; k++)
			f[k].cue = m > 250 ? 3 : m > 0 ? 2 : m >= REPORT_NOTED;
	}
}
