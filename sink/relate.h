/*
 * relate.h -- how claims of one matter stand to each other: the table of
 * relations, brought up to date for one claim after the other.
 *
 * What holds between two claims follows from their current mentions and from
 * the corrections of articles alone, not from the order in which they came,
 * so that it can be judged anew at any time.  A claim is held against the
 * RELATE_WINDOW claims of its matter that were met before it, and after it; of
 * a claim the first RELATE_MENTIONS current mentions are looked at.  Two claims
 * have at most one relation:
 *   - a correction (an article said the one, and later the other instead)
 *     revises the older claim, whoever else holds it;
 *   - figures stand as judge.h rules, if two articles that hold them are akin
 *     (akin.h) and neither of these holds both;
 *   - what one speaker says and another denies is disputed, in one article
 *     or in two that are akin.
 */
#ifndef SINK_RELATE_H
#define SINK_RELATE_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "form.h"
#include "proto/arena.h"
#include "proto/rc.h"

#define RELATE_WINDOW   16
#define RELATE_MENTIONS 8

struct relate;

MUST_USE enum rc relate_new(sqlite3 *db, struct relate **r);
void relate_free(struct relate *r); /* NULL is harmless */

/* Forget what was cached: after ROLLBACK, and before a rebuild. */
void relate_forget(struct relate *r);

/* Claim is about to be held by others than it was. */
void relate_touch(struct relate *r, int64_t claim);

/* The revision that is being applied: its rows are in the tables in part. */
struct relate_now {
	int64_t article, revision; /* 0: none is */
	int64_t origin;            /* of its article, its owner aside */
	struct span outlet, seen;
	int64_t seen_ms;
	struct span title, text; /* text.p NULL: in the tables */
	/* The mention by which that revision holds claim; 0: it does not. */
	int64_t (*holds)(void *arg, int64_t claim);
	void *arg;
	struct arena *arena; /* for the length of a call, and its results */
};

/* Claims whose relations are others now; lies in the arena. */
struct relate_list {
	int64_t *claim;
	size_t n, cap;
};

void relate_add(struct relate_list *l, int64_t claim, struct arena *arena);

/* Judge claim against the others, and note which are concerned; fresh: there
 * is none after it, and nothing was known of it. */
MUST_USE enum rc relate_claim(struct relate *r, const struct relate_now *now,
    int64_t claim, int64_t matter, bool fresh, struct relate_list *changed);

/* In now's article newer stands where older stood before. */
struct relate_swap {
	int64_t older, newer, mention_older, mention_newer;
};

/*
 * Note the corrections that now's revision makes, and drop those of its
 * article that it takes back; `concerned` are the claims to be judged then.
 */
MUST_USE enum rc relate_correct(struct relate *r, const struct relate_now *now,
    const struct relate_swap *swap, size_t n, struct relate_list *concerned);

/* Do figures of two claims fit each other (judge.h)? */
MUST_USE enum rc relate_fits(struct relate *r, const struct relate_now *now,
    int64_t a, int64_t b, bool *fits);

/* By what a claim is out of date (what revised it first), and disputed (the
 * newest); id 0: by nothing.  Views lie in arena. */
struct relate_state {
	struct form_relation revised, disputed;
};

MUST_USE enum rc relate_state(struct relate *r, int64_t claim,
    struct arena *arena, struct relate_state *s);

#endif
