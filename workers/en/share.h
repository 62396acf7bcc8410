/*
 * share.h -- shares in words and numbers that are counted otherwise: "one in
 * four", "two out of every three", "three-fifths", "a third", "half", "every
 * second", "eight in every 1,000" as percentages; "1.5 lakh", "all but three
 * of the 40" as counts; "four and a half hours" as hours.
 */
#ifndef WORKERS_EN_SHARE_H
#define WORKERS_EN_SHARE_H

#include "workers/text.h"

struct share {
	double value;
	bool percent, hours;
	uint32_t end; /* token after it */
};

/* Does one begin at token i, within those before last? */
bool share_read(
    const struct text *t, uint32_t i, uint32_t last, struct share *s);

#endif
