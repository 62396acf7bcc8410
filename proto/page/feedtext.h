/*
 * feedtext.h -- the text of a piece of HTML, as feeds carry it: scripts,
 * styles and frames are left out, blocks are apart by an empty line, lines
 * end where HTML breaks them, other runs of blanks are one.  Parsed by
 * libxml2's HTML parser (SAX); a whole page is another thing (page.h).
 */
#ifndef PROTO_PAGE_FEEDTEXT_H
#define PROTO_PAGE_FEEDTEXT_H

#include <stdbool.h>

#include "proto/buf.h"

#define FEEDTEXT_DEPTH_MAX 512 /* elements within elements; more ends it */

/* Does s hold what only HTML has: a tag that HTML knows, or a reference? */
bool feedtext_is_html(struct span s);

/* Append the text of html (UTF-8) to out. */
void feedtext_of(struct span html, struct buf *out);

/* Append s with its blanks squeezed, at its ends too: for titles and names. */
void feedtext_line(struct span s, struct buf *out);

/* Append what s spells in base64 (RFC 4648); false when it is none. */
bool feedtext_base64(struct span s, struct buf *out);

#endif
