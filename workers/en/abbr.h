/*
 * abbr.h -- English abbreviations that end with a full stop, and what that
 * says of sentences.
 */
#ifndef WORKERS_ABBR_H
#define WORKERS_ABBR_H

#include <stdint.h>

#include "proto/span.h"

#define ABBR_KNOWN  (1u << 0)
#define ABBR_BEFORE (1u << 1) /* what follows belongs to it: Mr., vs. */
#define ABBR_DIGIT  (1u << 2) /* only before a digit: no., fig. */
#define ABBR_PROPER                                                      \
	(1u << 3)            /* with a capital; else, and before another \
				capital, it is a word: Sat., Miss. */
#define ABBR_AFTER (1u << 4) /* may end a sentence as well: Inc., U.S. */
#define ABBR_LAST  (1u << 5) /* hardly before a name: etc., p.m. */

/* ABBR_ bits of the lower-case word, which ends with a full stop. */
uint32_t abbr_bits(struct span word);

#endif
