/*
 * train_tagger DATA OUT -- the tagger's weights (workers/tagger.h) from the
 * treebank DATA/syntax/ewt-train.conllu; says how many words of ewt-dev are
 * classed rightly.
 *
 * News is learned from in part: of DATA/names/worldwide-newswire.tsv, but for
 * the tenths that are kept for scoring, nobody says what the words' classes
 * are; but the words of a person's name are PROPN, so is the last of another
 * name, and a word in small letters outside all names is not.
 *
 * Every few sentences are seen once more as a headline would print them: in
 * capitals, or Each Word With One.  Case is all that changes.
 */
#include <errno.h>
#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/mem.h"
#include "workers/conllu.h"
#include "workers/en/models.h"
#include "workers/tagger.h"
#include "workers/train/learner.h"
#include "workers/train/names_gold.h"

#define ROUNDS 6
#define MARGIN 40   /* the right class wins by, or is learned on */
#define PART   5    /* likewise, of what is known in part */
#define HALF   0.5f /* how much is learned from it at a time */
#define CLIP   200  /* in a million */
#define SEED   11

struct example {
	struct text t;
	const uint8_t *gold;
};

struct bank {
	struct arena arena;
	struct example *e;
	uint32_t n;
};

struct training {
	struct cluster_map clusters;
	struct bank train, dev, part;
	struct names_golds names;
	struct learner l;
	struct tagger_sentence s;
};

