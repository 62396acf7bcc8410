/*
 * train_parser DATA OUT -- the parser's weights (workers/parser.h) from the
 * treebank DATA/syntax/ewt-train.conllu; says how many words of ewt-dev get
 * the right head, and the right relation with it.
 *
 * Words are classed as they will be in use: each fold of the treebank by a
 * tagger that learned from the others.  From the second round on the parser
 * mostly follows its own moves, and learns what is best after a wrong one
 * (Goldberg and Nivre, TACL 2013, section 3).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/mem.h"
#include "workers/conllu.h"
#include "workers/en/models.h"
#include "workers/parser.h"
#include "workers/tagger.h"
#include "workers/train/learner.h"

#define ROUNDS     8
#define MARGIN     20 /* what is right wins by, or is learned on */
#define REL_MARGIN 20
#define CLIP       10 /* in a million */
#define SEED       7
#define FOLDS      4
#define TAG_ROUNDS 4
#define TAG_MARGIN 40
#define TAG_CLIP   200
#define OFTEN      3 /* seen less: no feature */
#define SEEN_BITS  26
#define FOLLOW     9 /* own moves, of ten */

struct example {
	struct text t;
	const uint8_t *pos, *rel; /* of the treebank, by word */
	const uint16_t *head;     /* by node; n + 1: the root */
};

struct bank {
	struct arena arena;
	struct example *e;
	uint32_t n;
};

struct training {
	struct cluster_map clusters;
	struct bank train, dev;
	struct learner tag, move, rel;
	struct tagger_sentence words;
	struct parser_sentence s;
	uint64_t seed;
	uint8_t *seen; /* how often, by a feature's upper bits */
};

static void
take(struct training *r, struct bank *b, const struct conllu_sentence *s)
{
	uint8_t *pos = arena_alloc(&b->arena, s->n_words, 1);
	uint8_t *rel = arena_alloc(&b->arena, s->n_words, 1);
	uint16_t *head = arena_alloc(&b->arena, s->n_words + 1, sizeof *head);
	struct example *e;

	b->e = mem_grow(b->e, b->n + 1, sizeof *b->e);
	e = &b->e[b->n++];
	e->t = conllu_text(s, &b->arena);
	tagger_clusters(&e->t, &r->clusters);
	for (uint32_t i = 0; i < s->n_words; i++) {
		const struct conllu_word *w = &s->word[i];

		pos[i] = w->pos;
		rel[i] = w->rel;
		head[i + 1] = (uint16_t)(w->head == i ? s->n_words + 1
						      : w->head + 1);
	}
	e->pos = pos;
	e->rel = rel;
	e->head = head;
}

static bool
read_bank(
    struct training *r, const char *data, const char *name, struct bank *b)
{
	const struct conllu_sentence *s;
	struct buf path = { 0 }, why = { 0 };
	struct conllu c;
	FILE *in;
	enum rc rc = RC_IO;

	buf_printf(&path, "%s/syntax/%s.conllu", data, name);
	if ((in = fopen(buf_cstr(&path), "rb")) == NULL) {
		fprintf(stderr, "%s: %s\n", buf_cstr(&path), strerror(errno));
	} else {
		conllu_open(&c, in);
		while (
		    (rc = conllu_next(&c, &s, &why)) != RC_END && rc != RC_IO)
			if (rc == RC_OK)
				take(r, b, s);
			else
				fprintf(stderr, "%s: %s\n", buf_cstr(&path),
				    buf_cstr(&why));
		conllu_close(&c);
		fclose(in);
	}
	buf_free(&path);
	buf_free(&why);
	return rc == RC_END && b->n > 0;
}

/* The best of the columns in among, as bits 1 << column. */
static uint32_t
best(const float *score, uint32_t n, uint64_t among)
{
	uint32_t top = n;

	for (uint32_t k = 0; k < n; k++)
		if (among >> k & 1 && (top == n || score[k] > score[top]))
			top = k;
	return top;
}

static uint64_t
all(uint32_t n)
{
	return ((uint64_t)1 << n) - 1;
}

/* ---- classes as a tagger gives them that has not seen the sentence ---- */

static void
learn_tags(struct training *r, const struct example *e)
{
	uint32_t f[TAGGER_FEATURES];
	float score[TAGGER_WIDTH];

	tagger_words(&e->t, &e->t.sentence[0], &r->clusters, &r->words);
	for (uint32_t i = 0; i < r->words.n; i++) {
		uint32_t n = tagger_features(&r->words, i, f), gold = e->pos[i];
		uint32_t top, rival;

		learner_score(&r->tag, f, n, score);
		top = best(score, TAGGER_WIDTH, all(TAGGER_WIDTH));
		score[gold] -= TAG_MARGIN;
		rival = best(score, TAGGER_WIDTH, all(TAGGER_WIDTH));
		if (rival != gold) {
			learner_add(&r->tag, f, n, gold, 1);
			learner_add(&r->tag, f, n, rival, -1);
		}
		learner_step(&r->tag);
		r->words.word[i + 2].pos = (uint8_t)top;
	}
}

