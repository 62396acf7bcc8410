/* Tests for producer/source_jsonl.c and source_file.c, through source.h: JSON
 * Lines that grow, are replaced, cut, broken. */
#include "tests/producer/reading.h"

#define A "{\"id\":\"1\",\"text\":\"a\"}\n"
#define B "{\"id\":\"2\",\"text\":\"b\"}\n"
#define C "{\"id\":\"3\",\"text\":\"c\"}\n"

static void
records_are_read_and_the_cursor_resumes_after_them(void **state)
{
	struct reading *r = *state;

	put_file(r, "x.txt", A "\n" B);
	open_source(r, "x.txt", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "a|b|");
	open_source(r, "x.txt", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "");
	add_to_file(r, "x.txt", C);
	open_source(r, "x.txt", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "c|");
}

static void
what_was_not_accepted_is_read_again(void **state)
{
	struct reading *r = *state;
	struct source_item it;

	put_file(r, "x", A B);
	open_source(r, "x", true);
	assert_int_equal(source_next(r->s, 0, &it), RC_OK);
	keep_cursor(r, &it);
	assert_int_equal(source_next(r->s, 0, &it), RC_OK); /* not kept */
	open_source(r, "x", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "b|");
}

static void
a_replaced_or_truncated_file_starts_over(void **state)
{
	struct reading *r = *state;
	char *from, *to;

	put_file(r, "x", A B);
	open_source(r, "x", true);
	(void)read_some(r);
	put_file(r, "x", A); /* truncated in place */
	open_source(r, "x", true);
	(void)read_some(r);
	assert_string_equal(buf_cstr(&r->texts), "a|");
	put_file(r, "y", A C);
	from = help_path(r->dir, "y");
	to = help_path(r->dir, "x");
	assert_int_equal(rename(from, to), 0);
	open_source(r, "x", true);
	(void)read_some(r);
	assert_string_equal(buf_cstr(&r->texts), "a|c|");
	put_file(r, "x", C A); /* same size, same file, other content */
	open_source(r, "x", true);
	(void)read_some(r);
	assert_string_equal(buf_cstr(&r->texts), "c|a|");
	free(from);
	free(to);
}

static void
a_running_reader_follows_growth_and_replacement(void **state)
{
	struct reading *r = *state;
	char *from = help_path(r->dir, "y"), *to = help_path(r->dir, "x");

	put_file(r, "x", A);
	open_source(r, "x", false);
	assert_int_equal(read_some(r), RC_AGAIN);
	assert_true(source_wake(r->s) < INT64_MAX);
	add_to_file(r, "x", B "{\"text\":");
	assert_int_equal(read_some(r), RC_AGAIN);
	assert_string_equal(buf_cstr(&r->texts), "a|b|");
	add_to_file(r, "x", "\"half\"}\n");
	assert_int_equal(read_some(r), RC_AGAIN);
	assert_string_equal(buf_cstr(&r->texts), "a|b|half|");
	put_file(r, "y", C);
	assert_int_equal(rename(from, to), 0);
	read_until(r, "a|b|half|c|");
	put_file(r, "x", "");
	(void)read_some(r);
	put_file(r, "x", B);
	read_until(r, "a|b|half|c|b|");
	free(from);
	free(to);
}

static void
a_last_line_without_its_end_is_read_only_once(void **state)
{
	struct reading *r = *state;

	put_file(r, "x", A "{\"text\":\"last\"}");
	open_source(r, "x", false);
	assert_int_equal(read_some(r), RC_AGAIN);
	assert_string_equal(buf_cstr(&r->texts), "a|");
	open_source(r, "x", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "last|");
}

static void
a_broken_line_is_refused_with_its_place_and_the_rest_goes_on(void **state)
{
	struct reading *r = *state;

	put_file(r, "x",
	    A "{\"text\": broken}\n"
	      "{\"id\":\"no text\"}\n"
	      "{\"text\":\"\\ud800 lone\"}\n"
	      "{\"text\":\"\xff\"}\n"
	      "{\"text\":\"a\\u0000b\"}\n"
	      "[1]\n" B);
	open_source(r, "x", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "a|b|");
	for (int line = 2; line <= 7; line++) {
		char place[16];

		snprintf(place, sizeof(place), "x:%d: ", line);
		assert_refused(r, place);
	}
	open_source(r, "x", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->refusals), "");
}

