/* names_feature.c -- templates, most telling first. */
#include "workers/names_feature.h"

#include "workers/bag.h"

#define EDGE    1u /* in place of a word beyond the sentence */
#define RUN_MAX 8  /* tokens looked at on either side, for a run's ends */
#define PASS    128
#define LEXICON                                                           \
	(LEXICON_DET | LEXICON_PREP | LEXICON_CONJ | LEXICON_TITLE |      \
	    LEXICON_FIRST | LEXICON_DAY | LEXICON_MONTH | LEXICON_ORG |   \
	    LEXICON_PLACE | LEXICON_ABBR | LEXICON_COMMON | LEXICON_NUM | \
	    LEXICON_PRON)

/* A token of the neighbourhood, or what stands for one beyond its edge. */
struct near {
	uint32_t word, bits;
	uint16_t fine;
	uint8_t mid, shape, pos;
};

struct place {
	const struct names_view *v;
	const struct names_segment *p;
	uint32_t i;
	struct near near[5], *k; /* k: that of i, in the middle */
	uint32_t first, last;    /* run of capitals around i */
	struct bag bag;
};

static struct near
near_of(const struct names_view *v, const struct names_segment *p, uint32_t i)
{
	const struct token *k;

	if (i < p->from || i >= p->to)
		return (struct near) { .word = EDGE, .shape = 127 };
	k = &v->t->token[i];
	return (struct near) {
		.word = k->kind == TOKEN_QUOTE ? (uint32_t)k->mark : k->low,
		.bits = (k->bits & LEXICON) | (k->verb != NULL ? 2u : 0),
		.fine = k->cluster,
		.mid = cluster_mid(&v->clusters, k->cluster),
		.shape = v->shape[i],
		.pos = k->pos,
	};
}

static uint32_t
word_at(const struct place *x, uint32_t i)
{
	return near_of(x->v, x->p, i).word;
}

static void
find_run(struct place *x)
{
	const struct names_view *v = x->v;
	uint32_t i = x->i;

	x->first = x->last = i;
	while (x->first > x->p->from && i - x->first < RUN_MAX &&
	    names_view_capital(v, x->first - 1))
		x->first--;
	while (x->last < x->p->to && x->last - i < RUN_MAX &&
	    (x->last == i || names_view_capital(v, x->last)))
		x->last++;
}

/* The bytes of the word's beginning, or of its end, in lower case. */
static uint64_t
affix(const struct place *x, uint32_t n, bool end)
{
	const struct token *k = &x->v->t->token[x->i];
	const char *p = x->v->t->bytes.p + k->at;
	uint64_t h = n;

	if (k->size < n)
		return 0;
	if (end)
		p += k->size - n;
	for (uint32_t j = 0; j < n; j++) {
		unsigned char c = (unsigned char)p[j];

		h = h << 8 | (c >= 'A' && c <= 'Z' ? c | 0x20 : c);
	}
	return h;
}

static void
put_words(struct place *x)
{
	struct bag *b = &x->bag;
	const struct near *k = x->k;

	bag_put(b, k->word, 0);
	bag_put(b, k->word, k->shape | 1u << 8);
	bag_put(b, k[-1].word, 0);
	bag_put(b, k[1].word, 0);
	bag_put(b, k[-2].word, 0);
	bag_put(b, k[2].word, 0);
	bag_put(b, k[-1].word, k->word);
	bag_put(b, k->word, k[1].word);
	bag_put(b, k[-1].word, k[1].word);
	bag_put(b, k[-2].word, k[-1].word);
	bag_put(b, k[1].word, k[2].word);
	bag_put(b, k[-1].word, k->shape);
	bag_put(b, k[1].word, k->shape);
	for (uint32_t n = 2; n <= 4; n++) {
		bag_put(b, affix(x, n, false), 0);
		bag_put(b, affix(x, n, true), 0);
	}
	bag_put(b, affix(x, 3, true), k->shape);
}

static void
put_classes(struct place *x)
{
	struct bag *b = &x->bag;
	const struct near *k = x->k;
	uint64_t shapes = (uint64_t)k[-1].shape << 16 | k->shape << 8 |
	    k[1].shape;

	bag_put(b, k->fine, k->shape);
	bag_put(b, k[-1].fine, k->shape);
	bag_put(b, k[1].fine, k->shape);
	bag_put(b, k[-1].fine, k->fine);
	bag_put(b, k->fine, k[1].fine);
	bag_put(b, k->mid, k->shape);
	bag_put(b, k[-2].mid, k[-1].mid);
	bag_put(b, k[1].mid, k[2].mid);
	bag_put(b, (uint64_t)k[-1].mid << 8 | k->mid, k[1].mid);
	bag_put(b, k->shape, x->v->where[x->i]);
	bag_put(b, shapes >> 8, 0);
	bag_put(b, shapes & 0xffff, 0);
	bag_put(b, shapes, x->v->where[x->i] & NAMES_START);
	bag_put(b, shapes, k[-2].shape);
	bag_put(b, shapes, k[2].shape);
	bag_put(b, k->bits, k->shape);
	bag_put(b, k[-1].bits, k->shape);
	bag_put(b, k[1].bits, k->shape);
	bag_put(b, k[-1].bits, k->bits);
	bag_put(b, k->bits, k[1].bits);
	bag_put(b, k[-1].pos << 8 | k->pos, k[1].pos);
	bag_put(b, k->pos, k->word);
}

