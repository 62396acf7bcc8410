/*
 * group.h -- what is accepted together: one durable transaction costs an
 * fsync, whether it holds one article or 256.
 */
#ifndef PRODUCER_GROUP_H
#define PRODUCER_GROUP_H

#include <stdbool.h>

#include "source.h"
#include "spool.h"

#define GROUP_MAX 256 /* items, and */
#define GROUP_BYTES                                               \
	(4u << 20) /* bytes: a group that has reached one is full \
		    */

struct group;

struct group *group_new(void);
void group_free(struct group *g); /* NULL is harmless */

/* Put in a copy of what the item says: into a group that is full only what
 * must be accepted with what is there already. */
void group_add(struct group *g, const struct source_item *item);

bool group_full(const struct group *g);
size_t group_items(const struct group *g);
size_t group_bytes(const struct group *g);

/* Accept it and empty it; unless RC_OK, it is as it was. */
MUST_USE enum rc group_accept(
    struct group *g, struct spool *s, int64_t wall_ms);

/* Forget what was not accepted: the cursors are where they were. */
void group_clear(struct group *g);

#endif
