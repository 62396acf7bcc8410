/*
 * source_page.h -- a file that is a page of HTML, as one article (page.h).
 * The file is read whole.
 */
#ifndef PRODUCER_SOURCE_PAGE_H
#define PRODUCER_SOURCE_PAGE_H

#include "source.h"

/* fd and its copy of key are the source's. */
struct source *source_page_file(
    int fd, const char *name, const char *key, const struct source_opts *o);

#endif
