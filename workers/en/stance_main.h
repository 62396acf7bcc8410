/*
 * stance_main.h -- the main clause of a sentence that was said: which words
 * stand in it, and whether its subject is whoever says it.  By the parser's
 * relations where there are any, else by the words that begin a clause.
 */
#ifndef WORKERS_EN_STANCE_MAIN_H
#define WORKERS_EN_STANCE_MAIN_H

#include "workers/en/stance_words.h"

struct stance_main {
	const struct text *t;
	uint32_t first, last; /* of the sentence */
	uint32_t from, to;    /* of its main clause, by words alone */
	bool parsed;
};

void stance_main_open(
    struct stance_main *m, const struct text *t, uint32_t first, uint32_t last);

/* Does word i stand in the main clause, or in one that says what is thought,
 * hoped, believed? */
bool stance_main_has(const struct stance_main *m, uint32_t i);

/* Is the subject of the verb or auxiliary i the speaker of a? */
bool stance_main_own(
    const struct stance_main *m, const struct attribution *a, uint32_t i);

#endif
