/* Tests for producer/source_dir.c, through source.h: what is there, then what
 * comes. */
#include "tests/producer/reading.h"

#include <fcntl.h>
#include <sys/stat.h>

#define A "{\"id\":\"1\",\"text\":\"a\"}\n"
#define B "{\"id\":\"2\",\"text\":\"b\"}\n"

static void
make_folder(struct reading *r, const char *name)
{
	char *path = help_path(r->dir, name);

	assert_int_equal(mkdir(path, 0700), 0);
	free(path);
}

static void
move_file(struct reading *r, const char *from, const char *to)
{
	char *a = help_path(r->dir, from), *b = help_path(r->dir, to);

	assert_int_equal(rename(a, b), 0);
	free(a);
	free(b);
}

static void
remove_file(struct reading *r, const char *name)
{
	char *path = help_path(r->dir, name);

	assert_int_equal(unlink(path), 0);
	free(path);
}

static void
what_is_there_is_read_in_the_order_of_names(void **state)
{
	struct reading *r = *state;

	make_folder(r, "m");
	put_file(r, "z", "last");
	put_file(r, "m/2", "second");
	put_file(r, "m/1.jsonl", A B);
	put_file(r, "b", "first");
	open_source(r, "", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "first|a|b|second|last|");
	open_source(r, "", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "");
}

static void
changed_files_are_read_again_and_lines_added_are_read_alone(void **state)
{
	struct reading *r = *state;

	put_file(r, "t", "old");
	put_file(r, "j", A);
	open_source(r, "", true);
	(void)read_some(r);
	put_file(r, "t", "newer");
	add_to_file(r, "j", B);
	open_source(r, "", true);
	(void)read_some(r);
	assert_string_equal(buf_cstr(&r->texts), "b|newer|");
}

static void
files_written_or_moved_there_are_read_while_running(void **state)
{
	struct reading *r = *state;

	put_file(r, "a", "there");
	open_source(r, "", false);
	assert_int_equal(read_some(r), RC_AGAIN);
	assert_true(source_fd(r->s) >= 0);
	put_file(r, "b", "new");
	read_until(r, "there|new|");
	put_file(r, ".hidden", "moved");
	move_file(r, ".hidden", "c");
	read_until(r, "there|new|moved|");
	make_folder(r, "sub");
	put_file(r, "sub/d", "below");
	read_until(r, "there|new|moved|below|");
	add_to_file(r, "sub/d", "!");
	read_until(r, "there|new|moved|below|below!|");
	put_file(r, "j", A);
	add_to_file(r, "j", B);
	read_until(r, "there|new|moved|below|below!|a|b|");
	assert_string_equal(buf_cstr(&r->refusals), "");
}

static void
a_file_still_open_for_writing_waits_until_it_is_closed(void **state)
{
	struct reading *r = *state;
	char *path = help_path(r->dir, "w");
	int fd = open(path, O_WRONLY | O_CREAT, 0600);

	assert_int_equal(write(fd, "half", 4), 4);
	put_file(r, "x", "whole");
	open_source(r, "", false);
	assert_int_equal(read_some(r), RC_AGAIN);
	assert_string_equal(buf_cstr(&r->texts), "whole|");
	assert_true(source_wake(r->s) < INT64_MAX);
	assert_int_equal(write(fd, " done", 5), 5);
	close(fd);
	read_until(r, "whole|half done|");
	assert_int_equal(read_some_at(r, clock_mono_ms() + 60000), RC_AGAIN);
	assert_string_equal(buf_cstr(&r->texts), "whole|half done|");
	free(path);
}

static void
temporary_files_are_left_alone(void **state)
{
	static const char *const names[] = { ".a.swp", "a~", "#a#", "a.tmp",
		"a.part", "4913", ".goutputstream-X" };
	struct reading *r = *state;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		put_file(r, names[i], "no");
	open_source(r, "", false);
	assert_int_equal(read_some(r), RC_AGAIN);
	put_file(r, "b~", "no");
	put_file(r, "a", "yes");
	read_until(r, "yes|");
}

static void
a_bad_file_is_refused_once_and_the_rest_goes_on(void **state)
{
	struct reading *r = *state;

	put_file(r, "a", "\xff not text");
	put_file(r, "b", "%PDF-1.4");
	put_file(r, "c", "fine");
	open_source(r, "", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "fine|");
	assert_refused(r, "a:1: column 1");
	assert_refused(r, "b:0: a PDF");
	open_source(r, "", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->refusals), "");
}

static void
the_cursor_of_a_file_that_is_gone_is_forgotten(void **state)
{
	struct reading *r = *state;
	int64_t end = clock_mono_ms() + 5000;

	put_file(r, "a", "text");
	open_source(r, "", false);
	assert_int_equal(read_some(r), RC_AGAIN);
	assert_int_equal(r->n, 1);
	assert_true(r->cursor[0].value.n > 0);
	remove_file(r, "a");
	while (r->cursor[0].value.n > 0 && clock_mono_ms() < end)
		(void)read_some(r);
	assert_int_equal(r->cursor[0].value.n, 0);
	assert_int_equal(r->n, 1);
}

static void
an_empty_folder_ends_once_and_waits_otherwise(void **state)
{
	struct reading *r = *state;

	open_source(r, "", true);
	assert_int_equal(read_some(r), RC_END);
	open_source(r, "", false);
	assert_int_equal(read_some(r), RC_AGAIN);
	assert_string_equal(buf_cstr(&r->refusals), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_is_there_is_read_in_the_order_of_names),
		TEST(
		    changed_files_are_read_again_and_lines_added_are_read_alone),
		TEST(files_written_or_moved_there_are_read_while_running),
		TEST(a_file_still_open_for_writing_waits_until_it_is_closed),
		TEST(temporary_files_are_left_alone),
		TEST(a_bad_file_is_refused_once_and_the_rest_goes_on),
		TEST(the_cursor_of_a_file_that_is_gone_is_forgotten),
		TEST(an_empty_folder_ends_once_and_waits_otherwise),
	};

	return cmocka_run_group_tests_name(
	    "producer/source_dir", tests, NULL, NULL);
}
