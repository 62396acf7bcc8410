/* sentence.c -- where sentences end. */
#include "sentence.h"

#include "quote.h"
#include "token.h"

#define STARTS                                                      \
	(LEXICON_DET | LEXICON_PRON | LEXICON_PREP | LEXICON_CONN | \
	    LEXICON_SUB | LEXICON_POSS | LEXICON_COMMON)

/* Past closing marks and brackets that touch what stands before. */
static uint32_t
past_closers(const struct text *t, uint32_t i)
{
	while (i < t->n_tokens && !t->token[i].para &&
	    ((t->token[i].kind == TOKEN_QUOTE && !t->token[i].space &&
		 (t->token[i].side & TOKEN_CLOSES)) ||
		(t->token[i].mark == ')' && !t->token[i].space) ||
		(quote_closes(t, i) && t->token[i].kind == TOKEN_QUOTE)))
		i++;
	return i;
}

/* Can a sentence begin with token i? */
static bool
begins(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (k->kind == TOKEN_QUOTE || k->mark == '(' || k->mark == '[')
		return i + 1 >= t->n_tokens || k[1].capital ||
		    k[1].kind != TOKEN_WORD;
	return k->capital || k->kind == TOKEN_NUMBER || k->mark == '_' ||
	    k->mark == '$';
}

/* An abbreviation: does its full stop also end the sentence? */
static bool
abbreviation_ends(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i], *next = k + 1;

	if (k->bits & LEXICON_TITLE || k->size <= 2)
		return false;
	return next->capital && (next->bits & STARTS) &&
	    !(next->bits & (LEXICON_FIRST | LEXICON_ORG | LEXICON_PLACE));
}

/*
 * The first token of the next sentence when one ends with token i, else
 * TEXT_NONE.
 */
static uint32_t
next_start(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];
	uint32_t j;

	if (i + 1 >= t->n_tokens || k[1].para)
		return i + 1;
	if (k->kind == TOKEN_WORD && t->bytes.p[k->at + k->size - 1] == '.') {
		j = past_closers(t, i + 1);
		if (j == i + 1)
			return abbreviation_ends(t, i) ? j : TEXT_NONE;
	} else if (k->mark == 0 || k->kind != TOKEN_MARK ||
	    strchr(".?!~", k->mark) == NULL) {
		return TEXT_NONE;
	} else {
		j = past_closers(t, i + 1);
	}
	if (j >= t->n_tokens || t->token[j].para)
		return j;
	if (!t->token[j].space && j == i + 1)
		return TEXT_NONE;
	return begins(t, j) ? j : TEXT_NONE;
}

/* "…?” Lee said": a question or a shout is no end when a cue follows. */
static bool
cue_follows(const struct text *t, uint32_t i)
{
	uint32_t end = i + 8 < t->n_tokens ? i + 8 : t->n_tokens;

	if (!quote_closes(t, i - 1) || t->token[i].quote != TEXT_NONE ||
	    t->token[i - 2].mark == '.')
		return false;
	for (; i < end && !t->token[i].para; i++) {
		const struct token *k = &t->token[i];

		if (k->verb != NULL && k->tense != LEXICON_ING)
			return k->verb->frames & LEXICON_QUOTE;
		if (k->kind == TOKEN_QUOTE || k->mark == '.')
			return false;
	}
	return false;
}

/* Is a sentence that starts at token i one with that before it? */
static bool
is_joined(const struct text *t, uint32_t i)
{
	uint32_t q = t->token[i].quote;

	if (i < 2 || t->token[i].para)
		return false;
	return (q != TEXT_NONE && t->token[i - 1].quote == q) ||
	    cue_follows(t, i);
}

static void
push(struct text *t, uint32_t first, uint32_t last)
{
	struct sentence *s = &t->sentence[t->n_sentences++];

	s->first = first;
	s->last = last;
	s->joined = is_joined(t, first);
}

void
sentence_split(struct text *t)
{
	uint32_t first = 0, cap = 64;

	t->sentence = arena_alloc(t->arena, cap, sizeof *t->sentence);
	for (uint32_t i = 0; i < t->n_tokens;) {
		uint32_t next = next_start(t, i);

		if (next == TEXT_NONE && i + 1 - first < SENTENCE_MAX) {
			i++;
			continue;
		}
		if (next == TEXT_NONE)
			next = i + 1;
		if (t->n_sentences == cap) {
			t->sentence = arena_grow(t->arena, t->sentence, cap,
			    cap * 2, sizeof *t->sentence);
			cap *= 2;
		}
		push(t, first, next);
		i = first = next;
	}
}
