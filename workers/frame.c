/* frame.c -- one walk over the tokens for each kind of knowledge. */
#include "workers/frame.h"

#include "workers/cluster.h"
#include "workers/en/models.h"
#include "workers/quote.h"

#define CLIMB 12 /* steps up a tree that a feature takes */

/* FRAME_ bit of a dependent, by its relation. */
static uint32_t
bit_of(const struct token *k)
{
	static const uint32_t bit[UD_N_REL] = { [UD_NSUBJ] = FRAME_SUBJ,
		[UD_NSUBJ_OUTER] = FRAME_SUBJ,
		[UD_CSUBJ] = FRAME_SUBJ,
		[UD_NSUBJ_PASS] = FRAME_SUBJ | FRAME_PASS,
		[UD_CSUBJ_PASS] = FRAME_SUBJ | FRAME_PASS,
		[UD_AUX_PASS] = FRAME_PASS,
		[UD_OBJ] = FRAME_OBJ,
		[UD_CCOMP] = FRAME_CCOMP,
		[UD_XCOMP] = FRAME_XCOMP,
		[UD_OBL] = FRAME_OBL,
		[UD_OBL_AGENT] = FRAME_OBL,
		[UD_PARATAXIS] = FRAME_PARA,
		[UD_ADVCL] = FRAME_ADVCL,
		[UD_ACL] = FRAME_ACL,
		[UD_ACL_RELCL] = FRAME_ACL,
		[UD_MARK] = FRAME_MARK,
		[UD_CASE] = FRAME_CASE,
		[UD_NMOD] = FRAME_NMOD,
		[UD_AUX_] = FRAME_AUX,
		[UD_COP] = FRAME_COP,
		[UD_CONJ] = FRAME_CONJ,
		[UD_DET_] = FRAME_DET };
	uint32_t b = bit[k->rel];

	if (k->bits & LEXICON_NEG)
		b |= FRAME_NEG;
	return b;
}

static bool
is_word(const struct token *k)
{
	return k->kind != TOKEN_QUOTE &&
	    (k->kind != TOKEN_MARK || k->mark == '$' || k->mark == '%');
}

/* Sentences, paragraphs, names; what was counted before a token. */
static void
survey(const struct text *t, struct frame *f)
{
	struct cluster_map map;
	uint32_t s = 0, para = 0, words = 0, verbs = 0, commas = 0, marks = 0;

	cluster_open(models_of(MODELS_CLUSTERS), &map);
	for (uint32_t i = 0; i < t->n_tokens; i++) {
		const struct token *k = &t->token[i];

		while (s + 1 < t->n_sentences && t->sentence[s].last <= i)
			s++;
		if (k->para)
			para = i;
		f[i].sentence = s;
		f[i].para = para;
		f[i].is_word = is_word(k);
		f[i].mid = cluster_mid(&map, k->cluster);
		f[i].word = words;
		f[i].verbs = verbs;
		f[i].commas = commas;
		f[i].marks = marks;
		f[i].left = f[i].right = i;
		words += f[i].is_word;
		verbs += k->pos == UD_VERB;
		commas += k->mark == ',';
		marks += k->kind == TOKEN_QUOTE;
	}
	f[t->n_tokens].word = words;
	f[t->n_tokens].verbs = verbs;
	f[t->n_tokens].commas = commas;
	f[t->n_tokens].marks = marks;
	f[t->n_tokens].sentence = t->n_sentences;
	f[t->n_tokens].para = t->n_tokens;
	for (uint32_t i = t->n_tokens, end = i; i-- > 0;) {
		f[i].para_end = end;
		if (t->token[i].para)
			end = i;
	}
}

static void
name_all(const struct text *t, struct frame *f)
{
	for (uint32_t m = 0; m < t->n_mentions; m++)
		for (uint32_t i = t->mention[m].first; i < t->mention[m].last;
		     i++)
			f[i].name = (uint8_t)(1 +
			    t->entity[t->mention[m].entity].type);
}

/* Does quotation mark i stand between this word and that before it? */
static void
mark_quotes(const struct text *t, struct frame *f)
{
	for (uint32_t i = 0; i < t->n_tokens; i++) {
		if (t->token[i].kind != TOKEN_QUOTE)
			continue;
		for (uint32_t k = i + 1; k < t->n_tokens && k < i + 4; k++)
			if (f[k].is_word) {
				f[k].opens |= quote_opens(t, i);
				break;
			}
		for (uint32_t k = i; k-- > 0 && k + 4 > i;)
			if (f[k].is_word) {
				f[k].closes |= quote_closes(t, i);
				break;
			}
	}
}

/* Every word widens those it depends on, as far up as the tree goes within
 * its sentence (SENTENCE_MAX tokens). */
static void
span_trees(const struct text *t, struct frame *f)
{
	for (uint32_t i = 0; i < t->n_tokens; i++) {
		uint32_t h = t->token[i].head, c = i;

		if (h != i)
			f[h].kids |= bit_of(&t->token[i]);
		if (!f[i].is_word)
			continue;
		for (unsigned n = 0; h != c && n < 500; n++) {
			if (i >= f[h].left && i <= f[h].right)
				break;
			f[h].left = i < f[h].left ? i : f[h].left;
			f[h].right = i > f[h].right ? i : f[h].right;
			c = h;
			h = t->token[c].head;
		}
	}
}

struct frame *
frame_make(const struct text *t)
{
	struct frame *f = arena_alloc(t->arena, t->n_tokens + 1, sizeof *f);

	survey(t, f);
	name_all(t, f);
	mark_quotes(t, f);
	span_trees(t, f);
	return f;
}

uint32_t
frame_path(const struct text *t, uint32_t x, uint32_t c)
{
	const struct token *k = t->token;
	uint32_t hx = k[x].head, hc = k[c].head;

	if (x == c)
		return 1;
	if (hx == c)
		return 0x100 + k[x].rel;
	if (hc == x)
		return 0x200 + k[c].rel;
	if (hx != x && k[hx].head == c)
		return 0x10000 + (uint32_t)k[x].rel * 64 + k[hx].rel;
	if (hx == hc && hx != x && hc != c)
		return 0x20000 + (uint32_t)k[x].rel * 64 + k[c].rel;
	if (hc != c && k[hc].head == x)
		return 0x30000 + (uint32_t)k[c].rel * 64 + k[hc].rel;
	for (unsigned n = 0; n < CLIMB && k[hx].head != hx; n++)
		if ((hx = k[hx].head) == c)
			return 2;
	for (unsigned n = 0; n < CLIMB && k[hc].head != hc; n++)
		if ((hc = k[hc].head) == x)
			return 3;
	return 4;
}

uint32_t
frame_from(const struct text *t, const struct frame *f, uint32_t i, uint32_t c)
{
	uint32_t x = i;

	for (unsigned n = 0; n < 500; n++) {
		uint32_t h = t->token[x].head;

		if (h == x || f[h].left != i ||
		    (f[h].left <= c && c <= f[h].right))
			break;
		x = h;
	}
	return x;
}

uint32_t
frame_until(const struct text *t, const struct frame *f, uint32_t i, uint32_t c)
{
	uint32_t x = i;

	for (unsigned n = 0; n < 500; n++) {
		uint32_t h = t->token[x].head;

		if (h == x || f[h].right != i ||
		    (f[h].left <= c && c <= f[h].right))
			break;
		x = h;
	}
	return x;
}
