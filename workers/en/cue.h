/*
 * cue.h -- is a verb the cue of an attribution, and what does it govern?
 */
#ifndef WORKERS_CUE_H
#define WORKERS_CUE_H

#include "workers/en/phrase.h"

struct cue {
	uint32_t verb;
	uint32_t first; /* of the verb group, adverbs too */
	uint32_t core;  /* where the cue's span begins */
	uint32_t last;  /* after the verb and its particle; of the span too */
	uint8_t act;    /* enum found_act */
	uint8_t frames; /* LEXICON_QUOTE, ... */
	bool negative;
	bool participle; /* -ing without "be": adds to what stands before */
	bool passive;
};

/* Look at token i; false when it is no cue.  Not before floor. */
bool cue_at(const struct text *t, uint32_t floor, uint32_t limit, uint32_t i,
    struct cue *c);

/*
 * Where does what is said begin after the cue: past the addressee, adverbs,
 * time and place?  *rule is set; false when nothing fitting follows.
 */
bool cue_content_start(const struct text *t, const struct cue *c,
    uint32_t limit, uint32_t *start, const char **rule);

/* Where does content that starts at i end? */
uint32_t cue_content_end(const struct text *t, uint32_t i, uint32_t limit);

#endif
