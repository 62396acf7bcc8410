/*
 * wrap.h -- text for a terminal: lines no wider than it, in colours, safe.
 * Text from outside loses what would act on a terminal (table_plain()); a
 * word that is wider than a line is broken where it must be.
 */
#ifndef SINK_WRAP_H
#define SINK_WRAP_H

#include <stdbool.h>

#include "proto/buf.h"
#include "proto/span.h"

/* Looks; each stands for one SGR sequence (ECMA-48, 8.3.117). */
enum wrap_look {
	WRAP_PLAIN,
	WRAP_DIM,
	WRAP_BOLD,
	WRAP_RED,
	WRAP_GREEN,
	WRAP_YELLOW,
	WRAP_BLUE,
	WRAP_MAGENTA,
	WRAP_LOOKS
};

/* Start with the members down to colour set, the rest 0. */
struct wrap {
	struct buf *out;
	unsigned width;  /* cells of a line; 0: one line, however long */
	unsigned indent; /* of the lines that follow the first */
	bool colour;
	unsigned at;         /* cells used of the line at hand */
	bool space;          /* a blank is due before the next word */
	enum wrap_look look; /* in force */
};

/* Add text from outside, or our own.  Blanks separate words, and lines are
 * broken there alone; in one line our own text is left as it is. */
void wrap_put(struct wrap *w, enum wrap_look look, struct span s);
void wrap_puts(struct wrap *w, enum wrap_look look, const char *s);

/* Blanks up to this cell, at least one. */
void wrap_tab(struct wrap *w, unsigned to);

/* End the line; the next one begins at the indent. */
void wrap_line(struct wrap *w);
/* End the last line. */
void wrap_end(struct wrap *w);

#endif
