/*
 * entry.h -- claims as the entries of a web feed: what Atom and JSON Feed
 * have in common.  Entries come by their last change, the latest first; a
 * withdrawn claim stays one, and says so: that it was withdrawn is news.
 *
 * Ids are made of the store's name and the claim's number, hashed into a UUID
 * of version 8 (RFC 9562, section 5.8): the same for as long as the store is,
 * in its copies too, and in no other store.
 */
#ifndef SINK_WEB_ENTRY_H
#define SINK_WEB_ENTRY_H

#include "answer.h"
#include "proto/clock.h"

#define ENTRY_ID_MAX 48         /* "urn:uuid:...", NUL included */
#define ENTRY_BYTES  (8u << 20) /* a page with so many ends early */

/* The feed, or one page of it. */
struct entry_feed {
	char id[ENTRY_ID_MAX];        /* of the filters alone */
	char updated[CLOCK_TEXT_MAX]; /* that of the latest entry */
	struct buf title;
	struct buf home;        /* the page with the same filters */
	struct buf self, first; /* this page, and that it begins with */
	struct buf next;        /* empty: there is none */
};

/* One claim.  Views are good during the call. */
struct entry {
	const struct form_claim *claim;
	char id[ENTRY_ID_MAX];
	struct span address; /* of its page */
	struct span title;   /* one line */
	struct span text;    /* lines: the words, the status, the counts */
	char published[CLOCK_TEXT_MAX], updated[CLOCK_TEXT_MAX];
};

/* Append to out. */
typedef void entry_fn(struct buf *out, const struct entry *e);

/*
 * The entries that a asks for, put into out by fn; feed (start from { 0 };
 * entry_fini()) tells about all of them.  path: "/feed.atom".
 */
MUST_USE enum rc entry_page(struct answer_desk *d, const struct ask *a,
    const char *path, entry_fn *fn, struct buf *out, struct entry_feed *feed);
void entry_fini(struct entry_feed *feed);

#endif
