/*
 * speaker_noun.h -- sources that are a noun without a name: "the prime
 * minister", "the association", "the billionaire", "both leaders", "a senior
 * official".
 */
#ifndef WORKERS_SPEAKER_NOUN_H
#define WORKERS_SPEAKER_NOUN_H

#include "workers/en/describe.h"
#include "workers/text.h"

struct speaker_resolver {
	struct text *t;
	struct describe_all d;
	uint32_t n; /* attribution at hand; those before it are resolved */
};

/* Set what is known of a, whose source's noun phrase ends before token last:
 * a description of somebody (describe.h), the kind of thing a name is of, a
 * pair, an earlier source without a name; else it is a new one. */
void speaker_noun_resolve(
    struct speaker_resolver *r, struct attribution *a, uint32_t last);

/* a has the speakers of attribution k (speaker.c). */
void speaker_copy(const struct text *t, struct attribution *a, uint32_t k);

/* Entity e speaks with a's speaker (speaker.c). */
void speaker_join(const struct text *t, struct attribution *a, uint32_t e);

#endif
