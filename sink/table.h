/*
 * table.h -- rows for people and for spreadsheets: columns as wide as their
 * contents, or comma-separated values (RFC 4180).
 *
 * Text form: widths are those of a terminal's cells (wide and combining
 * characters count as they show), control characters become spaces, so that
 * a hostile headline cannot steer the terminal.  Widths are taken from the
 * first TABLE_SAMPLE rows, so memory stays bounded.
 */
#ifndef SINK_TABLE_H
#define SINK_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/span.h"

#define TABLE_COLUMNS_MAX 20
#define TABLE_SAMPLE      1000 /* rows */
#define TABLE_CELL_MAX    60   /* width of any column but the last */

enum table_format { TABLE_TEXT, TABLE_CSV };

struct table_column {
	const char *name;
	bool right; /* numbers: to the right */
};

/* Where finished lines go. */
typedef void table_write_fn(void *arg, struct span lines);

struct table;

/*
 * width: cells a line may have, the last column is cut to fit; 0: any.
 * column is borrowed, n at most TABLE_COLUMNS_MAX.
 */
struct table *table_new(enum table_format format, unsigned width,
    const struct table_column *column, size_t n, table_write_fn *write,
    void *arg);

/* The next cell of the row; the row ends with its last column.  A cell with
 * p == NULL is empty. */
void table_str(struct table *t, struct span s);
void table_int(struct table *t, int64_t n);

/* Write what is held back; frees t. */
void table_end(struct table *t);

/* How many cells of a terminal s takes. */
unsigned table_width(struct span s);

/* s as one line without control characters, cut with "…" to width (0: any). */
void table_plain(struct buf *out, struct span s, unsigned width);

#endif
