/* lemma_words.h -- the tables of lemma.c. */
#ifndef WORKERS_EN_LEMMA_WORDS_H
#define WORKERS_EN_LEMMA_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An irregular form, of the classes whose bits (1 << enum ud_pos) are set. */
struct lemma_word {
	const char *form, *lemma;
	uint32_t classes;
};

/* How a stem ends before -ed and -ing ('^': it is all of the stem), and
 * whether it lost an -e. */
struct lemma_stem {
	const char *end;
	bool e;
};

/* Sorted by form; stems by the last letter of their ends, of which the longest
 * counts.  Static storage. */
const struct lemma_word *lemma_words_table(size_t *n);
const struct lemma_stem *lemma_words_stems(size_t *n);

#endif
