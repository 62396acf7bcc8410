/* Tests for workers/en/numeral.c: what digits are worth, and where they end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "workers/en/numeral.h"

/* Is it read as far as n bytes, and as the value? */
static void
reads(const char *s, size_t n, double value)
{
	struct numeral o;

	if (!numeral_read(span_of(s), &o) || o.n != n ||
	    fabs(o.value - value) > 1e-9 * fmax(1, fabs(value)))
		fail_msg("%s: %zu bytes, %.12g", s, o.n, o.value);
}

static void
thousands_and_decimals_are_read_as_they_are_printed(void **state)
{
	(void)state;
	reads("1,250,000 jobs", 9, 1250000);
	reads("12,34,567.89", 12, 1234567.89);
	reads("1.111,11", 8, 1111.11);
	reads("40 000 people", 6, 40000);
	reads("1\u202f234\u202f567.89", 16, 1234567.89);
	reads(".08", 3, 0.08);
	reads("7.1 billion", 3, 7.1);
	reads("5,00", 4, 5);
}

static void
fractions_and_powers_are_worth_what_they_say(void **state)
{
	(void)state;
	reads("4/5", 3, 0.8);
	reads("2 1/4", 5, 2.25);
	reads("3½", 3, 3.5);
	reads("1e10", 4, 1e10);
	reads("1.1^--23", 8, pow(1.1, 23));
	reads("6.2x10^-4", 9, 6.2e-4);
	reads("1.99×10−30", 13, 1.99e-30);
}

/* Traps: what looks like more of the number, and is not. */
static void
other_numbers_begin_where_they_begin(void **state)
{
	(void)state;
	reads("24/7", 2, 24);
	reads("9/11", 1, 9);
	reads("1, 234", 1, 1);
	reads("22,24,26,31", 2, 22);
	reads("192.168.1.2", 3, 192);
	reads("45 300 seats", 2, 45);
	reads("1/1000", 1, 1);
}

static void
long_and_cut_digits_are_no_harm(void **state)
{
	char s[200];
	struct numeral o;

	(void)state;
	assert_false(numeral_read(span_of(""), &o));
	assert_false(numeral_read(span_of("x1"), &o));
	assert_false(numeral_read(span_of("."), &o));
	memset(s, '9', sizeof s - 1);
	s[sizeof s - 1] = '\0';
	assert_false(numeral_read(span_of(s), &o));
	reads("1e999", 1, 1);
	reads("9^999", 1, 9);
	for (const char *p = "12,34,567.89x10^-3 ½"; *p != '\0'; p++)
		for (size_t n = 0; n <= strlen(p); n++)
			if (numeral_read((struct span) { p, n }, &o))
				assert_true(o.n > 0 && o.n <= n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    thousands_and_decimals_are_read_as_they_are_printed),
		cmocka_unit_test(fractions_and_powers_are_worth_what_they_say),
		cmocka_unit_test(other_numbers_begin_where_they_begin),
		cmocka_unit_test(long_and_cut_digits_are_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
