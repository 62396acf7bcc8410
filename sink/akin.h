/*
 * akin.h -- do two articles tell of the same event?  A plain judgement by the
 * names that both use: words with a capital letter that do not begin a
 * sentence, apart from titles, days, months and the like, which say nothing.
 * Two texts are akin when they share at least AKIN_SHARED such names and
 * these are at least AKIN_PERCENT percent of the names of the one with fewer.
 *
 * It errs on the side of "no": short texts without names are akin to none.
 * It has no notion of how rare a name is, nor of one person's several names.
 */
#ifndef SINK_AKIN_H
#define SINK_AKIN_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/arena.h"

#define AKIN_SHARED    3u
#define AKIN_PERCENT   30u
#define AKIN_NAMES_MAX 500u /* of one article; the others are not looked at */

/* The names of an article, as hashes: rising, each once. */
struct akin_names {
	const uint64_t *hash;
	uint32_t n;
};

/* Read them, into arena; title and text are valid UTF-8 and may be absent. */
struct akin_names akin_read(
    struct span title, struct span text, struct arena *arena);

/* Are they akin?  *share: of the smaller set, 0 to 1. */
bool akin_alike(
    const struct akin_names *a, const struct akin_names *b, double *share);

#endif
