/*
 * fold.h -- text as words that can be compared: whatever the letters' case,
 * marks, punctuation and width.
 */
#ifndef SINK_FOLD_H
#define SINK_FOLD_H

#include "proto/buf.h"
#include "proto/span.h"

/*
 * Append s as words: lower case, without marks, a blank before each of them
 * and one at the end, so that a word or phrase is found with blanks around it.
 * Like FTS5's unicode61, whatever is no letter or digit separates words.  An s
 * that is not UTF-8 has no word.
 */
void fold_words(struct span s, struct buf *out);

#endif
