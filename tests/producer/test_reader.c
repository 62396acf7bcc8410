/* Tests for producer/reader.c and group.c: sources into a real spool. */
#include "tests/producer/spooled.h"

#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

#include "producer/group.h"
#include "producer/reader.h"

/* n records in a file of the test's folder; caller frees its path. */
static char *
records(struct fixture *f, const char *name, int n, size_t size)
{
	char *path = help_path(f->dir, name), *text = mem_zalloc(size + 1);
	FILE *out = fopen(path, "wb");

	memset(text, 'x', size);
	for (int i = 0; i < n; i++)
		fprintf(
		    out, "{\"id\":\"%s-%d\",\"text\":\"%s\"}\n", name, i, text);
	fclose(out);
	free(text);
	return path;
}

static struct reader *
open_reader(struct fixture *f, char **path, size_t n, uint64_t max)
{
	const struct reader_opts o = {
		.spool = f->s, .max = max, .once = true
	};
	struct reader *r = NULL;
	struct buf why = { 0 };

	assert_int_equal(reader_open(&o, path, n, &r, &why), RC_OK);
	buf_free(&why);
	return r;
}

/* Run until it is done; how many rounds it took. */
static int
run_all(struct reader *r, struct spool *s)
{
	int rounds = 0;

	while (!reader_done(r)) {
		(void)reader_run(r, rounds, 1, counts(s).pending);
		assert_true(++rounds < 10000);
	}
	return rounds;
}

static void
everything_is_accepted_in_groups_from_all_sources(void **state)
{
	struct fixture *f = *state;
	char *path[2] = { records(f, "a", 200, 10), records(f, "b", 100, 10) };
	struct reader *r = open_reader(f, path, 2, 1000);
	struct buf b = { 0 };
	struct json j = json_on(&b);

	assert_true(run_all(r, f->s) < 10);
	assert_int_equal(counts(f->s).accepted, 300);
	assert_int_equal(reader_refused(r), 0);
	check(f->s);
	reader_status(r, &j);
	assert_non_null(strstr(buf_cstr(&b), "\"read\":200"));
	assert_non_null(strstr(buf_cstr(&b), "\"state\":\"done\""));
	reader_close(r);
	r = open_reader(f, path, 2, 1000);
	(void)run_all(r, f->s);
	assert_int_equal(counts(f->s).accepted, 300);
	reader_close(r);
	buf_free(&b);
	free(path[0]);
	free(path[1]);
}

static void
no_more_than_the_limit_is_ever_pending(void **state)
{
	struct fixture *f = *state;
	char *path[1] = { records(f, "a", 100, 10) };
	struct reader *r = open_reader(f, path, 1, 30);

	for (int i = 0; i < 10; i++)
		(void)reader_run(r, i, 1, counts(f->s).pending);
	assert_int_equal(counts(f->s).pending, 30);
	assert_true(reader_paused(r));
	assert_false(reader_done(r));
	assert_int_equal(reader_items(r, NULL, 0), 0);
	for (int i = 0; i < 5; i++)
		assert_int_equal(
		    apply(f->s, DISPATCH_RETIRE, last_pending(f->s)), RC_OK);
	(void)reader_run(r, 100, 1, counts(f->s).pending);
	assert_int_equal(counts(f->s).pending, 30);
	assert_int_equal(counts(f->s).accepted, 35);
	reader_close(r);
	free(path[0]);
}

static void
a_full_disk_pauses_and_loses_nothing(void **state)
{
	struct fixture *f = *state;
	char *path[1] = { records(f, "a", 40, 100000) };
	struct reader *r = open_reader(f, path, 1, 1000);
	struct rlimit old, small;
	int64_t now = 0;

	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = 2 << 20;
	setrlimit(RLIMIT_FSIZE, &small);
	for (int i = 0; i < 5; i++, now += READER_RETRY_MS)
		assert_false(reader_run(r, now, 1, counts(f->s).pending));
	setrlimit(RLIMIT_FSIZE, &old);
	assert_true(reader_paused(r));
	assert_int_equal(counts(f->s).accepted, 0);
	assert_true(reader_wake(r) <= now);
	while (!reader_done(r)) {
		(void)reader_run(r, now, 1, counts(f->s).pending);
		now += READER_RETRY_MS;
	}
	assert_int_equal(counts(f->s).accepted, 40);
	assert_false(reader_paused(r));
	check(f->s);
	reader_close(r);
	free(path[0]);
}

