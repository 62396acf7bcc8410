/* Tests for producer/newsfeed.c: RSS, Atom and JSON Feed as articles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "producer/newsfeed.h"
#include "proto/json.h"
#include "proto/render.h"

#define BASE "https://fjord.example/feeds/all"

static void
open_feed(const char *bytes, struct newsfeed *f)
{
	struct buf why = { 0 };

	if (newsfeed_read(
		span_of(bytes), span_of(NULL), span_of(BASE), f, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	buf_free(&why);
}

/* The entries of the feed as records, one a line. */
static void
reads_as(const char *bytes, const char *records)
{
	struct newsfeed f;
	struct buf out = { 0 };
	struct json j;

	open_feed(bytes, &f);
	for (size_t i = 0; i < f.n; i++) {
		j = json_on(&out);
		render_article(&j, &f.entry[i].article);
		buf_puts(&out, "\n");
	}
	assert_string_equal(buf_cstr(&out), records);
	buf_free(&out);
	newsfeed_free(&f);
}

static void
rss_2_with_its_modules(void **state)
{
	(void)state;
	reads_as("<?xml version='1.0'?><rss version='2.0' "
		 "xmlns:content='http://purl.org/rss/1.0/modules/content/' "
		 "xmlns:dc='http://purl.org/dc/elements/1.1/'><channel>"
		 "<title>Fjord Times</title><link>https://fjord.example/</link>"
		 "<language>en-GB</language><image><title>Logo</title></image>"
		 "<item><title>Bridge &lt;em&gt;safe&lt;/em&gt;</title>"
		 "<link>../news/1?a=1&b=2</link>"
		 "<guid isPermaLink='false'>a1</guid>"
		 "<pubDate>Tue, 03 Nov 2026 08:15:00 +0100</pubDate>"
		 "<dc:creator>Ida Solberg</dc:creator>"
		 "<dc:creator>ida@fjord.example (Ida Solberg)</dc:creator>"
		 "<dc:creator>Per Lund</dc:creator>"
		 "<category domain='x'>Roads &amp; bridges</category>"
		 "<category><![CDATA[Local]]></category><category/>"
		 "<dc:subject>Local</dc:subject>"
		 "<media:keywords>Local, fjord ,, steel</media:keywords>"
		 "<source url='https://nnw.example/'>Northern Newswire</source>"
		 "<description>Short.</description>"
		 "<content:encoded><![CDATA[<p>It holds.</p><p>Really.]]>"
		 "</content:encoded></item>"
		 "<item><title>A title only</title>"
		 "<guid>https://fjord.example/2</guid></item>"
		 "</channel></rss>",
	    "{\"url\":\"https://fjord.example/news/1?a=1&b=2\",\"guid\":\"a1\","
	    "\"outlet\":\"Fjord Times\",\"source\":\"Northern Newswire\","
	    "\"title\":\"Bridge safe\",\"byline\":\"Ida Solberg, Per Lund\","
	    "\"published\":\"2026-11-03T08:15:00+01:00\",\"lang\":\"en-GB\","
	    "\"categories\":[\"Roads & "
	    "bridges\",\"Local\",\"fjord\",\"steel\"],"
	    "\"text\":\"It holds.\\n\\nReally.\"}\n"
	    "{\"url\":\"https://fjord.example/2\","
	    "\"guid\":\"https://fjord.example/2\",\"outlet\":\"Fjord Times\","
	    "\"title\":\"A title only\",\"lang\":\"en-GB\","
	    "\"text\":\"A title only\"}\n");
}

