/*
 * speaker_pronoun.h -- whom a pronoun stands for.
 *
 * Every name that stands before, and every source without a name, is scored:
 * how near it is, whether it is a subject, whether it was the last to speak,
 * whether it stands in quotation marks, and whether number and gender agree
 * (Lappin and Leass, An Algorithm for Pronominal Anaphora Resolution, 1994;
 * the weights are in speaker_pronoun.c, with what each is for).  The best
 * one above a threshold is taken.
 */
#ifndef WORKERS_SPEAKER_PRONOUN_H
#define WORKERS_SPEAKER_PRONOUN_H

#include "workers/text.h"

struct speaker_pronoun {
	uint32_t mention; /* or TEXT_NONE */
	uint32_t like;    /* attribution whose source it is, or TEXT_NONE */
	int score;
};

/* The antecedent of the pronoun at token p (bits: NOUN_..., noun.h), source
 * of attribution n; those before it are resolved. */
struct speaker_pronoun speaker_pronoun_of(
    const struct text *t, uint32_t n, uint32_t p, uint32_t bits);

/* The number of token i's sentence. */
uint32_t speaker_pronoun_sentence(const struct text *t, uint32_t i);

/* Does the mention look like the subject of its clause? */
bool speaker_pronoun_subject(const struct text *t, const struct mention *m);

#endif
