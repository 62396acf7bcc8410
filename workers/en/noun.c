/* noun.c -- looking nouns up in either number; pronouns; heads of phrases. */
#include "workers/en/noun.h"

#include "workers/en/noun_words.h"
#include "workers/entity.h"
#include "workers/token.h"

static bool
has(const struct text *t, uint32_t i, uint32_t bits)
{
	return (t->token[i].bits & bits) != 0;
}

static uint32_t
bits_in(const char *w, size_t n)
{
	size_t rows;
	const struct noun_words_entry *e = noun_words_table(&rows);

	e = span_find(e, rows, sizeof *e, (struct span) { w, n });
	return e != NULL ? e->bits : 0;
}

/* Of a plural in n bytes: "officials", "agencies", "spokeswomen". */
static uint32_t
plural_bits(char *w, size_t n)
{
	uint32_t bits = 0;

	if (n > 4 && memcmp(w + n - 3, "men", 3) == 0) {
		w[n - 2] = 'a';
		bits = bits_in(w, n);
		w[n - 2] = 'e';
	}
	if (bits == 0 && n > 4 && memcmp(w + n - 3, "ies", 3) == 0) {
		w[n - 3] = 'y';
		bits = bits_in(w, n - 2);
		w[n - 3] = 'i';
	}
	if (bits == 0 && n > 3 && w[n - 1] == 's')
		bits = bits_in(w, n - 1);
	if (bits == 0 && n > 4 && memcmp(w + n - 2, "es", 2) == 0)
		bits = bits_in(w, n - 2);
	return bits != 0 ? bits | NOUN_PLURAL : 0;
}

uint32_t
noun_of(const struct text *t, uint32_t i)
{
	char low[LEXICON_WORD_MAX];
	struct span w = token_lower(t, i, low);
	const char *dash;
	uint32_t bits;

	if (w.n < 2 || t->token[i].kind != TOKEN_WORD)
		return 0;
	if ((bits = bits_in(w.p, w.n)) == 0)
		bits = plural_bits(low, w.n);
	/* "ex-minister", "vice-chairman" */
	dash = bits == 0 ? memchr(w.p, '-', w.n) : NULL;
	if (dash != NULL && dash + 2 < w.p + w.n)
		bits = bits_in(dash + 1, (size_t)(w.p + w.n - dash - 1));
	if (bits == 0 && has(t, i, LEXICON_TITLE))
		bits = NOUN_PERSON;
	return bits;
}

uint32_t
noun_pronoun(const struct text *t, uint32_t i)
{
	static const struct {
		const char *word;
		uint32_t bits;
	} words[] = { { "he", NOUN_HE }, { "she", NOUN_SHE },
		{ "they", NOUN_THEY }, { "it", NOUN_IT }, { "his", NOUN_HE },
		{ "her", NOUN_SHE }, { "who", NOUN_WHO }, { "him", NOUN_HE },
		{ "their", NOUN_THEY }, { "its", NOUN_IT }, { "i", NOUN_I },
		{ "we", NOUN_I }, { "my", NOUN_I }, { "our", NOUN_I },
		{ "me", NOUN_I }, { "us", NOUN_I }, { "them", NOUN_THEY },
		{ "which", NOUN_WHO }, { "that", NOUN_WHO },
		{ "himself", NOUN_HE }, { "herself", NOUN_SHE },
		{ "both", NOUN_BOTH }, { "some", NOUN_ANY },
		{ "many", NOUN_ANY }, { "others", NOUN_ANY },
		{ "you", NOUN_ANY }, { "one", NOUN_ANY },
		{ "everyone", NOUN_ANY }, { "someone", NOUN_ANY },
		{ "few", NOUN_ANY }, { "most", NOUN_ANY }, { "none", NOUN_ANY },
		{ "nobody", NOUN_ANY }, { "those", NOUN_ANY } };

	if (t->token[i].kind != TOKEN_WORD || t->token[i].size > 8)
		return 0;
	for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
		if (token_is(t, i, words[k].word))
			return words[k].bits;
	return 0;
}

bool
noun_definite(const struct text *t, uint32_t i)
{
	static const char *const words[] = { "the", "this", "that", "these",
		"those", "his", "her", "its", "their", NULL };

	return token_among(t, i, words);
}

bool
noun_indefinite(const struct text *t, uint32_t i)
{
	static const char *const words[] = { "a", "an", "another", "one",
		"some", "several", "many", "most", "other", "few", "no",
		"every", "each", "any", "both", NULL };

	return t->token[i].kind == TOKEN_NUMBER || has(t, i, LEXICON_NUM) ||
	    token_among(t, i, words);
}

