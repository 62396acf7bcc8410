/*
 * train_reports.c DATA OUT-CUES OUT-SPANS -- fit the models of
 * report.h on DATA/attribution/polnear-train.jsonl.
 *
 *   --hold N   keep every N-th article out and print scores on those
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/mem.h"
#include "workers/sentence.h"
#include "workers/train/heldout.h"
#include "workers/train/learner.h"
#include "workers/train/polnear.h"

#define CUE_BITS    20
#define CUE_LEAST   3 /* times a feature must be there */
#define CUE_EPOCHS  8
#define CUE_RATE    0.025f
#define SPAN_BITS   21
#define SPAN_EPOCHS 6
#define SPAN_RATE   0.045f
#define CLIP        200 /* learner.h */
#define FOLDS       3
#define FLOOR       -280     /* margin of likely cues */
#define SCALE       65536.0f /* of scores as integers */

struct trainer {
	struct polnear data;
	struct learner cues, spans;
	uint32_t hold; /* 0: none */
	float rate;
};

static bool
held(const struct trainer *tr, uint32_t article)
{
	return tr->hold > 0 && article % tr->hold == 3 % tr->hold;
}

/* ---- cues: a conditional random field ---- */

struct chain {
	uint32_t n;
	uint32_t feature[SENTENCE_MAX][80], n_features[SENTENCE_MAX];
	uint32_t step[SENTENCE_MAX][REPORT_LABELS][REPORT_STEPS];
	uint32_t n_step;
	uint8_t gold[SENTENCE_MAX];
	float own[SENTENCE_MAX][REPORT_LABELS];
	float move[SENTENCE_MAX][REPORT_LABELS][REPORT_LABELS];
	double before[SENTENCE_MAX][REPORT_LABELS];
	double after[SENTENCE_MAX][REPORT_LABELS];
};

static void
label_all(const struct polnear_article *a, uint32_t first, struct chain *c)
{
	memset(c->gold, REPORT_OUT, c->n);
	for (uint32_t g = 0; g < a->n_gold; g++) {
		struct report_span s = a->gold[g].cue;

		for (uint32_t i = s.first; i <= s.last; i++)
			if (i >= first && i < first + c->n)
				c->gold[i - first] = i == s.first ? REPORT_BEGIN
								  : REPORT_IN;
	}
}

static void
load_chain(struct trainer *tr, const struct polnear_article *a, uint32_t s,
    struct chain *c)
{
	uint32_t first = a->text.sentence[s].first;

	c->n = a->text.sentence[s].last - first;
	c->n = c->n < SENTENCE_MAX ? c->n : SENTENCE_MAX;
	for (uint32_t i = 0; i < c->n; i++) {
		c->n_features[i] = learner_common(&tr->cues, CUE_LEAST,
		    c->feature[i],
		    report_cue_features(
			&a->text, a->frame, first + i, c->feature[i]));
		learner_score(
		    &tr->cues, c->feature[i], c->n_features[i], c->own[i]);
		for (int p = 0; p < REPORT_LABELS; p++) {
			c->n_step = report_cue_step(&a->text, a->frame,
			    first + i, (enum report_label)p, c->step[i][p]);
			learner_score(
			    &tr->cues, c->step[i][p], c->n_step, c->move[i][p]);
			for (int l = 0; l < REPORT_LABELS; l++)
				if ((l == REPORT_IN && p == REPORT_OUT) ||
				    (i == 0 && p != REPORT_OUT))
					c->move[i][p][l] = -1e9f;
		}
	}
	label_all(a, first, c);
}

static double
log_sum(const double *x, int n)
{
	double top = x[0], sum = 0;

	for (int i = 1; i < n; i++)
		top = x[i] > top ? x[i] : top;
	for (int i = 0; i < n; i++)
		sum += exp(x[i] - top);
	return top + log(sum);
}

/* Forward and backward sums (Sutton and McCallum 2012, section 4); the
 * logarithm of the normaliser. */
static double
run_chain(struct chain *c)
{
	double x[REPORT_LABELS];

	for (uint32_t i = 0; i < c->n; i++)
		for (int l = 0; l < REPORT_LABELS; l++) {
			for (int p = 0; p < REPORT_LABELS; p++)
				x[p] = (i > 0 ? c->before[i - 1][p] : 0) +
				    (double)c->move[i][p][l];
			c->before[i][l] = log_sum(x, REPORT_LABELS) +
			    (double)c->own[i][l];
		}
	for (uint32_t i = c->n; i-- > 0;)
		for (int p = 0; p < REPORT_LABELS; p++) {
			if (i + 1 == c->n) {
				c->after[i][p] = 0;
				continue;
			}
			for (int l = 0; l < REPORT_LABELS; l++)
				x[l] = (double)c->move[i + 1][p][l] +
				    (double)c->own[i + 1][l] +
				    c->after[i + 1][l];
			c->after[i][p] = log_sum(x, REPORT_LABELS);
		}
	return log_sum(c->before[c->n - 1], REPORT_LABELS);
}

