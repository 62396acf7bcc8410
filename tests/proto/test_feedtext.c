/* Tests for proto/page/feedtext.c: the text of a piece of HTML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <time.h>

#include "proto/page/feedtext.h"
#include "proto/clock.h"

static void
html_becomes_its_text(void **state)
{
	static const char *const cases[][2] = {
		{ "<p>One  <b>two</b>.</p>\n<p>Three</p>",
		    "One two.\n\nThree" },
		{ "a<br>b<br/>c", "a\nb\nc" },
		{ "safe<script>if (a < b) x()</script> text", "safe text" },
		{ "<style>p{}</style>x<iframe>y</iframe>z", "xz" },
		{ "<ul><li>one<li>two</ul>after", "one\ntwo\n\nafter" },
		{ "<table><tr><td>1<td>2<tr><td>3</table>", "1 2\n3" },
		{ "&ldquo;caf&eacute;&rdquo; &#146; &amp; &lt;b>",
		    "\xe2\x80\x9c"
		    "caf\xc3\xa9\xe2\x80\x9d \xe2\x80\x99 & <b>" },
		{ "AT&T 2 < 3", "AT&T 2 < 3" },
		{ "<pre>a\n  b</pre>", "a\nb" },
		{ "", "" },
		{ "<meta charset=koi8-r>\xc3\xa9", "\xc3\xa9" },
		{ "cut <a href=\"x", "cut" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out = { 0 };

		feedtext_of(span_of(cases[i][0]), &out);
		assert_string_equal(buf_cstr(&out), cases[i][1]);
		buf_free(&out);
	}
}

static void
html_is_told_from_prose(void **state)
{
	static const char *const html[] = { "<p>x", "x<br/>y", "x &amp; y",
		"&#65;", "a <blink>b</blink>", "<!-- c --> x", "x</b>" };
	static const char *const prose[] = { "x", "1 < 2", "a<b", "Q&A",
		"AT&T;", "the <blink> tag", "a <- b -> c", "R&D; ok", "<" };

	(void)state;
	for (size_t i = 0; i < sizeof(html) / sizeof(html[0]); i++)
		if (!feedtext_is_html(span_of(html[i])))
			fail_msg("%s", html[i]);
	for (size_t i = 0; i < sizeof(prose) / sizeof(prose[0]); i++)
		if (feedtext_is_html(span_of(prose[i])))
			fail_msg("%s", prose[i]);
}

static void
hostile_nesting_costs_little(void **state)
{
	struct buf html = { 0 }, out = { 0 };
	int64_t start = clock_mono_ms();

	(void)state;
	for (int i = 0; i < 200000; i++)
		buf_puts(&html, "<div>");
	for (int i = 0; i < 200000; i++)
		buf_puts(&html, "</b></i>");
	feedtext_of(buf_span(&html), &out);
	assert_int_equal(out.n, 0);
	assert_true(clock_mono_ms() - start < 5000);
	buf_free(&html);
	buf_free(&out);
}

static void
base64_is_decoded_or_refused(void **state)
{
	struct buf out = { 0 };

	(void)state;
	assert_true(feedtext_base64(span_of(" RXhhbX\nBsZQ== "), &out));
	assert_string_equal(buf_cstr(&out), "Example");
	buf_clear(&out);
	assert_false(feedtext_base64(span_of("no base64!"), &out));
	assert_int_equal(out.n, 0);
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_becomes_its_text),
		cmocka_unit_test(html_is_told_from_prose),
		cmocka_unit_test(hostile_nesting_costs_little),
		cmocka_unit_test(base64_is_decoded_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
