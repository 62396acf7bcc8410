/*
 * judge.h -- how two figures of one matter stand to each other.  Pure: what
 * was told, where and when; that the articles tell of one event (akin.h) is
 * known before.
 *
 * Figures that fit each other are no news: equal ones; those whose ranges
 * overlap, "about 500" being a range of 5 percent either way, "at least 12"
 * one without end; and a round number beside one that differs by no more
 * than 1 percent.  A fall is a change below zero.  Of the others
 *   - both as of the same time, or neither as of a time and told on the same
 *     calendar day: two origins dispute each other; of one origin the later
 *     report revises the earlier;
 *   - as of two periods (a month, a year), with the later report looking
 *     back to an earlier time, or sizes of a change at two times: nothing,
 *     they are of different things;
 *   - otherwise: the later report revises the earlier.
 * Later is what was published later, or else committed later.  Two figures
 * of one article are nothing to each other: it knows both.
 */
#ifndef SINK_JUDGE_H
#define SINK_JUDGE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/span.h"

struct judge_figure {
	bool has_value, has_low, has_high;
	double value, low, high;
	bool is_change, falls; /* by how much it rose, or fell */
	struct span unit, counted, modifier, subject, as_of; /* p NULL: none */
};

/* Where it was told, and when. */
struct judge_place {
	int64_t mention, article, origin;
	struct span outlet; /* its name */
	struct span seen;   /* the article's date, and as a moment */
	int64_t seen_ms;
};

enum judge_fit {
	JUDGE_FITS,
	JUDGE_BOUNDS, /* "at least 12", "at least 15": may move, never clash */
	JUDGE_APART
};

enum judge_fit judge_fit(
    const struct judge_figure *a, const struct judge_figure *b);

/* From the weakest on: when mentions of two claims are of several minds, the
 * strongest ruling counts. */
enum judge_type {
	JUDGE_NOTHING,
	JUDGE_OUTDATED, /* a later report of another origin */
	JUDGE_DISPUTED,
	JUDGE_AMENDED /* a later report of the same origin */
};

struct judge_ruling {
	enum judge_type type;
	bool back; /* OUTDATED, AMENDED: a is the newer one */
};

struct judge_ruling judge_figures(const struct judge_figure *fa,
    const struct judge_place *a, const struct judge_figure *fb,
    const struct judge_place *b);

/* "about 500 house", "25 percent". */
void judge_say(struct buf *out, const struct judge_figure *f);

#endif
