/*
 * language.h -- what the engine must know of a language, as one table: its
 * words, its models.  All that is a language's own lies in a folder of its
 * name (workers/en); another one is added beside it and to the list in
 * language.c.
 *
 * Of a language that is not there, tokens, quotations and sentences are found
 * by what scripts have in common, and no claims.
 */
#ifndef WORKERS_LANGUAGE_H
#define WORKERS_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/span.h"
#include "workers/en/lexicon.h"

struct language {
	/* BCP 47's primary subtag, ISO 639 codes, the name in English: lower
	 * case, NULL ends. */
	const char *const *tag;
	/* The stages behind the sentences know it: it has claims. */
	bool whole;
	/* Where words are cut (en/morpheme.h, en/starter.h says more). */
	size_t (*clitic)(struct span s);
	size_t (*negation)(struct span s);
	size_t (*fused)(struct span word);
	size_t (*within)(struct span word);
	bool (*prefix)(struct span word);
	bool (*unit)(struct span word);
	/* ABBR_ bits (en/abbr.h) of a word in lower case with a full stop. */
	uint32_t (*abbr)(struct span word);
	/* Does a picture's credit begin with the word? */
	bool (*credit)(struct span word);
	/* LEXICON_ bits of a word in lower case; the verb that it is a form
	 * of, or NULL. */
	uint32_t (*bits)(struct span word);
	const struct lexicon_verb *(*verb)(
	    struct span word, enum lexicon_tense *tense);
};

/*
 * The language that an article's `lang` names: "en", "en-CA", "eng",
 * "English"; without one, English.  A table without words where it is not
 * there.  Static storage.
 */
const struct language *language_of(struct span tag);

#endif
