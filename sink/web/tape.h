/*
 * tape.h -- the table of changes as a reader sees it: change after change,
 * read once from the store and kept for everybody who is near.
 *
 * Readers hold a position, no bytes: what they are told lies in blocks of
 * TAPE_BLOCK changes that all of them share, the most recently used of them
 * in memory.  A reader that is far behind costs a read of the table, one
 * near the head nothing.  Belongs to one thread.
 */
#ifndef SINK_WEB_TAPE_H
#define SINK_WEB_TAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "sink/query.h"

#define TAPE_BLOCK     128         /* changes */
#define TAPE_BYTES_MAX (32u << 20) /* kept; more only while one is read */

struct json_object;
struct tape;

/* q is borrowed: for this thread alone.  head: durable up to here. */
struct tape *tape_new(struct query *q, int64_t head);
void tape_free(struct tape *t); /* NULL is harmless */

/* Changes up to head are durable. */
void tape_news(struct tape *t, int64_t head);
int64_t tape_head(const struct tape *t);
/* Changes up to this number are gone (compacted); 0: none. */
int64_t tape_horizon(const struct tape *t);
const char *tape_generation(const struct tape *t);

/* One change; views are good until the next call. */
struct tape_item {
	int64_t seq;
	struct span json; /* CHANGE, whole: one line */
	int64_t claim;    /* 0: none */
};

/*
 * Change number seq.  RC_END: it is not there yet; RC_NOENT: it is gone;
 * RC_IO, RC_BUSY: the store cannot be read now.
 */
MUST_USE enum rc tape_get(struct tape *t, int64_t seq, struct tape_item *item);

/* Does change seq pass f?  As tape_get() otherwise. */
MUST_USE enum rc tape_match(
    struct tape *t, int64_t seq, const struct query_filter *f, bool *matches);

/* Is there a later change of the same claim, up to the head?  Likewise. */
MUST_USE enum rc tape_superseded(struct tape *t, int64_t seq, bool *is);

#endif
