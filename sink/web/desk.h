/*
 * desk.h -- the thread that asks the store, so that a question which takes
 * its time keeps nobody else from being served: a bounded queue of work in,
 * finished work out.
 */
#ifndef SINK_WEB_DESK_H
#define SINK_WEB_DESK_H

#include <stdbool.h>

#include "answer.h"
#include "proto/rc.h"

#define DESK_QUEUE_MAX  256
#define DESK_LONGEST_MS 10000 /* a piece of work; then RC_BUSY */

struct desk;

/* One piece of work, in the desk's thread. */
typedef void desk_fn(struct answer_desk *d, void *arg);

/*
 * Open the store at path and start the thread.  with is copied, but for its
 * q.  wake_fd (an eventfd, borrowed) is written to when work is finished.
 */
MUST_USE enum rc desk_start(const char *path, const struct answer_desk *with,
    int wake_fd, struct desk **d, struct buf *why);

/* False when the queue is full, or the desk has stopped.  arg belongs to the
 * desk until it comes back out of desk_done(). */
bool desk_put(struct desk *d, desk_fn *fn, void *arg);

/* What is finished, in the order in which it was; NULL: nothing now. */
void *desk_done(struct desk *d);

/* Break off what is under way, drop what waits, stop the thread: no arg is the
 * desk's any more, and desk_put() takes none.  NULL is harmless. */
void desk_stop(struct desk *d);
/* After desk_stop().  NULL is harmless. */
void desk_free(struct desk *d);

#endif
