/*
 * watch.h -- what changes in folders, by inotify(7).
 */
#ifndef PRODUCER_WATCH_H
#define PRODUCER_WATCH_H

#include <stdbool.h>

#include "proto/buf.h"
#include "proto/rc.h"

enum watch_kind {
	WATCH_FILE,    /* a file was closed after writing, or moved here */
	WATCH_FOLDER,  /* a folder was made, or moved here */
	WATCH_GONE,    /* a file was removed or moved away */
	WATCH_LEFT,    /* a folder was moved away */
	WATCH_OVERFLOW /* events were lost: look at everything */
};

struct watch;

/* RC_IO: no inotify, errno says why. */
MUST_USE enum rc watch_new(struct watch **w);
void watch_free(struct watch *w); /* NULL is harmless */

int watch_fd(const struct watch *w);

/* Watch the folder itself, not what is below.  RC_FULL: the system's limit
 * of watches is reached; RC_IO. */
MUST_USE enum rc watch_add(struct watch *w, const char *folder);

/* Watch nothing at or below path any more. */
void watch_drop(struct watch *w, const char *path);

/* The next event, with its path in *path (cleared first); RC_AGAIN. */
MUST_USE enum rc watch_next(
    struct watch *w, enum watch_kind *kind, struct buf *path);

#endif
