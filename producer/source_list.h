/*
 * source_list.h -- an OPML file as a source: the feeds that it names are
 * polled.  It is read when it is named; what changes in it later is for
 * `claimwire sources import`.
 */
#ifndef PRODUCER_SOURCE_LIST_H
#define PRODUCER_SOURCE_LIST_H

#include "source.h"

/* Is operand a file that begins as OPML does? */
bool source_list_is(const char *operand);

/* Add its feeds to web (source_web.h); what is wrong with it is refused. */
void source_list_add(const char *path, struct source *web);

#endif
