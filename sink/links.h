/*
 * links.h -- which wordings were found to say the same, pair by pair: the
 * table of links.
 */
#ifndef SINK_LINKS_H
#define SINK_LINKS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "groups.h"
#include "proto/arena.h"
#include "proto/rc.h"

/* Wordings that hang together, at most; more are left as they are. */
#define LINKS_MOST 512u

struct links;

MUST_USE enum rc links_new(sqlite3 *db, struct links **l);
void links_free(struct links *l); /* NULL is harmless */

/* Wordings a and b say the same, by a score in thousandths. */
MUST_USE enum rc links_put(struct links *l, int64_t a, int64_t b, int score);

/* Does the wording say the same as any other? */
MUST_USE enum rc links_has(struct links *l, int64_t wording, bool *has);

/* A wording and all that hang together with it; of node only id is filled. */
struct links_part {
	struct groups_node *node; /* the arena's, as link */
	size_t n;
	struct groups_link *link;
	size_t n_links;
	bool whole; /* else they are more than LINKS_MOST, and some are here */
};

MUST_USE enum rc links_around(struct links *l, int64_t wording,
    struct arena *arena, struct links_part *p);

#endif
