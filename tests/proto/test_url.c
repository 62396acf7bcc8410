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

/* RFC 3986, section 5.4, and what pages have beside. */
static void
references_lead_where_their_base_says(void **state)
{
	(void)state;
	static const char base[] = "http://a/b/c/d;p?q";
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ "g:h", "g:h" },
		{ "g", "http://a/b/c/g" },
		{ "./g", "http://a/b/c/g" },
		{ "g/", "http://a/b/c/g/" },
		{ "/g", "http://a/g" },
		{ "//g", "http://g" },
		{ "?y", "http://a/b/c/d;p?y" },
		{ "g?y", "http://a/b/c/g?y" },
		{ "#s", "http://a/b/c/d;p?q#s" },
		{ "g?y#s", "http://a/b/c/g?y#s" },
		{ ";x", "http://a/b/c/;x" },
		{ "", "http://a/b/c/d;p?q" },
		{ ".", "http://a/b/c/" },
		{ "..", "http://a/b/" },
		{ "../g", "http://a/b/g" },
		{ "../..", "http://a/" },
		{ "../../../g", "http://a/g" },
		{ "/./g", "http://a/g" },
		{ "/../g", "http://a/g" },
		{ "g.", "http://a/b/c/g." },
		{ "..g", "http://a/b/c/..g" },
		{ "./../g", "http://a/b/g" },
		{ "g/./h", "http://a/b/c/g/h" },
		{ "g/../h", "http://a/b/c/h" },
		{ "g?y/../x", "http://a/b/c/g?y/../x" },
		{ "g#s/../x", "http://a/b/c/g#s/../x" },
		{ "sk\xc3\xa5ne 1", "http://a/b/c/sk%C3%A5ne%201" },
		{ "g:80/x", "g:80/x" },
		{ "//g?x", "http://g?x" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buf_clear(&b);
		url_resolve(span_of(cases[i].in), span_of(base), &b);
		assert_string_equal(buf_cstr(&b), cases[i].out);
	}
	buf_clear(&b);
	url_resolve(span_of("x"), span_of("http://a"), &b);
	assert_string_equal(buf_cstr(&b), "http://a/x");
	buf_clear(&b);
	url_resolve(span_of("../x"), span_of("folder/page.html"), &b);
	assert_string_equal(buf_cstr(&b), "../x");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spellings_of_one_address_become_one),
		cmocka_unit_test(references_lead_where_their_base_says),
	};

	return cmocka_run_group_tests_name("proto/url", tests, NULL, NULL);
}
