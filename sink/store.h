/*
 * store.h -- the one writer of DATA/claims.db, behind a narrow face: today
 * SQLite (WAL, synchronous=FULL), so that another (PostgreSQL) can stand
 * beside it.  Readers have query.h and the documented views.
 *
 * Enduring tables: articles, revisions, mentions, changes, claim ids.  Derived
 * ones: claims, what they are counted by, the full-text index; store_rebuild()
 * recomputes them.  sink/schema.sql tells them all.
 */
#ifndef SINK_STORE_H
#define SINK_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/article.h"
#include "proto/found.h"
#include "proto/lease.h"
#include "proto/rc.h"

struct store;

struct store_opts {
	const char *path;
	const char *vfs; /* SQLite VFS, NULL: the default */
	bool exclusive; /* one process only: no shared memory (the simulator) */
	bool epoch;     /* a new epoch begins: the sink, not a command */
};

/*
 * Open, creating or migrating it.  RC_VERSION: made by a newer claimwire;
 * RC_FULL, RC_IO.  why says what is wrong and what to do.
 */
MUST_USE enum rc store_open(
    const struct store_opts *o, struct store **s, struct buf *why);
void store_close(struct store *s); /* NULL is harmless */

uint64_t store_epoch(const struct store *s); /* which start of the sink */
const char *store_generation(const struct store *s); /* of change ids */
/* A name that copies of the store keep, whatever their generation. */
const char *store_name(const struct store *s);
uint64_t store_head(const struct store *s); /* seq of the last change */

/* One article with what was found in it: to commit. */
struct store_entry {
	struct lease lease;
	int64_t accepted_ms, sent_ms;
	struct span worker;
	uint32_t compute_us;
	const struct article *article;
	const struct found *found; /* spans checked by found_decode() */
};

enum store_outcome {
	STORE_COMMITTED, /* new: article or revision, mentions, changes */
	STORE_DUPLICATE, /* this story with this text was there: no change */
	STORE_REFUSED    /* the store cannot take it, and never will */
};

/*
 * Commit n entries in one durable transaction, in order; outcome[i] tells
 * what became of each.  RC_FULL, RC_BUSY, RC_IO: nothing changed, try again.
 * An entry that alone makes the transaction fail is left out and marked
 * STORE_REFUSED.
 */
MUST_USE enum rc store_commit(struct store *s, const struct store_entry *entry,
    size_t n, int64_t wall_ms, enum store_outcome *outcome);

struct outlets;

/*
 * Let outlets be what the user's table says, in one transaction; nothing is
 * done when it is the table that was applied last.  Claims whose origins are
 * other ones now are counted anew, and what becomes of them is told;
 * *recounted is their number.  RC_FULL, RC_BUSY, RC_IO: nothing changed.
 */
MUST_USE enum rc store_outlets(struct store *s, const struct outlets *o,
    int64_t wall_ms, size_t *recounted);

/* What the user decides of the names of speakers (entities.h); a and b are
 * their numbers, 0: the one called name_a, name_b, a new one where need be. */
struct store_order {
	enum store_order_kind {
		STORE_MERGE, /* a and b are one, with all of their names */
		STORE_SPLIT, /* a is none of the names of its entity */
		STORE_ITEM   /* a is Wikidata's item name_b; absent: none */
	} kind;
	int64_t a, b;
	struct span name_a, name_b;
};

/*
 * Carry out n orders in one transaction; the claims whose speakers are others
 * now are told, *changed is their number.  RC_NOENT: there is no name with such
 * a number; RC_FULL, RC_BUSY, RC_IO.  Nothing changed then.
 */
MUST_USE enum rc store_entities(struct store *s, const struct store_order *o,
    size_t n, int64_t wall_ms, size_t *changed);

/* What finds claims in texts: the present engine. */
struct store_reader {
	/* Fill *f with what a says, in arena, spans checked.  RC_REFUSED: this
	 * text cannot be read; anything else ends all of it. */
	enum rc (*read)(void *arg, const struct article *a, struct arena *arena,
	    struct found *f);
	/* So many of all texts were read; NULL: nobody wants to know. */
	void (*tick)(void *arg, int64_t done, int64_t all);
	void *arg;
};

struct store_reread {
	size_t read;     /* texts */
	size_t others;   /* of them, in which something else was found */
	size_t refused;  /* could not be read: they stay as they were */
	int64_t changes; /* that were told */
};

/*
 * Read all texts again and recompute what is derived, by the rules that are
 * there now; what differs from what readers know is told, with cause
 * "reextraction".  One transaction: whoever is interrupted has done nothing,
 * and a second one tells nothing.  RC_FULL, RC_BUSY, RC_IO, RC_PEER (the
 * reader's): nothing changed.
 */
MUST_USE enum rc store_reextract(struct store *s, const struct store_reader *r,
    int64_t wall_ms, struct store_reread *sum);

/* Recompute everything derived; ids, changes and redirects stay. */
MUST_USE enum rc store_rebuild(struct store *s);

/* Move committed pages into the main file; call when there is time. */
MUST_USE enum rc store_checkpoint(struct store *s);

/* The connection beneath, for query.c alone. */
struct sqlite3 *store_db(struct store *s);

#endif
