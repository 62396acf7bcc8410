/*
 * xmlout.h -- writing XML 1.0 (W3C, fifth edition) onto a buf.  Whatever a
 * text holds, the document stays well-formed: markup is escaped, and what XML
 * cannot hold at all (section 2.2: most controls, U+FFFE, U+FFFF, bytes that
 * are no UTF-8) becomes U+FFFD.  Line ends are read back as they were.
 */
#ifndef SINK_WEB_XMLOUT_H
#define SINK_WEB_XMLOUT_H

#include "proto/buf.h"

/* Text, for between two tags. */
void xmlout_text(struct buf *out, struct span s);

/* <name>text</name> and a line end. */
void xmlout_element(struct buf *out, const char *name, struct span text);

/* ' name="value"' */
void xmlout_attribute(struct buf *out, const char *name, struct span value);

#endif
