/* lexicon_names.h -- the table of first names and places; see lexicon.h. */
#ifndef WORKERS_LEXICON_NAMES_H
#define WORKERS_LEXICON_NAMES_H

#include "workers/en/lexicon.h"

/* Sorted by strcmp(3), none of them in lexicon_words.h; static storage. */
const struct lexicon_entry *lexicon_names_table(size_t *n);

#endif
