/*
 * stance_content.h -- what the words of a content tell of what the speaker
 * does by them, where the cue is silent about it: modality and subject of the
 * main clauses, questions, refusals, praise and blame; and hedges.
 */
#ifndef WORKERS_EN_STANCE_CONTENT_H
#define WORKERS_EN_STANCE_CONTENT_H

#include "workers/en/stance_cue.h"

struct stance_content {
	uint8_t act;     /* enum found_act; FOUND_ASSERT: nothing says more */
	uint32_t by;     /* the word that says so, or TEXT_NONE */
	const char *why; /* static; NULL when by is TEXT_NONE */
	uint32_t hedge;  /* the first hedge, or TEXT_NONE */
};

/* a's pieces in the order of the text; at most TEXT_WALK words of them are
 * looked at. */
struct stance_content stance_content_read(const struct text *t,
    const struct attribution *a, const struct stance_cue *c);

#endif
