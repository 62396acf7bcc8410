/*
 * csv.h -- comma-separated values (RFC 4180) in UTF-8, line by line.  A line
 * that is none is refused with a reason, and the next one is read.
 */
#ifndef SINK_CSV_H
#define SINK_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/arena.h"
#include "proto/buf.h"
#include "proto/span.h"

#define CSV_COLUMNS_MAX 32u
#define CSV_FIELD_MAX   500u /* bytes */

struct csv {
	const char *p, *end; /* what is left */
	size_t line;         /* of p, from 1 */
	struct arena *arena; /* what fields view */
	struct buf field;    /* owned */
};

/* One line, which in quotation marks may hold line ends. */
struct csv_record {
	struct span field[CSV_COLUMNS_MAX];
	size_t n;
	size_t line; /* where it begins */
};

/* Read text, which may hold anything; a byte order mark is passed over. */
void csv_init(struct csv *c, struct span text, struct arena *arena);
void csv_fini(struct csv *c);

/* The next line's fields, while c->p < c->end; NULL, or why it is refused. */
const char *csv_next(struct csv *c, struct csv_record *rec);

/* Is it an empty line? */
bool csv_is_blank(const struct csv_record *rec);

/* Is s the name of a column, in any case? */
bool csv_is_column(struct span s, const char *name);

#endif
