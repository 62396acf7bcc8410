/* report_cue.c -- features of cues. */
#include "workers/bag.h"
#include "workers/report.h"

/* Token i of the same sentence, or NULL. */
static const struct token *
near(const struct text *t, const struct frame *f, uint32_t i, int off)
{
	uint32_t k = i + (uint32_t)off;

	if ((off < 0 && i < (uint32_t)-off) || k >= t->n_tokens ||
	    f[k].sentence != f[i].sentence)
		return NULL;
	return &t->token[k];
}

static uint64_t
low(const struct token *k)
{
	return k == NULL ? 1 : k->low;
}

static uint64_t
pos(const struct token *k)
{
	return k == NULL ? 31 : k->pos;
}

static uint64_t
cluster(const struct token *k)
{
	return k == NULL ? 0xffff : k->cluster;
}

/* Does a quotation stand right before (after) the few words around i? */
static uint32_t
quotes_near(const struct text *t, const struct frame *f, uint32_t i)
{
	uint32_t b = 0;

	if (t->token[i].quote != TEXT_NONE)
		b |= 1;
	for (int d = 1; d < 8; d++) {
		const struct token *k = near(t, f, i, d);

		if (k == NULL)
			break;
		if (k->kind == TOKEN_QUOTE) {
			b |= d < 3 ? 2 : 4;
			break;
		}
	}
	for (int d = 1; d < 8; d++) {
		const struct token *k = near(t, f, i, -d);

		if (k == NULL)
			break;
		if (k->kind == TOKEN_QUOTE) {
			b |= d < 3 ? 8 : 16;
			break;
		}
	}
	return b;
}

static void
put_words(
    struct bag *s, const struct text *t, const struct frame *f, uint32_t i)
{
	const struct token *k = &t->token[i], *p = near(t, f, i, -1),
			   *pp = near(t, f, i, -2), *n = near(t, f, i, 1),
			   *nn = near(t, f, i, 2);

	bag_put(s, 0, 0);
	bag_put(s, k->low, 0);
	bag_put(s, k->lemma, k->pos);
	bag_put(s, k->cluster, k->pos);
	bag_put(s, low(p), 0);
	bag_put(s, low(n), 0);
	bag_put(s, low(pp), 0);
	bag_put(s, low(nn), 0);
	bag_put(s, low(p), k->lemma);
	bag_put(s, k->lemma, low(n));
	bag_put(s, pos(pp) << 8 | pos(p), k->pos);
	bag_put(s, pos(p) << 8 | k->pos, pos(n));
	bag_put(s, pos(n) << 8 | pos(nn), k->pos);
	bag_put(s, cluster(p), k->lemma);
	bag_put(s, cluster(n), k->lemma);
	bag_put(s, low(n) * 31 + low(nn), k->pos);
	bag_put(s, low(p) * 31 + low(pp), k->pos);
	bag_put(s, cluster(p) << 16 | cluster(n), k->pos);
	bag_put(s, f[i].mid, k->pos);
	bag_put(s, f[i].mid, p == NULL ? 0 : f[i - 1].mid);
	bag_put(s, f[i].mid, n == NULL ? 0 : f[i + 1].mid);
}

static void
put_tree(struct bag *s, const struct text *t, const struct frame *f, uint32_t i)
{
	const struct token *k = &t->token[i], *h = &t->token[k->head];
	uint32_t kids = f[i].kids, up = h == k ? 0xff : h->pos;

	bag_put(s, k->rel, k->pos);
	bag_put(s, k->lemma, k->rel);
	bag_put(s, k->lemma, kids);
	bag_put(s, k->cluster, kids & 0x7f);
	bag_put(s, kids, k->pos << 8 | k->rel);
	bag_put(s, h->lemma, (uint64_t)k->rel << 8 | k->pos);
	bag_put(s, h->lemma, k->lemma);
	bag_put(s, h->cluster, k->cluster);
	bag_put(s, f[k->head].mid, (uint64_t)f[i].mid << 8 | k->rel);
	bag_put(s, f[i].mid, kids & 0x7f);
	bag_put(s, up, k->lemma);
	bag_put(s, f[k->head].kids, (uint64_t)k->rel << 8 | k->pos);
	bag_put(s, (uint64_t)(h < k) << 8 | up, k->rel);
	bag_put(s, t->token[h->head].lemma, (uint64_t)k->rel << 8 | h->rel);
}

