/* Tests for producer/sitemap.c: lists of pages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <stdlib.h>
#include <zlib.h>

#include "producer/sitemap.h"

static const struct span none = { NULL, 0 };

static struct sitemap
read_all(struct span text)
{
	struct sitemap s;
	struct buf why = { 0 };

	assert_int_equal(sitemap_read(text, none,
			     span_of("https://a.example/maps/1.xml"), &s, &why),
	    RC_OK);
	buf_free(&why);
	return s;
}

static void
assert_span(struct span got, const char *want)
{
	if (!span_is(got, want))
		fail_msg("%.*s, not %s", (int)got.n, got.p, want);
}

static const char news[] =
    "<?xml version='1.0'?><urlset "
    "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
    "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9' "
    "xmlns:i='http://www.google.com/schemas/sitemap-image/1.1'>"
    "<url><i:image><i:loc>https://a.example/i.jpg</i:loc>"
    "<i:title>A picture</i:title></i:image>"
    "<loc>\n https://a.example/story?a=1&amp;b=2 \n</loc>"
    "<news:news><news:publication><news:name>Fjord &lt;Times</news:name>"
    "<news:language>nb</news:language></news:publication>"
    "<news:publication_date>2031-05-05T08:00:00+02:00"
    "</news:publication_date><news:title><![CDATA[The <weir>]]></news:title>"
    "</news:news><lastmod>2031-05-06</lastmod></url>"
    "<url><loc>../story/2</loc></url>"
    "<url><loc>ftp://a.example/</loc></url><url><loc>http://x y/</loc></url>"
    "</urlset>";

static void
a_news_sitemap_says_what_and_when(void **state)
{
	struct sitemap s = read_all(span_of(news));

	(void)state;
	assert_false(s.index);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.refused, 2);
	assert_span(s.entry[0].url, "https://a.example/story?a=1&b=2");
	assert_span(s.entry[0].title, "The <weir>");
	assert_span(s.entry[0].outlet, "Fjord <Times");
	assert_span(s.entry[0].lang, "nb");
	assert_span(s.entry[0].published, "2031-05-05T08:00:00+02:00");
	assert_span(s.entry[0].changed, "2031-05-06");
	assert_span(s.entry[1].url, "https://a.example/story/2");
	assert_null(s.entry[1].title.p);
	sitemap_free(&s);
}

static void
an_index_is_told_and_a_cut_one_gives_what_is_whole(void **state)
{
	struct sitemap s = read_all(
	    span_of("<sitemapindex><sitemap><loc>https://a.example/1.xml.gz"
		    "</loc><lastmod>2031-05-06T01:02:03Z</lastmod></sitemap>"
		    "<sitemap><loc>https://a.example/2"));

	(void)state;
	assert_true(s.index);
	assert_true(s.cut);
	assert_int_equal(s.n, 1);
	assert_span(s.entry[0].changed, "2031-05-06T01:02:03Z");
	sitemap_free(&s);
}

static void
one_that_is_compressed_is_read_and_a_bomb_is_not(void **state)
{
	unsigned char out[70 << 10], *bomb = malloc(1 << 20);
	static unsigned char zeros[1 << 20];
	z_stream z = { 0 };
	struct sitemap s;
	struct buf why = { 0 };

	(void)state;
	deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
	z.next_in = (unsigned char *)(uintptr_t)news;
	z.avail_in = sizeof(news) - 1;
	z.next_out = out;
	z.avail_out = sizeof(out);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	s = read_all((struct span) { (char *)out, z.total_out });
	assert_int_equal(s.n, 2);
	sitemap_free(&s);
	deflateReset(&z);
	z.next_out = bomb;
	z.avail_out = 1 << 20;
	for (int i = 0; i <= (int)(SITEMAP_MAX >> 20); i++) {
		z.next_in = zeros;
		z.avail_in = sizeof(zeros);
		deflate(&z, i == (int)(SITEMAP_MAX >> 20) ? Z_FINISH : 0);
	}
	assert_int_equal(
	    sitemap_read((struct span) { (char *)bomb, z.total_out }, none,
		none, &s, &why),
	    RC_TOOBIG);
	assert_string_equal(buf_cstr(&why), "more than 64 MB");
	deflateEnd(&z);
	free(bomb);
	buf_free(&why);
}

static void
lines_of_addresses_are_one_too(void **state)
{
	struct sitemap s = read_all(
	    span_of("\xef\xbb\xbf# ours\r\n\r\nhttps://a.example/1\r\n"
		    " HTTP://b.example/2 \nhttps://c.example/3"));

	(void)state;
	assert_int_equal(s.n, 3);
	assert_int_equal(s.refused, 0);
	assert_span(s.entry[1].url, "HTTP://b.example/2");
	assert_span(s.entry[2].url, "https://c.example/3");
	sitemap_free(&s);
	assert_int_equal(
	    sitemap_read_text(
		span_of("https://a.example/\n# x\nno address\n"), &s),
	    RC_OK);
	assert_int_equal(s.line, 3);
	sitemap_free(&s);
	assert_false(sitemap_is_text(span_of("https://a.example/ is ours\n")));
	assert_false(sitemap_is_text(span_of("# nothing\n\n")));
	assert_false(
	    sitemap_is_text(span_of("https://a.example/\nThe mayor said\n")));
	assert_true(sitemap_is_text(span_of("https://a.example/\nhttps://b")));
}

static void
what_is_none_is_refused(void **state)
{
	static const char *const bad[] = { "", "x", "<html><p>no", "<rss/>",
		"{}", "https://" };
	struct sitemap s;
	struct buf why = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(
		    sitemap_read(span_of(bad[i]), none, none, &s, &why),
		    RC_REFUSED);
		assert_non_null(strstr(buf_cstr(&why), "no sitemap"));
	}
	s = read_all(span_of("<urlset/>"));
	assert_int_equal(s.n, 0);
	sitemap_free(&s);
	for (size_t n = 0; n < sizeof(news); n++)
		if (sitemap_read((struct span) { news, n }, none, none, &s,
			&why) == RC_OK)
			sitemap_free(&s);
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_news_sitemap_says_what_and_when),
		cmocka_unit_test(
		    an_index_is_told_and_a_cut_one_gives_what_is_whole),
		cmocka_unit_test(
		    one_that_is_compressed_is_read_and_a_bomb_is_not),
		cmocka_unit_test(lines_of_addresses_are_one_too),
		cmocka_unit_test(what_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
