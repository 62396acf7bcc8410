/* stance_main.c -- main clauses and their subjects. */
#include "workers/en/stance_main.h"

#include "workers/en/noun.h"
#include "workers/entity.h"
#include "workers/token.h"

#define CLAUSE_MAX   40 /* tokens of a main clause without a parse */
#define CLIMB_MAX    12 /* heads from a word to the root */
#define SUBJECT_BACK 12 /* tokens from a verb to its subject */

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

/* "If it rains, …": the main clause starts behind the comma. */
static uint32_t
past_subordinate(const struct text *t, uint32_t first, uint32_t last)
{
	if (!has(t, first, LEXICON_SUB) ||
	    has(t, first, LEXICON_DET | LEXICON_PRON) ||
	    token_is(t, first, "that") || has(t, first, LEXICON_WH & ~0u))
		if (!token_is(t, first, "if") && !token_is(t, first, "when"))
			return first;
	for (uint32_t i = first; i < last; i++)
		if (t->token[i].mark == ',')
			return i + 1;
	return first;
}

/* The token that begins a clause within the one that starts at first. */
static uint32_t
clause_end(const struct text *t, uint32_t first, uint32_t last)
{
	bool think = false;

	if (last > first + CLAUSE_MAX)
		last = first + CLAUSE_MAX;
	for (uint32_t i = first; i < last; i++) {
		think |= (stance_words_of(t, i) & STANCE_THINK) != 0;
		if (i > first && has(t, i, LEXICON_SUB) &&
		    !has(t, i, LEXICON_PREP | LEXICON_ADV) &&
		    !(token_is(t, i, "that") &&
			(think || has(t, i - 1, LEXICON_AUX))))
			return i;
	}
	return last;
}

void
stance_main_open(
    struct stance_main *m, const struct text *t, uint32_t first, uint32_t last)
{
	*m = (struct stance_main) { .t = t, .first = first, .last = last };
	m->from = past_subordinate(t, first, last);
	m->to = clause_end(t, m->from, last);
	for (uint32_t i = first; i < last && i < first + 4; i++)
		m->parsed |= t->token[i].head != i;
}

static bool
hangs_below(uint8_t rel)
{
	return rel == UD_ADVCL || rel == UD_ADVCL_RELCL || rel == UD_ACL ||
	    rel == UD_ACL_RELCL || rel == UD_CSUBJ || rel == UD_CSUBJ_PASS;
}

bool
stance_main_has(const struct stance_main *m, uint32_t i)
{
	uint32_t j = i;

	if (!m->parsed)
		return i >= m->from && i < m->to;
	for (unsigned n = 0; n < CLIMB_MAX; n++) {
		const struct token *k = &m->t->token[j];

		if (k->head == j || k->head < m->first || k->head >= m->last)
			return true;
		if (hangs_below(k->rel))
			return false;
		if (k->rel == UD_CCOMP &&
		    !(stance_words_of(m->t, k->head) & STANCE_THINK))
			return false;
		j = k->head;
	}
	return false;
}

/* The last word of the subject of i, or TEXT_NONE. */
static uint32_t
subject_of(const struct stance_main *m, uint32_t i)
{
	const struct text *t = m->t;
	uint32_t j = i;

	if (m->parsed) {
		uint32_t verb = t->token[i].rel == UD_AUX_ ||
			t->token[i].rel == UD_COP ||
			t->token[i].rel == UD_ADVMOD ||
			t->token[i].rel == UD_AUX_PASS
		    ? t->token[i].head
		    : i;

		for (unsigned n = 0; j > m->first && n < SUBJECT_BACK; n++)
			if (t->token[--j].head == verb &&
			    (t->token[j].rel == UD_NSUBJ ||
				t->token[j].rel == UD_NSUBJ_PASS))
				return j;
		j = i;
	}
	while (j > m->first &&
	    has(t, j - 1,
		LEXICON_AUX | LEXICON_MODAL | LEXICON_NEG | LEXICON_ADV) &&
	    !has(t, j - 1, LEXICON_PRON))
		j--;
	return j > m->first ? j - 1 : TEXT_NONE;
}

/* A name, or the word that the source's phrase ends with. */
static bool
is_source(const struct text *t, const struct attribution *a, uint32_t s)
{
	uint32_t k = entity_mention_from(t, s);

	if (k < t->n_mentions && t->mention[k].first == s)
		k++;
	if (k > 0 && t->mention[k - 1].last == s + 1)
		return a->speaker != TEXT_NONE &&
		    t->mention[k - 1].entity == a->speaker;
	return a->source_end > a->source + 1 && !t->token[s].capital &&
	    t->token[s].low == t->token[a->source_end - 1].low;
}

bool
stance_main_own(
    const struct stance_main *m, const struct attribution *a, uint32_t i)
{
	const struct text *t = m->t;
	uint32_t s = subject_of(m, i);
	bool person, office;

	if (s == TEXT_NONE)
		return false;
	if (token_is(t, s, "i") || token_is(t, s, "we"))
		return true;
	if (t->token[s].quote != TEXT_NONE)
		return false;
	person = a->speaker != TEXT_NONE &&
	    t->entity[a->speaker].type == FOUND_PERSON;
	office = a->speaker != TEXT_NONE ? !person
					 : a->source < a->source_end &&
		noun_of(t, noun_head(t, a->source, a->source_end)) & NOUN_GROUP;
	if (has(t, s, LEXICON_HE | LEXICON_SHE) && has(t, s, LEXICON_PRON))
		return a->speaker == TEXT_NONE || person ||
		    t->entity[a->speaker].type == FOUND_OTHER;
	if (token_is(t, s, "they"))
		return !person || a->n_also > 0;
	if (token_is(t, s, "it"))
		return office;
	return is_source(t, a, s);
}
