/*
 * source_warc.h -- a web archive (WARC, ARC, also gzip) as articles: its
 * responses with status 200 and its resources, in their order.  Its cursor
 * moves with every record, so a crawl of a million pages goes on where it was.
 * Damaged records are refused with their offset, and counted.
 *
 * Text, and conversions that are text (WET), are articles as they are; other
 * kinds of content are passed over.
 */
#ifndef PRODUCER_SOURCE_WARC_H
#define PRODUCER_SOURCE_WARC_H

#include "mark.h"
#include "source.h"

/* fd and its copies of key and m are the source's; it goes on at m->offset. */
struct source *source_warc_file(int fd, const char *name, const char *key,
    const struct mark *m, const struct source_opts *o);

#endif
