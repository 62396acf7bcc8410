/*
 * timex_tense.h -- whether what happens at a time is past or to come, by the
 * verb that the time hangs on: its auxiliaries, its form, and where it is an
 * infinitive or a participle, the verb above it.
 */
#ifndef WORKERS_TIMEX_TENSE_H
#define WORKERS_TIMEX_TENSE_H

#include "workers/en/timex_word.h"

#define TIMEX_TENSE_NEAR 1 /* the time hangs on the verb itself */
#define TIMEX_TENSE_FAR  5 /* by way of nouns and other verbs */

enum timex_tense { TIMEX_OPEN, TIMEX_PAST, TIMEX_COMING };

/* Of the time whose token i is; climb: heads between it and its verb. */
enum timex_tense timex_tense(
    const struct timex_reader *r, uint32_t i, unsigned climb);

/* Is it to come; where the tree does not tell, by "will" before it. */
bool timex_tense_coming(const struct timex_reader *r, uint32_t i);

/* The day that the weekday w (1: Monday) at token i names: today, if it is
 * called so; else the last one, or the next if it is to come.  What would be
 * yesterday or tomorrow is that, unless its own verb has "will". */
int32_t timex_tense_weekday(const struct timex_reader *r, uint32_t i, int w);

#endif
