/*
 * figure_unit.h -- units: what stands before or after a number, as the
 * contract names it ("percent", ISO 4217 codes, "duration:day", "kilometre").
 */
#ifndef WORKERS_FIGURE_UNIT_H
#define WORKERS_FIGURE_UNIT_H

#include "workers/text.h"

/*
 * The currency whose sign starts at token i ("$", "US$", "C$", "EUR");
 * NULL: none does.  Static storage; *first is i.
 */
const char *figure_unit_before(
    const struct text *t, uint32_t i, uint32_t limit, uint32_t *first);

/* The unit that starts at token i; *last is moved behind it. */
const char *figure_unit_after(
    const struct text *t, uint32_t i, uint32_t limit, uint32_t *last);

/* The length of the English plural noun of n bytes as a singular, which is
 * written over it. */
size_t figure_unit_singular(char *p, size_t n);

#endif
