/* tagger.c -- features of words, and the walk that classes them. */
#include "tagger.h"

#include <assert.h>

#include "token.h"
#include "workers/en/models.h"

/* Classes of the lexicon that say something of a word's class. */
#define CLOSED                                                          \
	(LEXICON_DET | LEXICON_PRON | LEXICON_PREP | LEXICON_CONJ |     \
	    LEXICON_SUB | LEXICON_WH | LEXICON_AUX | LEXICON_MODAL |    \
	    LEXICON_ADV | LEXICON_TITLE | LEXICON_FIRST | LEXICON_NUM | \
	    LEXICON_DAY | LEXICON_MONTH | LEXICON_PLACE | LEXICON_ORG)

void
tagger_clusters(struct text *t, const struct cluster_map *c)
{
	for (uint32_t i = 0; i < t->n_tokens; i++)
		t->token[i].cluster = cluster_fine(c, t->token[i].low);
}

/* How a sentence is written: by its words of four letters and more, since
 * short ones stay small in a headline. */
static enum tagger_case
case_of(const struct text *t, const struct sentence *s)
{
	uint32_t words = 0, capital = 0, caps = 0;

	for (uint32_t i = s->first; i < s->last; i++) {
		const struct token *k = &t->token[i];

		if (k->kind != TOKEN_WORD || k->size < 4)
			continue;
		words++;
		capital += k->capital;
		caps += k->caps;
	}
	if (words < 3 || capital * 10 < words * 9)
		return TAGGER_PLAIN;
	return caps * 10 >= words * 7 ? TAGGER_CAPS : TAGGER_TITLE;
}

static unsigned char
lower(const struct text *t, size_t at)
{
	unsigned char b = (unsigned char)t->bytes.p[at];

	return b >= 'A' && b <= 'Z' ? b | 0x20 : b;
}

/* The last n bytes (the first, for before), all of a shorter word. */
static uint32_t
piece(const struct text *t, const struct token *k, uint32_t n, bool before)
{
	uint32_t size = k->size < n ? k->size : n, v = 0;
	size_t at = before ? k->at : k->at + k->size - size;

	for (uint32_t i = 0; i < size; i++)
		v = v << 8 | lower(t, at + i);
	return v;
}

/* Kind, case and what stands within, as bits. */
static uint32_t
shape(const struct text *t, const struct token *k, enum tagger_case writing)
{
	uint32_t v = k->kind, digit = 0, hyphen = 0, stop = 0;

	for (uint32_t i = 0; i < k->size && i < 32; i++) {
		char c = t->bytes.p[k->at + i];

		digit |= c >= '0' && c <= '9';
		hyphen |= c == '-';
		stop |= c == '.';
	}
	v = v << 3 | digit << 2 | hyphen << 1 | stop;
	v = v << 2 | (uint32_t)writing;
	if (writing != TAGGER_CAPS)
		v |= (uint32_t)k->capital << 10 | (uint32_t)k->caps << 11;
	return v | (uint32_t)(k->size == 1) << 12;
}

void
tagger_words(const struct text *t, const struct sentence *s,
    const struct cluster_map *c, struct tagger_sentence *out)
{
	static const struct tagger_word nothing = {
		.low = 1, .like = 1, .pos = UD_N_POS
	};
	enum tagger_case writing = case_of(t, s);

	out->n = s->last - s->first;
	if (out->n > SENTENCE_MAX)
		out->n = SENTENCE_MAX;
	out->word[0] = out->word[1] = nothing;
	out->word[out->n + 2] = out->word[out->n + 3] = nothing;
	for (uint32_t i = 0; i < out->n; i++) {
		const struct token *k = &t->token[s->first + i];
		struct tagger_word *w = &out->word[i + 2];

		*w = (struct tagger_word) { .low = k->low,
			.end4 = piece(t, k, 4, false),
			.begin = piece(t, k, 3, true),
			.like = shape(t, k, writing),
			.cluster = k->cluster,
			.mid = cluster_mid(c, k->cluster),
			.kind = cluster_kind(c, k->low) };
		w->end3 = w->end4 & 0xffffff;
		w->end2 = w->end4 & 0xffff;
		w->bits = k->bits & CLOSED;
		if (k->verb != NULL)
			w->bits |= 1u << 28 | (uint32_t)k->tense << 29;
	}
}

uint32_t
tagger_features(
    const struct tagger_sentence *s, uint32_t i, uint32_t f[TAGGER_FEATURES])
{
	const struct tagger_word *w = &s->word[i + 2];
	const struct tagger_word *l = w - 1, *ll = w - 2, *r = w + 1,
				 *rr = w + 2;
	uint32_t first = i == 0, pair = l->pos * 32u + ll->pos, n = 0;

	f[n++] = model_feature(1, w->low, first);
	f[n++] = model_feature(2, w->low, w->like);
	f[n++] = model_feature(3, w->end4, w->like);
	f[n++] = model_feature(4, w->end3, w->like);
	f[n++] = model_feature(5, w->end2, w->like);
	f[n++] = model_feature(6, w->begin, 0);
	f[n++] = model_feature(7, w->cluster, w->like);
	f[n++] = model_feature(8, w->cluster, w->end2);
	f[n++] = model_feature(9, w->like, first);
	f[n++] = model_feature(10, l->low, 0);
	f[n++] = model_feature(11, r->low, 0);
	f[n++] = model_feature(12, ll->low, 0);
	f[n++] = model_feature(13, rr->low, 0);
	f[n++] = model_feature(14, l->pos, w->like);
	f[n++] = model_feature(15, pair, 0);
	f[n++] = model_feature(16, l->pos, w->low);
	f[n++] = model_feature(17, l->low, w->low);
	f[n++] = model_feature(18, r->low, w->low);
	f[n++] = model_feature(19, l->cluster, l->like);
	f[n++] = model_feature(20, r->cluster, r->like);
	f[n++] = model_feature(21, r->end3, w->end3);
	f[n++] = model_feature(22, l->end3, 0);
	f[n++] = model_feature(23, l->pos, r->low);
	f[n++] = model_feature(24, l->pos, w->cluster);
	f[n++] = model_feature(25, l->pos, w->end3);
	f[n++] = model_feature(26, w->bits, first);
	f[n++] = model_feature(27, r->bits, w->bits);
	f[n++] = model_feature(28, pair, w->low);
	f[n++] = model_feature(29, r->cluster, w->cluster);
	f[n++] = model_feature(30, r->end3, l->pos);
	f[n++] = model_feature(31, rr->end3, r->end3);
	f[n++] = model_feature(32, w->kind, w->like);
	f[n++] = model_feature(33, r->kind, w->kind);
	f[n++] = model_feature(34, l->kind, w->kind);
	return n;
}

