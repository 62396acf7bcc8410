/*
 * token.h -- text to tokens, as Universal Dependencies' English EWT cuts them
 * (lexer.h): words with their inner apostrophes and the full stops of
 * abbreviations; hyphens apart ("well" "-" "known") but for those of prefixes
 * ("re-election"); clitics apart ("Trump" "'s", "wo" "n't", "can" "not");
 * numbers with their separators, their units apart ("5" "bn"); quotation
 * marks; other characters, runs of one together ("...").  Says which tokens
 * begin a paragraph, and what the lexicon knows of them.
 */
#ifndef WORKERS_TOKEN_H
#define WORKERS_TOKEN_H

#include "text.h"

/* Fill t->token from t->bytes (valid UTF-8 without NUL). */
void token_split(struct text *t);

/*
 * Likewise with given tokens: form[0 .. n) are views into t->bytes, in order,
 * none empty, with nothing but white space between.  No line of theirs ends a
 * paragraph.
 */
void token_given(struct text *t, const struct span *form, uint32_t n);

/* The token's word in lower case, a curly apostrophe straight (glyph_lower());
 * empty when it is longer than LEXICON_WORD_MAX.  Good as long as out. */
struct span token_lower(
    const struct text *t, uint32_t i, char out[LEXICON_WORD_MAX]);

/* The hash of a word in lower case, as token.low holds it. */
uint32_t token_hash(struct span word);

/* Is token i the lower-case ASCII word? */
bool token_spells(const struct text *t, uint32_t i, const char *word);

/* Likewise; most differ in the first letter, which is looked at here. */
static inline bool
token_is(const struct text *t, uint32_t i, const char *word)
{
	return (t->bytes.p[t->token[i].at] | 0x20) == (word[0] | 0x20) &&
	    token_spells(t, i, word);
}

/* The first token at or after byte at; n_tokens: none. */
uint32_t token_from_byte(const struct text *t, size_t at);

/* The first token that ends behind code point at; n_tokens: none. */
uint32_t token_behind(const struct text *t, uint32_t at);

/* Is it one of the words (sorted not at all, NULL-terminated)? */
bool token_among(const struct text *t, uint32_t i, const char *const *words);

#endif
