/*
 * numeral.h -- numbers in digits, as a run of bytes: thousands in commas,
 * points or thin spaces, decimals by point or comma, lakhs, exponents, powers,
 * fractions: "1,250,000", "12,34,567.89", "1.111,11", "40 000", ".08", "4/5",
 * "2 1/4", "3½", "1e10", "6.2x10^-4".
 */
#ifndef WORKERS_NUMERAL_H
#define WORKERS_NUMERAL_H

#include <stdbool.h>

#include "proto/span.h"

#define NUMERAL_DIGITS_MAX 32 /* a longer run is no quantity */

struct numeral {
	size_t n; /* bytes read */
	double value;
	bool whole;    /* digits alone, without any mark */
	bool fraction; /* with a stroke, or one character: "3/4", "½" */
};

/* The numeral that s begins with; false: none does.  Bytes behind it may be
 * anything: the caller judges them ("24/7", "8:30", "192.168.1.2" are read as
 * far as their first number). */
bool numeral_read(struct span s, struct numeral *out);

#endif
