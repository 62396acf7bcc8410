/*
 * lineage.h -- whose words an article has: one origin for each, by which claims
 * count how many independent origins carry them.
 *
 * An article's own origin is whom it credits (credit.h), else its outlet.
 * Articles that are near-copies of each other (copies.h), directly or by
 * others, are a group; all of it has the words of one of them, its first: one
 * that credits somebody before one that does not, then the earliest published,
 * and the origin of a group is that one's own.  Groups follow from the current
 * texts alone, not from the order in which they came: which pairs of a group
 * were compared does (table `copies`, the evidence).
 */
#ifndef SINK_LINEAGE_H
#define SINK_LINEAGE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "names.h"
#include "proto/arena.h"
#include "proto/hash.h"
#include "proto/rc.h"

struct lineage;

MUST_USE enum rc lineage_new(
    sqlite3 *db, struct names *names, struct lineage **l);
void lineage_free(struct lineage *l); /* NULL is harmless */

/* Forget what is kept in memory: after ROLLBACK, before a rebuild, and when
 * another process wrote. */
void lineage_forget(struct lineage *l);

/* A revision that becomes the current one of its article. */
struct lineage_entry {
	int64_t article, revision, outlet;
	int64_t origin; /* the outlet's */
	const struct hash_id *story;
	struct span source, byline, published, text;
};

/* An article whose origin is another one now. */
struct lineage_move {
	int64_t article, outlet, from, to;
};

/* What came of it; lies in the arena. */
struct lineage_news {
	int64_t origin;            /* of the entry's article */
	int64_t was;               /* before, 0: it was not there */
	struct lineage_move *move; /* other articles */
	size_t n;
};

MUST_USE enum rc lineage_enter(struct lineage *l, const struct lineage_entry *e,
    struct arena *arena, struct lineage_news *news);

#endif
