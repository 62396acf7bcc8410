/*
 * opml.h -- lists of feeds (OPML 1.0 and 2.0, opml.org/spec2.opml), as feed
 * readers exchange them.
 */
#ifndef PRODUCER_OPML_H
#define PRODUCER_OPML_H

#include "proto/buf.h"
#include "proto/rc.h"

/* A feed of the list: its xmlUrl, and its title, "" when it has none. */
typedef void opml_fn(void *arg, const char *address, const char *title);

/* Tell every feed, at whatever depth of folders; also of a list that is broken,
 * as far as it can be read.  RC_REFUSED: no OPML, why says what it is. */
MUST_USE enum rc opml_read(
    struct span bytes, opml_fn *fn, void *arg, struct buf *why);

/* Append the beginning, an outline, the end. */
void opml_begin(struct buf *out);
void opml_outline(struct buf *out, const char *address, const char *title);
void opml_end(struct buf *out);

#endif
