/*
 * train_names [--hold K] DATA OUT -- fit the model of namer.h on
 * DATA/names/worldwide-newswire.tsv and DATA/names/wikigold.conll.
 *
 * Every tenth article of the former from the third on is never looked at: it
 * is what the model is scored by.  --hold: of the rest every tenth from the
 * K-th on is left out too, and the model is tried on those.
 *
 * The second pass learns from what a first pass finds in articles it was not
 * trained on (FOLDS of them), since that is what it will meet.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/buf.h"
#include "proto/mem.h"
#include "workers/sentence.h"
#include "workers/train/learner.h"
#include "workers/train/names_gold.h"

#define SCORED 3  /* the tenth that is never trained on */
#define BITS   17 /* rows of a pass, as a power of two */
#define ROUNDS 8
#define FOLDS  8
#define CLIP   0           /* the largest weight becomes 127 */
#define SCALE  1024        /* of whole numbers, for decoding */
#define MARGIN (4 * SCALE) /* that a gold label must win by */
#define RATE   0.1f

struct trainer {
	struct names_golds train, held;
	uint32_t *order; /* into train */
	uint64_t seed;
	/* of the part at hand */
	uint32_t (*f)[NAMES_FEATURE_MAX];
	uint32_t n_f[SENTENCE_MAX];
	int32_t score[SENTENCE_MAX][NAMES_LABELS];
	uint8_t label[SENTENCE_MAX];
};

/* ---- a part ---- */

static void
load_features(struct trainer *tr, const struct names_gold *g,
    const struct names_segment *p, unsigned pass)
{
	for (uint32_t i = p->first; i < p->last; i++)
		tr->n_f[i - p->first] = names_feature_list(
		    &g->view, p, i, pass, tr->f[i - p->first]);
}

static void
round_scores(const float *s, int32_t *out)
{
	for (uint32_t k = 0; k < NAMES_LABELS; k++)
		out[k] = (int32_t)(s[k] * SCALE);
}

/* The labels by the weights as they are now; others than gold's are given a
 * lead, so that gold must win by as much. */
static void
guess(struct trainer *tr, const struct learner *l, uint32_t n,
    const uint8_t *gold, unsigned pass)
{
	int32_t after[NAMES_OUT + 1][NAMES_LABELS];
	float s[NAMES_LABELS];

	for (unsigned k = 0; k <= NAMES_OUT; k++) {
		uint32_t f = names_feature_after(pass, k);

		learner_score(l, &f, 1, s);
		round_scores(s, after[k]);
	}
	for (uint32_t i = 0; i < n; i++) {
		learner_score(l, tr->f[i], tr->n_f[i], s);
		round_scores(s, tr->score[i]);
		for (unsigned k = 0; k < NAMES_LABELS; k++)
			if (gold[i] == NAMES_OUT)
				tr->score[i][k] += MARGIN;
			else if (gold[i] == k)
				tr->score[i][k] -= MARGIN;
	}
	namer_decode(n, (const int32_t(*)[NAMES_LABELS])tr->score,
	    (const int32_t(*)[NAMES_LABELS])after, tr->label);
}

static void
move(struct trainer *tr, struct learner *l, uint32_t n, const uint8_t *label,
    const uint8_t *other, unsigned pass, float gradient)
{
	unsigned before = NAMES_OUT, was = NAMES_OUT;

	for (uint32_t i = 0; i < n; was = other[i], before = label[i++]) {
		uint32_t f = names_feature_after(pass, before);

		if (label[i] == NAMES_OUT)
			continue;
		if (label[i] == other[i] && before == was)
			continue;
		if (label[i] != other[i])
			learner_descend(
			    l, tr->f[i], tr->n_f[i], label[i], gradient, RATE);
		learner_descend(l, &f, 1, label[i], gradient, RATE);
	}
}

static void
learn_part(struct trainer *tr, struct learner *l, const struct names_gold *g,
    const struct names_segment *p, unsigned pass)
{
	const uint8_t *gold = g->label + p->first;
	uint32_t n = p->last - p->first;

	load_features(tr, g, p, pass);
	guess(tr, l, n, gold, pass);
	if (memcmp(gold, tr->label, n) != 0) {
		move(tr, l, n, gold, tr->label, pass, -1);
		move(tr, l, n, tr->label, gold, pass, 1);
	}
	learner_step(l);
}

/* ---- a pass ---- */

/* Fit l on the articles whose number modulo FOLDS is not fold. */
static void
fit(struct trainer *tr, struct learner *l, unsigned pass, uint32_t fold)
{
	learner_init(l, NAMES_LABELS, BITS);
	for (uint32_t i = 0; i < tr->train.n; i++)
		tr->order[i] = i;
	for (int round = 0; round < ROUNDS; round++) {
		learner_shuffle(tr->order, tr->train.n, &tr->seed);
		for (uint32_t i = 0; i < tr->train.n; i++) {
			uint32_t k = tr->order[i];
			const struct names_gold *g = tr->train.article[k];

			if (k % FOLDS == fold)
				continue;
			for (uint32_t n = 0; n < g->view.n_parts; n++)
				learn_part(tr, l, g, &g->view.part[n], pass);
		}
	}
}

/* What the first pass finds in the articles of a fold. */
static void
note_fold(struct trainer *tr, struct learner *l, uint32_t fold)
{
	struct model m = learner_model(l, CLIP);

	for (uint32_t i = fold; i < tr->train.n; i += FOLDS)
		namer_first_pass(&m, &tr->train.article[i]->view);
}

