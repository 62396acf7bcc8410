/*
 * tagger.h -- the class of every word (Universal Dependencies' UPOS), with
 * its cluster and its lemma.
 *
 * Method: an averaged perceptron that goes through a sentence from left to
 * right and sees the classes it gave already (Collins, EMNLP 2002), hashed
 * features of words, endings, clusters, kinds and case (model.h).  Trained by
 * train/train_tagger.c on treebanks.
 *
 * A headline in capitals, or one Where Every Word Has One, says nothing by
 * them: the case of a word counts in the light of its sentence's.
 */
#ifndef WORKERS_TAGGER_H
#define WORKERS_TAGGER_H

#include "workers/cluster.h"
#include "workers/en/lemma.h"
#include "workers/model.h"
#include "workers/sentence.h"
#include "workers/text.h"

#define TAGGER_KIND     MODEL_KIND('T', 'A', 'G', 'S')
#define TAGGER_BITS     17
#define TAGGER_WIDTH    UD_N_POS
#define TAGGER_FEATURES 34 /* at most, of a word */

/* Set cluster, pos and lemma (a name's is its word) of all tokens.  Without a
 * model in the program only cluster. */
void tagger_run(struct text *t);

/* The lemma of token i, whose pos is set; first: of its sentence.  A view of
 * the text, of out, or static. */
struct span tagger_lemma(
    const struct text *t, uint32_t i, bool first, char out[LEMMA_MAX]);

/* ---- what training shares ---- */

/* How the letters of a sentence are written. */
enum tagger_case { TAGGER_PLAIN, TAGGER_TITLE, TAGGER_CAPS };

/* What features are made of, for one word. */
struct tagger_word {
	uint32_t low;
	uint32_t end2, end3, end4, begin; /* bytes of the word, lower case */
	uint32_t like;                    /* kind and case */
	uint32_t bits;                    /* of the lexicon */
	uint16_t cluster;
	uint8_t mid;
	uint8_t kind; /* cluster_kind() */
	uint8_t pos;  /* given so far */
};

/* A sentence's words with two that stand for nothing at either side. */
struct tagger_sentence {
	uint32_t n;
	struct tagger_word word[SENTENCE_MAX + 4];
};

/* Set the clusters of all tokens. */
void tagger_clusters(struct text *t, const struct cluster_map *c);

/* The sentence's first SENTENCE_MAX tokens. */
void tagger_words(const struct text *t, const struct sentence *s,
    const struct cluster_map *c, struct tagger_sentence *out);

/* The features of word i; those before it have their pos. */
uint32_t tagger_features(
    const struct tagger_sentence *s, uint32_t i, uint32_t f[TAGGER_FEATURES]);

/* Give every word of s its pos. */
void tagger_tag(const struct model *m, struct tagger_sentence *s);

#endif
