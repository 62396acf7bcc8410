/*
 * morpheme.h -- what English words fall apart into, as the treebanks of
 * Universal Dependencies cut them (the tagger and the parser are trained on
 * English EWT): clitics and contractions apart, hyphens apart but for those
 * of prefixes, units apart from their number.
 */
#ifndef WORKERS_MORPHEME_H
#define WORKERS_MORPHEME_H

#include <stdbool.h>

#include "proto/span.h"

/* Bytes of the clitic that s starts with, its apostrophe straight or curly:
 * "'s", "’ll"; 0: with none. */
size_t morpheme_clitic(struct span s);

/* Bytes of the "n't" that s starts with, or 0. */
size_t morpheme_negation(struct span s);

/* Where a word without apostrophe falls apart: 3 of "cannot", "gonna"; 0: it
 * does not. */
size_t morpheme_fused(struct span word);

/* Does it keep the hyphen after it: "anti", "e", "re"? */
bool morpheme_prefix(struct span word);

/* Does it stand apart from the digits that it touches: "bn", "pm", "km"?
 * Not so "st" of "1st", "s" of "1990s". */
bool morpheme_unit(struct span word);

#endif
