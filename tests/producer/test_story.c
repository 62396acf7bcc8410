/* Tests for producer/story.c: what is a summary, and what becomes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "producer/story.h"

static bool
is_summary(const char *text, bool summary, const char *url)
{
	const struct newsfeed_entry e = { .summary = summary,
		.article = { .text = span_of(text), .url = span_of(url) } };

	return story_is_summary(&e);
}

static void
summaries_are_told_from_texts(void **state)
{
	static const struct {
		const char *text;
		bool summary, is;
	} rows[] = {
		{ "The weir will hold.", true, true },
		{ "The weir will hold.", false, false },
		{ "The weir will\xe2\x80\xa6", false, true },
		{ "The weir will...", false, true },
		{ "The weir will [\xe2\x80\xa6]", false, true },
		{ "The weir will [...] ", false, true },
		{ "The weir. Read more", false, true },
		{ "The weir. Continue reading \xc2\xbb\n", false, true },
		{ "She read more.", false, true },
		{ "The more the better, said Ida Moor.", false, false },
	};
	struct buf text = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (is_summary(rows[i].text, rows[i].summary,
			"https://a.example/1") != rows[i].is)
			fail_msg("%s", rows[i].text);
	assert_false(is_summary("Short", true, NULL));
	assert_false(is_summary("Short", true, "ftp://a.example/"));
	while (text.n <= STORY_SHORT_MAX)
		buf_puts(&text, "words ");
	assert_false(is_summary(buf_cstr(&text), true, "https://a.example/1"));
	buf_puts(&text, "\xe2\x80\xa6");
	assert_true(is_summary(buf_cstr(&text), false, "https://a.example/1"));
	while (text.n <= STORY_DRAFT_MAX)
		buf_puts(&text, "words\xe2\x80\xa6");
	assert_false(is_summary(buf_cstr(&text), true, "https://a.example/1"));
	buf_free(&text);
}

static const struct article entry = { .guid = SPAN("g1"),
	.url = SPAN("https://a.example/1"),
	.outlet = SPAN("Tarn Herald"),
	.title = SPAN("Weir"),
	.published = SPAN("2031-05-05T08:00:00Z"),
	.text = SPAN("The weir...") };

static void
a_page_is_completed_by_what_named_it(void **state)
{
	struct article page = { .id = SPAN("p7"),
		.url = SPAN("https://a.example/"),
		.outlet = SPAN("a.example"),
		.title = SPAN("Weir | a.example"),
		.byline = SPAN("Odo Brandt"),
		.updated = SPAN("2031-05-06"),
		.lang = SPAN("en"),
		.text = SPAN("The weir will hold.") };
	struct buf draft = { 0 };
	struct mp_doc d;

	(void)state;
	story_draft_entry(&entry, true, &draft);
	assert_int_equal(story_merge(buf_span(&draft),
			     span_of("https://a.example/1"), &d, &page),
	    RC_OK);
	assert_true(span_is(page.outlet, "Tarn Herald"));
	assert_true(span_is(page.title, "Weir"));
	assert_true(span_is(page.byline, "Odo Brandt"));
	assert_true(span_is(page.published, "2031-05-05T08:00:00Z"));
	assert_true(span_is(page.updated, "2031-05-06"));
	assert_true(span_is(page.text, "The weir will hold."));
	/* whatever the page says: summary and text are one story */
	assert_memory_equal(article_story(&page).b, article_story(&entry).b,
	    sizeof(article_story(&page).b));
	mp_close(&d);
	page.url = (struct span) { NULL, 0 };
	assert_int_equal(story_merge((struct span) { NULL, 0 },
			     span_of("https://a.example/9"), &d, &page),
	    RC_OK);
	assert_true(span_is(page.url, "https://a.example/9"));
	assert_int_equal(
	    story_merge(span_of("none"), span_of("x"), &d, &page), RC_BADMSG);
	buf_free(&draft);
}

static void
a_draft_stands_alone_while_it_has_its_text(void **state)
{
	const struct sitemap_entry e = { .url = SPAN("https://a.example/2") };
	struct buf draft = { 0 }, less = { 0 }, map = { 0 };
	struct article a;
	struct mp_doc d;

	(void)state;
	story_draft_entry(&entry, true, &draft);
	assert_int_equal(story_alone(buf_span(&draft), &d, &a), RC_OK);
	assert_true(span_is(a.text, "The weir..."));
	mp_close(&d);
	story_strip(buf_span(&draft), &less);
	assert_int_equal(story_alone(buf_span(&less), &d, &a), RC_NOENT);
	assert_true(story_is_same(buf_span(&less), &entry));
	story_draft_map(&e, &map);
	assert_int_equal(story_alone(buf_span(&map), &d, &a), RC_NOENT);
	assert_false(story_is_same(buf_span(&map), &entry));
	buf_free(&draft);
	buf_free(&less);
	buf_free(&map);
}

static void
state_and_draft_are_kept_together(void **state)
{
	struct pollstate st = { .page = STORY_ENTRY, .text = -5 }, got;
	struct buf draft = { 0 }, row = { 0 }, back = { 0 };

	(void)state;
	pollstate_set(&st.etag, "\"1\"");
	buf_append(&draft, "a\n\nb\0c", 6);
	story_encode(&st, buf_span(&draft), &row);
	assert_int_equal(story_decode(buf_span(&row), &got, &back), RC_OK);
	assert_int_equal(got.page, STORY_ENTRY);
	assert_int_equal(got.text, -5);
	assert_string_equal(got.etag, "\"1\"");
	assert_true(span_eq(buf_span(&draft), buf_span(&back)));
	pollstate_free(&got);
	for (size_t n = 0; n < row.n; n++)
		if (story_decode((struct span) { row.p, n }, &got, &back) ==
		    RC_OK)
			pollstate_free(&got);
	pollstate_free(&st);
	buf_free(&draft);
	buf_free(&row);
	buf_free(&back);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(summaries_are_told_from_texts),
		cmocka_unit_test(a_page_is_completed_by_what_named_it),
		cmocka_unit_test(a_draft_stands_alone_while_it_has_its_text),
		cmocka_unit_test(state_and_draft_are_kept_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
