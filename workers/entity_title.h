/*
 * entity_title.h -- what stands before a person's name and says who it is:
 * "Industry Minister", "former spokesperson", "Secretary of State".
 */
#ifndef WORKERS_ENTITY_TITLE_H
#define WORKERS_ENTITY_TITLE_H

#include "workers/text.h"

/* Set m->title of a person, and move m->first behind titles that were taken
 * into the name; m[-1], unless it is the first mention, stands before it. */
void entity_title_before(const struct text *t, struct mention *m);

/* What first name and title tell. */
enum entity_sex entity_title_sex(const struct text *t, const struct mention *m);

#endif
