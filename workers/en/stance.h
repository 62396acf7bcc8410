/*
 * stance.h -- what a speaker does by saying something: the speech act, its
 * polarity, and whether what is said is hedged.
 *
 * The cue says it where its verb or noun does ("denied", "promise", "called
 * for": stance_cue.h); a cue that only says "said" leaves it to the main
 * clause of what was said: its modality, its subject, whether it is a
 * question, and words of praise and blame (stance_content.h).  The acts are a
 * plain form of Searle's (A classification of illocutionary acts, 1976);
 * modality is read as by Palmer (Mood and Modality, 2001): "must" of people
 * directs, "will" of oneself commits, "will" of others foretells.
 */
#ifndef WORKERS_EN_STANCE_H
#define WORKERS_EN_STANCE_H

#include "workers/text.h"

struct stance {
	uint8_t act;     /* enum found_act */
	bool negative;   /* the cue is negated, or a refusal */
	bool hedged;     /* what is said holds a hedge */
	const char *why; /* what the act follows from; static */
	uint32_t by;     /* the word that tells the act, or TEXT_NONE */
	uint32_t hedge;  /* the first hedge, or TEXT_NONE */
};

/* Read a's cue and pieces, which are in the order of the text. */
struct stance stance_of(const struct text *t, const struct attribution *a);

#endif
