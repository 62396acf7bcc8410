/*
 * feedfind.h -- the feed that a page names as its own: <link rel="alternate"
 * type="application/rss+xml" href="..."> (RSS Advisory Board, "RSS
 * Autodiscovery"; likewise Atom and JSON Feed), the first of them that is no
 * feed of comments, else the first.
 */
#ifndef PRODUCER_FEEDFIND_H
#define PRODUCER_FEEDFIND_H

#include <stdbool.h>

#include "proto/buf.h"

/* Append its address, against base (the page's, and what <base> says), to out;
 * false: the page names none.  html: any bytes. */
bool feedfind_link(struct span html, struct span base, struct buf *out);

#endif
