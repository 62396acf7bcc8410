/* Tests for proto/conf.c: where a value comes from, and what is refused. */
#include "wire.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proto/conf.h"
#include "tests/help.h"

struct fixture {
	char *dir, *file;
	struct buf why;
};

static int
set_up(void **state)
{
	struct fixture *x = mem_zalloc(sizeof *x);

	x->dir = help_temp_dir();
	x->file = help_path(x->dir, "claimwire.conf");
	setenv("HOME", x->dir, 1);
	unsetenv("XDG_DATA_HOME");
	unsetenv("XDG_CONFIG_HOME");
	*state = x;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *x = *state;

	free(x->file);
	help_remove_dir(x->dir);
	buf_free(&x->why);
	free(x);
	return 0;
}

/* Load text as the file; NULL when it is refused. */
static struct conf *
load(struct fixture *x, const char *text)
{
	struct conf *c = NULL;

	help_write_file(x->file, text, strlen(text));
	if (conf_load(x->file, &c, &x->why) != RC_OK)
		return NULL;
	return c;
}

static void
later_origins_win(void **state)
{
	struct fixture *x = *state;
	struct conf *c = load(x, "# mine\nbatch = 7\nwindow=8\n");
	const char *file;
	int line;

	assert_non_null(c);
	assert_int_equal(conf_int(c, CONF_BATCH), 7);
	assert_int_equal(conf_origin(c, CONF_BATCH, &file, &line), CONF_FILE);
	assert_string_equal(file, x->file);
	assert_int_equal(line, 2);
	assert_int_equal(
	    conf_origin(c, CONF_LEASE_MS, &file, &line), CONF_BUILTIN);
	conf_free(c);

	setenv("CLAIMWIRE_BATCH", "9", 1);
	c = load(x, "batch = 7\n");
	unsetenv("CLAIMWIRE_BATCH");
	assert_non_null(c);
	assert_int_equal(conf_int(c, CONF_BATCH), 9);
	assert_int_equal(conf_origin(c, CONF_BATCH, &file, &line), CONF_ENV);
	assert_int_equal(conf_option(c, "batch=11", &x->why), RC_OK);
	assert_int_equal(conf_int(c, CONF_BATCH), 11);
	assert_int_equal(conf_origin(c, CONF_BATCH, &file, &line), CONF_OPTION);
	conf_free(c);
}

static void
built_in_values_are_the_documented_ones(void **state)
{
	struct fixture *x = *state;
	struct conf *c = load(x, "");
	struct buf want = { 0 };

	assert_non_null(c);
	assert_int_equal(conf_int(c, CONF_WORKERS), 2);
	assert_int_equal(conf_int(c, CONF_LEASE_MS), 5000);
	assert_int_equal(conf_int(c, CONF_WINDOW), 128);
	assert_int_equal(conf_int(c, CONF_RETRY_MS), 200);
	assert_int_equal(conf_int(c, CONF_RETRY_MAX_MS), 60000);
	assert_int_equal(conf_int(c, CONF_SPOOL_MAX), 10000);
	assert_int_equal(conf_int(c, CONF_BATCH), 256);
	assert_int_equal(conf_int(c, CONF_BATCH_MS), 5);
	assert_int_equal(conf_int(c, CONF_JOB_CPU_MS), 10000);
	assert_int_equal(conf_int(c, CONF_JOB_WALL_MS), 60000);
	assert_int_equal(conf_int(c, CONF_JOB_MEMORY_MB), 2048);
	assert_int_equal(conf_int(c, CONF_LOG_LEVEL), 2);
	assert_string_equal(conf_str(c, CONF_LOG_LEVEL), "info");
	assert_string_equal(conf_str(c, CONF_JOBS), "");
	buf_printf(&want, "%s/.local/share/claimwire", x->dir);
	assert_string_equal(conf_str(c, CONF_DATA), buf_cstr(&want));
	assert_int_equal(conf_check(c, &x->why), RC_OK);
	conf_free(c);
	buf_free(&want);
}

