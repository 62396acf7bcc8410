/* Tests for proto/page/page.c and its parts: news pages as articles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "proto/page/page.h"

#define ONE                                                         \
	"<p>The mill in Norhaven will close in May, Ann Lee said, " \
	"and forty people will have to look for other work.</p>"
#define TWO                                                              \
	"<p>“We had hoped for a buyer, but none came forward,” she " \
	"told reporters on Monday, standing before the gate.</p>"
#define THREE                                                        \
	"<p>The union, which was not told before, called a meeting " \
	"for Thursday, when the council will hear it as well.</p>"

static void
read_page(const char *html, const char *charset, struct page *p)
{
	struct buf why = { 0 };

	assert_int_equal(
	    page_read(span_of(html),
		charset == NULL ? (struct span) { NULL, 0 } : span_of(charset),
		span_of("https://gazette.example/a/1"), p, &why),
	    RC_OK);
	buf_free(&why);
}

static void
is(struct span s, const char *want)
{
	if (!span_is(s, want))
		fail_msg("\"%.*s\" is not \"%s\"", (int)s.n, s.p, want);
}

static bool
has(struct span s, const char *what)
{
	return s.n > 0 && memmem(s.p, s.n, what, strlen(what)) != NULL;
}

static void
the_story_is_told_from_what_stands_around_it(void **state)
{
	struct page p = { 0 };

	(void)state;
	read_page(
	    "<!doctype html><html><body><nav><p>News, sport, weather, and "
	    "all that you ever wanted to know about it</p></nav>"
	    "<div class='story'><h1>Mill to close</h1>" ONE
	    "<p>ADVERTISEMENT</p>" TWO
	    "<div class='related-links'><p>Another story altogether, with "
	    "commas, and words enough to count</p></div>" THREE
	    "<p>Sign up for our letter, it comes every day</p></div>"
	    "<footer><p>All of it belongs to somebody, surely, since "
	    "1901</p></footer></body></html>",
	    NULL, &p);
	assert_true(has(p.article.text, "forty people"));
	assert_true(has(p.article.text, "none came forward,” she"));
	assert_true(has(p.article.text, "as well."));
	assert_false(has(p.article.text, "ADVERTISEMENT"));
	assert_false(has(p.article.text, "altogether"));
	assert_false(has(p.article.text, "Sign up"));
	assert_false(has(p.article.text, "somebody"));
	assert_false(has(p.article.text, "weather"));
	is(p.article.title, "Mill to close");
	is(p.article.url, "https://gazette.example/a/1");
	page_free(&p);
}

static void
what_the_page_says_of_itself_is_kept(void **state)
{
	struct page p = { 0 };

	(void)state;
	read_page(
	    "<html lang=en-CA><head><meta property='og:site_name' "
	    "content='The Gazette'><title>Mill to close | The Gazette</title>"
	    "<link rel=canonical href='https://gazette.example/2031/mill'>"
	    "<script type='application/ld+json'>{\"@graph\":[{\"@type\":"
	    "[\"NewsArticle\"],\"headline\":\"Mill to close\","
	    "\"datePublished\":\"2031-03-05T08:00:00-05:00\","
	    "\"dateModified\":\"2031-03-05T09:30:00Z\",\"author\":["
	    "{\"name\":\"Ida Solberg\"},{\"name\":\"Carl Ek\"}]}]}</script>"
	    "<meta name=author content='Somebody Else'></head>"
	    "<body><article>" ONE TWO "</article></body></html>",
	    NULL, &p);
	is(p.article.title, "Mill to close");
	is(p.article.outlet, "The Gazette");
	is(p.article.byline, "Ida Solberg, Carl Ek");
	is(p.article.published, "2031-03-05T08:00:00-05:00");
	is(p.article.updated, "2031-03-05T09:30:00Z");
	is(p.article.lang, "en-CA");
	is(p.article.url, "https://gazette.example/2031/mill");
	page_free(&p);
}

static void
a_story_in_boxes_and_breaks_is_whole(void **state)
{
	struct page p = { 0 };

	(void)state;
	read_page("<body><div id=x><div class=b>" ONE "</div><div class=b>" TWO
		  "</div><div class=b>" THREE "</div></div></body>",
	    NULL, &p);
	assert_true(has(p.article.text, "forty people"));
	assert_true(has(p.article.text, "as well."));
	page_free(&p);
	read_page("<body><div>The mill in Norhaven will close in May, and "
		  "forty people will look for work.<br><br>Nobody had told "
		  "the union, which called a meeting.<hr></div></body>",
	    NULL, &p);
	assert_true(has(p.article.text, "look for work."));
	assert_true(has(p.article.text, "called a meeting."));
	page_free(&p);
}

static void
character_sets_are_as_said_or_as_they_are(void **state)
{
	struct page p = { 0 };

	(void)state;
	read_page("<meta charset=windows-1252><body>" ONE
		  "<p>The caf\xe9 beside it, where they all went for lunch, "
		  "\x93is done for\x94 too.</p></body>",
	    NULL, &p);
	assert_true(has(p.article.text, "café"));
	assert_true(has(p.article.text, "“is done for”"));
	page_free(&p);
}

static void
what_has_no_story_is_refused_with_words(void **state)
{
	struct buf why = { 0 };
	struct span none = { NULL, 0 };
	struct page p = { 0 };

	(void)state;
	assert_int_equal(
	    page_read(span_of("<html><body><script>load()</script></body>"),
		none, none, &p, &why),
	    RC_REFUSED);
	assert_non_null(strstr(buf_cstr(&why), "without an article"));
	assert_int_equal(
	    page_read((struct span) { "", 0 }, none, none, &p, &why),
	    RC_REFUSED);
	page_free(&p);
	buf_free(&why);
}

/* Elements within elements beyond any depth, attributes beyond any length. */
static void
hostile_pages_end(void **state)
{
	struct buf html = { 0 }, why = { 0 };
	struct span none = { NULL, 0 };
	struct page p = { 0 };
	enum rc rc;

	(void)state;
	for (int i = 0; i < 60000; i++)
		buf_puts(&html, "<div class='a b c'>");
	buf_puts(&html, ONE);
	rc = page_read(buf_span(&html), none, none, &p, &why);
	assert_true(rc == RC_OK || rc == RC_REFUSED);
	page_free(&p);
	buf_clear(&html);
	buf_puts(&html, "<body><p class='");
	for (int i = 0; i < 200000; i++)
		buf_puts(&html, "ad ");
	buf_puts(&html, "'>" ONE TWO THREE);
	rc = page_read(buf_span(&html), none, none, &p, &why);
	assert_true(rc == RC_OK || rc == RC_REFUSED);
	page_free(&p);
	buf_free(&html);
	buf_free(&why);
}

