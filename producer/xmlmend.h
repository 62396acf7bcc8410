/*
 * xmlmend.h -- what keeps real XML from being read, mended in one pass:
 * xmlin.h says what.  CDATA sections, comments and declarations stay as they
 * are but for control characters.
 */
#ifndef PRODUCER_XMLMEND_H
#define PRODUCER_XMLMEND_H

#include "proto/buf.h"

/* Append utf8, mended, to out; at most six times as long. */
void xmlmend_text(struct span utf8, struct buf *out);

#endif