static void
a_stopped_reader_accepts_nothing_and_is_done(void **state)
{
	struct fixture *f = *state;
	char *path[1] = { records(f, "a", 2 * GROUP_MAX, 10) };
	struct reader *r = open_reader(f, path, 1, 10000);

	(void)reader_run(r, 0, 1, 0);
	assert_int_equal(counts(f->s).accepted, GROUP_MAX);
	reader_stop(r);
	assert_true(reader_done(r));
	assert_false(reader_run(r, 1, 1, 0));
	assert_int_equal(counts(f->s).accepted, GROUP_MAX);
	assert_true(reader_wake(r) == INT64_MAX);
	reader_close(r);
	r = open_reader(f, path, 1, 10000);
	(void)run_all(r, f->s);
	assert_int_equal(counts(f->s).accepted, 2 * GROUP_MAX);
	reader_close(r);
	free(path[0]);
}

static void
what_is_refused_is_counted_and_the_rest_accepted(void **state)
{
	struct fixture *f = *state;
	char *path[1] = { help_path(f->dir, "bad") };
	struct reader *r;

	help_write_file(path[0], "{\"text\":\"a\"}\n{\"broken\n{}\n", 25);
	r = open_reader(f, path, 1, 1000);
	(void)run_all(r, f->s);
	assert_int_equal(reader_refused(r), 2);
	assert_int_equal(counts(f->s).accepted, 1);
	reader_close(r);
	r = open_reader(f, path, 1, 1000);
	(void)run_all(r, f->s);
	assert_int_equal(reader_refused(r), 0); /* they were passed for good */
	reader_close(r);
	free(path[0]);
}

static void
a_source_that_is_not_there_opens_nothing(void **state)
{
	struct fixture *f = *state;
	char *path[2] = { records(f, "a", 1, 10), help_path(f->dir, "none") };
	const struct reader_opts o = { .spool = f->s, .max = 10 };
	struct reader *r = NULL;
	struct buf why = { 0 };

	assert_int_equal(reader_open(&o, path, 2, &r, &why), RC_NOENT);
	assert_null(r);
	assert_non_null(strstr(buf_cstr(&why), path[1]));
	buf_free(&why);
	free(path[0]);
	free(path[1]);
}

static void
more_streams_than_can_be_waited_for_are_refused(void **state)
{
	struct fixture *f = *state;
	const struct reader_opts o = { .spool = f->s, .max = 10 };
	char stream[] = "/dev/null", *path[READER_FDS_MAX + 1];
	struct reader *r = NULL;
	struct buf why = { 0 };

	for (size_t i = 0; i < READER_FDS_MAX + 1; i++)
		path[i] = stream;
	assert_int_equal(
	    reader_open(&o, path, READER_FDS_MAX, &r, &why), RC_OK);
	reader_close(r);
	assert_int_equal(
	    reader_open(&o, path, READER_FDS_MAX + 1, &r, &why), RC_REFUSED);
	assert_non_null(strstr(buf_cstr(&why), "a folder that holds them"));
	buf_free(&why);
}

static void
a_group_holds_what_it_was_given_until_it_is_accepted(void **state)
{
	struct fixture *f = *state;
	struct group *g = group_new();
	struct source_item it = { .has_article = true,
		.article = { .id = SPAN("g-1"), .text = SPAN("words") },
		.key = "file:/g",
		.cursor = SPAN("9") };
	struct seen seen = { 0 };

	for (int i = 0; i < GROUP_MAX; i++) {
		assert_false(group_full(g));
		group_add(g, &it);
	}
	assert_true(group_full(g));
	assert_int_equal(group_accept(g, f->s, 77), RC_OK);
	assert_int_equal(group_items(g), 0);
	assert_cursor(f->s, "file:/g", "9");
	assert_int_equal(spool_find(f->s, span_of("g-1"), see, &seen), RC_OK);
	assert_int_equal(seen.n, GROUP_MAX);
	assert_int_equal(seen.last.accepted_ms, 77);
	group_free(g);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(everything_is_accepted_in_groups_from_all_sources),
		TEST(no_more_than_the_limit_is_ever_pending),
		TEST(a_full_disk_pauses_and_loses_nothing),
		TEST(a_stopped_reader_accepts_nothing_and_is_done),
		TEST(what_is_refused_is_counted_and_the_rest_accepted),
		TEST(a_source_that_is_not_there_opens_nothing),
		TEST(more_streams_than_can_be_waited_for_are_refused),
		TEST(a_group_holds_what_it_was_given_until_it_is_accepted),
	};

	return cmocka_run_group_tests_name(
	    "producer/reader", tests, NULL, NULL);
}