static void
an_address_without_its_host_is_one_of_the_page(void **state)
{
	static const char *const cases[][2] = {
		{ "/b/2?c", "https://gazette.example/b/2?c" },
		{ "//www.gazette.example/b", "https://www.gazette.example/b" },
		{ "../b", "https://gazette.example/b" },
		{ "https://other.example/b", "https://other.example/b" },
		{ "none", "https://gazette.example/a/1" },
		{ "", "https://gazette.example/a/1" },
	};
	struct buf html = { 0 };
	struct page p = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		buf_clear(&html);
		buf_printf(&html,
		    "<html><head><link rel=canonical href='%s'></head><body>"
		    "<article>" ONE TWO "</article></body></html>",
		    cases[i][0]);
		read_page(buf_cstr(&html), NULL, &p);
		is(p.article.url, cases[i][1]);
	}
	buf_free(&html);
	page_free(&p);
}

static void
utf8_is_utf8_whatever_it_says(void **state)
{
	static const char *const sets[] = { "iso-8859-1", "windows-1252",
		"ISO-8859-15", "us-ascii", "koi8-r" };
	struct page p = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
		read_page("<html><body><article>" ONE TWO
			  "</article></body></html>",
		    sets[i], &p);
		assert_true(has(p.article.text, "“We had"));
	}
	read_page("<html><head><meta charset=iso-8859-1></head><body>"
		  "<article>" ONE TWO "</article></body></html>",
	    NULL, &p);
	assert_true(has(p.article.text, "“We had"));
	/* one byte that is none: it is what it says */
	read_page("<html><body><article>" ONE TWO
		  "<p>It was \xe9 all the time, she said to them.</p>"
		  "</article></body></html>",
	    "iso-8859-1", &p);
	assert_true(has(p.article.text, "was \u00e9 all"));
	/* two bytes in a set of pairs are a pair */
	read_page("<html><body><article>" ONE
		  "<p>It was \xc4\xa3 all the time, she said to them.</p>"
		  "</article></body></html>",
	    "gbk", &p);
	assert_true(has(p.article.text, "was \u6a21 all"));
	page_free(&p);
}

