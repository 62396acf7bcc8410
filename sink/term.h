/*
 * term.h -- the terminal that a person looks at: how wide it is, whether it
 * gets colours, and the whole of it as a screen that is given back as it was,
 * however the program ends.
 */
#ifndef SINK_TERM_H
#define SINK_TERM_H

#include <stdbool.h>
#include <termios.h>

#include "proto/span.h"

/* Cells; what is no terminal, or does not say, is 80 by 24. */
void term_size(int fd, unsigned *width, unsigned *height);

/*
 * --color: "always", "never" or "auto" (also NULL): on a terminal that is not
 * dumb, unless NO_COLOR is set and not empty (no-color.org).  False when it
 * is another word.
 */
bool term_colour(const char *when, bool terminal, bool *colour);

/* Standard input and output as a screen: the alternate one, no echo, keys as
 * they are pressed.  Start from { 0 }. */
struct term {
	bool open;
	int signals; /* a signalfd: those that end or resize it */
	struct termios before;
};

enum term_event {
	TERM_QUIET,  /* nothing within the time */
	TERM_KEY,    /* *key */
	TERM_RESIZE, /* draw it anew: the size changed, or we were stopped */
	TERM_END     /* a signal ends the program, or nobody is there */
};

/* False, with errno, when it is no terminal or cannot be set up. */
bool term_open(struct term *t);
/* Give it back.  Harmless when it is not open. */
void term_close(struct term *t);

/* Wait for what happens, at most ms.  A stop (^Z) is done within, with the
 * terminal given back meanwhile. */
enum term_event term_wait(struct term *t, int ms, char *key);

/* Draw text, lines ended by '\n', from the top; what else stood there goes.
 * False: it cannot be written to. */
bool term_draw(struct span text);

#endif
