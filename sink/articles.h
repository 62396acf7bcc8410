/*
 * articles.h -- the enduring rows of an article: its story, its revisions,
 * its mentions.
 */
#ifndef SINK_ARTICLES_H
#define SINK_ARTICLES_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "match.h"
#include "names.h"
#include "proto/textmap.h"
#include "store.h"

struct articles;

/* Where an entry belongs. */
struct articles_place {
	int64_t article, outlet;
	int64_t origin;   /* the outlet's */
	bool known;       /* the article was there */
	bool repeat;      /* so was this text: nothing is to be done */
	int64_t revision; /* id that the new revision will have */
	int64_t n;        /* its number in the article, from 1 */
	bool late;        /* a newer one is there, which stays current */
	struct match_order order; /* views content: not to be copied */
	int64_t old_first;        /* mentions of the revision before it */
	int64_t old_n;
	struct hash_id story, content;
	struct span source; /* who is credited: as before, unless it says so */
	struct span outlet_name; /* good until the next articles_ call;
				  * absent: unknown */
};

MUST_USE enum rc articles_new(
    sqlite3 *db, struct names *names, struct articles **a);
void articles_free(struct articles *a); /* NULL is harmless */

/* Read the next ids anew: at the start, and after a roll-back. */
MUST_USE enum rc articles_load(struct articles *a);

/* Find where e belongs; p->article is its number, new ones included. */
MUST_USE enum rc articles_find(
    struct articles *a, const struct store_entry *e, struct articles_place *p);

/*
 * Write the mentions of e's new revision, which fill hit[0 ..
 * e->found->n_claims - 1] for match_apply(); what hit views lies in arena or e.
 */
MUST_USE enum rc articles_mentions(struct articles *a,
    const struct store_entry *e, int64_t outlet, struct arena *arena,
    struct match_hit *hit);

/* A revision that is there, and which mentions were found in it last. */
struct articles_reading {
	int64_t revision, first, n;
	int64_t outlet;     /* of its article */
	struct span engine; /* that found them */
};

/*
 * Its text was read again, and e->found is what it says; *other: that is not
 * what the store has.  Then its mentions are new ones, and the older ones are
 * of a reading of before; otherwise all stays as it is.
 */
MUST_USE enum rc articles_reread(struct articles *a,
    const struct store_entry *e, const struct articles_reading *was,
    struct arena *arena, bool *other);

/* Write the article and its revision, after all that belongs to it. */
MUST_USE enum rc articles_put(struct articles *a, const struct store_entry *e,
    const struct articles_place *p, int64_t now_ms, int64_t first_change,
    int64_t changes);

#endif