static void
take(struct training *r, struct bank *b, const struct conllu_sentence *s)
{
	struct example *e;
	uint8_t *gold = arena_alloc(&b->arena, s->n_words, 1);

	b->e = mem_grow(b->e, b->n + 1, sizeof *b->e);
	e = &b->e[b->n++];
	e->t = conllu_text(s, &b->arena);
	tagger_clusters(&e->t, &r->clusters);
	for (uint32_t i = 0; i < s->n_words; i++)
		gold[i] = s->word[i].pos;
	e->gold = gold;
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

/* What is known of a word's class in part. */
enum part { ANY, NAME, NO_NAME };

/* The parts of an article's tokens. */
static uint8_t *
parts_of(struct names_gold *g)
{
	struct text *t = &g->text;
	uint8_t *part = arena_alloc(&g->arena, t->n_tokens, 1);
	uint32_t i = 0;

	for (uint32_t k = 0; k < t->n_tokens; k++)
		if (t->token[k].kind == TOKEN_WORD && !t->token[k].capital)
			part[k] = NO_NAME;
	for (uint32_t n = 0; n < g->n_names; n++) {
		const struct names_gold_name *name = &g->name[n];

		while (i < t->n_tokens && t->token[i].at < name->start)
			i++;
		for (; i < t->n_tokens && t->token[i].at < name->end; i++) {
			const struct token *k = &t->token[i];
			bool last = k->at + k->size == name->end;

			part[i] = name->counted && k->kind == TOKEN_WORD &&
				k->capital && k->size > 2 &&
				(last || name->type == FOUND_PERSON)
			    ? NAME
			    : ANY;
		}
	}
	return part;
}

/* Every sentence of an article whose names are known. */
static void
take_article(struct training *r, struct names_gold *g)
{
	uint8_t *part = parts_of(g);

	tagger_clusters(&g->text, &r->clusters);
	for (uint32_t i = 0; i < g->text.n_sentences; i++) {
		struct bank *b = &r->part;
		struct example *e;

		b->e = mem_grow(b->e, b->n + 1, sizeof *b->e);
		e = &b->e[b->n++];
		e->t = g->text;
		e->t.sentence = &g->text.sentence[i];
		e->gold = part + e->t.sentence->first;
	}
}

static bool
read_names(struct training *r, const char *data)
{
	const struct names_gold_part part = {
		.tenth = { 3, 10 }, .n = 2, .without = true
	};
	struct buf path = { 0 };
	bool ok;

	buf_printf(&path, "%s/names/worldwide-newswire.tsv", data);
	ok = names_gold_read(buf_cstr(&path), true, part, &r->names);
	for (uint32_t i = 0; i < r->names.n; i++)
		take_article(r, r->names.article[i]);
	buf_free(&path);
	return ok && r->part.n > 0;
}

/* As a headline: all in capitals, or every word of four letters. */
static void
recase(struct text *t, bool caps)
{
	for (uint32_t i = 0; i < t->n_tokens; i++) {
		struct token *k = &t->token[i];

		if (k->kind != TOKEN_WORD)
			continue;
		k->capital = k->capital || caps || k->size > 3 || i == 0;
		k->caps = k->caps || (caps && k->size > 1);
	}
}

static uint32_t
best(const float *score)
{
	uint32_t top = 0;

	for (uint32_t k = 1; k < TAGGER_WIDTH; k++)
		if (score[k] > score[top])
			top = k;
	return top;
}

static void
learn(struct training *r, const struct text *t, const uint8_t *gold)
{
	uint32_t f[TAGGER_FEATURES];
	float score[TAGGER_WIDTH];

	tagger_words(t, &t->sentence[0], &r->clusters, &r->s);
	for (uint32_t i = 0; i < r->s.n; i++) {
		uint32_t n = tagger_features(&r->s, i, f), top, rival;

		learner_score(&r->l, f, n, score);
		top = best(score);
		score[gold[i]] -= MARGIN;
		rival = best(score);
		if (rival != gold[i]) {
			learner_add(&r->l, f, n, gold[i], 1);
			learner_add(&r->l, f, n, rival, -1);
		}
		learner_step(&r->l);
		r->s.word[i + 2].pos = (uint8_t)top;
	}
}

/* Learn label in place of rival from the word of features f. */
static void
correct(struct learner *l, const uint32_t *f, uint32_t n, uint32_t label,
    uint32_t rival)
{
	learner_add(l, f, n, label, HALF);
	learner_add(l, f, n, rival, -HALF);
}

/* From a sentence whose classes are known in part. */
static void
learn_part(struct training *r, const struct text *t, const uint8_t *part)
{
	uint32_t f[TAGGER_FEATURES];
	float score[TAGGER_WIDTH];

	tagger_words(t, &t->sentence[0], &r->clusters, &r->s);
	for (uint32_t i = 0; i < r->s.n; i++) {
		uint32_t n = tagger_features(&r->s, i, f), top, rival;

		learner_score(&r->l, f, n, score);
		top = best(score);
		score[UD_PROPN] += part[i] == NO_NAME ? PART : -PART;
		rival = best(score);
		if (part[i] == NAME && rival != UD_PROPN) {
			correct(&r->l, f, n, UD_PROPN, rival);
		} else if (part[i] == NO_NAME && rival == UD_PROPN) {
			score[UD_PROPN] = -FLT_MAX;
			top = best(score);
			correct(&r->l, f, n, top, UD_PROPN);
		}
		learner_step(&r->l);
		r->s.word[i + 2].pos = (uint8_t)top;
	}
}

static void
learn_recased(struct training *r, const struct example *e, bool caps)
{
	struct text t = e->t;

	t.token = mem_grow(NULL, t.n_tokens, sizeof *t.token);
	memcpy(t.token, e->t.token, t.n_tokens * sizeof *t.token);
	recase(&t, caps);
	learn(r, &t, e->gold);
	free(t.token);
}

static void
round_of(struct training *r, unsigned round, uint32_t *order, uint64_t *seed)
{
	uint32_t next = round * r->train.n;

	learner_shuffle(order, r->train.n, seed);
	for (uint32_t i = 0; i < r->train.n; i++) {
		const struct example *e = &r->train.e[order[i]];

		learn(r, &e->t, e->gold);
		if (i % 16 == 0)
			learn_recased(r, e, (order[i] + round) % 3 == 0);
		e = &r->part.e[next++ % r->part.n];
		learn_part(r, &e->t, e->gold);
	}
}

/* Per cent of the words of b that the model as shipped classes rightly. */
static double
score(struct training *r, const struct bank *b, const struct model *m)
{
	uint32_t hits = 0, words = 0;

	for (uint32_t i = 0; i < b->n; i++) {
		const struct example *e = &b->e[i];

		tagger_words(&e->t, &e->t.sentence[0], &r->clusters, &r->s);
		tagger_tag(m, &r->s);
		for (uint32_t k = 0; k < r->s.n; k++)
			hits += r->s.word[k + 2].pos == e->gold[k];
		words += r->s.n;
	}
	return 100.0 * hits / words;
}

static void
train(struct training *r)
{
	uint32_t *order = mem_grow(NULL, r->train.n, sizeof *order);
	uint64_t seed = SEED;

	for (uint32_t i = 0; i < r->train.n; i++)
		order[i] = i;
	for (unsigned round = 0; round < ROUNDS; round++) {
		struct model m;

		round_of(r, round, order, &seed);
		m = learner_model(&r->l, CLIP);
		printf("tagger: round %u: dev %.2f\n", round + 1,
		    score(r, &r->dev, &m));
		fflush(stdout);
	}
	free(order);
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
	static struct training r;
	bool ok;

	if (argc != 3) {
		fprintf(stderr, "usage: train_tagger DATA OUT\n");
		return 1;
	}
	cluster_open(models_of(MODELS_CLUSTERS), &r.clusters);
	ok = read_bank(&r, argv[1], "ewt-train", &r.train) &&
	    read_bank(&r, argv[1], "ewt-dev", &r.dev) &&
	    read_names(&r, argv[1]);
	if (ok) {
		learner_init(&r.l, TAGGER_WIDTH, TAGGER_BITS);
		train(&r);
		ok = learner_write(&r.l, CLIP, argv[2], TAGGER_KIND,
		    (struct span) { NULL, 0 });
		learner_free(&r.l);
	}
	free_bank(&r.train);
	free_bank(&r.dev);
	free_bank(&r.part);
	names_gold_free(&r.names);
	return ok ? 0 : 1;
}