/* A page of so many pieces, and what is said of it. */
static enum rc
read_pieces(const char *piece, size_t bytes, struct page *p, struct buf *why)
{
	static const struct span none = { NULL, 0 };
	struct buf html = { 0 };
	enum rc rc;

	buf_puts(&html, "<html><body><article>" ONE TWO);
	while (html.n < bytes)
		buf_puts(&html, piece);
	rc = page_read(buf_span(&html), none, none, p, why);
	buf_free(&html);
	return rc;
}

static void
the_memory_of_a_page_is_bounded(void **state)
{
	static const char *const piece[] = { "<p>a", "<i></i>",
		"<p a b c d e f g h i j k l m n o p q r s t u v>" };
	struct page p = { 0 };
	struct buf why = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof piece / sizeof piece[0]; i++) {
		assert_int_equal(
		    read_pieces(piece[i], 6u << 20, &p, &why), RC_TOOBIG);
		assert_non_null(strstr(buf_cstr(&why), "400000 elements"));
		assert_true(p.arena.total < (32u << 20) + 3 * (6u << 20));
	}
	assert_int_equal(read_pieces("<p>It is a sentence of words, and they "
				     "are quite enough for it.</p>",
			     6u << 20, &p, &why),
	    RC_OK);
	buf_free(&why);
	page_free(&p);
}

/* libxml2 would take a minute for it. */
static void
names_without_end_cost_no_time_without_end(void **state)
{
	struct buf html = { 0 }, why = { 0 };
	static const struct span none = { NULL, 0 };
	struct page p = { 0 };
	clock_t from = clock();

	(void)state;
	buf_puts(&html, "<html><body><article>" ONE TWO);
	for (int i = 0; i < 350000; i++)
		buf_printf(&html, "<b x%d>", i);
	for (int i = 0; i < 350000; i++)
		buf_printf(&html, "<y%d></y%d>", i, i);
	assert_int_not_equal(
	    page_read(buf_span(&html), none, none, &p, &why), RC_BADMSG);
	assert_true((double)(clock() - from) / CLOCKS_PER_SEC < 10);
	buf_free(&html);
	buf_free(&why);
	page_free(&p);
}

static void
a_page_without_head_and_body_is_one(void **state)
{
	struct page p = { 0 };

	(void)state;
	read_page("<!doctype html><title>Mill to close</title><article>"
		  "<h1>Mill to close</h1>" ONE "</article>",
	    NULL, &p);
	is(p.article.title, "Mill to close");
	assert_true(has(p.article.text, "forty people"));
	assert_false(has(p.article.text, "Mill to close"));
	page_free(&p);
}

