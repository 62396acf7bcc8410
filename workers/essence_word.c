/* essence_word.c -- what words are by themselves. */
#include "essence_word.h"

#include "proto/hash.h"
#include "workers/en/models.h"
#include "workers/matter.h"
#include "workers/sense.h"
#include "workers/tagger.h"
#include "workers/token.h"

struct essence_words {
	const struct text *t;
	struct sense_map senses;
	struct contrast_map *contrasts;
	struct essence_word **of; /* tokens; NULL: not asked for yet */
	uint32_t monday;          /* the set of weekdays */
};

static struct span
low_lemma(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];
	char small[LEMMA_MAX], low[LEXICON_WORD_MAX];
	struct span s = token_lower(t, i, low);

	if (s.n == 0)
		s = text_cut(t, i, i + 1);
	else if (k->pos != UD_PROPN && k->pos != UD_NUM && k->pos != UD_X)
		s = lemma_of(s, s, (enum ud_pos)k->pos, false, small);
	return (struct span) { arena_strdup(t->arena, s), s.n };
}

static uint8_t
sort_of(const struct token *k)
{
	static const uint8_t sort[UD_N_POS] = { [UD_ADJ] = GIST_ADJECTIVE,
		[UD_ADV] = GIST_ADVERB,
		[UD_NOUN] = GIST_NOUN,
		[UD_NUM] = GIST_NUMBER,
		[UD_PROPN] = GIST_NAME,
		[UD_VERB] = GIST_VERB,
		[UD_X] = GIST_NOUN,
		[UD_SYM] = GIST_NOUN };

	if (k->kind == TOKEN_NUMBER)
		return GIST_NUMBER;
	if (k->kind == TOKEN_CLITIC)
		return GIST_SMALL;
	return sort[k->pos];
}

static uint8_t
role_of(uint8_t rel)
{
	switch (rel) {
	case UD_NSUBJ:
	case UD_NSUBJ_OUTER:
	case UD_OBL_AGENT:
		return GIST_ACTOR;
	case UD_NSUBJ_PASS:
	case UD_OBJ:
		return GIST_TARGET;
	case UD_IOBJ:
	case UD_OBL:
	case UD_NMOD:
		return GIST_OTHER;
	default:
		return GIST_NOROLE;
	}
}

static bool
has_digit(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= '0' && s.p[i] <= '9')
			return true;
	return false;
}

/* A number that names: "Ward 3", "flight 882", "C-12", "under-19". */
static bool
is_label(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i], *before = k - 1;

	if (i == 0)
		return false;
	if (k->kind == TOKEN_WORD)
		return has_digit(text_cut(t, i, i + 1));
	if (k->kind != TOKEN_NUMBER)
		return false;
	if (before->mark == '-' && !k->space && i > 1 && !before->space)
		return t->token[i - 2].kind == TOKEN_WORD;
	return k->space && before->kind == TOKEN_WORD &&
	    (before->pos == UD_NOUN || before->pos == UD_PROPN) &&
	    !(before->bits & (LEXICON_MONTH | LEXICON_DAY)) &&
	    (i + 1 == t->n_tokens || !(k + 1)->space ||
		((k + 1)->pos != UD_NOUN && (k + 1)->pos != UD_SYM &&
		    (k + 1)->pos != UD_ADJ && (k + 1)->kind != TOKEN_NUMBER));
}

static struct essence_word *
make_word(struct essence_words *e, uint32_t i)
{
	const struct token *k = &e->t->token[i];
	struct essence_word *x = arena_alloc(e->t->arena, 1, sizeof *x);
	struct gist_word *w = &x->word;
	struct contrast c;

	*w = (struct gist_word) { .text = low_lemma(e->t, i),
		.sort = sort_of(k),
		.role = role_of(k->rel),
		.rare = GIST_RARE,
		.head = GIST_NONE };
	w->hash = (uint32_t)hash_fast(w->text);
	c = contrast_of(e->contrasts, w->text);
	w->set = c.set;
	w->pole = c.pole;
	x->bits = c.bits;
	if (k->quote != TEXT_NONE)
		w->flags |= GIST_QUOTED;
	if (k->bits & LEXICON_MODAL || c.bits & CONTRAST_HEDGES)
		w->flags |= GIST_SHIFTS;
	if (matter_is_hollow(w->text))
		w->flags |= GIST_HOLLOW;
	if (is_label(e->t, i))
		w->sort = GIST_LABEL;
	else if (c.bits & CONTRAST_LIGHT && w->sort != GIST_NAME)
		w->sort = GIST_SMALL;
	if (sense_find(&e->senses, token_hash(w->text), w->vector, &w->rare))
		w->flags |= GIST_KNOWN;
	return x;
}

struct essence_words *
essence_word_open(const struct text *t)
{
	struct essence_words *e = arena_alloc(t->arena, 1, sizeof *e);

	e->t = t;
	sense_open(models_of(MODELS_SENSES), &e->senses);
	e->contrasts = contrast_open(t->arena);
	e->of = arena_alloc(t->arena, t->n_tokens + 1, sizeof *e->of);
	return e;
}

const struct essence_word *
essence_word_at(struct essence_words *e, uint32_t i)
{
	if (e->of[i] == NULL)
		e->of[i] = make_word(e, i);
	return e->of[i];
}

const struct text *
essence_word_text(const struct essence_words *e)
{
	return e->t;
}

uint8_t
essence_word_days(const struct essence_words *e)
{
	return contrast_of(e->contrasts, (struct span)SPAN("monday")).set;
}