/* "Sen." and "senator" */
static bool
is_short(const struct text *t, uint32_t i, uint32_t j)
{
	static const char *const pairs[][2] = { { "sen.", "senator" },
		{ "gov.", "governor" }, { "rep.", "representative" },
		{ "rep.", "congressman" }, { "rep.", "congresswoman" },
		{ "gen.", "general" }, { "prof.", "professor" },
		{ "dr.", "doctor" }, { "sgt.", "sergeant" },
		{ "lt.", "lieutenant" }, { "capt.", "captain" },
		{ "rev.", "reverend" }, { "sen.", "lawmaker" },
		{ "rep.", "lawmaker" }, { "senator", "lawmaker" } };

	for (size_t k = 0; k < sizeof pairs / sizeof pairs[0]; k++)
		if (token_is(t, i, pairs[k][0]) && token_is(t, j, pairs[k][1]))
			return true;
	return false;
}

bool
noun_same(const struct text *t, uint32_t i, uint32_t j)
{
	struct span a = text_cut(t, i, i + 1), b = text_cut(t, j, j + 1);

	if (t->token[i].low == t->token[j].low || is_short(t, i, j) ||
	    is_short(t, j, i))
		return true;
	if (a.n > b.n) {
		struct span s = a;

		a = b;
		b = s;
	}
	return b.n == a.n + 1 && a.n > 2 && b.p[a.n] == 's' &&
	    strncasecmp(a.p, b.p, a.n) == 0;
}

/* Does the noun phrase end before word i, without a parse? */
static bool
is_edge(const struct text *t, uint32_t i)
{
	const struct token *k = &t->token[i];

	if (k->kind == TOKEN_MARK)
		return k->mark == ',' || k->mark == '(' || k->mark == '_' ||
		    k->mark == ':' || k->mark == ';';
	return k->kind == TOKEN_WORD && !k->capital &&
	    (has(t, i, LEXICON_PREP | LEXICON_CONJ) ||
		(has(t, i, LEXICON_SUB) && !has(t, i, LEXICON_DET)));
}

/* The last word before a preposition, comma or clause. */
static uint32_t
last_of_chunk(const struct text *t, uint32_t first, uint32_t last)
{
	uint32_t i;

	for (i = first + 1; i < last && !is_edge(t, i); i++)
		;
	while (i > first + 1 && t->token[i - 1].kind != TOKEN_WORD)
		i--;
	return i - 1;
}

/* Nothing but nouns from i to last: then the last one is the head, whatever
 * the parser says. */
static bool
is_compound(const struct text *t, uint32_t i, uint32_t last)
{
	static const uint32_t noun = 1u << UD_NOUN | 1u << UD_PROPN |
	    1u << UD_ADJ | 1u << UD_NUM;

	while (i <= last && (noun >> t->token[i].pos & 1) != 0)
		i++;
	return i > last;
}

uint32_t
noun_head(const struct text *t, uint32_t first, uint32_t last)
{
	static const uint32_t nominal = 1u << UD_NOUN | 1u << UD_PROPN |
	    1u << UD_PRON | 1u << UD_NUM | 1u << UD_ADJ | 1u << UD_X;
	uint32_t chunk = last_of_chunk(t, first, last);

	for (uint32_t i = first; i < last; i++) {
		uint32_t h = t->token[i].head;

		if ((h < first || h >= last) && h != i &&
		    t->token[i].kind == TOKEN_WORD &&
		    (nominal >> t->token[i].pos & 1) != 0)
			return is_compound(t, i, chunk) && i < chunk ? chunk
								     : i;
	}
	return chunk;
}

uint32_t
noun_core(const struct text *t, uint32_t first, uint32_t last)
{
	static const char *const rel[] = { "who", "whom", "whose", "which",
		"that", "where", "when", NULL };
	uint32_t i;

	if (last > first + TEXT_WALK)
		last = first + TEXT_WALK;
	for (i = first + 1; i < last; i++) {
		const struct token *k = &t->token[i];

		if (token_among(t, i, rel) && !k->capital)
			break;
		if (k->verb != NULL && k->tense == LEXICON_ING && !k->capital &&
		    (k[-1].mark == ',' || noun_of(t, i - 1) != 0))
			break;
	}
	while (i > first + 1 && t->token[i - 1].kind == TOKEN_MARK &&
	    t->token[i - 1].mark == ',')
		i--;
	return i;
}
