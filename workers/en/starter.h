/*
 * starter.h -- English words that begin a line or a sentence where nothing
 * else shows that one begins: a sub-heading that ran together with the text
 * behind it, the credit after a picture's caption.
 */
#ifndef WORKERS_STARTER_H
#define WORKERS_STARTER_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/span.h"

/* Where a word of ASCII letters falls apart since two lines ran together: 8
 * of "ministerSpeaking", "townThe"; 0: it does not, as "McDonald", "YouTube",
 * "LinkedIn". */
size_t starter_within(struct span word);

/* Does a picture's credit begin with the word, before a colon: "Photo"? */
bool starter_credit(struct span word);

#endif
