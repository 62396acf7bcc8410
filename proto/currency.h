/*
 * currency.h -- what currencies have in common: "dollar" may be each of twenty,
 * and which is meant where an outlet is at home.
 *
 * Unicode CLDR and ISO 4217 (workers/train/units.py).
 */
#ifndef PROTO_CURRENCY_H
#define PROTO_CURRENCY_H

#include <stdbool.h>

#include "span.h"

struct currency_row {
	const char *of, *is;
};

/* ISO 4217 codes in use, with the name that other countries' money has too
 * ("dollar"), or "".  Domains of countries ("ca"), with their money.  Both
 * sorted.  So are countries, by name in lower case ("canada") or ISO 3166 code,
 * with their money. */
extern const struct currency_row currency_codes[], currency_domains[],
    currency_countries[];
extern const size_t currency_codes_count, currency_domains_count,
    currency_countries_count;

/* Is it a code? */
bool currency_is_code(struct span unit);

/* May money of the open name ("dollar", "crown") be that of the code? */
bool currency_may_be(struct span open, const char *code);

/* The name that the code's money shares with other countries' ("dollar"), or
 * "". */
const char *currency_open(struct span code);

/* The code of a country by its name or ISO 3166 code, in any case; NULL:
 * unknown. */
const char *currency_of_country(struct span country);

/* The code of the country that the address's host ends in ("https://a.ca/b":
 * "CAD"), or NULL; static storage. */
const char *currency_of_address(struct span url);

/* May amounts in units a and b ("CAD", "dollar per barrel") be of one money,
 * and per the same? */
bool currency_fits(struct span a, struct span b);

#endif