static void
rss_1_has_its_items_beside_the_channel(void **state)
{
	(void)state;
	reads_as(
	    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
	    "xmlns='http://purl.org/rss/1.0/' "
	    "xmlns:dc='http://purl.org/dc/elements/1.1/'>"
	    "<channel rdf:about='x'><title>Bay Post</title></channel>"
	    "<item rdf:about='https://bay.example/1'><title>Tides</title>"
	    "<link>https://bay.example/1</link><dc:date>2026-11-03</dc:date>"
	    "<description>High &amp;amp; low.</description></item></rdf:RDF>",
	    "{\"url\":\"https://bay.example/1\","
	    "\"guid\":\"https://bay.example/1\",\"outlet\":\"Bay Post\","
	    "\"title\":\"Tides\",\"published\":\"2026-11-03\","
	    "\"text\":\"High & low.\"}\n");
}

static void
atom_by_the_types_it_says(void **state)
{
	(void)state;
	reads_as(
	    "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en' "
	    "xml:base='https://hill.example/'>"
	    "<entry><id>urn:1</id><title type='text'>The &lt;b&gt; tag"
	    "</title><link rel='enclosure' href='x.mp3'/>"
	    "<link href='a/1'/><category term='t1' label='Hills'/>"
	    "<category term='Local'/><updated>2026-11-03T08:15:00Z</updated>"
	    "<summary>Short</summary><content type='xhtml' xml:lang='nb'>"
	    "<div xmlns='http://www.w3.org/1999/xhtml'><p>1 &lt; 2<br/>"
	    "and</p></div></content></entry>"
	    "<entry><id>urn:2</id><title type='html'>Q&amp;amp;A</title>"
	    "<author><name>Ola Dahl</name><email>o@x.example</email>"
	    "</author><source><id>urn:s</id><title>Wire</title></source>"
	    "<content type='image/png'>iVBORw0KGgo=</content></entry>"
	    "<title>Hill &amp; Dale</title>"
	    "<author><name>The desk</name></author></feed>",
	    "{\"url\":\"https://hill.example/a/1\",\"guid\":\"urn:1\","
	    "\"outlet\":\"Hill & Dale\",\"title\":\"The <b> tag\","
	    "\"byline\":\"The desk\",\"updated\":\"2026-11-03T08:15:00Z\","
	    "\"lang\":\"nb\",\"categories\":[\"Hills\",\"Local\"],\"text\":\"1 "
	    "< 2\\nand\"}\n"
	    "{\"guid\":\"urn:2\",\"outlet\":\"Hill & Dale\","
	    "\"source\":\"Wire\",\"title\":\"Q&A\",\"byline\":\"Ola Dahl\","
	    "\"lang\":\"en\",\"text\":\"Q&A\"}\n");
}

static void
json_feed_of_both_versions(void **state)
{
	(void)state;
	reads_as(" {\"version\":\"https://jsonfeed.org/version/1.1\","
		 "\"title\":\"Dale Daily\",\"language\":\"en\","
		 "\"authors\":[{\"name\":\"Desk\"}],\"items\":["
		 "{\"id\":7,\"url\":\"/7\",\"title\":\"T\","
		 "\"content_html\":\"<p>Body</p>\",\"summary\":\"s\","
		 "\"date_published\":\"2026-11-03T08:15:00+01:00\","
		 "\"tags\":[\"Dams\",7,\"Dale  north\",\"\"],"
		 "\"author\":{\"name\":\"Ola Dahl\"}},"
		 "{\"id\":\"8\",\"content_text\":\"1 < 2\"},17]}",
	    "{\"url\":\"https://fjord.example/7\",\"guid\":\"7\","
	    "\"outlet\":\"Dale Daily\",\"title\":\"T\","
	    "\"byline\":\"Ola Dahl\","
	    "\"published\":\"2026-11-03T08:15:00+01:00\",\"lang\":\"en\","
	    "\"categories\":[\"Dams\",\"Dale north\"],\"text\":\"Body\"}\n"
	    "{\"guid\":\"8\",\"outlet\":\"Dale Daily\",\"byline\":\"Desk\","
	    "\"lang\":\"en\",\"text\":\"1 < 2\"}\n"
	    "{\"outlet\":\"Dale Daily\",\"byline\":\"Desk\",\"lang\":\"en\"}"
	    "\n");
}

