/*
 * kin.h -- wordings that do not say the same, but have to do with each other:
 * by what kinship.h finds of their gists, one verdict a pair.
 *
 * A wording is held against those that it shares a mark with: a hash of two
 * words of what a figure measures, with its unit; or of what is done and who
 * or what it is done by, or to.  Of a mark the KIN_RECENT newest wordings are
 * looked at, and of all of these the KIN_JUDGED that share most, but for those
 * that share less than one of KIN_SHARE marks of either: so 23,400 pairs of
 * PolNeAR are judged instead of 51,300, and 199 are kept instead of 222.
 */
#ifndef SINK_KIN_H
#define SINK_KIN_H

#include <sqlite3.h>
#include <stdint.h>

#include "gists.h"
#include "proto/arena.h"
#include "proto/buf.h"
#include "proto/gist.h"
#include "proto/kinship.h"
#include "proto/rc.h"

#define KIN_MARKS  16u /* of one wording, at most */
#define KIN_RECENT 32
#define KIN_JUDGED 24u
#define KIN_SHARE  6u /* one of so many marks must be shared */

/* How much two must have in common, in thousandths, for a verdict to count. */
#define KIN_ABOUT 700

struct kin;

/* gists outlives it. */
MUST_USE enum rc kin_new(sqlite3 *db, struct gists *gists, struct kin **k);
void kin_free(struct kin *k); /* NULL is harmless */

/* Judge a wording that is new against the others, and keep what is found;
 * nothing is when gist is none. */
MUST_USE enum rc kin_place(
    struct kin *k, int64_t id, struct span gist, struct arena *arena);

/* What was found of a wording of a claim and one of another claim. */
struct kin_verdict {
	int64_t mine, other; /* wordings */
	int64_t claim;       /* the other's */
	enum kinship_ground ground;
	int about;
};

struct kin_list {
	struct kin_verdict *v; /* in the arena */
	size_t n, cap;
};

/* A wording has no more of them than share its marks when it comes, and then
 * while it is among the newest. */
MUST_USE enum rc kin_of(
    struct kin *k, int64_t claim, struct arena *arena, struct kin_list *list);

/* The judgement of two wordings in full, of which one was told on day a, the
 * other on day b; why: a sentence. */
MUST_USE enum rc kin_judge(struct kin *k, int64_t a, int64_t day_a, int64_t b,
    int64_t day_b, struct kinship *v, struct buf *why);

/* The marks of a gist, each once, n of them; 0: nothing to go by. */
unsigned kin_marks(const struct gist *g, uint64_t mark[KIN_MARKS]);

#endif