static void
folders_follow_xdg(void **state)
{
	struct fixture *x = *state;
	struct conf *c;

	setenv("XDG_DATA_HOME", "/somewhere", 1);
	c = load(x, "");
	assert_string_equal(conf_str(c, CONF_DATA), "/somewhere/claimwire");
	conf_free(c);
	setenv("XDG_DATA_HOME", "relative", 1); /* is to be ignored */
	c = load(x, "");
	assert_int_equal(conf_str(c, CONF_DATA)[0], '/');
	assert_null(strstr(conf_str(c, CONF_DATA), "relative"));
	conf_free(c);
	unsetenv("XDG_DATA_HOME");

	/* The default file: not there, then there. */
	setenv("XDG_CONFIG_HOME", x->dir, 1);
	assert_int_equal(conf_load(NULL, &c, &x->why), RC_OK);
	assert_int_equal(conf_int(c, CONF_BATCH), 256);
	conf_free(c);
	char *dir = help_path(x->dir, "claimwire");
	char *cmd = help_path(dir, "claimwire.conf");

	assert_int_equal(mkdir(dir, 0700), 0);
	help_write_file(cmd, "batch=3\n", 8);
	assert_int_equal(conf_load(NULL, &c, &x->why), RC_OK);
	assert_int_equal(conf_int(c, CONF_BATCH), 3);
	conf_free(c);
	free(dir);
	free(cmd);
	unsetenv("XDG_CONFIG_HOME");
}

static void
a_named_file_must_be_there(void **state)
{
	struct fixture *x = *state;
	struct conf *c;

	assert_int_not_equal(
	    conf_load("/nowhere/claimwire.conf", &c, &x->why), RC_OK);
	assert_non_null(strstr(buf_cstr(&x->why), "/nowhere/claimwire.conf"));
}

static void
bad_files_are_refused_with_their_line(void **state)
{
	struct fixture *x = *state;
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "batch = 7\nbtach = 8\n", ":2: \"btach\" is no key" },
		{ "\n\nbatch = many\n", ":3: batch = \"many\" is not a whole" },
		{ "batch = 0\n", ":1: batch = 0 is out of range: use 1 to" },
		{ "batch = 99999999999999999999\n", "out of range" },
		{ "batch = \n", "not a whole number" },
		{ "batch = 7x\n", "not a whole number" },
		{ "log_level = loud\n", "use err, warn, info, debug" },
		{ "batch\n", ":1: this is no \"key = value\"" },
		{ "[sink]\nbatch = 7\n", ":1: there are no sections" },
		{ "batch = 7\n  window = x\n", ":2: window = \"x\"" },
		{ "#\nbatch = 7\nx = 1\ny = 2\n", ":3: \"x\"" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_null(load(x, cases[i].text));
		if (strstr(buf_cstr(&x->why), cases[i].says) == NULL)
			fail_msg("case %zu: %s", i, buf_cstr(&x->why));
	}
}

static void
odd_but_valid_files_are_read(void **state)
{
	struct fixture *x = *state;
	struct conf *c;

	c = load(x,
	    "\xef\xbb\xbf; old comment\r\n\r\n   batch=7\r\n"
	    "programs = /a b ;c #d");
	assert_non_null(c);
	assert_int_equal(conf_int(c, CONF_BATCH), 7);
	assert_string_equal(conf_str(c, CONF_PROGRAMS), "/a b ;c #d");
	conf_free(c);
}

static void
a_long_line_is_refused(void **state)
{
	struct fixture *x = *state;
	struct buf b = { 0 };
	struct conf *c;

	buf_puts(&b, "programs = /");
	for (int i = 0; i < 3900; i++)
		buf_puts(&b, "x");
	c = load(x, buf_cstr(&b));
	assert_non_null(c);
	conf_free(c);
	for (int i = 0; i < 10000; i++)
		buf_puts(&b, "x");
	buf_puts(&b, "\nbatch = 1\n");
	assert_null(load(x, buf_cstr(&b)));
	assert_non_null(strstr(buf_cstr(&x->why), ":1: the line is too long"));
	buf_free(&b);
}

