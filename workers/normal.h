/*
 * normal.h -- the match key: what makes two mentions the same claim for the
 * sink.  Two are alike when the same speaker says the same words, whatever
 * the letters' case, accents, apostrophes and quotation marks, punctuation,
 * white space, and wherever the outlet broke the quotation up to put its
 * "she added" in.
 *
 * Words are runs of letters and digits after NFKC and case folding (UAX 15,
 * UAX 44) without combining marks; an apostrophe between two letters belongs
 * to the word and is always the straight one.  Of a speaker's name single
 * letters are left out: "Donald J. Trump" is Donald Trump.
 */
#ifndef WORKERS_NORMAL_H
#define WORKERS_NORMAL_H

#include <stdint.h>

#include "proto/buf.h"
#include "proto/span.h"

#define NORMAL_MAX (64u << 10) /* bytes of a claim that its key looks at */

/* Append the words of s, each after a single space; s is valid UTF-8. */
void normal_words(struct span s, struct buf *out);

/* The key of a claim: kind ("said", "figure"), speaker (may be empty), and
 * its n pieces. */
uint64_t normal_key(
    const char *kind, struct span speaker, const struct span *piece, size_t n);

#endif
