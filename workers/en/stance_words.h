/* stance_words.h -- words that tell how something is said. */
#ifndef WORKERS_EN_STANCE_WORDS_H
#define WORKERS_EN_STANCE_WORDS_H

#include "workers/text.h"

#define STANCE_HEDGE   (1u << 0)  /* may, perhaps, expected */
#define STANCE_DUTY    (1u << 1)  /* should, must */
#define STANCE_WILL    (1u << 2)  /* will, 'll, shall */
#define STANCE_MAY     (1u << 3)  /* may, might, could */
#define STANCE_OUTLOOK (1u << 4)  /* expect, hope, likely */
#define STANCE_BAD     (1u << 5)  /* disgrace, reckless */
#define STANCE_GOOD    (1u << 6)  /* great, impressive */
#define STANCE_UNTRUE  (1u << 7)  /* untrue, baseless */
#define STANCE_TELL    (1u << 8)  /* comment, discuss: what can be refused */
#define STANCE_WANT    (1u << 9)  /* want, demand, urge: by oneself */
#define STANCE_THINK   (1u << 10) /* think, believe: what follows counts */
#define STANCE_PLAN    (1u << 11) /* plan, intend, promise: by oneself */

/* The classes of token i's word, 0 when it is in no table. */
uint32_t stance_words_of(const struct text *t, uint32_t i);

struct stance_words_entry {
	const char *word;
	uint32_t bits;
};

/* Sorted by strcmp(3); static storage. */
const struct stance_words_entry *stance_words_table(size_t *n);

#endif