/* The run of capitals: what stands around it and at its ends. */
static void
put_run(struct place *x)
{
	struct bag *b = &x->bag;
	const struct near *k = x->k;
	struct near one = near_of(x->v, x->p, x->first);
	struct near end = near_of(x->v, x->p, x->last - 1);
	uint32_t left = word_at(x, x->first - 1);
	uint32_t right = word_at(x, x->last);
	uint32_t at = (x->i - x->first) << 4 | (x->last - x->i);

	bag_put(b, at, k->shape);
	bag_put(b, left, at);
	bag_put(b, right, at);
	bag_put(b, left, k->mid);
	bag_put(b, right, k->mid);
	bag_put(b, one.word, at);
	bag_put(b, end.word, at);
	bag_put(b, one.mid, at);
	bag_put(b, end.mid, at);
	bag_put(b, (uint64_t)one.mid << 8 | end.mid, at);
	bag_put(b, one.bits, at);
	bag_put(b, end.bits, at);
	bag_put(b, left, right);
}

/* Its word elsewhere in the article. */
static void
put_elsewhere(struct place *x, const struct names_word *w)
{
	struct bag *b = &x->bag;
	const struct near *k = x->k;
	struct near one, end;
	uint32_t at = 0, start = x->v->where[x->i];

	bag_put(b, (w->lower > 0) | (w->mid > 0) << 1 | (w->mid > 2) << 2,
	    start << 8 | k->shape);
	bag_put(b, (w->lower > w->mid) | (w->start > 1) << 1, start);
	bag_put(b, w->behind & LEXICON, k->shape);
	bag_put(b, w->long_form, w->long_form != 0);
	for (uint32_t n = 0; n < NAMES_VIEW_SEEN; n++) {
		/* one template for all */
		b->out[b->n++] = model_feature(
		    b->template, w->left[n], n < w->n_seen);
		b->out[b->n++] = model_feature(
		    b->template + 1, w->right[n], n < w->n_seen);
	}
	b->template += 2;
	if (w->run_len == 0)
		return;
	one = near_of(
	    x->v, &(struct names_segment) { .to = UINT32_MAX }, w->run);
	end = near_of(x->v, &(struct names_segment) { .to = UINT32_MAX },
	    w->run + w->run_len - 1);
	at = (w->run_len > 4 ? 4 : w->run_len) << 2 | (one.word == k->word) |
	    (end.word == k->word) << 1;
	bag_put(b, at, k->shape);
	bag_put(b, one.word, at);
	bag_put(b, end.word, at);
	bag_put(b, one.mid, at);
	bag_put(b, end.mid, at);
	bag_put(b, one.bits, end.bits << 2 | (at & 3));
}

/* What a first pass made of it. */
static void
put_first_pass(struct place *x, const struct names_word *w)
{
	struct bag *b = &x->bag;
	uint32_t most = NAMES_VIEW_NONE, all = 0, other = 0, sure;

	for (uint32_t n = 0; n <= NAMES_VIEW_TYPES; n++) {
		all += w->as[n];
		if (w->as[n] > w->as[most])
			most = n;
	}
	for (uint32_t n = 0; n <= NAMES_VIEW_TYPES; n++)
		if (n != most && w->as[n] > w->as[other == most ? n : other])
			other = n;
	sure = all == w->as[most] ? 2 : 4u * w->as[most] > 3 * all;
	bag_put(b, most, sure << 4 | (all > 1) << 2 | (all > 3));
	bag_put(b, most, sure << 8 | x->k->shape);
	bag_put(b, most, x->k->word);
	bag_put(b, w->name_type, w->name_len > 1 ? most : 9);
	for (uint32_t n = 0; n <= NAMES_VIEW_TYPES; n++)
		bag_put(b,
		    w->as[n] == 0            ? 0
			: w->as[n] * 3 > all ? 2
					     : 1,
		    x->v->where[x->i] & NAMES_START);
}

/* What it made of the words beside. */
static void
put_neighbours(struct place *x)
{
	for (int d = -1; d <= 1; d += 2) {
		uint32_t i = x->i + (uint32_t)d, most = NAMES_VIEW_NONE + 1;

		if (i >= x->p->from && i < x->p->to &&
		    x->v->word[i] != TEXT_NONE) {
			const struct names_word *w =
			    &x->v->words[x->v->word[i]];

			most = NAMES_VIEW_NONE;
			for (uint32_t n = 0; n < NAMES_VIEW_TYPES; n++)
				if (w->as[n] > w->as[most])
					most = n;
			most = most << 4 |
			    (w->name_len > 1 ? w->name_type + 1u : 0);
		}
		bag_put(&x->bag, most, x->k->shape);
		bag_put(&x->bag, most, x->k->word);
	}
}

uint32_t
names_feature_list(const struct names_view *v, const struct names_segment *p,
    uint32_t i, unsigned pass, uint32_t out[NAMES_FEATURE_MAX])
{
	struct place x = { .v = v,
		.p = p,
		.i = i,
		.bag = { .out = out, .template = PASS * pass } };

	x.k = &x.near[2];
	for (uint32_t n = 0; n < 5; n++)
		x.near[n] = near_of(v, p, i + n - 2);
	find_run(&x);
	put_words(&x);
	put_classes(&x);
	put_run(&x);
	if (pass > 0)
		put_neighbours(&x);
	if (v->word[i] != TEXT_NONE) {
		const struct names_word *w = &v->words[v->word[i]];

		if (pass > 0)
			put_first_pass(&x, w);
		put_elsewhere(&x, w);
	}
	return x.bag.n;
}

uint32_t
names_feature_after(unsigned pass, unsigned label)
{
	return model_feature(PASS * pass + PASS - 1, label, 0);
}
