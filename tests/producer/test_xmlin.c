/* Tests for producer/xmlin.c: XML as events, also when it is broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "producer/xmlin.h"

static void
write_open(void *arg, const struct xmlin_tag *t)
{
	struct span id = xmlin_attr(t, "id");

	buf_printf(arg, "<%s%s%s", t->prefix != NULL ? t->prefix : "",
	    t->prefix != NULL ? ":" : "", t->name);
	if (id.p != NULL)
		buf_printf(arg, " id=%.*s", (int)id.n, id.p);
	buf_puts(arg, ">");
}

static void
write_close(void *arg)
{
	buf_puts(arg, "</>");
}

static void
write_text(void *arg, struct span s)
{
	buf_append(arg, s.p, s.n);
}

static const struct xmlin_events writer = { write_open, write_close,
	write_text };

static struct xmlin_state
read_as(struct span xml, const char *charset, const char *events)
{
	struct xmlin_state state = { .line = -1 };
	struct buf out = { 0 };

	assert_int_equal(
	    xmlin_read(xml, span_of(charset), &writer, &out, &state), RC_OK);
	assert_string_equal(buf_cstr(&out), events);
	buf_free(&out);
	return state;
}

static struct xmlin_state
read_text(const char *xml, const char *events)
{
	return read_as(span_of(xml), NULL, events);
}

static void
sound_xml_is_told_in_order(void **state)
{
	struct xmlin_state s = read_text(
	    "<?xml version='1.0'?><!-- c -->"
	    "<a xmlns:x='urn:x'><x:b id='1'>t &amp; "
	    "u</x:b><![CDATA[<&>]]></a>",
	    "<a><x:b id=1>t & u</><&></>");

	(void)state;
	assert_false(s.broken);
	assert_false(s.cut);
}

static void
what_is_broken_is_read_as_far_as_it_can_be(void **state)
{
	(void)state;
	read_text("<a>Q&A &c; a=1&b=2&eacute;&#146;&#X41;</a>",
	    "<a>Q&A &c; a=1&b=2\xc3\xa9\xe2\x80\x99"
	    "A</>");
	read_text("<a>1 < 2 \x01 3</a>", "<a>1 < 2   3</>");
	read_text("  junk<a>x</a>", "<a>x</>");
	read_text("<a><b>x</a>", "<a><b>x</></>");
	read_text("<a id='&eacute;&nope;'/>", "<a id=\xc3\xa9&nope;></>");
	assert_false(read_text("<a><b>x</a", "<a><b>x</></>").cut);
	assert_true(read_text("<a><b>x", "<a><b>x").cut);
	assert_true(read_text("<a>x</a><b/>", "<a>x</>").broken);
}

static void
references_are_kept_after_an_error(void **state)
{
	(void)state;
	read_text("<a><b></c>x &amp; y &lt;</b></a>", "<a><b></>x & y <</>");
}

static void
declared_entities_are_put_in_but_never_grow(void **state)
{
	struct buf bomb = { 0 }, out = { 0 };
	struct xmlin_state s;

	(void)state;
	read_text(
	    "<!DOCTYPE a [<!ENTITY e 'plain'>]><a>&e;</a>", "<a>plain</>");
	read_text("<!DOCTYPE a [<!ENTITY e 'x'><!ENTITY f '&e;&e;'>]>"
		  "<a>&f;</a>",
	    "<a></>");
	read_text("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
		  "<a>&e;</a>",
	    "<a></>");
	buf_puts(&bomb, "<!DOCTYPE a [<!ENTITY e '");
	for (int i = 0; i < 10000; i++)
		buf_puts(&bomb, "0123456789");
	buf_puts(&bomb, "'>]><a>");
	for (int i = 0; i < 10000; i++)
		buf_puts(&bomb, "&e;");
	buf_puts(&bomb, "</a>");
	assert_int_equal(
	    xmlin_read(buf_span(&bomb), span_of(NULL), &writer, &out, &s),
	    RC_OK);
	assert_in_range(out.n, 100000, XMLIN_ENTITIES_MAX + 100);
	buf_free(&bomb);
	buf_free(&out);
}

static void
characters_are_told_by_what_says_so_first(void **state)
{
	static const struct span wide = SPAN(
	    "\xff\xfe<\0a\0>\0\xe9\0<\0/\0a\0>\0");
	static const struct span bare = SPAN("\0<\0?\0x\0?\0>\0<\0a\0/\0>");

	(void)state;
	read_as(span_of("<?xml version='1.0' encoding='latin1'?><a>\xe9</a>"),
	    NULL, "<a>\xc3\xa9</>");
	read_as(span_of("<?xml version='1.0' encoding='latin1'?><a>\xd7</a>"),
	    "koi8-r", "<a>\xd0\xb2</>");
	read_as(wide, NULL, "<a>\xc3\xa9</>");
	read_as(bare, NULL, "<a></>");
	/* says UTF-8, or UTF-16, and is not */
	read_as(span_of("<?xml version='1.0' encoding='utf-8'?><a>\xe9</a>"),
	    NULL, "<a>\xc3\xa9</>");
	read_as(span_of("<?xml version='1.0' encoding='utf-16'?><a>\xc3\xa9"
			"</a>"),
	    NULL, "<a>\xc3\xa9</>");
	read_as(span_of("<?xml version='1.0' encoding='klingon'?><a>x</a>"),
	    NULL, "<a>x</>");
	/* one bad byte among good characters spoils nothing else */
	read_as(span_of("<a>\xc3\xa9\xc3\xa9\xff</a>"), NULL,
	    "<a>\xc3\xa9\xc3\xa9\xef\xbf\xbd</>");
}

static void
what_has_no_element_is_no_xml(void **state)
{
	static const struct span none[] = { SPAN(""), SPAN("prose"),
		SPAN("<!-- c -->"), SPAN("<?xml version='1.0'?>"), SPAN("\0") };
	struct xmlin_state s;
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_int_equal(
		    xmlin_read(none[i], span_of(NULL), &writer, &out, &s),
		    RC_REFUSED);
	buf_free(&out);
}

static void
elements_may_be_nested_only_so_deep(void **state)
{
	struct buf deep = { 0 }, out = { 0 };
	struct xmlin_state s;

	(void)state;
	for (int i = 0; i < 100000; i++)
		buf_puts(&deep, "<a>");
	assert_int_equal(
	    xmlin_read(buf_span(&deep), span_of(NULL), &writer, &out, &s),
	    RC_OK);
	assert_true(s.broken && s.cut);
	assert_in_range(out.n, 3, 3000);
	buf_free(&deep);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound_xml_is_told_in_order),
		cmocka_unit_test(what_is_broken_is_read_as_far_as_it_can_be),
		cmocka_unit_test(references_are_kept_after_an_error),
		cmocka_unit_test(declared_entities_are_put_in_but_never_grow),
		cmocka_unit_test(characters_are_told_by_what_says_so_first),
		cmocka_unit_test(what_has_no_element_is_no_xml),
		cmocka_unit_test(elements_may_be_nested_only_so_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
