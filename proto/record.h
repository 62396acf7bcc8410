/*
 * record.h -- reading article records: one JSON object a line (contract,
 * section 2), by json-c.
 *
 * The reader is strict where a text could be altered unnoticed: bytes that
 * are not UTF-8, lone surrogates (\ud800 without its pair) and U+0000 are
 * refused with their place.  Unknown members are ignored.  Nesting deeper
 * than RECORD_DEPTH_MAX is refused.
 */
#ifndef PROTO_RECORD_H
#define PROTO_RECORD_H

#include "article.h"
#include "buf.h"
#include "rc.h"

#define RECORD_DEPTH_MAX 32
/* A line: the text limit with every byte escaped as \u00xx, and the rest. */
#define RECORD_LINE_MAX (64u << 20)

struct record;
struct json_object; /* json-c's */

struct record *record_new(void);
void record_free(struct record *r); /* NULL is harmless */

/*
 * Read one line, without its line end; of one with "html" and no "text" the
 * page is read (page/page.h).  On success *a is filled with views
 * that are good until the next call or record_free().  Otherwise why (cleared
 * first) says what is wrong, where ("column 17") and what to do, as one
 * sentence without a full stop:
 *   RC_END      the line is blank: skip it
 *   RC_BADMSG   not JSON, or not UTF-8
 *   RC_REFUSED  JSON, but not a record: no text, text not a string, a page
 *               without an article, ...
 *   RC_TOOBIG   over a limit
 */
MUST_USE enum rc record_read(
    struct record *r, struct span line, struct article *a, struct buf *why);

/*
 * The same in two steps, for whoever reads more: the object of a line, which
 * is *root's until the next call; and the article in it, whose text may be
 * absent where *html has a page instead.  article_check() is then to be called
 * by whoever has made the text of it.
 */
MUST_USE enum rc record_parse(struct record *r, struct span line,
    struct json_object **root, struct buf *why);
MUST_USE enum rc record_take(
    struct record *r, struct article *a, struct span *html, struct buf *why);

#endif
