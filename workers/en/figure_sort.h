/*
 * figure_sort.h -- which quantities are figures: none that is a year, a part of
 * a name ("Boeing 737", "Group of Seven", "the 49th parallel"), of an address,
 * a telephone number, a score, or a pronoun.
 */
#ifndef WORKERS_FIGURE_SORT_H
#define WORKERS_FIGURE_SORT_H

#include "workers/en/figure_way.h"

bool figure_sort_kept(const struct figure_place *r, const struct quantity *q);

/* "Ann Lee, 43,", "aged 12": how old somebody is. */
bool figure_sort_age(const struct figure_place *r, const struct quantity *q);

/* Is token i a noun or adjective of what may be counted; a word with a
 * capital? */
bool figure_sort_counted(const struct text *t, uint32_t i, uint32_t limit);
bool figure_sort_name(const struct text *t, uint32_t i);

#endif
