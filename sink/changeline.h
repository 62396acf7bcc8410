/* changeline.h -- one change as one line for people. */
#ifndef SINK_CHANGELINE_H
#define SINK_CHANGELINE_H

#include "proto/buf.h"

struct json_object;

/*
 * Append change (a CHANGE as json-c reads it) as a line: number, type, id,
 * how a figure moved ("tariffs: 25 -> 50 percent"), who says what, against
 * whom, by how many it is told, where.  What is missing is left out.
 */
void changeline_put(struct json_object *change, struct buf *out);

#endif
