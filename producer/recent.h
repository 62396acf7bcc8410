/*
 * recent.h -- the cursors given out last, which may not be in the spool yet:
 * a folder's file must not be read twice because it is reported again before
 * its group was accepted.
 */
#ifndef PRODUCER_RECENT_H
#define PRODUCER_RECENT_H

#include "proto/buf.h"
#include "proto/rc.h"

/* More than a group may hold (group.h). */
#define RECENT_MAX 512

struct recent;

struct recent *recent_new(void);
void recent_free(struct recent *r); /* NULL is harmless */

/* The cursor of key is value now; empty: it was forgotten. */
void recent_put(struct recent *r, const char *key, struct span value);

/* The cursor of key, appended; RC_NOENT: it was forgotten; RC_AGAIN: not
 * known here, ask the spool. */
MUST_USE enum rc recent_get(
    const struct recent *r, const char *key, struct buf *value);

#endif
