/*
 * answer.h -- what answers a request: one function a route, in answer_*.c.
 * It reads the ask, asks the store, fills the reply; it knows no HTTP
 * library and holds nothing between two calls.
 */
#ifndef SINK_WEB_ANSWER_H
#define SINK_WEB_ANSWER_H

#include <stdbool.h>

#include "ask.h"
#include "reply.h"

struct pulse;

/* What the server lends to whoever answers. */
struct answer_desk {
	struct query *q;     /* the desk's own connection; NULL at the front */
	struct pulse *pulse; /* how the pipeline does */
	bool texts;          /* full texts may be served */
	const char *folder;  /* for temporary files: DATA */
};

typedef void answer_fn(
    struct answer_desk *d, const struct ask *a, struct reply *r);

/* answer_claims.c */
answer_fn answer_claims, answer_claim, answer_moved;
/* answer_speakers.c */
answer_fn answer_speakers, answer_speaker;
/* answer_articles.c */
answer_fn answer_article, answer_outlets;
/* answer_snapshot.c */
answer_fn answer_snapshot;
/* answer_atom.c, answer_jsonfeed.c */
answer_fn answer_atom, answer_jsonfeed;
/* answer_state.c: the front's, from the pulse */
answer_fn answer_status, answer_metrics, answer_live, answer_ready;
/* answer_page.c */
answer_fn answer_page, answer_asset;

/*
 * The rows of a snapshot as a file: JSON Lines that one read transaction
 * saw, which a->filter lets through.  bare: CLAIMs alone, for snapshot=1 of
 * /changes.  *fd is an unlinked file, at its start; *seq the last change
 * that it holds.
 */
MUST_USE enum rc answer_write_snapshot(struct answer_desk *d,
    const struct query_filter *f, bool bare, int *fd, int64_t *seq);

#endif
