/*
 * rawrecord.h -- a line of JSON as an article: a record of our own form
 * (proto/record.h) with a text, or with "html", a page that is read as one; or
 * a record of another tool (fieldmap.h).
 */
#ifndef PRODUCER_RAWRECORD_H
#define PRODUCER_RAWRECORD_H

#include "proto/article.h"
#include "proto/buf.h"
#include "proto/rc.h"

struct rawrecord;

/* maps: of the configuration, good; NULL: none but those built in. */
struct rawrecord *rawrecord_new(const char *maps);
void rawrecord_free(struct rawrecord *r); /* NULL is harmless */

/*
 * As record_read().  Of html everything is taken that the record itself does
 * not say; what is no page but a piece of one is text without its marks.
 */
MUST_USE enum rc rawrecord_read(
    struct rawrecord *r, struct span line, struct article *a, struct buf *why);

#endif