static void
tag(struct training *r, struct example *e, const struct model *m)
{
	tagger_words(&e->t, &e->t.sentence[0], &r->clusters, &r->words);
	tagger_tag(m, &r->words);
	for (uint32_t i = 0; i < r->words.n; i++)
		e->t.token[i].pos = r->words.word[i + 2].pos;
}

static void
tag_fold(struct training *r, uint32_t fold, uint32_t *order)
{
	struct model m;

	learner_init(&r->tag, TAGGER_WIDTH, TAGGER_BITS);
	for (unsigned round = 0; round < TAG_ROUNDS; round++) {
		learner_shuffle(order, r->train.n, &r->seed);
		for (uint32_t i = 0; i < r->train.n; i++)
			if (order[i] % FOLDS != fold)
				learn_tags(r, &r->train.e[order[i]]);
	}
	m = learner_model(&r->tag, TAG_CLIP);
	for (uint32_t i = fold; i < r->train.n; i += FOLDS)
		tag(r, &r->train.e[i], &m);
	learner_free(&r->tag);
}

static double
tagged(const struct bank *b)
{
	uint32_t hits = 0, words = 0;

	for (uint32_t i = 0; i < b->n; i++)
		for (uint32_t k = 0; k < b->e[i].t.n_tokens; k++, words++)
			hits += b->e[i].t.token[k].pos == b->e[i].pos[k];
	return 100.0 * hits / words;
}

static bool
tag_all(struct training *r, uint32_t *order)
{
	struct model m;

	if (!model_open(
		models_of(MODELS_TAGGER), TAGGER_KIND, TAGGER_WIDTH, &m)) {
		fprintf(stderr, "train_parser: there is no tagger yet\n");
		return false;
	}
	for (uint32_t fold = 0; fold < FOLDS; fold++)
		tag_fold(r, fold, order);
	for (uint32_t i = 0; i < r->dev.n; i++)
		tag(r, &r->dev.e[i], &m);
	printf("parser: classes: train %.2f, dev %.2f\n", tagged(&r->train),
	    tagged(&r->dev));
	return true;
}

/* ---- the parser ---- */

static uint32_t
draw(struct training *r)
{
	r->seed = r->seed * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(r->seed >> 33);
}

/* Features that were seen often enough, at the front. */
static uint32_t
keep_often(const struct training *r, uint32_t *f, uint32_t n)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++)
		if (r->seen[f[i] >> (32 - SEEN_BITS)] >= OFTEN)
			f[kept++] = f[i];
	return kept;
}

/* The moves among those allowed that cost least. */
static unsigned
cheapest(const struct parser_state *s, const uint16_t *gold, unsigned allowed)
{
	uint32_t least = UINT32_MAX;
	unsigned moves = 0;

	for (uint32_t k = 0; k < PARSER_MOVES; k++) {
		uint32_t cost;

		if (!(allowed >> k & 1))
			continue;
		cost = parser_state_cost(s, gold, (enum parser_move)k);
		if (cost < least) {
			least = cost;
			moves = 0;
		}
		if (cost == least)
			moves |= 1u << k;
	}
	return moves;
}

static enum parser_move
learn_move(struct training *r, const uint16_t *gold, unsigned allowed, bool own)
{
	struct parser_state *s = &r->s.state;
	unsigned right = cheapest(s, gold, allowed), wrong = allowed & ~right;
	uint32_t f[PARSER_FEATURES], n, good, bad;
	float score[PARSER_WIDTH];

	n = keep_often(r, f, parser_features(&r->s, f));
	learner_score(&r->move, f, n, score);
	good = best(score, PARSER_MOVES, right);
	if (wrong == 0)
		return (enum parser_move)good;
	bad = best(score, PARSER_MOVES, wrong);
	if (score[good] - score[bad] < MARGIN) {
		learner_add(&r->move, f, n, good, 1);
		learner_add(&r->move, f, n, bad, -1);
	}
	learner_step(&r->move);
	return (enum parser_move)(own && score[bad] > score[good] ? bad : good);
}

static void
learn_rels(struct training *r, const struct example *e)
{
	uint32_t f[PARSER_FEATURES];
	float score[PARSER_REL_WIDTH];

	for (uint32_t i = 1; i <= r->s.state.n; i++) {
		uint32_t gold = e->rel[i - 1], n, top, rival;

		r->s.rel[i] = UD_ROOT;
		if (r->s.state.node[i].head > r->s.state.n)
			continue;
		n = parser_rel_features(&r->s, i, f);
		learner_score(&r->rel, f, n, score);
		top = best(score, UD_N_REL, all(UD_N_REL));
		r->s.rel[i] = (uint8_t)top;
		if (r->s.state.node[i].head != e->head[i])
			continue;
		score[gold] -= REL_MARGIN;
		rival = best(score, UD_N_REL, all(UD_N_REL));
		if (rival != gold) {
			learner_add(&r->rel, f, n, gold, 1);
			learner_add(&r->rel, f, n, rival, -1);
		}
		learner_step(&r->rel);
	}
}

