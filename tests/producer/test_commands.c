/* Tests for producer/readcmd.c, dead.c, lookup.c and offline.c: what the
 * commands print, and their exit codes. */
#include "tests/producer/spooled.h"

#include <fcntl.h>
#include <unistd.h>

#include "producer/dead.h"
#include "producer/lookup.h"
#include "producer/readcmd.h"
#include "proto/conf.h"
#include "proto/article.h"

/* What goes to standard output from here on goes to a file; and back. */
struct capture {
	int saved;
	FILE *file;
};

static struct capture
capture_begin(void)
{
	struct capture c;

	fflush(stdout);
	c.saved = dup(STDOUT_FILENO);
	c.file = tmpfile();
	dup2(fileno(c.file), STDOUT_FILENO);
	return c;
}

static char *
capture_end(struct capture c)
{
	char *text = mem_zalloc(65536);
	ssize_t n;

	fflush(stdout);
	n = pread(fileno(c.file), text, 65535, 0);
	assert_true(n >= 0);
	dup2(c.saved, STDOUT_FILENO);
	close(c.saved);
	fclose(c.file);
	return text;
}

static struct conf *
conf_for(struct fixture *f)
{
	struct buf pair = { 0 }, why = { 0 };
	struct conf *c = NULL;

	buf_printf(&pair, "data=%s", f->dir);
	assert_int_equal(conf_load("/dev/null", &c, &why), RC_OK);
	assert_int_equal(conf_option(c, buf_cstr(&pair), &why), RC_OK);
	buf_free(&pair);
	buf_free(&why);
	return c;
}

static void
assert_has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("\"%s\" lacks: %s", text, part);
}

static void
put_text(const char *path, const char *text)
{
	help_write_file(path, text, strlen(text));
}

static void
read_prints_records_and_says_what_was_refused(void **state)
{
	struct conf *conf = conf_builtin();
	struct fixture *f = *state;
	char *a = help_path(f->dir, "a"), *b = help_path(f->dir, "b");
	char *out;
	struct capture c;
	int code;

	put_text(a, "Outlet: O\n\nSome \xf0\x9f\x98\x80 text\r\n");
	put_text(b, "{\"id\":\"1\",\"text\":\"t\",\"x\":1}\nno\n");
	c = capture_begin();
	code = readcmd_run(conf, (char *[]) { a, b }, 2);
	out = capture_end(c);
	assert_int_equal(code, EXIT_REFUSED);
	assert_string_equal(out,
	    "{\"outlet\":\"O\",\"text\":\"Some \xf0\x9f\x98\x80 text\\r\\n\"}\n"
	    "{\"id\":\"1\",\"text\":\"t\"}\n");
	free(out);

	c = capture_begin();
	code = readcmd_run(conf, (char *[]) { "/no/such", a }, 2);
	out = capture_end(c);
	assert_int_equal(code, EXIT_OPEN);
	assert_has(out, "\"outlet\":\"O\"");
	free(out);
	free(a);
	free(b);
	conf_free(conf);
}

/* A dead letter of the article called name; its job. */
static uint64_t
bury(struct spool *s, const char *name)
{
	const struct article a = { .id = span_of(name), .text = SPAN("words") };
	struct buf blob = { 0 };
	struct spool_item it = item(name, NULL, 0);
	const struct span none = { NULL, 0 };
	uint64_t job;

	article_encode(&a, &blob);
	it.blob = buf_span(&blob);
	assert_int_equal(spool_accept(s, &it, 1, 1000, NULL, none), RC_OK);
	job = last_pending(s);
	assert_int_equal(apply(s, DISPATCH_BURY, job), RC_OK);
	buf_free(&blob);
	return job;
}

static char *
run_dead(struct conf *c, int want, char **arg, int n)
{
	struct capture cap = capture_begin();
	int code = dead_run(c, arg, n, true);
	char *out = capture_end(cap);

	assert_int_equal(code, want);
	return out;
}