static void
a_feed_that_ends_in_its_midst_keeps_its_whole_entries(void **state)
{
	struct newsfeed f;

	(void)state;
	open_feed("<rss><channel><item><title>One</title></item>"
		  "<item><title>Two</title><description>It was sai",
	    &f);
	assert_int_equal(f.n, 1);
	assert_true(f.cut && f.broken);
	newsfeed_free(&f);
	/* an entry that lacks its end ends where the next begins */
	open_feed("<rss><channel><item><title>One</title>"
		  "<item><title>Two</title></item></channel></rss>",
	    &f);
	assert_int_equal(f.n, 2);
	assert_false(f.cut);
	newsfeed_free(&f);
}

static void
a_feed_says_how_long_a_poll_holds(void **state)
{
	static const struct {
		const char *said;
		int64_t seconds;
	} cases[] = {
		{ "<ttl>20</ttl>", 1200 },
		{ "<ttl>-3</ttl>", 0 },
		{ "<ttl>99999999999999999999</ttl>", 0 },
		{ "<sy:updatePeriod>hourly</sy:updatePeriod>"
		  "<sy:updateFrequency>2</sy:updateFrequency>",
		    1800 },
		{ "<sy:updatePeriod>daily</sy:updatePeriod>", 86400 },
		{ "", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b = { 0 };
		struct newsfeed f;

		buf_printf(&b,
		    "<rss xmlns:sy='http://purl.org/rss/1.0/modules/"
		    "syndication/'><channel>%s</channel></rss>",
		    cases[i].said);
		open_feed(buf_cstr(&b), &f);
		assert_int_equal(f.ttl_s, cases[i].seconds);
		newsfeed_free(&f);
		buf_free(&b);
	}
}

static void
of_names_without_end_the_first_are_looked_at(void **state)
{
	struct buf b = { 0 };
	struct newsfeed f;

	(void)state;
	buf_puts(&b, "<rss><channel><item><description>x</description>");
	for (unsigned i = 1; i < ARTICLE_NAMES_MAX; i++)
		buf_puts(&b, "<category>One</category><author>Ann</author>");
	buf_puts(&b, "<category>Last</category><author>Ida</author>");
	buf_puts(&b, "<category>Beyond</category><author>Odo</author>");
	buf_puts(&b, "</item></channel></rss>");
	open_feed(buf_cstr(&b), &f);
	assert_int_equal(f.n, 1);
	assert_true(span_is(f.entry[0].article.categories, "One\nLast"));
	assert_true(span_is(f.entry[0].article.byline, "Ann, Ida"));
	newsfeed_free(&f);
	buf_free(&b);
}

static void
what_is_no_feed_is_refused_with_what_it_is(void **state)
{
	static const char *const cases[][2] = {
		{ "<html><p>x</html>", "<html>" },
		{ "prose", "no XML" },
		{ "{\"version\":\"2\"}", "no JSON Feed" },
		{ "{\"version\":", "column" },
	};
	struct newsfeed f;
	struct buf why = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(newsfeed_read(span_of(cases[i][0]),
				     span_of(NULL), span_of(NULL), &f, &why),
		    RC_REFUSED);
		if (strstr(buf_cstr(&why), cases[i][1]) == NULL)
			fail_msg("%s: %s", cases[i][0], buf_cstr(&why));
	}
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rss_2_with_its_modules),
		cmocka_unit_test(rss_1_has_its_items_beside_the_channel),
		cmocka_unit_test(atom_by_the_types_it_says),
		cmocka_unit_test(json_feed_of_both_versions),
		cmocka_unit_test(of_names_without_end_the_first_are_looked_at),
		cmocka_unit_test(
		    a_feed_that_ends_in_its_midst_keeps_its_whole_entries),
		cmocka_unit_test(a_feed_says_how_long_a_poll_holds),
		cmocka_unit_test(what_is_no_feed_is_refused_with_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
