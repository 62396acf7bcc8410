/*
 * money.h -- which dollars are meant: what the amount says ("US$", "euros"),
 * else what the text says of its money elsewhere, else that of the country that
 * the article's address is in; else it stays open.
 *
 * A name without an amount ("all in Canadian dollars") counts before the
 * country.  A sign or name with an amount ("US$3 billion") where the country's
 * own money is called so too marks what is not of the country; it tells of the
 * rest only where there is no such country, and it does not stand beside the
 * rest as its conversion.
 *
 * "Pounds" are weight, unless what stands around them is money.
 */
#ifndef WORKERS_MONEY_H
#define WORKERS_MONEY_H

#include "workers/text.h"

/* Fill unit, written and currency of f's figures. */
void money_resolve(const struct text *t, struct span url, struct found *f);

#endif
