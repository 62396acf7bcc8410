/* sentence.c -- where sentences end. */
#include "sentence.h"

#include "quote.h"
#include "token.h"
#include "workers/en/abbr.h"

#define ABBR_SIZE    16 /* bytes of the longest abbreviation */
#define DATELINE_MAX 10 /* tokens of "NORHAVEN, Norland (Tarn News)" */

/* Words that begin sentences, and hardly ever names. */
#define CLOSED                                                      \
	(LEXICON_DET | LEXICON_PRON | LEXICON_PREP | LEXICON_CONN | \
	    LEXICON_CONJ | LEXICON_SUB | LEXICON_WH | LEXICON_POSS)
#define NAMES                                                          \
	(LEXICON_FIRST | LEXICON_ORG | LEXICON_PLACE | LEXICON_TITLE | \
	    LEXICON_MONTH)

static char
last_byte(const struct text *t, uint32_t i)
{
	return t->bytes.p[t->token[i].at + t->token[i].size - 1];
}

/* Does token i close what stands before it: a mark or a bracket? */
static bool
closes(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (k->kind == TOKEN_QUOTE)
		return quote_closes(t, i) ||
		    (!k->space && (k->side & TOKEN_CLOSES) &&
			!quote_opens(t, i));
	return !k->space && (k->mark == ')' || k->mark == ']');
}

static uint32_t
past_closers(const struct text *t, uint32_t i)
{
	while (i < t->n_tokens && !t->token[i].para && closes(t, i))
		i++;
	return i;
}

/* Is token i a word in lower case: not "iPhone", "@name", an address? */
static bool
is_lower(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];
	const char *p = t->bytes.p + k->at;

	return k->kind == TOKEN_WORD && !k->capital && *p >= 'a' && *p <= 'z' &&
	    !(k->size > 1 && p[1] >= 'A' && p[1] <= 'Z') &&
	    !(k->size > 7 && memcmp(p, "http", 4) == 0);
}

/* Can a sentence begin with token i after an end that leaves doubt? */
static bool
begins(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (k->kind == TOKEN_QUOTE)
		return i + 1 >= t->n_tokens || !is_lower(t, i + 1);
	if (k->kind == TOKEN_MARK)
		return k->space &&
		    (k->mark == 0 ||
			strchr(",;:.!?)]}%/&|~", k->mark) == NULL ||
			(k->mark == '~' && i + 1 < t->n_tokens && !k[1].space));
	return k->kind != TOKEN_CLITIC && !is_lower(t, i);
}

/* The word i ends with a full stop of its own: does a sentence end with it,
 * too, before the token j? */
static bool
abbreviation_ends(const struct text *t, uint32_t i, uint32_t j)
{
	const struct token *k = &t->token[i], *next = &t->token[j];
	char low[LEXICON_WORD_MAX];
	struct span w = token_lower(t, i, low);
	uint32_t bits = w.n > 0 && w.n <= ABBR_SIZE ? t->language->abbr(w) : 0;
	uint32_t starts = CLOSED | LEXICON_AUX | LEXICON_MODAL;

	if (bits & ABBR_BEFORE)
		return false;
	if (quote_opens(t, j))
		return (bits & ABBR_AFTER) && next[1].capital &&
		    t->quotation[next->quote].speech;
	if (bits & ABBR_LAST)
		starts |= LEXICON_COMMON;
	if (!next->capital || !(next->bits & starts) || (next->bits & NAMES))
		return false;
	/* An initial, or the end of "vitamin B.": who has a first name? */
	return k->size > 2 || i == 0 || !k[-1].capital;
}

/* "1. The first": token i, a full stop, belongs to the number of an item. */
static bool
is_item(const struct text *t, uint32_t i, uint32_t first)
{
	const struct token *p = &t->token[i] - 1;

	return i > first && p->size <= 2 &&
	    (i == first + 1 ? p->kind == TOKEN_NUMBER || p->size == 1
			    : p->kind == TOKEN_NUMBER && p[-1].mark == ':');
}

/* "NORHAVEN, Norl. -- The mill", "NORHAVEN (Tarn News Co.) -- The mill": ends
 * no sentence with token i so near to a paragraph's start, behind what may be
 * short for a name, when a dash stands at j. */
