/* Tests for producer/source_feed.c: feed files among the others. */
#include "reading.h"

#define FEED                                                    \
	"<rss><channel><title>Fjord Times</title>"              \
	"<item><title>One</title></item>\n<item><guid>2</guid>" \
	"</item><item><title>Three</title></item></channel></rss>"

static void
put(struct reading *r, const char *name, const char *bytes)
{
	char *path = help_path(r->dir, name);

	help_write_file(path, bytes, strlen(bytes));
	free(path);
}

static void
each_entry_is_an_article_and_the_others_are_refused(void **state)
{
	struct reading *r = *state;

	put(r, "a.feed", FEED);
	open_source(r, "a.feed", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "One|Three|");
	assert_string_equal(buf_cstr(&r->refusals),
	    "a.feed:2: entry 2: the text is empty: there is nothing to "
	    "read\n");
}

static void
a_feed_that_was_read_is_not_read_again(void **state)
{
	struct reading *r = *state;

	put(r, "a.xml", FEED);
	open_source(r, "a.xml", true);
	assert_int_equal(read_some(r), RC_END);
	open_source(r, "a.xml", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "");
	assert_string_equal(buf_cstr(&r->refusals), "");
}

static void
a_feed_that_changed_is_read_whole(void **state)
{
	struct reading *r = *state;

	put(r, "a.xml", FEED);
	open_source(r, "a.xml", true);
	assert_int_equal(read_some(r), RC_END);
	put(r, "a.xml",
	    "<rss><channel><item><title>Four</title></item>"
	    "<item><title>One</title></item></channel></rss>");
	open_source(r, "a.xml", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "Four|One|");
}

static void
a_broken_feed_gives_what_it_can(void **state)
{
	struct reading *r = *state;

	put(r, "a.xml",
	    "<rss><channel><item><title>One</title></item>"
	    "<item><title>Tw");
	put(r, "b.xml", "<?xml version='1.0'?><!-- a feed? -->\n<note/>");
	open_source(r, "", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "One|");
	assert_non_null(strstr(buf_cstr(&r->refusals), "a.xml:1: the feed"));
	assert_non_null(strstr(buf_cstr(&r->refusals), "b.xml:0: XML"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_entry_is_an_article_and_the_others_are_refused),
		TEST(a_feed_that_was_read_is_not_read_again),
		TEST(a_feed_that_changed_is_read_whole),
		TEST(a_broken_feed_gives_what_it_can),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
