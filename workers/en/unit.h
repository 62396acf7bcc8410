/*
 * unit.h -- what stands before or after a number: units of measure, money,
 * lengths of time, as the contract names them ("percent", ISO 4217 codes or
 * "dollar", "duration:day", "kilometre", "dollar per barrel").  The table is
 * made from Unicode CLDR and ISO 4217 (train/units.py).
 */
#ifndef WORKERS_UNIT_H
#define WORKERS_UNIT_H

#include "workers/en/number.h"
#include "workers/text.h"

enum unit_kind { UNIT_MEASURE, UNIT_MONEY, UNIT_TIME, UNIT_AGE };

struct unit_row {
	const char *text, *unit;
};

/* Sorted by the bytes of their text.  Names are in lower case with single
 * blanks; symbols, signs of money and codes are as written. */
extern const struct unit_row unit_names[], unit_symbols[];
extern const size_t unit_names_count, unit_symbols_count;
/* Of money: names, signs, codes. */
extern const struct unit_row unit_money[], unit_signs[], unit_codes[];
extern const size_t unit_money_count, unit_signs_count, unit_codes_count;

struct unit {
	const char *name; /* NULL: none */
	enum unit_kind kind;
	double scale;  /* 1e6 of "MUSD"; else 1 */
	uint32_t last; /* token after it */
	size_t skip;   /* of a sign that begins a token with digits ("RM23"):
			  its bytes; last is that token */
};

/* The sign or code of money that starts at token i, before a number. */
bool unit_before(
    const struct text *t, uint32_t i, uint32_t limit, struct unit *u);

/* The unit right behind the number n, perhaps in its own token or behind a
 * hyphen. */
bool unit_after(const struct text *t, const struct number *n, uint32_t limit,
    struct unit *u);

/* The unit of measure or money that starts at token i, before limit. */
bool unit_at(const struct text *t, uint32_t i, uint32_t limit, struct unit *u);

/* "per barrel", "a share" behind u: makes its name longer, in the arena. */
void unit_per(const struct text *t, uint32_t limit, struct unit *u);

/* The length of the English plural noun of n bytes as a singular, which is
 * written over it. */
size_t unit_singular(char *p, size_t n);

#endif
