/* Tests for sink/web/xmlout.c: well-formed, whatever the text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sink/web/xmlout.h"

static void
text(struct span s, const char *want)
{
	struct buf b = { 0 };

	xmlout_text(&b, s);
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&b);
}

#define S(s) ((struct span) { s, sizeof(s) - 1 })

static void
markup_is_escaped(void **state)
{
	(void)state;
	text(S("<b a=\"1\" c='2'>&amp;</b>"),
	    "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;&lt;/b&gt;");
	text(S("]]>"), "]]&gt;");
	text(S(""), "");
	text((struct span) { 0 }, "");
}

static void
what_xml_cannot_hold_is_replaced(void **state)
{
	(void)state;
	text(S("a\x01"
	       "b\x1f\x00\x0b"),
	    "a\xef\xbf\xbd"
	    "b\xef\xbf\xbd"
	    "\xef\xbf\xbd\xef\xbf\xbd");
	text(S("\xef\xbf\xbe\xef\xbf\xbf"), "\xef\xbf\xbd\xef\xbf\xbd");
	text(S("a\xff\xfe"
	       "b\xc3"),
	    "a\xef\xbf\xbd\xef\xbf\xbd"
	    "b\xef\xbf\xbd");
	text(S("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

static void
all_else_is_kept(void **state)
{
	(void)state;
	text(S("Z\xc3\xbcgig \xe2\x80\x9c\xf0\x9f\x8c\x8a\xe2\x80\x9d"),
	    "Z\xc3\xbcgig \xe2\x80\x9c\xf0\x9f\x8c\x8a\xe2\x80\x9d");
	text(S("\x7f\xc2\x85\xee\x80\x80\xef\xbf\xbd"),
	    "\x7f\xc2\x85\xee\x80\x80\xef\xbf\xbd");
}

static void
line_ends_are_read_back_as_they_were(void **state)
{
	struct buf b = { 0 };

	(void)state;
	text(S("a\r\nb\tc"), "a&#13;\nb\tc");
	xmlout_attribute(&b, "href", S("a\r\nb\t\"c"));
	assert_string_equal(buf_cstr(&b), " href=\"a&#13;&#10;b&#9;&quot;c\"");
	buf_clear(&b);
	xmlout_element(&b, "id", S("<"));
	assert_string_equal(buf_cstr(&b), "<id>&lt;</id>\n");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markup_is_escaped),
		cmocka_unit_test(what_xml_cannot_hold_is_replaced),
		cmocka_unit_test(all_else_is_kept),
		cmocka_unit_test(line_ends_are_read_back_as_they_were),
	};

	return cmocka_run_group_tests_name(
	    "sink/web/xmlout", tests, NULL, NULL);
}