static bool
is_dateline(const struct text *t, uint32_t i, uint32_t j, uint32_t first)
{
	const struct token *p = &t->token[i] - 1;

	return (t->token[j].mark == '_' || t->token[j].mark == '-') &&
	    t->token[first].para && i - first < DATELINE_MAX &&
	    (j > i + 1 || (i > first && p->capital && p->size < 6));
}

/* "“We stay.” -- Ann Lee": who said it belongs to what was said. */
static bool
is_signed(const struct text *t, uint32_t j)
{
	return (t->token[j].mark == '_' || t->token[j].mark == '-') && j > 0 &&
	    t->token[j - 1].kind == TOKEN_QUOTE;
}

/* "The mill in May Photo: Ann Lee": does a picture's credit begin with i? */
static bool
is_credit(const struct text *t, uint32_t i)
{
	return i + 1 < t->n_tokens && t->token[i + 1].mark == ':' &&
	    !t->token[i + 1].space && t->token[i].capital &&
	    t->language->credit(text_cut(t, i, i + 1));
}

/* ". . ." */
static bool
spaced_dots(const struct text *t, uint32_t i)
{
	return (i > 0 && t->token[i - 1].mark == '.') ||
	    (i + 1 < t->n_tokens && t->token[i + 1].mark == '.');
}

/* A word in lower case follows the end mark i: then it ends a sentence only
 * where it is neither a part of an unknown abbreviation, nor of a name. */
static bool
ends_before_lower(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i], *p = k - 1;

	if (k->mark == '~' || i == 0 || spaced_dots(t, i) ||
	    (k[1].size == 1 && !token_is(t, i + 1, "i")))
		return false;
	if (p->kind != TOKEN_WORD)
		return true;
	return k->mark == '?' ||
	    (!p->capital && (p->bits != 0 || p->verb != NULL || p->size > 3));
}

/* Is token i, before j, where no white space is, an end all the same?
 * "here.The mill" */
static bool
run_together(const struct text *t, uint32_t i, uint32_t j)
{
	const struct token *p = &t->token[i] - 1, *k = &t->token[j];

	if (i == 0 || k->kind != TOKEN_WORD || !k->capital ||
	    p->kind != TOKEN_WORD || p->size < 2)
		return false;
	return t->token[i].mark != '.' || !p->capital || (k->bits & CLOSED);
}

/* The lexer parts a word or number before a capital only where two lines ran
 * together: "talks: ministerSpeaking". */
static bool
touching_lines(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];
	char c = last_byte(t, i);

	if (k[1].space || k[1].kind != TOKEN_WORD || !k[1].capital)
		return false;
	return k->kind == TOKEN_WORD
	    ? c >= 'a' && c <= 'z'
	    : k->kind == TOKEN_NUMBER && (k[1].bits & CLOSED);
}

/*
 * The first token of the next sentence when the one that starts with first
 * ends with token i (and marks that close it), else TEXT_NONE.
 */
static uint32_t
next_start(const struct text *t, uint32_t i, uint32_t first)
{
	const struct token *k = &t->token[i];
	uint32_t j;

	if (i + 1 >= t->n_tokens || k[1].para || is_credit(t, i + 1))
		return i + 1;
	if (touching_lines(t, i))
		return i + 1;
	if (k->kind == TOKEN_WORD) {
		if (last_byte(t, i) != '.')
			return TEXT_NONE;
		j = past_closers(t, i + 1);
		if (j == i + 1)
			return j < t->n_tokens && abbreviation_ends(t, i, j)
			    ? j
			    : TEXT_NONE;
	} else if (k->kind != TOKEN_MARK || k->mark == 0 ||
	    strchr(".?!~", k->mark) == NULL || is_item(t, i, first)) {
		return TEXT_NONE;
	} else {
		j = past_closers(t, i + 1);
	}
	if (j >= t->n_tokens || t->token[j].para)
		return j;
	if (!t->token[j].space && j == i + 1)
		return run_together(t, i, j) ? j : TEXT_NONE;
	if (is_dateline(t, i, j, first) || is_signed(t, j))
		return TEXT_NONE;
	if (is_lower(t, j))
		return j == i + 1 && ends_before_lower(t, i) ? j : TEXT_NONE;
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
		uint32_t next = next_start(t, i, first);

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
