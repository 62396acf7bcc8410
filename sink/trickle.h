/*
 * trickle.h -- lines into a pipe at a pace: one, then a gap, then the next.
 * It has no clock; it never waits: a pipe that is full is tried again.
 */
#ifndef SINK_TRICKLE_H
#define SINK_TRICKLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TRICKLE_AGAIN_MS 5 /* until a full pipe is tried again */

typedef const char *trickle_line_fn(size_t i);

struct trickle {
	int fd; /* not blocking; the caller's */
	trickle_line_fn *line;
	size_t n;       /* lines there are */
	size_t next;    /* the line at hand: as many are written */
	size_t written; /* bytes of it */
	int64_t gap_ms; /* 0: as fast as it can be read */
	int64_t due_ms; /* when the line at hand may be written */
	bool failed;    /* nobody reads: errno of then is gone */
};

/* The first line is due at now_ms. */
void trickle_init(struct trickle *t, int fd, trickle_line_fn *line, size_t n,
    int64_t gap_ms, int64_t now_ms);

/*
 * Write what is due; at most one line when there is a gap.  Returns when to
 * call it again, INT64_MAX once all is written or nobody reads any more.
 */
int64_t trickle_step(struct trickle *t, int64_t now_ms);

/* Is there nothing left to do? */
bool trickle_over(const struct trickle *t);

#endif