static void
dead_letters_are_listed_shown_retried_and_dropped(void **state)
{
	struct fixture *f = *state;
	struct conf *c = conf_for(f);
	char one[24], *out;

	snprintf(one, sizeof(one), "%u", (unsigned)bury(f->s, "one"));
	bury(f->s, "two");
	out = run_dead(c, EXIT_DONE, (char *[]) { "list" }, 1);
	assert_has(out, "\"article\":\"one\"");
	assert_has(out, "\"cause\":\"signal 11\"");
	assert_has(out, "\"article\":\"two\"");
	free(out);
	out = run_dead(c, EXIT_DONE, (char *[]) { "show", one }, 2);
	assert_has(out, "{\"id\":\"one\",\"text\":\"words\"}");
	assert_null(strstr(out, "\"article\":\"two\""));
	free(out);
	free(run_dead(c, EXIT_USAGE, (char *[]) { "show", "99" }, 2));
	free(run_dead(c, EXIT_USAGE, (char *[]) { "retry", "1x" }, 2));
	free(run_dead(c, EXIT_USAGE, (char *[]) { "burn", one }, 2));
	free(run_dead(c, EXIT_USAGE, (char *[]) { "retry" }, 1));
	free(run_dead(c, EXIT_DONE, (char *[]) { "retry", one }, 2));
	assert_int_equal(counts(f->s).pending, 1);
	free(run_dead(c, EXIT_DONE, (char *[]) { "drop", "all" }, 2));
	assert_int_equal(counts(f->s).dropped, 1);
	out = run_dead(c, EXIT_DONE, NULL, 0);
	assert_string_equal(out, "");
	free(out);
	check(f->s);
	conf_free(c);
}

static void
accounts_and_jobs_are_read_from_disk(void **state)
{
	struct fixture *f = *state;
	struct conf *c = conf_for(f);
	struct capture cap;
	char *out;

	bury(f->s, "one");
	assert_int_equal(accept_one(f->s, "one", NULL, NULL), RC_OK);
	cap = capture_begin();
	assert_int_equal(lookup_accounts(c, true, true), EXIT_DONE);
	out = capture_end(cap);
	assert_string_equal(out,
	    "{\"accepted\":2,\"committed\":0,\"dead\":1,\"pending\":1,"
	    "\"duplicates\":0,\"dropped\":0,\"differs\":null}\n");
	free(out);
	cap = capture_begin();
	assert_int_equal(lookup_find(c, "one", true), EXIT_DONE);
	out = capture_end(cap);
	assert_has(out, "\"state\":\"dead\"");
	assert_has(out, "\"state\":\"pending\"");
	free(out);
	conf_free(c);
}

static void
without_a_spool_all_accounts_are_nought(void **state)
{
	struct fixture *f = *state;
	struct conf *c;
	struct capture cap;
	char *out;

	spool_close(f->s);
	f->s = NULL;
	unlink(f->path);
	c = conf_for(f);
	cap = capture_begin();
	assert_int_equal(lookup_accounts(c, true, false), EXIT_DONE);
	assert_int_equal(lookup_find(c, "one", true), EXIT_DONE);
	assert_int_equal(dead_run(c, NULL, 0, true), EXIT_DONE);
	out = capture_end(cap);
	assert_has(out, "{\"accepted\":0,");
	assert_int_not_equal(access(f->path, F_OK), 0);
	free(out);
	conf_free(c);
}

static void
a_hostile_name_cannot_command_the_terminal(void **state)
{
	struct fixture *f = *state;
	struct conf *c = conf_for(f);
	struct capture cap;
	char *out;

	assert_int_equal(
	    accept_one(f->s, "x\x1b[2J\xc2\x9b\n", NULL, NULL), RC_OK);
	cap = capture_begin();
	assert_int_equal(
	    lookup_find(c, "x\x1b[2J\xc2\x9b\n", false), EXIT_DONE);
	out = capture_end(cap);
	assert_has(out, "x [2J  ");
	assert_null(strchr(out, '\x1b'));
	free(out);
	conf_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(read_prints_records_and_says_what_was_refused),
		TEST(dead_letters_are_listed_shown_retried_and_dropped),
		TEST(accounts_and_jobs_are_read_from_disk),
		TEST(without_a_spool_all_accounts_are_nought),
		TEST(a_hostile_name_cannot_command_the_terminal),
	};

	return cmocka_run_group_tests_name(
	    "producer/commands", tests, NULL, NULL);
}
