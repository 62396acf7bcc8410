/*
 * source_list.h -- a file of addresses as a source: OPML, whose feeds are
 * polled, or an address of a page a line ("#" begins a comment), which are
 * read.  It is read when it is named; what changes in it later is for the next
 * start, or, of feeds, for `claimwire sources import`.
 */
#ifndef PRODUCER_SOURCE_LIST_H
#define PRODUCER_SOURCE_LIST_H

#include "source.h"

/* Is operand a file that begins so? */
bool source_list_is(const char *operand);

/* Add its addresses to web (source_web.h); what is wrong with it is refused. */
void source_list_add(const char *path, struct source *web);

#endif
