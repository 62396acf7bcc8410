/* entity_title.c -- walks of a few tokens around a name. */
#include "workers/entity_title.h"

#include "workers/token.h"

#define BEFORE_MAX 8 /* tokens of a title before a name */

#define CLOSED                                                         \
	(LEXICON_DET | LEXICON_PRON | LEXICON_PREP | LEXICON_CONJ |    \
	    LEXICON_SUB | LEXICON_AUX | LEXICON_MODAL | LEXICON_POSS | \
	    LEXICON_OBJ | LEXICON_NEG | LEXICON_DAY | LEXICON_MONTH |  \
	    LEXICON_HE | LEXICON_SHE | LEXICON_CONN)

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

/* Can it stand in a title beside the word that makes it one? */
static bool
is_modifier(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (k->kind != TOKEN_WORD || (k->bits & CLOSED))
		return false;
	if (k->bits & LEXICON_TITLE)
		return true;
	if (k->capital)
		return !(i + 1 < t->n_tokens && k[1].para);
	return (k->pos == UD_ADJ || k->pos == UD_NOUN || k->pos == UD_PROPN) &&
	    k->verb == NULL && !(k->bits & LEXICON_ADV);
}

static bool
is_joint(const struct text *t, uint32_t i)
{
	return t->token[i].mark == '-' || t->token[i].mark == '/' ||
	    t->token[i].mark == '&';
}

/* "Secretary of State", "president and CEO" end before i: the first token of
 * what stands before the small word, or i. */
static uint32_t
over_small(const struct text *t, uint32_t i, uint32_t floor)
{
	uint32_t k = i;

	while (k > floor && t->token[k - 1].capital && is_modifier(t, k - 1))
		k--;
	if (k > floor + 1 && (k < i || has(t, i - 1, LEXICON_TITLE)) &&
	    (token_is(t, k - 1, "of") || token_is(t, k - 1, "and") ||
		token_is(t, k - 1, "for")) &&
	    has(t, k - 2, LEXICON_TITLE))
		return k - 2;
	return i;
}

void
entity_title_before(const struct text *t, struct mention *m)
{
	uint32_t floor = m->first > BEFORE_MAX ? m->first - BEFORE_MAX : 0;
	uint32_t i, k;

	m->title = m->first;
	while (m->first + 1 < m->last && has(t, m->first, LEXICON_TITLE) &&
	    !has(t, m->first, LEXICON_FIRST))
		m->first++;
	i = m->title;
	if (t->token[i].para)
		return;
	if (i == m->first && (i == 0 || !has(t, i - 1, LEXICON_TITLE))) {
		if ((k = over_small(t, i, floor)) == i)
			return;
		i = k;
	} else if (i > 0 && has(t, i - 1, LEXICON_TITLE)) {
		i = over_small(t, i, floor);
	}
	while (i > floor && !t->token[i].para &&
	    (is_modifier(t, i - 1) ||
		(is_joint(t, i - 1) && i > floor + 1 && is_modifier(t, i - 2) &&
		    is_modifier(t, i))))
		i--;
	m->title = i;
}

enum entity_sex
entity_title_sex(const struct text *t, const struct mention *m)
{
	/* a surname says nothing */
	uint32_t end = m->last - m->first > 1 ? m->first + 1 : m->first;

	for (uint32_t i = end; i-- > m->title;) {
		if (has(t, i, LEXICON_FEMALE))
			return ENTITY_FEMALE;
		if (has(t, i, LEXICON_MALE))
			return ENTITY_MALE;
	}
	return ENTITY_UNKNOWN;
}
