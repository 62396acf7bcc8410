/*
 * noun.h -- what English nouns and pronouns say of those they stand for:
 * person or organisation, one or several, he or she.
 */
#ifndef WORKERS_EN_NOUN_H
#define WORKERS_EN_NOUN_H

#include "workers/text.h"

#define NOUN_PERSON (1u << 0) /* senator, woman, source */
#define NOUN_GROUP  (1u << 1) /* company, campaign, police */
#define NOUN_PAPER  (1u << 2) /* poll, report, letter */
#define NOUN_MALE   (1u << 3)
#define NOUN_FEMALE (1u << 4)
#define NOUN_PLURAL (1u << 5)
#define NOUN_FAME   (1u << 6) /* one who is named before: candidate */
#define NOUN_KIN    (1u << 8) /* what one is to somebody: brother */
#define NOUN_OFFICE (1u << 9) /* one has one at a time: senator */
#define NOUN_SHADOW (1u << 7) /* one who mostly is not: official, source */

/* Classes of the word at token i; 0: none of these. */
uint32_t noun_of(const struct text *t, uint32_t i);

#define NOUN_I    (1u << 0) /* first person, we too */
#define NOUN_HE   (1u << 1)
#define NOUN_SHE  (1u << 2)
#define NOUN_IT   (1u << 3)
#define NOUN_THEY (1u << 4)
#define NOUN_WHO  (1u << 5) /* relative: who, which, that */
#define NOUN_BOTH (1u << 6)
#define NOUN_ANY  (1u << 7) /* nobody in particular: some, many, you */

/* What sort of pronoun token i is, its possessive too; 0: none. */
uint32_t noun_pronoun(const struct text *t, uint32_t i);

/* Does a noun phrase that starts at i speak of somebody known ("the", "his",
 * "this"), or of somebody new ("a", "another", "two")? */
bool noun_definite(const struct text *t, uint32_t i);
bool noun_indefinite(const struct text *t, uint32_t i);

/* Is one word another one's plural, or are they the same? */
bool noun_same(const struct text *t, uint32_t i, uint32_t j);

/* The head of the noun phrase of tokens first to last (exclusive): as the
 * parser says, else the last word before a preposition, comma or clause. */
uint32_t noun_head(const struct text *t, uint32_t first, uint32_t last);

/* The token after the noun phrase proper: without relative clause and
 * participles that follow ("Lee, who …", "a source speaking on …"). */
uint32_t noun_core(const struct text *t, uint32_t first, uint32_t last);

#endif
