/* Tests for producer/headerlines.c: known lines and an empty one, or text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "producer/headerlines.h"

static void
known_names_fill_their_fields(void **state)
{
	static const struct span file = SPAN(
	    "Outlet: The Example Courier\r\nURL: https://example.org/a\r\n"
	    "title:  Two words \r\nByline: Ada Invented\r\n"
	    "Published: 2026-01-02\r\nUpdated: 2026-01-03\r\n"
	    "Language: en\r\nMood: fine\r\n\r\nText\r\n");
	struct article a = { .text = { NULL, 0 } };
	size_t at = headerlines_read(file, &a);

	(void)state;
	assert_string_equal(file.p + at, "Text\r\n");
	assert_true(span_is(a.outlet, "The Example Courier"));
	assert_true(span_is(a.url, "https://example.org/a"));
	assert_true(span_is(a.title, "Two words"));
	assert_true(span_is(a.byline, "Ada Invented"));
	assert_true(span_is(a.published, "2026-01-02"));
	assert_true(span_is(a.updated, "2026-01-03"));
	assert_true(span_is(a.lang, "en"));
	assert_null(a.guid.p);
}

static void
anything_else_is_text_from_its_first_byte(void **state)
{
	static const struct span texts[] = {
		SPAN(""),
		SPAN("\nTitle: late\n\n"),
		SPAN("Just text.\n\nMore.\n"),
		SPAN("Mood: unknown first\nTitle: x\n\ntext"),
		SPAN("Title: never ended"),
		SPAN("Title: never ended\n"),
		SPAN("Title: x\nthen prose without a colon\n\ntext"),
		SPAN("Title : x\n\ntext"),
		SPAN(": x\n\ntext"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct article a = { .text = { NULL, 0 } };

		if (headerlines_read(texts[i], &a) != 0)
			fail_msg("header lines in: %s", texts[i].p);
		assert_null(a.title.p);
	}
}

static void
the_last_of_two_counts_and_an_empty_value_is_absent(void **state)
{
	static const struct span file = SPAN(
	    "Title: a\nTitle: b\nByline:\n \ntext");
	struct article a = { .text = { NULL, 0 } };

	(void)state;
	assert_string_equal(file.p + headerlines_read(file, &a), "text");
	assert_true(span_is(a.title, "b"));
	assert_null(a.byline.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_names_fill_their_fields),
		cmocka_unit_test(anything_else_is_text_from_its_first_byte),
		cmocka_unit_test(
		    the_last_of_two_counts_and_an_empty_value_is_absent),
	};

	return cmocka_run_group_tests_name(
	    "producer/headerlines", tests, NULL, NULL);
}
