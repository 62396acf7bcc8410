/*
 * board.h -- what `top` shows: a pipeline's state and its newest changes,
 * kept, and drawn as lines for a screen of some size.  It has neither clock
 * nor terminal.
 */
#ifndef SINK_BOARD_H
#define SINK_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "pageaddr.h"
#include "survey.h"

#define BOARD_KEPT 100 /* changes of each list */

struct board_change {
	int64_t at_ms;
	char *type, *text; /* owned; text is plain, in one line */
};

/* The newest ones: number i of all is at [i % BOARD_KEPT]. */
struct board_list {
	struct board_change at[BOARD_KEPT];
	uint64_t n; /* ever */
};

/* Start from { 0 }; fill in survey, page and changes_per_s. */
struct board {
	struct survey survey;
	char page[PAGEADDR_MAX]; /* "": none */
	double changes_per_s;    /* below 0: not known */
	struct board_list changes;
	struct board_list moved; /* those by which a figure moved, or became
				    disputed */
	int64_t head;            /* number of the last one taken */
};

void board_free(struct board *b);

/* Take a change; they come in order. */
void board_take(struct board *b, const struct query_change *c);

struct board_view {
	unsigned width, height; /* cells; 0: any */
	bool colour;
	int64_t wall_ms;
	const char *data; /* the folder, as shown */
};

/* Append the lines, no more and no wider than the view has room for. */
void board_draw(
    const struct board *b, const struct board_view *v, struct buf *out);

#endif