/* What the cue's subject is like: kind of name, class of word. */
static uint64_t
subject_of(const struct text *t, const struct frame *f, uint32_t i)
{
	uint32_t lo = f[i].left, n = 0;

	for (uint32_t x = i; x-- > lo && n++ < 30;) {
		const struct token *k = &t->token[x];

		if (k->head == i &&
		    (k->rel == UD_NSUBJ || k->rel == UD_NSUBJ_PASS))
			return 1 + ((uint64_t)f[x].name << 32 | k->cluster);
	}
	return 0;
}

static uint64_t
object_of(const struct text *t, const struct frame *f, uint32_t i)
{
	uint32_t hi = f[i].right, n = 0;

	for (uint32_t x = i + 1; x <= hi && x < t->n_tokens && n++ < 30; x++) {
		const struct token *k = &t->token[x];

		if (k->head == i &&
		    (k->rel == UD_OBJ || k->rel == UD_CCOMP ||
			k->rel == UD_XCOMP))
			return 1 + ((uint64_t)k->rel << 32 | k->cluster);
	}
	return 0;
}

static void
put_place(
    struct bag *s, const struct text *t, const struct frame *f, uint32_t i)
{
	const struct token *k = &t->token[i];
	uint32_t q = quotes_near(t, f, i), in = f[i].word - f[f[i].para].word;
	uint32_t left = f[f[i].para_end].word - f[i].word;
	uint64_t subj = subject_of(t, f, i), obj = object_of(t, f, i);
	uint32_t where = (f[i].para == 0) | (i == f[i].para) << 1 |
	    (in < 5) << 2 | (left < 6) << 3 |
	    (f[i].para_end - f[i].para < 30) << 4;

	bag_put(s, q, k->pos);
	bag_put(s, q, k->lemma);
	bag_put(s, q, k->cluster);
	bag_put(s, where, k->pos);
	bag_put(s, where, k->lemma);
	bag_put(s, subj, k->pos);
	bag_put(s, subj >> 32, k->lemma);
	bag_put(s, subj & 0xffff, k->cluster);
	bag_put(s, obj, k->pos);
	bag_put(s, obj >> 32, k->lemma);
	bag_put(s, obj & 0xffff, k->lemma);
	bag_put(s, k->verb != NULL ? 1 + k->verb->frames : 0, k->tense);
	bag_put(s, f[i].name, k->pos);
}

/* Words that cues hardly begin with: a few features will do, which saves half
 * of the time. */
static bool
is_small(const struct token *k)
{
	return k->mark != ':' &&
	    (1u << k->pos &
		(1u << UD_DET | 1u << UD_PRON | 1u << UD_PROPN | 1u << UD_NUM |
		    1u << UD_PUNCT | 1u << UD_CCONJ | 1u << UD_SYM |
		    1u << UD_X | 1u << UD_INTJ)) != 0;
}

static void
put_small(
    struct bag *s, const struct text *t, const struct frame *f, uint32_t i)
{
	const struct token *k = &t->token[i], *p = near(t, f, i, -1),
			   *pp = near(t, f, i, -2), *n = near(t, f, i, 1);

	bag_put(s, k->pos, 0);
	bag_put(s, k->low, 0);
	bag_put(s, low(p), k->pos);
	bag_put(s, low(p), k->low);
	bag_put(s, low(n), k->pos);
	bag_put(s, pos(pp) << 8 | pos(p), k->pos);
	bag_put(s, pos(p), pos(n));
	bag_put(s, cluster(p), k->pos);
	bag_put(s, cluster(n), k->pos);
	bag_put(s, low(p) * 31 + low(n), k->pos);
	bag_put(s, t->token[k->head].lemma, k->rel);
	bag_put(s, f[i].name, k->pos);
}

uint32_t
report_cue_features(
    const struct text *t, const struct frame *f, uint32_t i, uint32_t *out)
{
	struct bag s = { out, 0, 1 };

	if (is_small(&t->token[i])) {
		s.template = 100;
		put_small(&s, t, f, i);
		return s.n;
	}

	put_words(&s, t, f, i);
	put_tree(&s, t, f, i);
	put_place(&s, t, f, i);
	return s.n;
}

uint32_t
report_cue_step(const struct text *t, const struct frame *f, uint32_t i,
    enum report_label prev, uint32_t *out)
{
	struct bag b = { out, 0, 900 };
	const struct token *k = &t->token[i], *p = near(t, f, i, -1);
	uint32_t tied = p == NULL ? 0
	    : k->head == i - 1    ? 1
	    : p->head == i        ? 2
	    : p->head == k->head  ? 3
				  : 4;

	bag_put(&b, prev, k->pos);
	bag_put(
	    &b, prev, tied << 16 | (uint32_t)k->rel << 8 | (uint32_t)pos(p));
	return b.n;
}
