/* changeline.h -- one change for people: as a line, as a few lines. */
#ifndef SINK_CHANGELINE_H
#define SINK_CHANGELINE_H

#include <stdbool.h>

#include "proto/buf.h"
#include "wrap.h"

struct json_object;

struct changeline_style {
	/* Cells of a terminal: time, type and text in lines no wider than
	 * that.  0: one line, however long, without the time. */
	unsigned width;
	bool colour;
};

/*
 * Append change (a CHANGE as json-c reads it): number, type, id, how a figure
 * moved ("tariffs: 25 -> 50 percent"), who says what, against whom, by how
 * many it is told, where.  What is missing is left out.
 */
void changeline_put(struct json_object *change,
    const struct changeline_style *style, struct buf *out);

/* Likewise its core alone, without an end of the line: how a figure moved,
 * who says what, where. */
void changeline_brief(struct json_object *change, struct buf *out);

/* A number as a person writes it: "4.2", "180 million"; returns out. */
#define CHANGELINE_NUMBER_MAX 40
const char *changeline_number(double v, char out[CHANGELINE_NUMBER_MAX]);

/* What an eye shall be drawn to, by the change's type. */
enum wrap_look changeline_look(struct span type);
/* A type in a word: "revised", "article"; part of type, or static. */
const char *changeline_word(const char *type);

#endif
