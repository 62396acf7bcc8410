/*
 * match.h -- which claim a mention belongs to, and what follows from it: the
 * derived tables of claims, brought up to date revision by revision.  Commit
 * and rebuild both come through here, so a rebuild is a replay.
 *
 * Same claim = same key, the same speaker and the same normalised words; or
 * other words that say the same (wordings.h).  How claims stand to each other:
 * relate.h.
 */
#ifndef SINK_MATCH_H
#define SINK_MATCH_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "changes.h"
#include "entities.h"
#include "lineage.h"
#include "proto/arena.h"
#include "proto/rc.h"

struct match;

/* A mention that was just recorded, and what a new claim would be. */
struct match_hit {
	int64_t mention;
	int64_t key;
	int64_t matter;   /* found.h; 0: unknown */
	struct span gist; /* found.h; p NULL: unknown, or in the tables */
	struct span kind, act;
	int64_t speaker; /* entity; 0: none */
	struct span speaker_name;
	int64_t said; /* what it is called there, a name; 0: none */
	struct span type, called;
	struct span text;
	struct span figure; /* JSON, or absent */
	struct span as_of;
};

/* Where a revision stands among those of its article: schema.sql, step 11. */
struct match_order {
	int64_t dated, taken, job;
	struct span hash;
};

/* By it, the newest first: terms of ORDER BY, r being "" or "table.". */
#define MATCH_NEWEST(r) \
	r "dated DESC, " r "taken DESC, " r "job DESC, " r "hash DESC "

/*
 * A revision that took the place of the one before it, if there was one; or,
 * when revision is 0, claims whose outlets have other owners now.
 */
struct match_event {
	int64_t article, revision, revision_n, outlet;
	struct span outlet_name;
	struct span title, text; /* text.p NULL: they are in the tables */
	/* Origins of the article, now and before, their owners aside, and of
	 * others that follow from it; NULL with revision 0, and of the past. */
	const struct lineage_news *lineage;
	struct span seen; /* when, as text and as a moment (schema.sql) */
	int64_t seen_ms;
	const struct match_hit *hit;
	size_t n;
	int64_t old_first, old_n; /* mentions of the older revision */
	/* The mentions count nowhere, since they are of a reading that does not
	 * any more; the one that does is another event.  lineage is NULL. */
	bool past;
	/* Nor do they when a newer revision is there: then the event is past,
	 * and what the article corrected is found anew. */
	bool late;
	struct match_order order;
	/* Names that are of other entities now; NULL: none. */
	const struct entities_moves *moves;
	const int64_t *recount; /* claims */
	size_t n_recount;
	const char *cause;   /* of all that is told; NULL: it follows */
	struct changes *log; /* NULL: tell nobody (rebuild) */
	struct arena *arena; /* for the length of the call */
};

MUST_USE enum rc match_new(sqlite3 *db, struct match **m);
void match_free(struct match *m); /* NULL is harmless */

/* Fill the speakers of hits, by what they are called: their entities.  moves
 * are what else follows from that. */
MUST_USE enum rc match_speakers(struct entities *e, struct match_hit *hit,
    size_t n, struct arena *arena, struct entities_moves *moves);

/* Bring the derived tables up to date with e; the full text is put off. */
MUST_USE enum rc match_apply(struct match *m, const struct match_event *e);

/* Claims are to be recounted, some at a time, and what becomes of them is
 * told. */
MUST_USE enum rc match_recount(struct match *m, const int64_t *claim, size_t n,
    struct changes *log, struct arena *arena);

/*
 * Around a rebuild by other rules, or of other mentions: keep the claims as
 * readers know them, and tell what they are now, with cause.  What is no claim
 * any more redirects to the one that has its words.  Within one transaction.
 */
MUST_USE enum rc match_keep(struct match *m);
MUST_USE enum rc match_tell(struct match *m, const char *cause,
    struct changes *log, struct arena *arena);

/* Write what match_apply() put off: before COMMIT. */
MUST_USE enum rc match_flush(struct match *m);

/* Forget what it put off, and what it cached: after ROLLBACK. */
void match_forget(struct match *m);

#endif
