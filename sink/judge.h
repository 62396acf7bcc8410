/*
 * judge.h -- from how the words of two mentions stand to each other
 * (kinship.h) to how their claims do, by where and when it was told.  Pure;
 * that the articles tell of one event (akin.h) is known before.
 *
 * Other figures for one thing:
 *   - both as of the same time, or neither as of a time and told on the same
 *     calendar day: two origins dispute each other, unless one of them is not
 *     exact ("at least 12"); of one origin the later report revises the
 *     earlier;
 *   - as of two periods (a month, a year), with the later report looking back
 *     to an earlier time, or sizes of a change at two times: they are of
 *     different things and not comparable;
 *   - otherwise: the later report revises the earlier.
 * Two figures of one article are nothing to each other: it knows both.
 *
 * What one denies of the other, or tells the other way round (of one event, so
 * within a week: both may have called each other since): two speakers
 * (two origins, where nobody is quoted) dispute each other, in one article
 * too; one speaker on a later day takes back what he said.
 *
 * Later is what was published later; of one moment, the mention with the
 * greater key, so that the order of arrival says nothing.
 */
#ifndef SINK_JUDGE_H
#define SINK_JUDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/kinship.h"
#include "proto/span.h"

/* Where it was told, when and by whom. */
struct judge_place {
	int64_t mention, key, article, origin;
	int64_t speaker;    /* 0: nobody is quoted */
	struct span outlet; /* its name */
	struct span seen;   /* the article's date, and as a moment */
	int64_t seen_ms;
	struct span as_of; /* of the claim's figure; p NULL: none */
	bool is_change;    /* by how much it rose, or fell */
};

/* From the weakest on: when mentions of two claims are of several minds, the
 * strongest ruling counts. */
enum judge_type {
	JUDGE_NOTHING,
	JUDGE_NOT_COMPARABLE,
	JUDGE_REFINED,
	JUDGE_OUTDATED, /* a later report of another origin */
	JUDGE_DISPUTED,
	JUDGE_AMENDED /* a later report of the same origin, or speaker */
};

/* The contract's word for it: "revised", ... */
const char *judge_text(enum judge_type t);

enum judge_type judge_rule(enum kinship_ground ground,
    const struct judge_place *older, const struct judge_place *newer);

/* Was a told later than b? */
bool judge_later(const struct judge_place *a, const struct judge_place *b);

#endif
