/* Tests for workers/address.c: how far an address goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "workers/address.h"

/* The address that s starts with is its first bytes, up to the bar. */
static void
expect(const char *s)
{
	const char *bar = strchr(s, '|');
	char all[128];
	size_t n = (size_t)(bar - s);

	memcpy(all, s, n);
	strcpy(all + n, bar + 1);
	if (address_length(span_of(all)) != n)
		fail_msg("%s: %zu", s, address_length(span_of(all)));
}

static void
urls_end_before_what_closes_the_sentence(void **state)
{
	(void)state;
	expect("https://mill.example/a?b=c&d#e|. Then");
	expect("http://mill.example/a_(b)|) and");
	expect("www.mill.example|, he said");
	expect("HTTPS://MILL.EXAMPLE|\" x");
	expect("ftp://a|");
	expect("mailto:lee@mill.example|; or");
}

static void
mail_addresses_and_hosts_are_told_by_their_form(void **state)
{
	(void)state;
	expect("ann.lee+news@mill.example|.");
	expect("a-b_c@d.e.f|>");
	expect("mill.com|. Then");
	expect("Tarn-Mill.co.uk/news|, and");
}

static void
what_only_resembles_one_is_none(void **state)
{
	(void)state;
	expect("|mill.Then he left");
	expect("|lee@ work");
	expect("|lee@mill");
	expect("|http:// ");
	expect("|http");
	expect("|www.");
	expect("|a.m. on");
	expect("|");
	expect("|com");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(urls_end_before_what_closes_the_sentence),
		cmocka_unit_test(
		    mail_addresses_and_hosts_are_told_by_their_form),
		cmocka_unit_test(what_only_resembles_one_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