static void
learn_chain(struct trainer *tr, struct chain *c)
{
	double z = run_chain(c);

	for (uint32_t i = 0; i < c->n; i++) {
		int prev = i > 0 ? c->gold[i - 1] : REPORT_OUT;

		for (int l = 0; l < REPORT_LABELS; l++) {
			float p = (float)exp(
			    c->before[i][l] + c->after[i][l] - z);
			float g = p - (l == c->gold[i]);

			if (fabsf(g) > 1e-4f)
				learner_descend(&tr->cues, c->feature[i],
				    c->n_features[i], (uint32_t)l, g, tr->rate);
		}
		for (int p = 0; p < REPORT_LABELS; p++)
			for (int l = 0; l < REPORT_LABELS; l++) {
				double w = (i > 0 ? c->before[i - 1][p] : 0) +
				    (double)c->move[i][p][l] +
				    (double)c->own[i][l] + c->after[i][l] - z;
				float g = (float)exp(w) -
				    (p == prev && l == c->gold[i]);

				if (fabsf(g) > 1e-4f)
					learner_descend(&tr->cues,
					    c->step[i][p], c->n_step,
					    (uint32_t)l, g, tr->rate);
			}
	}
}

/* Which features are not rare? */
static void
count_cues(struct trainer *tr)
{
	for (uint32_t k = 0; k < tr->data.n; k++) {
		const struct polnear_article *a = &tr->data.article[k];
		uint32_t f[REPORT_FEATURES];

		for (uint32_t i = 0; i < a->text.n_tokens && !held(tr, k); i++)
			learner_count(&tr->cues, f,
			    report_cue_features(&a->text, a->frame, i, f));
	}
}

/* One round over the articles that are neither held out nor of the fold. */
static void
learn_cues(struct trainer *tr, const uint32_t *order, uint32_t fold)
{
	struct chain *c = mem_zalloc(sizeof *c);

	for (uint32_t k = 0; k < tr->data.n; k++) {
		const struct polnear_article *a = &tr->data.article[order[k]];

		if (held(tr, order[k]) || order[k] / 2 % FOLDS == fold)
			continue;
		for (uint32_t s = 0; s < a->text.n_sentences; s++) {
			load_chain(tr, a, s, c);
			learn_chain(tr, c);
			learner_step(&tr->cues);
		}
	}
	free(c);
}

/* What likely cues an article's spans will see: those that a model finds
 * which did not learn from it (stacking: Wolpert 1992). */
static void
note_cues(const struct model *m, struct polnear_article *a)
{
	struct report_cue *cue = arena_alloc(
	    &a->arena, a->text.n_tokens + 1, sizeof *cue);
	uint32_t n = 0;

	for (uint32_t s = 0; s < a->text.n_sentences; s++)
		n += report_cues(&a->text, a->frame, m,
		    a->text.sentence[s].first, a->text.sentence[s].last, FLOOR,
		    &cue[n]);
	report_note_cues(a->frame, cue, n);
}

/* Fit cues anew without a fold (FOLDS: on everything). */
static void
fit_cues(struct trainer *tr, uint32_t fold)
{
	uint32_t *order = mem_grow(NULL, tr->data.n, sizeof *order);
	uint64_t seed = 1;

	learner_free(&tr->cues);
	learner_init(&tr->cues, REPORT_LABELS, CUE_BITS);
	count_cues(tr);
	for (uint32_t i = 0; i < tr->data.n; i++)
		order[i] = i;
	for (int e = 0; e < CUE_EPOCHS; e++) {
		tr->rate = CUE_RATE / (1 + 0.3f * (float)e);
		learner_shuffle(order, tr->data.n, &seed);
		learn_cues(tr, order, fold);
	}
	free(order);
}

/* ---- spans: a choice among many ---- */

static int32_t
sum_of(const void *of, const uint32_t *f, uint32_t n)
{
	float sum;

	learner_score(of, f, n, &sum);
	sum = sum * SCALE;
	return (int32_t)(sum > 1e9f ? 1e9f : sum < -1e9f ? -1e9f : sum);
}

/* The features of one choice, in three groups. */
static void
push(struct trainer *tr, const struct report *r, enum report_role role,
    struct report_span s, float g)
{
	uint32_t f[REPORT_FEATURES], n;

	if (report_is_none(s)) {
		n = report_none_features(r, role, f);
		learner_descend(&tr->spans, f, n, 0, g, tr->rate);
		return;
	}
	n = report_pair_features(r, role, s, f);
	learner_descend(&tr->spans, f, n, 0, g, tr->rate);
}

