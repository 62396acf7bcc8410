/* Tests for producer/source_warc.c: archives among the other files. */
#include "reading.h"
#include "warcs.h"

static void
put(struct reading *r, const char *name, const struct buf *b)
{
	char *path = help_path(r->dir, name);

	help_write_file(path, b->p, b->n);
	free(path);
}

static void
texts_are_articles_and_the_rest_is_passed_over(void **state)
{
	struct reading *r = *state;
	struct buf b = { 0 };

	put_record(&b, "warcinfo", "", "application/warc-fields", "x: y", 0);
	put_text(&b, "https://a.example/1", "One.");
	put_record(&b, "response", "https://a.example/2",
	    "application/http;msgtype=response",
	    "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=latin1\r\n"
	    "\r\nCaf\xe9.",
	    0);
	put_record(&b, "response", "https://a.example/3",
	    "application/http; msgtype=response",
	    "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n\r\nNo.", 0);
	put_record(
	    &b, "resource", "https://a.example/4", "image/png", "PNG", 0);
	put(r, "a.warc", &b);
	open_source(r, "a.warc", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "One.|Caf\xc3\xa9.|");
	assert_string_equal(buf_cstr(&r->refusals), "");
	open_source(r, "a.warc", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "");
	buf_free(&b);
}

static void
a_kill_at_any_record_loses_and_repeats_none(void **state)
{
	struct reading *r = *state;
	struct buf b = { 0 };
	char text[16], want[256] = "", got[256] = "";

	for (int i = 0; i < 9; i++) {
		snprintf(text, sizeof(text), "Text %d.", i);
		put_zipped(&b, "u:x", text);
		strcat(strcat(want, text), "|");
	}
	put(r, "a.warc.gz", &b);
	for (int i = 0; i < 9; i++) {
		open_source(r, "a.warc.gz", true);
		assert_int_equal(source_next(r->s, 0, &r->last), RC_OK);
		keep_cursor(r, &r->last);
		assert_true(r->last.has_article);
		strncat(got, r->last.article.text.p, r->last.article.text.n);
		strcat(got, "|");
	}
	assert_string_equal(got, want);
	open_source(r, "a.warc.gz", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "");
	buf_free(&b);
}

static void
damage_is_refused_with_its_offset(void **state)
{
	struct reading *r = *state;
	struct buf b = { 0 };

	put_text(&b, "u:1", "One.");
	put_record(&b, "response", "u:2", "application/http",
	    "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\nCut", 900);
	put(r, "a.warc", &b);
	open_source(r, "a.warc", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "One.|");
	assert_string_equal(buf_cstr(&r->refusals),
	    "a.warc:0: byte offset 110: the record is cut: the file ends in "
	    "its block\n");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(texts_are_articles_and_the_rest_is_passed_over),
		TEST(a_kill_at_any_record_loses_and_repeats_none),
		TEST(damage_is_refused_with_its_offset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
