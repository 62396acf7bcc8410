/*
 * fade.h -- when the page of a story is asked for again: often while it is
 * new, ever less later, then no more.
 *
 * Of articles 15 % change within a day and 18 % within a week (GDELT's
 * figures): of six times that are built in (30m 2h 6h 1d 3d 7d) four are in
 * the first day.
 */
#ifndef PRODUCER_FADE_H
#define PRODUCER_FADE_H

#include <stdbool.h>
#include <stdint.h>

#include "pollstate.h"

#define FADE_MAX      16
#define FADE_GRACE_MS (6 * 3600 * 1000LL)

struct fade {
	int64_t after_ms[FADE_MAX]; /* the first time it was asked; rising */
	size_t n;
};

/* "30m 2h 1d": numbers with s, m, h or d, rising; "no": none.  RC_REFUSED:
 * it is not that, or more than FADE_MAX. */
MUST_USE enum rc fade_parse(const char *text, struct fade *f);

/* It was dealt with now, for better or worse: st->next_ms is its next time.
 * Times that passed meanwhile are left out. */
void fade_on(const struct fade *f, struct pollstate *st, int64_t now_ms);

/* Was this its last time?  Who does not answer then is tried on: a change that
 * nobody asks for later would be missed. */
bool fade_is_last(
    const struct fade *f, const struct pollstate *st, int64_t now_ms);

/*
 * It is not asked for again, and is over FADE_GRACE_MS later, when this is
 * called a second time: until then it is known, so that a feed whose reading
 * was cut short by a kill does not bring it anew.
 */
void fade_end(struct pollstate *st, int64_t now_ms);
bool fade_over(const struct pollstate *st);

#endif