static void
push_edge(struct trainer *tr, const struct report *r, enum report_role role,
    uint32_t i, bool first, float g)
{
	uint32_t f[REPORT_FEATURES], n;

	n = first ? report_first_features(r, role, i, f)
		  : report_last_features(r, role, i, f);
	learner_descend(&tr->spans, f, n, 0, g, tr->rate);
}

static int32_t
score_span(struct report_scorer by, const struct report *r,
    enum report_role role, struct report_span s)
{
	uint32_t f[REPORT_FEATURES], n;
	int32_t sum;

	n = report_first_features(r, role, s.first, f);
	sum = by.sum(by.of, f, n);
	n = report_last_features(r, role, s.last, f);
	sum += by.sum(by.of, f, n);
	n = report_pair_features(r, role, s, f);
	return sum + by.sum(by.of, f, n);
}

/* Gradients of the same beginning (end), summed. */
static void
push_edges(struct trainer *tr, const struct report *r, enum report_role role,
    const struct report_choice *c, const float *g, uint32_t n, bool first)
{
	bool done[REPORT_SPANS_MAX + 1] = { false };

	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = first ? c[i].span.first : c[i].span.last;
		float sum = 0;

		if (done[i] || report_is_none(c[i].span))
			continue;
		for (uint32_t k = i; k < n; k++)
			if (!report_is_none(c[k].span) &&
			    at == (first ? c[k].span.first : c[k].span.last)) {
				sum += g[k];
				done[k] = true;
			}
		if (fabsf(sum) > 1e-4f)
			push_edge(tr, r, role, at, first, sum);
	}
}

static bool
same(struct report_span a, struct report_span b)
{
	return (report_is_none(a) && report_is_none(b)) ||
	    (a.first == b.first && a.last == b.last);
}

/* The first look at beginnings (ends): a softmax over all of them. */
static void
learn_sieve(struct trainer *tr, const struct report *r, enum report_role role,
    uint32_t gold, bool first)
{
	static const uint32_t most = TEXT_WALK * 2;
	uint32_t *at = mem_grow(NULL, most, sizeof *at), n = 0;
	float *score = mem_grow(NULL, most, sizeof *score), top = -1e9f, z = 0;
	uint32_t f[REPORT_FEATURES], k;

	for (uint32_t i = r->from; i < r->until && n < most; i++) {
		if (!(first ? report_may_begin : report_may_end)(r, role, i))
			continue;
		k = report_sieve_features(r, role, i, first, f);
		learner_score(&tr->spans, f, k, &score[n]);
		top = score[n] > top ? score[n] : top;
		at[n++] = i;
	}
	for (uint32_t i = 0; i < n; i++)
		z += expf(score[i] - top);
	for (uint32_t i = 0; i < n; i++) {
		float g = expf(score[i] - top) / z - (at[i] == gold);

		if (fabsf(g) < 1e-3f)
			continue;
		k = report_sieve_features(r, role, at[i], first, f);
		learner_descend(&tr->spans, f, k, 0, g, tr->rate);
	}
	free(at);
	free(score);
}

static void
learn_choice(struct trainer *tr, const struct report *r, enum report_role role,
    struct report_span gold)
{
	struct report_choice c[REPORT_SPANS_MAX + 1];
	struct report_scorer by = { sum_of, &tr->spans, NULL };
	float g[REPORT_SPANS_MAX + 1];
	double z = 0;
	uint32_t n = report_choices(r, role, by, c), at = 0;

	while (at < n && !same(c[at].span, gold))
		at++;
	if (at == n)
		c[n++] = (struct report_choice) { gold,
			score_span(by, r, role, gold) };
	for (uint32_t i = 0; i < n; i++)
		z += exp((double)(c[i].score - c[0].score) / (double)SCALE);
	for (uint32_t i = 0; i < n; i++) {
		g[i] = (float)(exp((double)(c[i].score - c[0].score) /
				   (double)SCALE) /
			   z) -
		    (i == at);
		if (fabsf(g[i]) > 1e-4f)
			push(tr, r, role, c[i].span, g[i]);
	}
	push_edges(tr, r, role, c, g, n, true);
	push_edges(tr, r, role, c, g, n, false);
	if (!report_is_none(gold)) {
		learn_sieve(tr, r, role, gold.first, true);
		learn_sieve(tr, r, role, gold.last, false);
	}
	learner_step(&tr->spans);
}

static bool
reachable(const struct report *r, enum report_role role, struct report_span s)
{
	return report_is_none(s) ||
	    (s.first >= r->from && s.last < r->until &&
		report_may_begin(r, role, s.first) &&
		report_may_end(r, role, s.last));
}

