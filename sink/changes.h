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

struct changes {
	sqlite3_stmt *st;
	struct buf body; /* owned; reused */
	int64_t head;    /* number of the last change */
	int64_t at_ms;   /* of the transaction; set by its owner */
};

/* Start from { 0 }. */
MUST_USE enum rc changes_init(struct changes *c, sqlite3 *db);
void changes_fini(struct changes *c);

/* Read head anew: at the start, and after a roll-back. */
MUST_USE enum rc changes_load(struct changes *c, sqlite3 *db);

/* Add one. */
MUST_USE enum rc changes_put(struct changes *c, const struct form_change *f);

#endif
