/* Tests for workers/en/money.c: which dollars, and pounds of what. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../help.h"
#include "invented.h"

#define CA  "https://www.courier.ca/a"
#define UK  "https://www.courier.co.uk/a"
#define COM "https://www.courier.com/a"

/* "CAD outlet, dollar -": every figure's unit, and who says it. */
static void
check(const char *url, const char *text, const char *want)
{
	struct arena arena = { 0 };
	struct found f = invented_found_at(text, url, &arena);
	struct buf got = { 0 };

	for (uint32_t i = 0; i < f.n_figures; i++) {
		const struct found_figure *g = &f.figures[i];
		const char *by = found_currency_text(g->currency);

		buf_printf(&got, "%s%.*s %s", i > 0 ? ", " : "", (int)g->unit.n,
		    g->unit.p, by != NULL ? by : "-");
	}
	if (!span_is(buf_span(&got), want))
		fail_msg("%s: %.*s, not %s", text, (int)got.n, got.p, want);
	buf_free(&got);
	arena_free(&arena);
}

static void
open_money_is_that_of_the_outlets_country(void **state)
{
	(void)state;
	check(CA, "It cost $5 billion, or $60 a barrel. He paid 20 dollars.",
	    "CAD outlet, CAD per barrel outlet, CAD outlet");
	check("https://gazette.in/a", "Rs 500 crore and 20 rupees were spent.",
	    "INR outlet, INR outlet");
	check("https://bladet.se:443/a", "It cost 500 crowns and 40 kronor.",
	    "SEK outlet, SEK outlet");
	check("http://diario.mx", "It cost 500 pesos.", "MXN outlet");
}

static void
without_a_country_it_stays_open(void **state)
{
	(void)state;
	check(COM, "It cost $5 billion.", "dollar -");
	check("", "It cost $5 billion and 500 pesos.", "dollar -, peso -");
	check("https://a.tv/", "It cost $5.", "dollar -");
	check("https://a.io/", "It cost $5.", "dollar -");
	check("/news.ca", "It cost $5.", "dollar -");
	check(UK, "It cost $5.", "dollar -");
	check("https://bladet.se/", "It cost 40 kroner.", "krone -");
}

static void
what_the_text_says_comes_first(void **state)
{
	(void)state;
	check(CA, "It cost US$5 billion and €40.", "USD text, EUR text");
	check(CA, "It cost $5 billion. All sums are in U.S. dollars.",
	    "USD text");
	check(COM, "It cost $5 billion. All sums are in Canadian dollars.",
	    "CAD text");
	check(COM, "It cost US$5 billion. The town spent $2 million on it.",
	    "USD text, USD text");
}

static void
a_conversion_says_nothing_of_the_rest(void **state)
{
	(void)state;
	check(
	    COM, "It cost $5 billion (US$3.6 billion).", "dollar -, USD text");
	check(CA, "It cost $5 million. The other mill cost US$2 million.",
	    "CAD outlet, USD text");
	check(COM, "It cost US$5 billion, then C$40 and $2.",
	    "USD text, CAD text, dollar -");
}

static void
pounds_are_weight_unless_they_are_paid(void **state)
{
	(void)state;
	check(COM, "She weighs 120 pounds. The bag of 30 pounds fell.",
	    "pound -, pound -");
	check(COM, "He was fined 20 pounds and paid two million pounds a year.",
	    "GBP text, GBP per year text");
	check(UK, "He got 20 pounds. She weighs 120 pounds.",
	    "GBP outlet, pound -");
	check(UK, "They ate 40 pounds of beef near a 400-pound bear.",
	    "pound -, pound -");
	check(UK, "It has 5 million pounds of debt.", "GBP outlet");
	check("https://ahram.eg/", "He paid 20 pounds.", "EGP outlet");
	check(COM, "It got 3 million pounds and 3 million pounds of rice.",
	    "GBP text, pound -");
	check(UK, "It cost £5.", "GBP text");
}

static void
signs_and_names_of_money(void **state)
{
	(void)state;
	check("", "₩500, 90 taka, 5 reals, 40 reais, Rs 500 and kr 50.",
	    "KRW text, BDT text, BRL text, BRL text, rupee -, crown -");
	check("", "5 real people crowned a queen in 2 crowns.",
	    "count -, crown -");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(open_money_is_that_of_the_outlets_country),
		cmocka_unit_test(without_a_country_it_stays_open),
		cmocka_unit_test(what_the_text_says_comes_first),
		cmocka_unit_test(a_conversion_says_nothing_of_the_rest),
		cmocka_unit_test(pounds_are_weight_unless_they_are_paid),
		cmocka_unit_test(signs_and_names_of_money),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