static void
learn(struct training *r, const struct example *e, bool explore)
{
	struct parser_state *s = &r->s.state;
	unsigned allowed;

	parser_words(&e->t, &e->t.sentence[0], &r->clusters, &r->s);
	while ((allowed = parser_state_allowed(s)) != 0) {
		enum parser_move move;
		bool own = explore && draw(r) % 10 < FOLLOW;

		if (s->next > s->n)
			move = allowed == 1u << PARSER_LEFT ? PARSER_LEFT
							    : PARSER_RIGHT;
		else if (allowed == 1u << PARSER_SHIFT)
			move = PARSER_SHIFT;
		else
			move = learn_move(r, e->head, allowed, own);
		parser_state_make(s, move);
	}
	parser_finish(&r->s);
	learn_rels(r, e);
}

/* Count the features on the way to the treebank's tree. */
static void
count(struct training *r, const struct example *e)
{
	struct parser_state *s = &r->s.state;
	uint32_t f[PARSER_FEATURES];
	unsigned allowed;

	parser_words(&e->t, &e->t.sentence[0], &r->clusters, &r->s);
	while (s->next <= s->n) {
		uint32_t n = parser_features(&r->s, f);

		for (uint32_t i = 0; i < n; i++) {
			uint8_t *k = &r->seen[f[i] >> (32 - SEEN_BITS)];

			*k = (uint8_t)(*k + (*k < OFTEN));
		}
		allowed = cheapest(s, e->head, parser_state_allowed(s));
		parser_state_make(s,
		    allowed & 1u << PARSER_SHIFT      ? PARSER_SHIFT
			: allowed & 1u << PARSER_LEFT ? PARSER_LEFT
						      : PARSER_RIGHT);
	}
}

static struct parser_model
model_now(struct training *r)
{
	return (struct parser_model) { learner_model(&r->move, CLIP),
		learner_model(&r->rel, CLIP) };
}

/* Per cent of words with the right head, and with the right relation too
 * (whole ones: the first number after the comma of many scorers is higher). */
static void
score(struct training *r, unsigned round)
{
	struct parser_model m = model_now(r);
	uint32_t heads = 0, rels = 0, words = 0;

	for (uint32_t i = 0; i < r->dev.n; i++) {
		const struct example *e = &r->dev.e[i];

		parser_words(&e->t, &e->t.sentence[0], &r->clusters, &r->s);
		parser_parse(&m, &r->s, 1);
		for (uint32_t k = 1; k <= r->s.state.n; k++, words++)
			if (r->s.state.node[k].head == e->head[k]) {
				heads++;
				rels += r->s.rel[k] == e->rel[k - 1];
			}
	}
	printf("parser: round %u: dev UAS %.2f LAS %.2f\n", round,
	    100.0 * heads / words, 100.0 * rels / words);
	fflush(stdout);
}

static bool
train(struct training *r)
{
	uint32_t *order = mem_grow(NULL, r->train.n, sizeof *order);
	bool ok;

	for (uint32_t i = 0; i < r->train.n; i++)
		order[i] = i;
	ok = tag_all(r, order);
	for (uint32_t i = 0; ok && i < r->train.n; i++)
		count(r, &r->train.e[i]);
	for (unsigned round = 0; ok && round < ROUNDS; round++) {
		learner_shuffle(order, r->train.n, &r->seed);
		for (uint32_t i = 0; i < r->train.n; i++)
			learn(r, &r->train.e[order[i]], round > 0);
		if (round % 2 == 1)
			score(r, round + 1);
	}
	free(order);
	return ok;
}

static bool
write_model(struct training *r, const char *path)
{
	struct parser_model m = model_now(r);

	return learner_write(&r->move, CLIP, path, PARSER_KIND,
	    (struct span) { (const char *)m.rel.row,
		(size_t)PARSER_REL_WIDTH << PARSER_REL_BITS });
}

static void
free_bank(struct bank *b)
{
	arena_free(&b->arena);
	free(b->e);
}

int
main(int argc, char **argv)
{
	static struct training r = { .seed = SEED };
	bool ok;

	if (argc != 3) {
		fprintf(stderr, "usage: train_parser DATA OUT\n");
		return 1;
	}
	cluster_open(models_of(MODELS_CLUSTERS), &r.clusters);
	ok = read_bank(&r, argv[1], "ewt-train", &r.train) &&
	    read_bank(&r, argv[1], "ewt-dev", &r.dev);
	if (ok) {
		learner_init(&r.move, PARSER_WIDTH, PARSER_BITS);
		learner_init(&r.rel, PARSER_REL_WIDTH, PARSER_REL_BITS);
		r.seen = mem_zalloc((size_t)1 << SEEN_BITS);
		ok = train(&r) && write_model(&r, argv[2]);
		learner_free(&r.move);
		learner_free(&r.rel);
		free(r.seen);
	}
	free_bank(&r.train);
	free_bank(&r.dev);
	return ok ? 0 : 1;
}
