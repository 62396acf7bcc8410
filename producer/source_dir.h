/*
 * source_dir.h -- a folder and what is below it: each file is read as what
 * its content says (source_file.h), first those that are there, by name in
 * byte order, with all that is in a folder where its name comes; then, unless
 * opts.once, what is written or moved there (inotify).
 *
 * Left alone: names that begin with "." or with "#" or end in "~", ".swp",
 * ".swx", ".tmp", ".temp", ".part", ".partial", ".crdownload", ".filepart",
 * and "4913" (what editors, browsers and copying programs write meanwhile);
 * links to folders; whatever is no regular file.
 *
 * Each file has a cursor of its own, so none is read again unless it changed;
 * the cursor of a file that is gone is forgotten.
 */
#ifndef PRODUCER_SOURCE_DIR_H
#define PRODUCER_SOURCE_DIR_H

#include "source.h"

#define SOURCE_DIR_RESCAN_MS 10000 /* where not all could be watched */

MUST_USE enum rc source_dir_open(const char *path, const struct source_opts *o,
    struct source **s, struct buf *why);

#endif
