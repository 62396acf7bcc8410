/*
 * relate.h -- how claims stand to each other: the table of relations, brought
 * up to date for one claim after the other.
 *
 * What holds between two claims follows from what was found of their wordings
 * (kin.h), from their current mentions and from the corrections of articles
 * alone, not from the order in which they came, so that it can be judged anew
 * at any time.  Of a claim the first RELATE_MENTIONS current mentions are
 * looked at.  Two claims have at most one relation:
 *   - a correction (an article said the one, and later the other instead)
 *     revises the older claim, whoever else holds it;
 *   - else what judge.h rules of two mentions whose wordings have to do with
 *     each other, if their articles are akin (akin.h) or one; of figures, if
 *     neither article holds both.
 */
#ifndef SINK_RELATE_H
#define SINK_RELATE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "form.h"
#include "proto/arena.h"
#include "proto/rc.h"

#define RELATE_MENTIONS 16

struct relate;
struct kin;

/* kin must live as long. */
MUST_USE enum rc relate_new(sqlite3 *db, struct kin *kin, struct relate **r);
void relate_free(struct relate *r); /* NULL is harmless */

/* Forget what was cached: after ROLLBACK, before a rebuild, and when who owns
 * an origin may have changed. */
void relate_forget(struct relate *r);

/* An event begins: views that were handed out are void. */
void relate_begin(struct relate *r);

/* The speaker or the current mentions of a claim are others, or will be. */
void relate_stale(struct relate *r, int64_t claim);

/* A mention of the revision that is being applied. */
struct relate_hit {
	int64_t mention, key, wording, claim;
};

/* The revision that is being applied: its rows are in the tables in part. */
struct relate_now {
	int64_t article, revision; /* 0: none is */
	int64_t origin;            /* of its article, its owner aside */
	struct span outlet, seen;
	int64_t seen_ms;
	struct span title, text; /* text.p NULL: in the tables */
	const struct relate_hit *hit;
	size_t n;
	struct arena *arena; /* for the length of a call, and its results */
};

/* Claims whose relations are others now; lies in the arena. */
struct relate_list {
	int64_t *claim;
	size_t n, cap;
};

void relate_add(struct relate_list *l, int64_t claim, struct arena *arena);

/* Judge claim against the others, and note which are concerned; fresh: nothing
 * was known of it; *related: there is something to judge. */
MUST_USE enum rc relate_claim(struct relate *r, const struct relate_now *now,
    int64_t claim, bool fresh, struct relate_list *changed, bool *related);

/* Claims that stand to claim as a newer one may to an older: add them. */
MUST_USE enum rc relate_rivals(struct relate *r, int64_t claim,
    struct arena *arena, struct relate_list *rivals);

/* In an article newer stands where older stood before. */
struct relate_swap {
	int64_t older, newer, mention_older, mention_newer;
	int64_t dated; /* of the revision with newer (schema.sql, step 11) */
};

/* What one revision of an article says: its claims, rising, each with its
 * first mention there. */
struct relate_said {
	int64_t claim, mention;
};

struct relate_version {
	int64_t dated;
	struct relate_said *said;
	size_t n;
};

/*
 * Let the corrections of an article be those that its versions make, the
 * oldest first: a claim that is gone, and the only one that came and is its
 * rival.  One stands for as long as the article does not say the older one
 * again, and says the newer one, or one that corrects that.  `concerned` are
 * the claims to be judged then.
 */
MUST_USE enum rc relate_correct(struct relate *r, int64_t article,
    const struct relate_version *v, size_t n, struct arena *arena,
    struct relate_list *concerned);

/* By what a claim is out of date (what revised it first), and disputed (the
 * newest); id 0: by nothing.  Views lie in arena. */
struct relate_state {
	struct form_relation revised, disputed;
};

MUST_USE enum rc relate_state(struct relate *r, int64_t claim,
    struct arena *arena, struct relate_state *s);

#endif
