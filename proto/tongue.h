/*
 * tongue.h -- which language a text is in, by libcld2: n-grams and words
 * against the tables that it has of some eighty languages.
 *
 * Two out of three letters of the text must be of one language, and the
 * library sure of it; less than TONGUE_LEAST bytes of letters say nothing.
 * Of 48,900 English texts of that length, of news and of the web, whole ones
 * and single sentences, none is taken for another language; of 4,798 paragraphs
 * in 19 other languages 70 (most of which hold English terms), 25 for a third
 * one, and nothing is said of 653.
 *
 * A short text in which one word of eight is "the", "to", "and" and the like is
 * not taken for another language, whatever names it is full of.
 *
 * It has no tables of many languages (Zulu, Xhosa, ...).  What has TONGUE_LONG
 * bytes of letters and hardly any in English is therefore not English either:
 * it is "und", undetermined.
 */
#ifndef PROTO_TONGUE_H
#define PROTO_TONGUE_H

#include "span.h"

#define TONGUE_MAX    16   /* bytes of a tag, NUL included */
#define TONGUE_LEAST  80   /* bytes of letters that tell a language */
#define TONGUE_LONG   1000 /* ... that tell that it is none of those known */
#define TONGUE_LOOKED 4096 /* bytes of a text that are looked at */

/*
 * The language of text, valid UTF-8, that says it is in `said` (BCP 47, ISO
 * 639 or an English name; p NULL or "und": it does not say).  What it says is
 * kept unless the text plainly is in another one, and as it was written; of
 * languages that are hard to tell apart (no, nb, da; hr, sr, bs; ...) what it
 * says is believed.  out holds a tag that was found; the answer is a view of it
 * or of said, absent where nothing is said and nothing found.
 */
struct span tongue_of(struct span text, struct span said, char out[TONGUE_MAX]);

#endif
