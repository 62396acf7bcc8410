/* Tests for producer/source_text.c and source_file.c, through source.h: text
 * files, code point for code point. */
#include "tests/producer/reading.h"

#include <fcntl.h>

static void
text_is_kept_code_point_for_code_point(void **state)
{
	static const char text[] =
	    "\xe2\x80\x9cWe won\xe2\x80\x99t,\xe2\x80\x9d\xc2\xa0she said.\r\n"
	    "\xf0\x9f\x98\x80 e\xcc\x81\r\n\r\n";
	struct reading *r = *state;
	struct buf file = { 0 };

	buf_puts(&file, "\xef\xbb\xbfOutlet: O\r\nTitle: T\r\n\r\n");
	buf_puts(&file, text);
	put_file(r, "a.bin", buf_cstr(&file));
	open_source(r, "a.bin", true);
	assert_int_equal(source_next(r->s, 0, &r->last), RC_OK);
	assert_true(r->last.has_article);
	assert_true(span_is(r->last.article.text, text));
	assert_true(span_is(r->last.article.title, "T"));
	assert_true(span_is(r->last.article.outlet, "O"));
	assert_int_equal(source_next(r->s, 0, &r->last), RC_END);
	buf_free(&file);
}

static void
a_text_is_read_once_and_again_when_it_changed(void **state)
{
	struct reading *r = *state;

	put_file(r, "a", "one");
	open_source(r, "a", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "one|");
	open_source(r, "a", false);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "");
	add_to_file(r, "a", " two");
	open_source(r, "a", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "one two|");
}

static void
bad_bytes_are_refused_with_their_place(void **state)
{
	struct reading *r = *state;
	char *path = help_path(r->dir, "n");

	put_file(r, "b", "fine\nnot \xe9 fine\n");
	open_source(r, "b", true);
	assert_int_equal(read_some(r), RC_END);
	assert_refused(r, "b:2: column 5 (byte offset 9): not UTF-8");
	help_write_file(path, "fine\nab\0c", 9);
	open_source(r, "n", true);
	assert_int_equal(read_some(r), RC_END);
	assert_refused(r, "n:0: binary");
	put_file(r, "e", "Title: only header lines\n\n");
	open_source(r, "e", true);
	assert_int_equal(read_some(r), RC_END);
	assert_refused(r, "e:0: the text is empty");
	assert_string_equal(buf_cstr(&r->texts), "");
	free(path);
}

static void
a_nul_beyond_what_was_looked_at_is_refused_too(void **state)
{
	struct reading *r = *state;
	char *path = help_path(r->dir, "n"), *big = mem_zalloc(9000);

	memset(big, 'x', 9000);
	big[8000] = '\0';
	help_write_file(path, big, 9000);
	open_source(r, "n", true);
	assert_int_equal(read_some(r), RC_END);
	assert_refused(r, "n:1: column 8001 (byte offset 8000): a NUL");
	free(big);
	free(path);
}

static void
fifty_megabytes_are_refused_without_being_read(void **state)
{
	struct reading *r = *state;
	char *path = help_path(r->dir, "big");

	put_file(r, "big", "text");
	assert_int_equal(truncate(path, 4), 0);
	for (int i = 0; i < 2; i++) {
		char *mb = mem_zalloc((5 << 20) + 1);

		memset(mb, 'x', 5 << 20);
		add_to_file(r, "big", mb);
		free(mb);
	}
	open_source(r, "big", true);
	assert_int_equal(read_some(r), RC_END);
	assert_refused(r, "big:0: a text of more than 8 MB");
	free(path);
}

static void
a_text_that_is_being_written_is_not_read_half(void **state)
{
	struct reading *r = *state;
	char *path = help_path(r->dir, "w");
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	assert_int_equal(write(fd, "half", 4), 4);
	open_source(r, "w", true);
	assert_int_equal(read_some_at(r, 1000), RC_AGAIN);
	assert_true(source_wake(r->s) < INT64_MAX);
	assert_int_equal(write(fd, " whole", 6), 6);
	close(fd);
	read_until(r, "half whole|");
	free(path);
}

static void
a_writer_that_never_ends_is_not_waited_for_without_end(void **state)
{
	struct reading *r = *state;
	char *path = help_path(r->dir, "w");
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	assert_int_equal(write(fd, "half", 4), 4);
	open_source(r, "w", true);
	assert_int_equal(read_some_at(r, 1000), RC_AGAIN);
	assert_int_equal(read_some_at(r, 1000 + SOURCE_WRITE_MS), RC_END);
	assert_refused(r, "w:0: still being written");
	close(fd);
	free(path);
}

static void
other_formats_are_refused_with_a_remedy(void **state)
{
	struct reading *r = *state;

	put_file(r, "a.txt", "<!DOCTYPE html><p>x");
	open_source(r, "a.txt", true);
	assert_int_equal(read_some(r), RC_END);
	assert_refused(r, "a.txt:0: a page without an article");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(text_is_kept_code_point_for_code_point),
		TEST(a_text_is_read_once_and_again_when_it_changed),
		TEST(bad_bytes_are_refused_with_their_place),
		TEST(a_nul_beyond_what_was_looked_at_is_refused_too),
		TEST(fifty_megabytes_are_refused_without_being_read),
		TEST(a_text_that_is_being_written_is_not_read_half),
		TEST(a_writer_that_never_ends_is_not_waited_for_without_end),
		TEST(other_formats_are_refused_with_a_remedy),
	};

	return cmocka_run_group_tests_name(
	    "producer/source_text", tests, NULL, NULL);
}
