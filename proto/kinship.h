/*
 * kinship.h -- do two mentions say the same, and if not, how are they
 * related?  By what would make them true, not by how alike they look: another
 * number, a negation, another period, another speaker makes another claim,
 * however many words are shared; other words for it do not.
 *
 * Checks come first, each with a reason in words: who speaks, labels,
 * quantities, times, words that exclude each other, who did it to whom,
 * negation, manner, certainty.  Of a pair that passes, a learned score decides
 * (kinship_weight.c): logistic regression over how much of each has its like
 * in the other.  Integers only, so that every machine judges alike; symmetric
 * but for which is the newer.
 */
#ifndef PROTO_KINSHIP_H
#define PROTO_KINSHIP_H

#include "buf.h"
#include "gist.h"

enum kinship_relation {
	KINSHIP_SAME,
	KINSHIP_REVISED,        /* the later one takes the earlier's place */
	KINSHIP_DISPUTED,       /* both cannot be true */
	KINSHIP_REFINES,        /* one says it with a hedge, or more exactly */
	KINSHIP_NOT_COMPARABLE, /* other measure, period, scope, manner */
	KINSHIP_UNRELATED
};

/* "same", "revised", ...: the contract's words. */
const char *kinship_text(enum kinship_relation r);

struct kinship_side {
	const struct gist *gist;
	int64_t day; /* published, days since 1970; KINSHIP_NO_DAY */
	/* A sentence of which nothing else is known, neither who nor when:
	 * then its manner (a hedge, a wish) is taken for the outlet's. */
	bool bare;
};

#define KINSHIP_NO_DAY INT64_MIN

/* What a verdict other than "the same" rests on. */
enum kinship_ground {
	KINSHIP_NO_GROUND,
	KINSHIP_FIGURES, /* other values for one thing */
	KINSHIP_BOUNDS,  /* likewise, of which one is not exact */
	KINSHIP_SCOPE,   /* of another measure, period, unit */
	KINSHIP_ORDER,   /* who did it to whom */
	KINSHIP_DENIAL,  /* the one denies what the other says */
	KINSHIP_DOUBT    /* the one is less certain */
};

struct kinship {
	enum kinship_relation relation;
	enum kinship_ground ground;
	int about;    /* how much of what they speak of is common to them, in
			 thousandths of the one that shares less */
	int whole;    /* likewise, of the one that shares more */
	bool narrows; /* one has an adjective or adverb to what both say, or
			 says of their economy what the other says of them */
	bool adds;    /* one has a verb more, or a time */
	bool quoted;  /* the same quoted words, as the press prints them */
	int score;    /* how likely it is the same, in thousandths */
	bool one;     /* by one speaker, or in outlets' own voices */
};

/* The day of a date or date-time, "2025-06-05T10:00:00Z"; false: it is none. */
bool kinship_day(struct span published, int64_t *day);

/* Judge; why (may be NULL) gets a sentence without a full stop. */
struct kinship kinship_judge(const struct kinship_side *a,
    const struct kinship_side *b, struct buf *why);

/* ---- what training shares ---- */

#define KINSHIP_FEATURES 10

/* How alike they are, each in thousandths; the last is always 1000. */
void kinship_features(
    const struct gist *a, const struct gist *b, int feature[KINSHIP_FEATURES]);

/* Learned, in thousandths: train/train_kinship.c writes the file. */
extern const int kinship_weight[KINSHIP_FEATURES];

#endif
