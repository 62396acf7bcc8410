/*
 * share.h -- shares that take a whole phrase to tell: "two out of every three",
 * "eight in every 1,000", "every second" as percentages, "all but three of the
 * 40" as a count.  Fractions are figures (figure.h).
 */
#ifndef WORKERS_EN_SHARE_H
#define WORKERS_EN_SHARE_H

#include "workers/text.h"

struct share {
	double value;
	bool percent; /* else a count */
	uint32_t end; /* token after it */
};

/* Does one begin at token i, within those before last? */
bool share_read(
    const struct text *t, uint32_t i, uint32_t last, struct share *s);

#endif
