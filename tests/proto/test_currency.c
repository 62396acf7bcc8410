/* Tests for proto/currency.c: which money may be which. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "proto/currency.h"

static void
all_tables_are_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < currency_codes_count; i++)
		assert_true(span_order(currency_codes[i - 1].of,
				span_of(currency_codes[i].of)) < 0);
	for (size_t i = 1; i < currency_domains_count; i++)
		assert_true(span_order(currency_domains[i - 1].of,
				span_of(currency_domains[i].of)) < 0);
	for (size_t i = 1; i < currency_countries_count; i++)
		assert_true(span_order(currency_countries[i - 1].of,
				span_of(currency_countries[i].of)) < 0);
}

static void
every_countrys_money_is_a_code(void **state)
{
	(void)state;
	for (size_t i = 0; i < currency_domains_count; i++)
		assert_true(currency_is_code(span_of(currency_domains[i].is)));
	for (size_t i = 0; i < currency_countries_count; i++)
		assert_true(
		    currency_is_code(span_of(currency_countries[i].is)));
	assert_false(currency_is_code(span_of("dollar")));
	assert_false(currency_is_code(span_of("ZZZ")));
	assert_false(currency_is_code(span_of("")));
}

static void
amounts_fit_if_their_money_can_be_the_same(void **state)
{
	static const struct {
		const char *a, *b;
		bool fit;
	} all[] = { { "USD", "USD", true }, { "USD", "CAD", false },
		{ "dollar", "CAD", true }, { "CAD", "dollar", true },
		{ "dollar", "EUR", false }, { "dollar", "peso", false },
		{ "peso", "MXN", true }, { "crown", "CZK", true },
		{ "krona", "DKK", false }, { "krona", "SEK", true },
		{ "dollar per barrel", "USD per barrel", true },
		{ "dollar per barrel", "USD per tonne", false },
		{ "dollar per barrel", "USD", false },
		{ "percent", "USD", false }, { "ABC", "ABC", false },
		{ "", "", false }, { "", "USD", false } };

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (currency_fits(span_of(all[i].a), span_of(all[i].b)) !=
		    all[i].fit)
			fail_msg("%s, %s", all[i].a, all[i].b);
}

static void
a_country_goes_by_its_name_or_code(void **state)
{
	static const char *const all[][2] = { { "Canada", "CAD" },
		{ "CA", "CAD" }, { "can", "CAD" }, { "United Kingdom", "GBP" },
		{ "UK", "GBP" }, { "GB", "GBP" }, { "Scotland", "GBP" },
		{ "USA", "USD" }, { "South Korea", "KRW" } };

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		const char *code = currency_of_country(span_of(all[i][0]));

		assert_non_null(code);
		assert_string_equal(code, all[i][1]);
	}
	assert_null(currency_of_country(span_of("Tarn")));
	assert_null(currency_of_country(span_of("")));
	assert_null(currency_of_country((struct span) { NULL, 0 }));
	assert_string_equal(currency_open(span_of("CAD")), "dollar");
	assert_string_equal(currency_open(span_of("EUR")), "");
	assert_string_equal(currency_open(span_of("tonne")), "");
}

static void
an_address_tells_its_country_by_its_last_label(void **state)
{
	static const struct {
		const char *url, *code;
	} all[] = { { "https://www.a.ca/b", "CAD" }, { "http://a.CA", "CAD" },
		{ "https://a.co.uk:8080/x.fr", "GBP" },
		{ "https://a.com.au?x=1", "AUD" }, { "https://a.de./", "EUR" },
		{ "https://a.com/b.ca", NULL }, { "https://a.tv/", NULL },
		{ "https://ca", NULL }, { "a.ca", NULL }, { "", NULL },
		{ "://", NULL }, { "https://", NULL }, { "https://.", NULL },
		{ "https://..", NULL }, { "https://a.zz/", NULL },
		{ "https://10.0.0.12/", NULL } };

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		const char *c = currency_of_address(span_of(all[i].url));

		if ((c == NULL) != (all[i].code == NULL) ||
		    (c != NULL && strcmp(c, all[i].code) != 0))
			fail_msg("%s: %s", all[i].url, c != NULL ? c : "none");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_tables_are_sorted),
		cmocka_unit_test(a_country_goes_by_its_name_or_code),
		cmocka_unit_test(every_countrys_money_is_a_code),
		cmocka_unit_test(amounts_fit_if_their_money_can_be_the_same),
		cmocka_unit_test(
		    an_address_tells_its_country_by_its_last_label),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
