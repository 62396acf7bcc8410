/*
 * shingle.h -- a text as the set of its word sequences, by which near-copies
 * are found however they were cut, re-headed or re-ordered.
 *
 * Shingles and containment: A. Broder, "On the resemblance and containment of
 * documents", 1997.  Candidates are found by MinHash and LSH bands (Leskovec,
 * Rajaraman & Ullman, "Mining of Massive Datasets", ch. 3), with one hash
 * function whose range is cut into bins (one permutation hashing: P. Li, A.
 * Owen & C. Zhang, NIPS 2012); a band is one bin.
 *
 * Words are folded (fold.h), so that case, accents and punctuation do not
 * matter.  A sequence that lies wholly within quotation marks is left out: what
 * both quote, neither has from the other.
 */
#ifndef SINK_SHINGLE_H
#define SINK_SHINGLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/arena.h"
#include "proto/span.h"

#define SHINGLE_WORDS 5
#define SHINGLE_BINS  20
/* Of a longer text only the first so many words are looked at. */
#define SHINGLE_WORDS_MAX 100000u

/* Hashes of sequences: rising, each once; they lie in the arena. */
struct shingle_set {
	uint64_t *hash;
	size_t n;
};

struct shingle_set shingle_read(struct span text, struct arena *arena);

/* The least hash of each bin; SHINGLE_NONE: the bin is empty.  For two sets a
 * bin is the same with a chance of |A and B| / |A or B|. */
#define SHINGLE_NONE UINT32_MAX
void shingle_bins(const struct shingle_set *s, uint32_t bin[SHINGLE_BINS]);

/* How many hashes are in both. */
size_t shingle_shared(const struct shingle_set *a, const struct shingle_set *b);

/*
 * Is one of two texts, of a and b sequences, a near-copy of the other?  When of
 * the shorter one SHINGLE_SHARE stands in the other one, and that is more than
 * a sentence (SHINGLE_SOME); or nearly all of a short one (SHINGLE_MOST).
 * Half of a text copied and half of it written anew shares somewhat less than
 * half; of articles on one event, written independently, hardly two share a
 * tenth.
 */
#define SHINGLE_SHARE 0.3
#define SHINGLE_SOME  40
#define SHINGLE_MOST  0.8
#define SHINGLE_LEAST 20
bool shingle_is_copy(size_t shared, size_t a, size_t b);

#endif
