/*
 * lexer.h -- text to tokens: where they are and what they look like, not yet
 * what the lexicon knows of them (token.h).
 *
 * Words, numbers and marks are cut as English EWT cuts them: hyphens and
 * slashes stand apart, runs of one mark ("...", "--", "!!") stand together,
 * addresses stay whole; where a language decides, its table (language.h)
 * is asked.
 */
#ifndef WORKERS_LEXER_H
#define WORKERS_LEXER_H

#include "workers/text.h"

/* Fill t->token, t->n_tokens and t->length from t->bytes. */
void lexer_run(struct text *t);

/* Likewise, with the tokens of token_given(). */
void lexer_given(struct text *t, const struct span *form, uint32_t n);

#endif
