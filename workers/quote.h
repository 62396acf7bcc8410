/*
 * quote.h -- tokens to quotations: which marks belong together, straight and
 * curly, double and single, one nested in another, and quotations that run on
 * over paragraphs (each of which then opens with a mark and only the last
 * closes).  An apostrophe is none.
 */
#ifndef WORKERS_QUOTE_H
#define WORKERS_QUOTE_H

#include "text.h"

/* Fill t->quotation, in text order, not overlapping; and token.quote. */
void quote_pair(struct text *t);

/* Is token i the opening, or the closing, mark of an outermost quotation? */
bool quote_opens(const struct text *t, uint32_t i);
bool quote_closes(const struct text *t, uint32_t i);

#endif
