/*
 * cluster.h -- words that are used alike: every known word belongs to one of
 * some two thousand fine clusters, those to mid ones, those to coarse ones.
 * A feature of a cluster says of a rare word what was learned of its like.
 *
 * Method: word clusters as features (Miller, Guinness, Zamanian, HLT-NAACL
 * 2004; Turian, Ratinov, Bengio, ACL 2010), here by k-means over word vectors
 * (train/train_clusters.c).  Every word is besides of a kind, one of 31: those
 * whose vectors promise the same classes (nouns that are verbs too, names,
 * adverbs ...), as a treebank's words taught a small net.
 *
 * A file of weights (model.h): a row for each fine cluster with its mid and
 * its coarse one; beside the rows CLUSTER_BUCKETS + 1 numbers, where each
 * bucket begins among the entries, and the entries, sorted by hash.  The upper
 * 16 bits of a word's hash say the bucket, the lower ones stand in the upper
 * half of its entry; in the lower half are the fine cluster and, above its
 * CLUSTER_BITS, the kind.  All are 32 bits, little-endian.
 */
#ifndef WORKERS_CLUSTER_H
#define WORKERS_CLUSTER_H

#include "workers/model.h"

#define CLUSTER_KIND    MODEL_KIND('C', 'L', 'U', 'S')
#define CLUSTER_BUCKETS 65536u
#define CLUSTER_BITS    11                   /* 1 << so many rows */
#define CLUSTER_FINE    (1u << CLUSTER_BITS) /* numbers below; 0: unknown */
#define CLUSTER_MID     256u
#define CLUSTER_COARSE  64u
#define CLUSTER_KINDS   32u

struct cluster_map {
	struct model m;
	uint32_t n; /* entries */
};

/* Views into file, which must outlive c.  false, and c knows no word, unless
 * file is whole. */
bool cluster_open(struct span file, struct cluster_map *c);

/* The fine cluster of the word with this token_hash() in lower case, or 0. */
uint16_t cluster_fine(const struct cluster_map *c, uint32_t low);

/* What classes the word may have, as a number below CLUSTER_KINDS; 0:
 * unknown. */
uint8_t cluster_kind(const struct cluster_map *c, uint32_t low);

/* Of a fine cluster; 0 of 0. */
uint8_t cluster_mid(const struct cluster_map *c, uint16_t fine);
uint8_t cluster_coarse(const struct cluster_map *c, uint16_t fine);

#endif
