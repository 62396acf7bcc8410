/*
 * claim.h -- from attributions and figures to found claims: kind by the
 * quotation marks, speaker's name, speech act, polarity, hedge, the figures
 * within, confidence, rule, key.
 */
#ifndef WORKERS_CLAIM_H
#define WORKERS_CLAIM_H

#include "essence_word.h"
#include "text.h"

/* Fill f->claims; f->figures must be there.  Limits of found.h are kept. */
void claim_assemble(const struct text *t, struct found *f);

/* Set c->gist: what the sink holds against what others say. */
void claim_gist(
    struct essence_words *words, const struct found *f, struct found_claim *c);

#endif
