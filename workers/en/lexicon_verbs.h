/* lexicon_verbs.h -- the tables of verbs; see lexicon.h. */
#ifndef WORKERS_LEXICON_VERBS_H
#define WORKERS_LEXICON_VERBS_H

#include "workers/en/lexicon.h"

/* All sorted by strcmp(3) on their first members; static storage. */
const struct lexicon_verb *lexicon_verbs_table(size_t *n);
const struct lexicon_form *lexicon_verbs_forms(size_t *n);

#endif
