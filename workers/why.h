/*
 * why.h -- what `extract --explain` says of a claim, in plain sentences: why
 * it is a report at all, who speaks and how that was found, and from which
 * word act, polarity and hedge follow.  Made only when somebody asked, and no
 * part of what is sent (proto/found.h).
 */
#ifndef WORKERS_WHY_H
#define WORKERS_WHY_H

#include "workers/en/stance.h"

/* Set c->why, in the arena; a is resolved and s read from it. */
void why_report(const struct text *t, const struct attribution *a,
    const struct stance *s, struct found_claim *c);

/* Likewise of a figure in the outlet's own voice. */
void why_figure(const struct text *t, struct span figure, bool subject,
    struct found_claim *c);

#endif
