/*
 * sense.h -- what words mean, as far as the company they keep tells: for each
 * of some fifteen thousand lemmas a short vector of small integers, and how
 * common the word is.  Words that are used alike have vectors that point the
 * same way; opposites too (rise and fall are used alike), so that a likeness
 * is a hint and never a proof.
 *
 * Method: word vectors (Pennington, Socher, Manning, EMNLP 2014) turned to
 * their SENSE_DIM main axes (principal components) and cut to 4 bits an axis
 * (train/train_senses.c).
 *
 * A file of weights (model.h) with one empty row; beside it 257 numbers, where
 * each bucket begins among the entries, then the entries, sorted by hash.  The
 * lowest 8 bits of a lemma's token_hash() say the bucket; an entry holds the
 * next 16, its commonness and its vector.  Numbers are little-endian.
 */
#ifndef WORKERS_SENSE_H
#define WORKERS_SENSE_H

#include "proto/gist.h"
#include "workers/model.h"

#define SENSE_KIND  MODEL_KIND('S', 'E', 'N', 'S')
#define SENSE_INDEX (257 * 4)
#define SENSE_ENTRY (3 + GIST_VECTOR)

struct sense_map {
	const unsigned char *index, *entry;
	uint32_t n; /* entries */
};

/* Views into file, which must outlive s.  false, and s knows no word, unless
 * file is whole. */
bool sense_open(struct span file, struct sense_map *s);

/* The vector of the lemma with this token_hash() and how rare it is (gist.h);
 * false, and nothing is written: it is not known. */
bool sense_find(const struct sense_map *s, uint32_t lemma,
    uint8_t vector[GIST_VECTOR], uint8_t *rare);

#endif
