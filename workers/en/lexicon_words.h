/* lexicon_words.h -- the table of common words; see lexicon.h. */
#ifndef WORKERS_LEXICON_WORDS_H
#define WORKERS_LEXICON_WORDS_H

#include "workers/en/lexicon.h"

/* Sorted by strcmp(3); static storage. */
const struct lexicon_entry *lexicon_words_table(size_t *n);

#endif
