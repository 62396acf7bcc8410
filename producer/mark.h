/*
 * mark.h -- the cursor of a file: which file it was, and how far it was read.
 *
 * As text: "1 DEV INO SIZE MTIME OFFSET HEAD HASH", decimal; MTIME in
 * nanoseconds, HASH of the first HEAD bytes.  A file that was replaced,
 * truncated or changed at its beginning starts over; one that grew goes on.
 * Starting over needlessly is harmless: the store knows repeats.
 */
#ifndef PRODUCER_MARK_H
#define PRODUCER_MARK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "proto/buf.h"
#include "proto/rc.h"
#include "proto/span.h"

#define MARK_HEAD 4096 /* bytes of a file's beginning that are remembered */

struct mark {
	uint64_t dev, ino;
	uint64_t size;    /* when it was last looked at */
	int64_t mtime_ns; /* likewise */
	uint64_t offset;  /* how far it was read */
	uint64_t head, hash;
};

/* The file as it is now, read up to offset; head is kept from *m as far as it
 * holds. */
void mark_look(struct mark *m, int fd, const struct stat *st, uint64_t offset);

void mark_encode(const struct mark *m, struct buf *out);
MUST_USE enum rc mark_decode(struct span in, struct mark *m);

/* Is this the file that was marked, all read, untouched since? */
bool mark_done(const struct mark *m, const struct stat *st);

/* Where to go on reading fd, if lines may have been added to it: 0 when it
 * must start over. */
uint64_t mark_resume(const struct mark *m, int fd, const struct stat *st);

#endif