static void
learn_gold(struct trainer *tr, const struct polnear_article *a,
    const struct polnear_gold *g)
{
	struct report r;
	struct report_span none = REPORT_NONE;

	report_start(&a->text, a->frame, g->cue, REPORT_SPREAD, &r);
	if (!reachable(&r, REPORT_SOURCE, g->source))
		return;
	learn_choice(tr, &r, REPORT_SOURCE, g->source);
	r.source = g->source;
	if (g->n_pieces == 0 || !reachable(&r, REPORT_CONTENT, g->piece[0])) {
		if (g->n_pieces == 0)
			learn_choice(tr, &r, REPORT_CONTENT, none);
		return;
	}
	learn_choice(tr, &r, REPORT_CONTENT, g->piece[0]);
	r.content = g->piece[0];
	for (uint32_t k = 1; k <= g->n_pieces; k++) {
		struct report_span s = k < g->n_pieces ? g->piece[k] : none;

		if (!reachable(&r, REPORT_MORE, s))
			return;
		learn_choice(tr, &r, REPORT_MORE, s);
		if (k < g->n_pieces)
			r.content.last = s.last;
	}
}

static void
learn_spans(struct trainer *tr, const uint32_t *order)
{
	for (uint32_t k = 0; k < tr->data.n; k++) {
		const struct polnear_article *a = &tr->data.article[order[k]];

		for (uint32_t i = 0; i < a->n_gold && !held(tr, order[k]); i++)
			learn_gold(tr, a, &a->gold[i]);
	}
}

/* ---- all of it ---- */

static void
fit_spans(struct trainer *tr)
{
	uint32_t *order = mem_grow(NULL, tr->data.n, sizeof *order);
	uint64_t seed = 1;

	for (uint32_t i = 0; i < tr->data.n; i++)
		order[i] = i;
	for (int e = 0; e < SPAN_EPOCHS; e++) {
		tr->rate = SPAN_RATE / (1 + 0.3f * (float)e);
		learner_shuffle(order, tr->data.n, &seed);
		learn_spans(tr, order);
	}
	free(order);
}

static void
learn_all(struct trainer *tr)
{
	for (uint32_t fold = 0; fold < FOLDS; fold++) {
		struct model m;

		fit_cues(tr, fold);
		m = learner_model(&tr->cues, CLIP);
		for (uint32_t i = 0; i < tr->data.n; i++)
			if (i / 2 % FOLDS == fold)
				note_cues(&m, &tr->data.article[i]);
	}
	fit_cues(tr, FOLDS);
	fit_spans(tr);
}

static bool
write_all(struct trainer *tr, const char *cues, const char *spans)
{
	struct span nothing = { NULL, 0 };

	return learner_write(&tr->cues, CLIP, cues, REPORT_CUES, nothing) &&
	    learner_write(&tr->spans, CLIP, spans, REPORT_SPANS, nothing);
}

/* How well does it do on what was kept out? */
static void
score_held(struct trainer *tr)
{
	struct report_models m = { learner_model(&tr->cues, CLIP),
		learner_model(&tr->spans, CLIP), 0 };
	struct polnear out = { 0 };

	for (uint32_t i = 0; i < tr->data.n; i++)
		if (held(tr, i)) {
			out.article = mem_grow(
			    out.article, out.n + 1, sizeof *out.article);
			out.article[out.n++] = tr->data.article[i];
		}
	heldout_print(&out, &m);
	free(out.article);
}

int
main(int argc, char **argv)
{
	struct trainer tr = { 0 };
	struct buf path = { 0 };
	bool ok;

	if (argc == 6 && strcmp(argv[1], "--hold") == 0) {
		tr.hold = (uint32_t)atoi(argv[2]);
		argv += 2;
		argc -= 2;
	}
	if (argc != 4) {
		fputs("usage: train_reports [--hold N] DATA OUT-CUES "
		      "OUT-SPANS\n",
		    stderr);
		return 1;
	}
	buf_printf(&path, "%s/attribution/polnear-train.jsonl", argv[1]);
	ok = polnear_load(buf_cstr(&path), &tr.data);
	printf("%u articles, %u attributions without a cue left out\n",
	    tr.data.n, tr.data.dropped);
	learner_init(&tr.cues, REPORT_LABELS, CUE_BITS);
	learner_init(&tr.spans, 1, SPAN_BITS);
	if (ok)
		learn_all(&tr);
	if (ok && tr.hold > 0)
		score_held(&tr);
	ok = ok && write_all(&tr, argv[2], argv[3]);
	learner_free(&tr.cues);
	learner_free(&tr.spans);
	polnear_free(&tr.data);
	buf_free(&path);
	return ok ? 0 : 1;
}