static void
a_byte_order_mark_is_no_part_of_the_first_record(void **state)
{
	struct reading *r = *state;

	put_file(r, "x", "\xef\xbb\xbf" A B);
	open_source(r, "x", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "a|b|");
	assert_string_equal(buf_cstr(&r->refusals), "");
}

static void
a_line_of_fifty_megabytes_is_refused_and_the_next_is_read(void **state)
{
	struct reading *r = *state;
	char *path = help_path(r->dir, "x"), *mb = mem_zalloc((1 << 20) + 1);
	FILE *f = fopen(path, "wb");

	memset(mb, 'x', 1 << 20);
	fputs("{\"text\":\"", f);
	for (int i = 0; i < 50; i++)
		fputs(mb, f);
	fputs("\"}\n" B, f);
	fclose(f);
	open_source(r, "x", true);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "b|");
	assert_refused(r, "x:1: ");
	free(mb);
	free(path);
}

static void
an_empty_file_is_refused_once_and_waited_for_otherwise(void **state)
{
	struct reading *r = *state;

	put_file(r, "x", "");
	open_source(r, "x", true);
	assert_int_equal(read_some(r), RC_END);
	assert_refused(r, "x:0: empty");
	open_source(r, "x", false);
	assert_int_equal(read_some(r), RC_AGAIN);
	put_file(r, "x", A);
	read_until(r, "a|");
}

static void
what_is_not_there_cannot_be_opened(void **state)
{
	const struct source_opts o = { .refuse = keep_refusal, .arg = *state };
	struct source *s = NULL;
	struct buf why = { 0 };

	assert_int_equal(source_open("/no/such", &o, &s, &why), RC_NOENT);
	assert_null(s);
	assert_non_null(strstr(buf_cstr(&why), "/no/such"));
	buf_free(&why);
}

static void
a_stream_is_read_as_it_comes_and_its_last_line_at_its_end(void **state)
{
	struct reading *r = *state;
	struct source_opts o = { .refuse = keep_refusal, .arg = r };
	struct buf why = { 0 };
	int p[2];
	char name[32];

	assert_int_equal(pipe(p), 0);
	snprintf(name, sizeof(name), "/dev/fd/%d", p[0]);
	assert_int_equal(source_open(name, &o, &r->s, &why), RC_OK);
	close(p[0]);
	assert_int_equal(read_some(r), RC_AGAIN);
	assert_true(source_fd(r->s) >= 0);
	assert_int_equal(write(p[1], A "{\"text\":\"z\"}", 34), 34);
	assert_int_equal(read_some(r), RC_AGAIN);
	assert_string_equal(buf_cstr(&r->texts), "a|");
	close(p[1]);
	assert_int_equal(read_some(r), RC_END);
	assert_string_equal(buf_cstr(&r->texts), "a|z|");
	buf_free(&why);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(records_are_read_and_the_cursor_resumes_after_them),
		TEST(what_was_not_accepted_is_read_again),
		TEST(a_replaced_or_truncated_file_starts_over),
		TEST(a_running_reader_follows_growth_and_replacement),
		TEST(a_last_line_without_its_end_is_read_only_once),
		TEST(
		    a_broken_line_is_refused_with_its_place_and_the_rest_goes_on),
		TEST(a_byte_order_mark_is_no_part_of_the_first_record),
		TEST(a_line_of_fifty_megabytes_is_refused_and_the_next_is_read),
		TEST(an_empty_file_is_refused_once_and_waited_for_otherwise),
		TEST(what_is_not_there_cannot_be_opened),
		TEST(a_stream_is_read_as_it_comes_and_its_last_line_at_its_end),
	};

	return cmocka_run_group_tests_name(
	    "producer/source_jsonl", tests, NULL, NULL);
}
