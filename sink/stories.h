/*
 * stories.h -- the demonstration's stories (sink/demo), compiled in so that
 * `claimwire demo` works from anywhere.
 */
#ifndef SINK_STORIES_H
#define SINK_STORIES_H

#include <stddef.h>

/* How many records there are. */
size_t stories_n(void);
/* Record i as a line of JSON Lines, its end included; static storage. */
const char *stories_line(size_t i);

/* Line i of the table of their outlets; NULL past its end. */
const char *stories_outlet(size_t i);

#endif
