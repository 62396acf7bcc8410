/*
 * quote.h -- tokens to quotations: which marks belong together.  Straight and
 * curly marks, guillemets either way round, German low ones, TeX's ``'',
 * single ones in the British way; one nested in another counts as a part of
 * it.  Quotations may run on over paragraphs, each of which then opens with a
 * mark and only the last closes.  An apostrophe is none, nor are inches.
 *
 * Of a mark that lacks its pair: one that opens reaches to the paragraph's end
 * (or to the end of its sentence, when it begins within one), never beyond;
 * one that closes is passed over.
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
