/*
 * lines.h -- lines of a file or a stream, one at a time, in bounded memory: a
 * line over the limit is passed over without being kept.
 */
#ifndef PRODUCER_LINES_H
#define PRODUCER_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/rc.h"

struct lines {
	int fd;          /* borrowed */
	size_t max;      /* bytes a line may have */
	uint64_t offset; /* in the file: after the last line given out */
	uint64_t number; /* of the last line given out; the first is 1 */
	bool eof;        /* the last read found the end */
	/* private */
	struct buf buf;   /* what was read and not given out yet */
	size_t at;        /* where the next line begins in buf */
	size_t seen;      /* bytes after at that hold no line end */
	uint64_t skipped; /* bytes passed over of a line that is too long */
};

/* Begin at offset of fd (not sought: of a stream, 0). */
void lines_init(struct lines *l, int fd, uint64_t offset, size_t max);
void lines_free(struct lines *l);

/*
 * The next line without its end ("\n" or "\r\n"), good until the next call.
 * RC_AGAIN: no whole line is there now; eof says whether that is the end of
 * what was written.  RC_TOOBIG: a line over the limit was passed over.
 * RC_IO: reading failed, errno says why.
 */
MUST_USE enum rc lines_next(struct lines *l, struct span *line);

/* After RC_AGAIN at the end: take the last line, that lacks its end.
 * RC_END: there is none. */
MUST_USE enum rc lines_rest(struct lines *l, struct span *line);

#endif
