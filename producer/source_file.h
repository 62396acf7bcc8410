/*
 * source_file.h -- a regular file, told by its content and read as what it
 * is; with the cursor that says which file was read how far.
 *
 *   OPEN ----> JSON Lines: a record at a time; at its end it is looked at
 *     |        each second, when followed: grown, replaced, truncated?
 *     +------> text: one article, once nobody writes it any more
 *     +------> feed: an article an entry, likewise
 *     +------> anything else: refused
 *
 * A text that somebody is writing is not read half: the kernel is asked for a
 * read lease (fcntl(2), F_SETLEASE), which it grants only while no process
 * has the file open for writing.  Where it cannot tell (another owner's file,
 * some network file systems) a file is left alone until its last change is
 * SOURCE_FILE_QUIET_MS old.  A file that changes while it is read is read
 * again.  Of JSON Lines whole lines are read, so they may be growing.
 */
#ifndef PRODUCER_SOURCE_FILE_H
#define PRODUCER_SOURCE_FILE_H

#include "source.h"

#define SOURCE_FILE_QUIET_MS 2000
#define SOURCE_FILE_BUSY_MS  200 /* between looks at a file being written */

/*
 * Nothing is opened before the first source_next(); what cannot be opened
 * then is refused.  follow: wait for lines to be added, unless opts.once;
 * else RC_AGAIN only means that somebody is writing it.
 */
struct source *source_file_open(
    const char *path, bool follow, const struct source_opts *o);

#endif
