/*
 * changes.h -- writing the table of changes: numbered in commit order, by
 * one, without a gap.
 */
#ifndef SINK_CHANGES_H
#define SINK_CHANGES_H

#include <sqlite3.h>
#include <stdint.h>

#include "form.h"
#include "proto/buf.h"
#include "proto/rc.h"

struct changes_row;

struct changes {
	sqlite3_stmt *st;
	struct changes_row *row; /* put, not yet written; owned */
	size_t n, cap;
	struct buf bodies; /* of these rows, one after the other; owned */
	int64_t head;      /* number of the last change put */
	int64_t at_ms;     /* of the transaction; set by its owner */
	int64_t last_ms;   /* of the last one put: times never go back, so that
			    * a number is found by its time */
};

/* Start from { 0 }. */
MUST_USE enum rc changes_init(struct changes *c, sqlite3 *db);
void changes_fini(struct changes *c);

/* Read head anew and forget what is not written: at the start, and after a
 * roll-back. */
MUST_USE enum rc changes_load(struct changes *c, sqlite3 *db);

/* Add one; it has its number at once and is written by changes_flush(), or
 * now when there are very many. */
MUST_USE enum rc changes_put(struct changes *c, const struct form_change *f);

/* Write all that were put, in one go: before COMMIT. */
MUST_USE enum rc changes_flush(struct changes *c);

#endif
