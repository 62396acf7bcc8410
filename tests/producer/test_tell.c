/* Tests for producer/tell.c: content tells, names do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "producer/tell.h"

static void
every_kind_is_told_by_its_first_bytes(void **state)
{
	static const struct {
		struct span head;
		enum tell_kind kind;
		const char *says;
	} cases[] = {
		{ SPAN(""), TELL_EMPTY, NULL },
		{ SPAN("A story."), TELL_TEXT, NULL },
		{ SPAN("\xef\xbb\xbfTitle: x\n"), TELL_TEXT, NULL },
		{ SPAN(" \n\t"), TELL_TEXT, NULL },
		{ SPAN("{\"text\":\"x\"}\n"), TELL_RECORDS, NULL },
		{ SPAN("\xef\xbb\xbf{\"a\""), TELL_RECORDS, NULL },
		{ SPAN("\n \t{ \"text\" broken"), TELL_RECORDS, NULL },
		{ SPAN("{}"), TELL_RECORDS, NULL },
		{ SPAN("{braces} in prose"), TELL_TEXT, NULL },
		{ SPAN("{"), TELL_TEXT, NULL },
		{ SPAN("{\n  \"text\": \"x\"\n}"), TELL_OTHER, "jq -c ." },
		{ SPAN("[ {\"text\":1}]"), TELL_OTHER, "'.[]'" },
		{ SPAN("[1] a footnote"), TELL_TEXT, NULL },
		{ SPAN("PK\x03\x04zip"), TELL_OTHER, "zip" },
		{ SPAN("\x1f\x8b\x08"), TELL_OTHER, "gzip" },
		{ SPAN("%PDF-1.7"), TELL_OTHER, "PDF" },
		{ SPAN("\xff\xfeh\0i\0"), TELL_OTHER, "iconv" },
		{ SPAN("a\0b"), TELL_OTHER, "NUL" },
		{ SPAN("<!DOCTYPE HTML><p>"), TELL_PAGE, NULL },
		{ SPAN("  <html>"), TELL_PAGE, NULL },
		{ SPAN("<?xml version=\"1.0\"?><rss>"), TELL_FEED, NULL },
		{ SPAN("<rss version='2'>"), TELL_FEED, NULL },
		{ SPAN("<!-- a > b --> <feed>"), TELL_FEED, NULL },
		{ SPAN("<!DOCTYPE r [ <!ENTITY e '>'> ]><rdf:RDF >"), TELL_FEED,
		    NULL },
		{ SPAN("<atom:feed xmlns:atom='x'>"), TELL_FEED, NULL },
		{ SPAN("<?xml version='1.0'?><!-- unended"), TELL_FEED, NULL },
		{ SPAN("\xff\xfe<\0?\0"), TELL_FEED, NULL },
		{ SPAN("\0<\0?\0x"), TELL_FEED, NULL },
		{ SPAN("<?xml version='1.0'?><note>"), TELL_OTHER, "no feed" },
		{ SPAN("<?xml version='1.0'?><html>"), TELL_PAGE, NULL },
		{ SPAN("<feeding time> is near"), TELL_TEXT, NULL },
		{ SPAN("WARC/1.0\r\n"), TELL_ARCHIVE, NULL },
		{ SPAN("filedesc://a"), TELL_ARCHIVE, NULL },
		{ SPAN("{\"version\":\"https://jsonfeed.org/version/1.1\""),
		    TELL_FEED, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *why = "";
		enum tell_kind k = tell_kind(cases[i].head, &why);

		if (k != cases[i].kind)
			fail_msg("%s: %d", cases[i].head.p, (int)k);
		if (cases[i].says != NULL && strstr(why, cases[i].says) == NULL)
			fail_msg("\"%s\" lacks: %s", why, cases[i].says);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_is_told_by_its_first_bytes),
	};

	return cmocka_run_group_tests_name("producer/tell", tests, NULL, NULL);
}
