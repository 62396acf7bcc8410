/*
 * phrase.h -- the phrases around a verb, without a parser: what its subject
 * is, where a noun phrase ends, whether a clause follows.  All look at most
 * TEXT_WALK tokens far.
 */
#ifndef WORKERS_PHRASE_H
#define WORKERS_PHRASE_H

#include "workers/text.h"

/* Tokens, last exclusive; empty when first == last. */
struct phrase {
	uint32_t first, last;
};

/* The verb at v with auxiliaries, negation and adverbs before it. */
struct phrase_group {
	uint32_t first; /* of the whole group, adverbs too */
	uint32_t core;  /* without adverbs at its edge */
	bool negative;
	bool unreal;      /* with "should", "could", ..: nothing was said */
	bool passive;     /* a form of "be" and a participle */
	bool infinitive;  /* after "to" */
	bool progressive; /* a form of "be" and -ing */
};
void phrase_group(
    const struct text *t, uint32_t floor, uint32_t v, struct phrase_group *g);

/*
 * The noun phrase that ends right before token end and is a subject: with
 * determiner, title, appositive and prepositional modifier, without a
 * relative clause.  Not before floor.  outer: first token that belongs to it
 * in any way.  Empty when there is none.
 */
struct phrase phrase_subject(
    const struct text *t, uint32_t floor, uint32_t end, uint32_t *outer);

/* The noun phrase that starts at token i, with appositive; before limit. */
struct phrase phrase_source(const struct text *t, uint32_t i, uint32_t limit);

/* The token after the plain noun phrase that starts at i; i if none does. */
uint32_t phrase_end(const struct text *t, uint32_t i, uint32_t limit);

#endif
