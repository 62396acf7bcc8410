/*
 * kinning.h -- the inside of kinship.h, for kinship.c and kinning_*.c alone:
 * the checks.  Each says what it found, or KINSHIP_SAME for nothing.
 */
#ifndef PROTO_KINNING_H
#define PROTO_KINNING_H

#include "align.h"
#include "kinship.h"

/* A pair that is judged. */
struct kinning {
	const struct gist *a, *b;
	struct align align;
	bool bare;     /* of neither side anything else is known */
	int64_t later; /* days from a to b; 0 when either is not known */
	bool moves; /* a level at two times: that these differ is no matter */
	int cover_a, cover_b;
	bool measured_a[GIST_WORDS_MAX]; /* by the figures at hand */
	bool measured_b[GIST_WORDS_MAX];
	enum kinship_ground ground; /* of what was found */
	int about;                  /* kinship.h */
	struct buf *why;            /* may be NULL */
};

enum kinning_voice {
	KINNING_ONE,   /* the same speaker, by name or description */
	KINNING_OPEN,  /* may be: a name and a description, or none */
	KINNING_VAGUE, /* two descriptions without a common word */
	KINNING_OTHERS /* two different ones */
};

enum kinning_voice kinning_voices(struct span a, struct span b);

/* Say why, when somebody asked. */
void kinning_say(struct kinning *k, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Are the quoted words the same, but for what the press does to them? */
bool kinning_same_quote(struct kinning *k);

/* Numbers that tell things apart: Ward 3, Ward 8. */
enum kinship_relation kinning_labels(struct kinning *k);

/* Quantities without their like: of another measure, period or scope, or
 * else figures that move or clash. */
enum kinship_relation kinning_figures(
    struct kinning *k, enum kinning_voice voice);

/* kinship_day() */
bool kinning_day(struct span published, int64_t *day);

/* Do times on both sides lack their like?  They are told to why. */
bool kinning_times_differ(struct kinning *k);

/* Are these single days, or periods?  Of a level a later day is news, another
 * period is another thing. */
bool kinning_days_differ(const struct kinning *k);
bool kinning_periods_differ(const struct kinning *k);

/* Words of one set and other poles, both measured or neither: kind is
 * GIST_OPPOSITE, GIST_SCOPE or GIST_STEP; true: *x of a and *y of b exclude
 * each other. */
bool kinning_exclude(const struct kinning *k, uint8_t kind,
    const struct gist_word **x, const struct gist_word **y);

/* Who did it to whom the other way round? */
bool kinning_reversed(struct kinning *k);

/* Likewise of those who are named: then it needs no more in common. */
bool kinning_turned(struct kinning *k);

/* The same, told by the order of words around one verb. */
bool kinning_swapped(struct kinning *k);

/* Does another thing stand in the place of one: *x of a, *y of b? */
bool kinning_replaced(
    struct kinning *k, const struct gist_word **x, const struct gist_word **y);

/* Does one deny what the other says? */
bool kinning_denied(struct kinning *k);

#endif