static void
a_story_in_pieces_that_are_called_widgets_is_whole(void **state)
{
	struct page p = { 0 };

	(void)state;
	read_page("<!doctype html><body><div class=page><div class='part "
		  "widget'>" ONE "</div><div class='part widget'>" TWO
		  "</div><div class='box widget'><p>The weather will be fine "
		  "until Friday, the office said.</p></div>"
		  "<div class='part widget'>" THREE "</div></div></body>",
	    NULL, &p);
	assert_true(has(p.article.text, "The mill in Norhaven"));
	assert_true(has(p.article.text, "had hoped for a buyer"));
	assert_true(has(p.article.text, "The union, which"));
	assert_false(has(p.article.text, "weather"));
	page_free(&p);
}

static void
captions_and_requests_are_no_story_and_paragraphs_for_payers_are(void **state)
{
	struct page p = { 0 };

	(void)state;
	read_page("<!doctype html><body><article>" ONE
		  "<p>The mill at dusk (Image: Ida Moor)</p>"
		  "<p>Got a story? Get in touch with our news team.</p>"
		  "<p>For more of this, sign up to our letter of the week.</p>"
		  "<p>WATCH | How a mill works:</p>" TWO
		  "<p class=paywall aria-hidden=true>The owner (who lives "
		  "abroad) said nothing (as ever).</p>" THREE
		  "</article></body>",
	    NULL, &p);
	assert_false(has(p.article.text, "dusk"));
	assert_false(has(p.article.text, "Got a"));
	assert_false(has(p.article.text, "letter"));
	assert_false(has(p.article.text, "WATCH"));
	assert_true(has(p.article.text, "said nothing (as ever)."));
	page_free(&p);
}

/* The title that a page with this in its head and heading has. */
static void
titled(const char *head, const char *h1, const char *want)
{
	struct buf b = { 0 };
	struct page p = { 0 };

	buf_printf(&b,
	    "<!doctype html><head>%s</head><body><article>%s" ONE TWO
	    "</article></body>",
	    head, h1);
	read_page(buf_cstr(&b), NULL, &p);
	is(p.article.title, want);
	page_free(&p);
	buf_free(&b);
}

static void
the_outlet_is_no_part_of_a_title(void **state)
{
	(void)state;
	titled("<title>Mill to close | Tarn Post</title>"
	       "<meta property=og:title content='Mill to close | Tarn Post'>",
	    "<h1>Mill to close</h1>", "Mill to close");
	titled("<title>Mill to close - TARN POST</title>"
	       "<meta property=og:site_name content='Tarn Post'>",
	    "", "Mill to close");
	titled("<title>Budget | Mill to close</title>",
	    "<h1>Budget | Mill to close</h1>", "Budget | Mill to close");
	titled("<title>Mill to close - again</title>"
	       "<meta property=og:site_name content='Tarn Post'>",
	    "", "Mill to close - again");
	titled("<title>Tarn Post</title>"
	       "<meta property=og:site_name content='Tarn Post'>",
	    "", "Tarn Post");
	titled("<title>Mill to close </title>"
	       "<meta property=og:site_name content=''>",
	    "<h1></h1>", "Mill to close");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    an_address_without_its_host_is_one_of_the_page),
		cmocka_unit_test(utf8_is_utf8_whatever_it_says),
		cmocka_unit_test(the_memory_of_a_page_is_bounded),
		cmocka_unit_test(names_without_end_cost_no_time_without_end),
		cmocka_unit_test(a_page_without_head_and_body_is_one),
		cmocka_unit_test(
		    a_story_in_pieces_that_are_called_widgets_is_whole),
		cmocka_unit_test(
		    captions_and_requests_are_no_story_and_paragraphs_for_payers_are),
		cmocka_unit_test(the_outlet_is_no_part_of_a_title),
		cmocka_unit_test(the_story_is_told_from_what_stands_around_it),
		cmocka_unit_test(what_the_page_says_of_itself_is_kept),
		cmocka_unit_test(a_story_in_boxes_and_breaks_is_whole),
		cmocka_unit_test(character_sets_are_as_said_or_as_they_are),
		cmocka_unit_test(what_has_no_story_is_refused_with_words),
		cmocka_unit_test(hostile_pages_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
