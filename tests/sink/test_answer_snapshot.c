/* Tests for sink/web/answer_snapshot.c. */
#include "answering.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define LINES_MAX 64

/* The lines of a snapshot. */
struct lines {
	struct buf all;
	struct json_object *at[LINES_MAX]; /* read */
	size_t n;
};

static void
read_lines(struct lines *l, int fd)
{
	struct buf why = { 0 };
	ssize_t got;
	char *p;

	*l = (struct lines) { 0 };
	while ((got = read(fd, buf_room(&l->all, 65536), 65536)) > 0)
		l->all.n += (size_t)got;
	assert_int_equal(got, 0);
	assert_true(l->all.n > 0 && l->all.p[l->all.n - 1] == '\n');
	for (p = strtok((char *)buf_cstr(&l->all), "\n"); p != NULL;
	     p = strtok(NULL, "\n")) {
		assert_true(l->n < LINES_MAX);
		if (jsonin_parse(span_of(p), 16, &l->at[l->n++], &why) != RC_OK)
			fail_msg("%s: %s", buf_cstr(&why), p);
	}
	buf_free(&why);
}

static void
free_lines(struct lines *l)
{
	for (size_t i = 0; i < l->n; i++)
		json_object_put(l->at[i]);
	buf_free(&l->all);
}

static const char *
text(const struct lines *l, size_t i, const char *key)
{
	return json_object_get_string(jsonin_member(l->at[i], key));
}

static void
is_whole(struct answering *f, struct query_filter filter, const char *ids)
{
	struct lines l;
	struct buf got = { 0 };
	struct buf id = { 0 };

	assert_int_equal(
	    answering_ask(f, answer_snapshot, A(.filter = filter)), 200);
	assert_string_equal(f->r.type, REPLY_LINES);
	read_lines(&l, f->r.fd);
	assert_true(l.n >= 2);
	for (size_t i = 1; i + 1 < l.n; i++)
		buf_printf(&got, "%s ", text(&l, i, "id"));
	assert_string_equal(buf_cstr(&got), ids);
	buf_printf(&id, "%s-12", query_generation(f->d.q));
	assert_string_equal(text(&l, 0, "id"), buf_cstr(&id));
	assert_string_equal(text(&l, 0, "contract"), "1");
	assert_string_equal(text(&l, 0, "seq"), "12");
	assert_string_equal(text(&l, l.n - 1, "end"), "true");
	assert_string_equal(text(&l, l.n - 1, "id"), buf_cstr(&id));
	assert_int_equal(atoi(text(&l, l.n - 1, "lines")), l.n);
	assert_int_equal(
	    atoi(text(&l, 0, "claims")) + atoi(text(&l, 0, "relations")),
	    l.n - 2);
	free_lines(&l);
	buf_free(&got);
	buf_free(&id);
}

static void
relate(struct answering *f, int id, int a, int b)
{
	struct buf sql = { 0 };

	buf_printf(&sql,
	    "INSERT INTO relations(id, type, a, b, why, score, mention_a, "
	    "mention_b) VALUES(%d, 'disputed', %d, %d, 'so', 1, 1, "
	    "2)",
	    id, a, b);
	assert_int_equal(
	    sqlite3_exec(store_db(f->s), buf_cstr(&sql), NULL, NULL, NULL),
	    SQLITE_OK);
	buf_free(&sql);
}

static void
a_snapshot_holds_all_claims_and_relations(void **state)
{
	struct answering *f = *state;

	is_whole(f, (struct query_filter) { 0 }, "c1 c2 c3 c4 c5 ");
	relate(f, 1, 2, 4);
	relate(f, 2, 1, 3);
	is_whole(f, (struct query_filter) { 0 }, "c1 c2 c3 c4 c5 r1 r2 ");
}

static void
a_filter_leaves_relations_with_both_ends(void **state)
{
	struct answering *f = *state;

	relate(f, 1, 2, 4);
	relate(f, 2, 1, 3);
	relate(f, 3, 1, 2);
	is_whole(
	    f, (struct query_filter) { .speaker = S("brook") }, "c1 c3 r2 ");
	is_whole(f, (struct query_filter) { .status = S("withdrawn") }, "c4 ");
	is_whole(f, (struct query_filter) { .speaker = S("nobody") }, "");
}

static void
a_bare_one_holds_claims_alone(void **state)
{
	struct answering *f = *state;
	struct query_filter all = { 0 };
	struct lines l;
	int64_t seq;
	int fd;

	relate(f, 1, 2, 4);
	assert_int_equal(
	    answer_write_snapshot(&f->d, &all, true, &fd, &seq), RC_OK);
	assert_int_equal(seq, 12);
	read_lines(&l, fd);
	assert_int_equal(l.n, 5);
	assert_string_equal(text(&l, 0, "id"), "c1");
	assert_string_equal(text(&l, 4, "id"), "c5");
	free_lines(&l);
	close(fd);
}

static void
its_file_has_no_name(void **state)
{
	struct answering *f = *state;
	struct query_filter all = { 0 };
	struct stat st;
	int64_t seq;
	int fd;

	assert_int_equal(
	    answer_write_snapshot(&f->d, &all, true, &fd, &seq), RC_OK);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_nlink, 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	close(fd);
}

static void
words_that_are_none_are_refused(void **state)
{
	struct answering *f = *state;

	assert_int_equal(
	    answering_ask(f, answer_snapshot, A(.filter.text = S("..."))), 400);
	assert_int_equal(f->r.fd, -1);
}

/* A file that cannot grow is a disk that is full. */
static void
without_room_it_is_said_and_nothing_is_left(void **state)
{
	struct answering *f = *state;
	struct rlimit old, small;
	struct buf long_text = { 0 };
	unsigned status;

	buf_puts(&long_text, "Odd Moss: ");
	while (long_text.n < 300000)
		buf_puts(&long_text, "well, ");
	answering_put(f, "Upper Echo", "l", NULL, buf_cstr(&long_text));
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	small = old;
	small.rlim_cur = 200000;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	status = answering_ask(f, answer_snapshot, A());
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_int_equal(status, 503);
	assert_non_null(strstr(answering_at(f, "detail"), "no room"));
	assert_true(f->r.retry_s > 0);
	assert_int_equal(f->r.fd, -1);
	buf_free(&long_text);
}

static void
without_a_folder_it_fails(void **state)
{
	struct answering *f = *state;

	f->d.folder = "/nonexistent";
	assert_int_equal(answering_ask(f, answer_snapshot, A()), 500);
}

int
main(void)
{
#define T(name)                          \
	cmocka_unit_test_setup_teardown( \
	    name, answering_setup, answering_teardown)
	const struct CMUnitTest tests[] = {
		T(a_snapshot_holds_all_claims_and_relations),
		T(a_filter_leaves_relations_with_both_ends),
		T(a_bare_one_holds_claims_alone),
		T(its_file_has_no_name),
		T(words_that_are_none_are_refused),
		T(without_room_it_is_said_and_nothing_is_left),
		T(without_a_folder_it_fails),
	};

	return cmocka_run_group_tests_name(
	    "sink/web/answer_snapshot", tests, NULL, NULL);
}
