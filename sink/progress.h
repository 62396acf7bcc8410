/*
 * progress.h -- how far a long piece of work is, for standard error: a bar
 * on a terminal, else a line now and then.  It has neither clock nor output:
 * lines come out as text.
 */
#ifndef SINK_PROGRESS_H
#define SINK_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"

#define PROGRESS_BAR_MS  200   /* between two states of the bar */
#define PROGRESS_LINE_MS 10000 /* between two lines */

struct progress {
	bool terminal;
	int64_t done, all;          /* articles */
	int64_t shown_ms;           /* when it was shown last */
	int64_t from_ms, from_done; /* what the rate is measured from */
	double rate;                /* articles/s */
	bool bar; /* a bar stands on the terminal's last line */
};

void progress_init(struct progress *p, bool terminal, int64_t now_ms);

/* So many of so many are done. */
void progress_note(
    struct progress *p, int64_t done, int64_t all, int64_t now_ms);

/* Append what is to be written now; false: nothing is. */
bool progress_show(struct progress *p, int64_t now_ms, struct buf *out);

/* Append what takes the bar away. */
void progress_clear(struct progress *p, struct buf *out);

#endif
