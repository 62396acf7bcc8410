/*
 * reader.h -- a subscriber of the change feed: the real proto/follow.  What
 * it was handed is kept, to be compared with the table at the end.
 */
#ifndef SIM_READER_H
#define SIM_READER_H

#include "world.h"

extern const struct node_face reader_face;

/* The last change number that it was handed, over all of its lives. */
uint64_t reader_seq(const struct world *w);

/* The digest of change seq as it was handed on. */
uint64_t reader_digest(const struct world *w, uint64_t seq);

/* The subscriber is cut off: it starts again from its cursor. */
void reader_cut(struct world *w);

void reader_free(struct world *w);

#endif
