/* noun_words.h -- the table of nouns; see noun.h. */
#ifndef WORKERS_EN_NOUN_WORDS_H
#define WORKERS_EN_NOUN_WORDS_H

#include "workers/en/noun.h"

struct noun_words_entry {
	const char *word; /* singular, or a plural of its own */
	uint32_t bits;    /* NOUN_... */
};

/* Sorted by strcmp(3); static storage. */
const struct noun_words_entry *noun_words_table(size_t *n);

#endif
