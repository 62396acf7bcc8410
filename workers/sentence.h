/*
 * sentence.h -- tokens to sentences.  A full stop ends one unless it belongs
 * to an abbreviation that another word follows; a paragraph always does; none
 * is longer than SENTENCE_MAX tokens.
 */
#ifndef WORKERS_SENTENCE_H
#define WORKERS_SENTENCE_H

#include "text.h"

#define SENTENCE_MAX 500

/* Fill t->sentence; every token is in exactly one. */
void sentence_split(struct text *t);

#endif
