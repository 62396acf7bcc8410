/*
 * entity.h -- tokens to names, and names to those who bear them: "Joly",
 * "Ms. Joly" and "Industry Minister Mélanie Joly" are one entity.
 */
#ifndef WORKERS_ENTITY_H
#define WORKERS_ENTITY_H

#include "text.h"

/* Fill t->mention (in text order) and t->entity. */
void entity_find(struct text *t);

/* The mention that begins at or after token i: its index, or n_mentions. */
uint32_t entity_mention_from(const struct text *t, uint32_t i);

/* The name that an entity goes by: its fullest one in the article. */
struct span entity_name(const struct text *t, uint32_t e);

/* Its longest title as written before the name; p NULL: none. */
struct span entity_role(const struct text *t, uint32_t e);

/*
 * It was the source of what somebody said: a name of several words, of which
 * nothing else was known, is then a person's ("said Mara Lindqvist"), and he
 * or she may stand for it from here on.
 */
void entity_speaks(struct text *t, uint32_t e);

#endif