static void
bad_environment_and_options_are_refused(void **state)
{
	struct fixture *x = *state;
	struct conf *c;

	setenv("CLAIMWIRE_WINDOW", "0", 1);
	assert_null(load(x, ""));
	assert_non_null(strstr(buf_cstr(&x->why), "CLAIMWIRE_WINDOW"));
	unsetenv("CLAIMWIRE_WINDOW");
	c = load(x, "");
	assert_int_equal(conf_option(c, "window", &x->why), RC_REFUSED);
	assert_int_equal(conf_option(c, "=1", &x->why), RC_REFUSED);
	assert_int_equal(conf_option(c, "nokey=1", &x->why), RC_REFUSED);
	assert_int_equal(conf_option(c, "window= 1", &x->why), RC_REFUSED);
	assert_int_equal(conf_option(c, "window=5000", &x->why), RC_REFUSED);
	assert_int_equal(conf_int(c, CONF_WINDOW), 128);
	conf_free(c);
}

static void
what_spans_keys_is_checked(void **state)
{
	struct fixture *x = *state;
	static const struct {
		const char *text;
		enum rc want;
	} cases[] = {
		{ "data =\n", RC_REFUSED },
		{ "retry_ms = 500\nretry_max_ms = 400\n", RC_REFUSED },
		{ "jobs = tcp://127.0.0.1:5555\n", RC_REFUSED },
		{ "jobs = tcp://127.0.0.1:5555\ncurve_key = /k\n", RC_OK },
		{ "intake = tcp://127.0.0.1:5555\n", RC_REFUSED },
		{ "intake = tcp://127.0.0.1:5555\ncurve_key = /k\n", RC_OK },
		{ "replay = inproc://x\n", RC_REFUSED },
		{ "acks = ipc:///tmp/x\n", RC_OK },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct conf *c = load(x, cases[i].text);

		assert_non_null(c);
		assert_int_equal(conf_check(c, &x->why), cases[i].want);
		assert_int_equal(x->why.n > 0, cases[i].want != RC_OK);
		conf_free(c);
	}
}

/* Commented out or in: the template says what is in force anyway. */
static void
the_template_is_a_valid_file_of_built_in_values(void **state)
{
	struct fixture *x = *state;
	struct buf b = { 0 }, a = { 0 };
	struct conf *c, *plain = load(x, "");

	conf_template(&b);
	c = load(x, buf_cstr(&b));
	assert_non_null(c);
	conf_free(c);
	for (char *p = b.p; (p = strstr(p, "\n#")) != NULL; p++)
		if (p[2] != ' ')
			p[1] = ' ';
	c = load(x, buf_cstr(&b));
	assert_non_null(c);
	for (int i = CONF_WORKERS; i < CONF_KEYS; i++) {
		const char *file;
		int line;

		buf_clear(&a);
		buf_clear(&b);
		conf_show(plain, (enum conf_id)i, &a);
		conf_show(c, (enum conf_id)i, &b);
		assert_string_equal(buf_cstr(&a), buf_cstr(&b));
		assert_int_equal(
		    conf_origin(c, (enum conf_id)i, &file, &line), CONF_FILE);
		assert_true(strlen(conf_help((enum conf_id)i)) > 10);
		assert_true(strlen(conf_name((enum conf_id)i)) > 3);
	}
	conf_free(c);
	conf_free(plain);
	buf_free(&a);
	buf_free(&b);
}

static void
a_path_too_long_is_refused(void **state)
{
	struct fixture *x = *state;
	struct conf *c = load(x, "data = /d\n");
	char out[8];

	assert_int_equal(conf_path(c, "ab.db", out, sizeof out), RC_TOOBIG);
	assert_int_equal(conf_path(c, "a.db", out, sizeof out), RC_OK);
	assert_string_equal(out, "/d/a.db");
	conf_free(c);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(later_origins_win),
		TEST(built_in_values_are_the_documented_ones),
		TEST(folders_follow_xdg),
		TEST(a_named_file_must_be_there),
		TEST(bad_files_are_refused_with_their_line),
		TEST(odd_but_valid_files_are_read),
		TEST(a_long_line_is_refused),
		TEST(bad_environment_and_options_are_refused),
		TEST(what_spans_keys_is_checked),
		TEST(the_template_is_a_valid_file_of_built_in_values),
		TEST(a_path_too_long_is_refused),
	};

	return cmocka_run_group_tests_name("proto/conf", tests, NULL, NULL);
}
