/*
 * groups.h -- which of wordings that say the same, pair by pair, are one claim.
 *
 * Those that are held now are one when links between such lead from the one to
 * the other.  A wording that nobody holds any more joins nothing: it goes with
 * the likest that is held, or over others of its kind with the nearest; where
 * nothing near is held, what is linked is together.  So the groups follow from
 * the links and from what is held, not from the order in which either came.
 */
#ifndef SINK_GROUPS_H
#define SINK_GROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/arena.h"

struct groups_node {
	int64_t id;
	int64_t
	    key; /* decides between links of one score: it is not by order */
	bool held;
};

/* By place, either way; the higher the score the liker. */
struct groups_link {
	size_t a, b;
	int score;
};

/* group[i], n of them: the lowest id of the group that node i is in. */
void groups_find(const struct groups_node *node, size_t n,
    const struct groups_link *link, size_t n_links, struct arena *arena,
    int64_t *group);

#endif
