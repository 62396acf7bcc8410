/* Tests for proto/url.c: one spelling for one address. */
#include "wire.h"

#include "proto/url.h"

static void
spellings_of_one_address_become_one(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "HTTPS://News.Example/A?b=C#d",
		    "https://news.example/A?b=C" },
		{ "http://news.example:80/a", "http://news.example/a" },
		{ "https://news.example:443", "https://news.example/" },
		{ "https://news.example:80/", "https://news.example:80/" },
		{ "http://news.example:/a", "http://news.example/a" },
		{ "https://news.example?x=1", "https://news.example/?x=1" },
		{ "https://news.example/a?utm_source=x&id=3&fbclid=y",
		    "https://news.example/a?id=3" },
		{ "https://news.example/a?gclid=1", "https://news.example/a" },
		{ "https://news.example/a?", "https://news.example/a" },
		{ "https://news.example/a?x&&y", "https://news.example/a?x&y" },
		{ "http://Me:Pw@News.Example/", "http://Me:Pw@news.example/" },
		{ "http://[2001:DB8::1]:80/", "http://[2001:db8::1]/" },
		{ "http://[2001:DB8::1]/", "http://[2001:db8::1]/" },
		{ "urn:x-outlet:123#frag", "urn:x-outlet:123" },
		{ "not an address", "not an address" },
		{ "://x", "://x" },
		{ "http://", "http:///" },
		{ "#", "" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf b = { 0 };

		url_canonical(span_of(cases[i].in), &b);
		assert_string_equal(buf_cstr(&b), cases[i].out);
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spellings_of_one_address_become_one),
	};

	return cmocka_run_group_tests_name("proto/url", tests, NULL, NULL);
}
