/*
 * headerlines.h -- the header lines that a text file may begin with:
 *
 *   Outlet: The Example Courier
 *   Title: A story
 *                                    (empty line)
 *   The text begins here.
 *
 * Known names, in any case: Outlet, URL, Title, Byline, Published, Updated,
 * Language.  The first line must have one of them, or all of the file is
 * text; so it is when something that is no "Name: value" line comes before
 * the empty line, or no empty line comes.  Lines with other names are
 * ignored among them (contract: unknown members of input are).  Of a name
 * given twice the last one counts; an empty value is absent.
 */
#ifndef PRODUCER_HEADERLINES_H
#define PRODUCER_HEADERLINES_H

#include "proto/article.h"

/* Fill what is said of a; returns the offset at which the text begins, 0
 * when there are no header lines.  Views point into file. */
size_t headerlines_read(struct span file, struct article *a);

#endif