#define EVEN 16 /* columns added at once; the rest is one */

static_assert(TAGGER_WIDTH == EVEN + 1, "a row is 16 columns and one");
static_assert(TAGGER_FEATURES * 128 <= INT16_MAX, "a sum has 16 bits");

/* The column with the largest sum over the n rows: as model_score(), with
 * sums half as wide, since it is asked for every word. */
static uint8_t
best(const struct model *m, const uint32_t *f, uint32_t n)
{
	int16_t sum[EVEN] = { 0 }, last = 0;
	uint8_t top = 0;

	for (uint32_t i = 0; i < n; i++) {
		const int8_t *row = m->row +
		    (size_t)(f[i] & m->mask) * TAGGER_WIDTH;

		for (unsigned k = 0; k < EVEN; k++)
			sum[k] = (int16_t)(sum[k] + row[k]);
		last = (int16_t)(last + row[EVEN]);
	}
	for (uint8_t k = 1; k < EVEN; k++)
		if (sum[k] > sum[top])
			top = k;
	return last > sum[top] ? EVEN : top;
}

void
tagger_tag(const struct model *m, struct tagger_sentence *s)
{
	uint32_t f[TAGGER_FEATURES];

	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t n = tagger_features(s, i, f);

		s->word[i + 2].pos = best(m, f, n);
	}
}

struct span
tagger_lemma(const struct text *t, uint32_t i, bool first, char out[LEMMA_MAX])
{
	const struct token *k = &t->token[i];
	char low[LEXICON_WORD_MAX];
	bool name = !first &&
	    ((k->pos == UD_ADJ && k->capital) ||
		(k->pos == UD_NOUN && k->caps && k->size < 6));
	struct span lemma;

	lemma = lemma_of((struct span) { t->bytes.p + k->at, k->size },
	    token_lower(t, i, low), (enum ud_pos)k->pos, name, out);
	if (lemma.p >= low && lemma.p < low + sizeof low) {
		memcpy(out, lemma.p, lemma.n);
		lemma.p = out;
	}
	return lemma;
}

/* The hash of a word's lemma, in lower case. */
static uint32_t
lemma_hash(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];
	char low[LEXICON_WORD_MAX], out[LEMMA_MAX], small[LEMMA_MAX];
	struct span word = token_lower(t, i, low), lemma;

	if (word.n == 0)
		return k->low;
	lemma = lemma_of(word, word, (enum ud_pos)k->pos, false, out);
	for (size_t j = 0; j < lemma.n; j++)
		small[j] = lemma.p[j] == 'I' ? 'i' : lemma.p[j];
	return token_hash((struct span) { small, lemma.n });
}

/* Lemmas found so far, by word and class: most words come again. */
struct memo {
	uint32_t low, lemma;
	uint8_t pos; /* + 1; 0: empty */
};

#define MEMO_LEN 2048u /* a power of two */

static void
set_lemmas(struct text *t)
{
	struct memo *memo = arena_alloc(t->arena, MEMO_LEN, sizeof *memo);

	for (uint32_t i = 0; i < t->n_tokens; i++) {
		struct token *k = &t->token[i];
		uint32_t slot = (k->low + k->pos) & (MEMO_LEN - 1);
		struct memo *m = &memo[slot];

		if (k->pos == UD_PROPN || k->pos == UD_PUNCT)
			continue;
		if (m->low != k->low || m->pos != k->pos + 1)
			*m = (struct memo) { k->low, lemma_hash(t, i),
				(uint8_t)(k->pos + 1) };
		k->lemma = m->lemma;
	}
}

void
tagger_run(struct text *t)
{
	struct cluster_map clusters;
	struct model m;
	struct tagger_sentence *s = arena_alloc(t->arena, 1, sizeof *s);

	cluster_open(models_of(MODELS_CLUSTERS), &clusters);
	tagger_clusters(t, &clusters);
	if (!model_open(
		models_of(MODELS_TAGGER), TAGGER_KIND, TAGGER_WIDTH, &m))
		return;
	for (uint32_t i = 0; i < t->n_sentences; i++) {
		tagger_words(t, &t->sentence[i], &clusters, s);
		tagger_tag(&m, s);
		for (uint32_t k = 0; k < s->n; k++)
			t->token[t->sentence[i].first + k].pos =
			    s->word[k + 2].pos;
	}
	set_lemmas(t);
}
