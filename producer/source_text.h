/*
 * source_text.h -- a text file that is one article.
 *
 * The text is kept code point for code point, line ends included; a byte
 * order mark at the beginning is a mark of the encoding and no part of it
 * (RFC 3629, section 6).  Header lines: headerlines.h.
 */
#ifndef PRODUCER_SOURCE_TEXT_H
#define PRODUCER_SOURCE_TEXT_H

#include "mark.h"
#include "source.h"

/* The text limit, and as much again as seven fields may take. */
#define SOURCE_TEXT_FILE_MAX (ARTICLE_TEXT_MAX + 8 * ARTICLE_META_MAX)

/*
 * Read the file fd into buf and fill *item from it; views point into buf and
 * cursor.  What cannot be taken is refused in the name of s; then item moves
 * the cursor only.  RC_AGAIN: it was written to meanwhile, or is: nothing was
 * said, look again.
 */
MUST_USE enum rc source_text_read(const struct source *s, int fd,
    const char *name, struct buf *buf, struct source_item *item);

#endif
