/*
 * listing.h -- claims as lines: JSON, CSV or a table, for the commands that
 * list them.
 */
#ifndef SINK_LISTING_H
#define SINK_LISTING_H

#include "cmd.h"

struct listing {
	const struct cmd_call *call;
	struct table *table; /* NULL: JSON Lines, or no row yet */
	struct buf json;
	uint64_t n; /* rows so far */
};

/* As --json and --csv of the call say. */
void listing_open(struct listing *l, const struct cmd_call *call);
/* A query_claim_fn; arg: struct listing. */
bool listing_claim(void *arg, const struct form_claim *c);
/* Write what is held back, after a question that ended with rc; the exit
 * code. */
int listing_close(struct listing *l, enum rc rc);

#endif