static bool
write_both(struct learner l[NAMES_PASSES], const char *path, struct model *m)
{
	size_t half = ((size_t)1 << BITS) * NAMES_LABELS;
	int8_t *row = mem_grow(NULL, 2, half);

	for (unsigned pass = 0; pass < NAMES_PASSES; pass++)
		memcpy(
		    row + pass * half, learner_model(&l[pass], CLIP).row, half);
	*m = (struct model) {
		.row = row, .mask = (2u << BITS) - 1, .width = NAMES_LABELS
	};
	if (model_write(path, NAMES_KIND, NAMES_LABELS, BITS + 1, row,
		(struct span) { NULL, 0 }))
		return true;
	perror(path);
	return false;
}

/* ---- trying it ---- */

struct tally {
	uint32_t hit, found, gold;
};

static const struct names_gold_name *
touched(const struct names_gold *g, uint32_t start, uint32_t end, uint8_t type,
    bool *exact)
{
	const struct names_gold_name *any = NULL;

	*exact = false;
	for (uint32_t i = 0; i < g->n_names; i++) {
		const struct names_gold_name *n = &g->name[i];

		if (n->start >= end || n->end <= start)
			continue;
		if (any == NULL || n->counted)
			any = n;
		*exact = *exact ||
		    (n->counted && n->start == start && n->end == end &&
			n->type == type);
	}
	return any;
}

static void
score_article(
    const struct model *m, struct names_gold *g, struct tally tally[4])
{
	namer_find_by(m, &g->text);
	for (uint32_t i = 0; i < g->n_names; i++)
		if (g->name[i].counted)
			tally[g->name[i].type].gold++;
	for (uint32_t i = 0; i < g->text.n_mentions; i++) {
		const struct mention *n = &g->text.mention[i];
		const struct token *a = &g->text.token[n->first];
		const struct token *b = &g->text.token[n->last - 1];
		const struct names_gold_name *near;
		bool exact;

		if (n->type == FOUND_OTHER)
			continue;
		near = touched(g, a->at, b->at + b->size, n->type, &exact);
		if (near != NULL && !near->counted)
			continue;
		tally[n->type].found++;
		tally[n->type].hit += exact;
	}
}

static void
print_tally(const char *name, struct tally t)
{
	double p = 100.0 * t.hit / (t.found > 0 ? t.found : 1);
	double r = 100.0 * t.hit / (t.gold > 0 ? t.gold : 1);

	fprintf(stderr, "  %-7s p %5.2f r %5.2f f1 %5.2f n %u\n", name, p, r,
	    p + r > 0 ? 2 * p * r / (p + r) : 0, t.gold);
}

static void
try_held(struct trainer *tr, const struct model *m)
{
	static const char *const names[] = { "PERSON", "ORG", "PLACE" };
	struct tally tally[4] = { { 0 } }, all = { 0 };

	for (uint32_t i = 0; i < tr->held.n; i++)
		score_article(m, tr->held.article[i], tally);
	for (int k = 0; k < 3; k++) {
		print_tally(names[k], tally[k]);
		all.hit += tally[k].hit;
		all.found += tally[k].found;
		all.gold += tally[k].gold;
	}
	print_tally("names", all);
}

/* ---- all of it ---- */

static bool
load(struct trainer *tr, const char *data, uint32_t hold)
{
	struct names_gold_part part = { { SCORED, hold }, hold > 0 ? 2 : 1,
		true };
	struct buf path = { 0 };
	bool ok;

	buf_printf(&path, "%s/names/worldwide-newswire.tsv", data);
	ok = names_gold_read(buf_cstr(&path), true, part, &tr->train);
	if (ok && hold > 0)
		ok = names_gold_read(buf_cstr(&path), true,
		    (struct names_gold_part) { { hold }, 1, false }, &tr->held);
	buf_clear(&path);
	buf_printf(&path, "%s/names/wikigold.conll", data);
	ok = ok &&
	    names_gold_read(buf_cstr(&path), false,
		(struct names_gold_part) { .without = true }, &tr->train);
	buf_free(&path);
	return ok;
}

static bool
train(struct trainer *tr, const char *path, bool held)
{
	struct learner l[NAMES_PASSES];
	struct model m;
	bool ok;

	tr->order = mem_grow(NULL, tr->train.n + 1, sizeof *tr->order);
	tr->f = mem_grow(NULL, SENTENCE_MAX, sizeof *tr->f);
	for (uint32_t fold = 0; fold < FOLDS; fold++) {
		fit(tr, &l[0], 0, fold);
		note_fold(tr, &l[0], fold);
		learner_free(&l[0]);
	}
	fit(tr, &l[0], 0, FOLDS);
	fit(tr, &l[1], 1, FOLDS);
	ok = write_both(l, path, &m);
	if (ok && held)
		try_held(tr, &m);
	free((void *)m.row);
	free(tr->order);
	free(tr->f);
	learner_free(&l[0]);
	learner_free(&l[1]);
	return ok;
}

int
main(int argc, char **argv)
{
	struct trainer tr = { .seed = 1 };
	uint32_t hold = 0;
	bool ok;

	if (argc == 5 && strcmp(argv[1], "--hold") == 0) {
		hold = (uint32_t)atoi(argv[2]);
		argv += 2;
		argc -= 2;
	}
	if (argc != 3) {
		fputs("usage: train_names [--hold K] DATA OUT\n", stderr);
		return 1;
	}
	ok = load(&tr, argv[1], hold) && train(&tr, argv[2], hold > 0);
	names_gold_free(&tr.train);
	names_gold_free(&tr.held);
	return ok ? 0 : 1;
}
