/* Tests for proto/role.c and proto/args.c: how a program starts and stops. */
#include "wire.h"

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/role.h"
#include "tests/help.h"

static const struct role_option options[] = {
	{ "once", NULL, "end when all is read" },
	{ "workers", "N", "how many" },
	{ NULL, NULL, NULL },
};
static const struct role_face face = { "claimwire-test", "[SOURCE...]",
	"Tests things.", options };

struct fixture {
	char *dir;
	struct conf *conf;
	struct buf why;
};

static int
set_up(void **state)
{
	struct fixture *x = mem_zalloc(sizeof *x);
	struct buf pair = { 0 };

	x->dir = help_temp_dir();
	setenv("XDG_CONFIG_HOME", x->dir, 1);
	assert_int_equal(conf_load(NULL, &x->conf, &x->why), RC_OK);
	buf_printf(&pair, "data=%s", x->dir);
	assert_int_equal(conf_option(x->conf, buf_cstr(&pair), &x->why), RC_OK);
	assert_int_equal(conf_option(x->conf, "log_level=err", &x->why), RC_OK);
	buf_free(&pair);
	*state = x;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *x = *state;

	conf_free(x->conf);
	help_remove_dir(x->dir);
	buf_free(&x->why);
	free(x);
	return 0;
}

/* --- command lines --- */

/* Parse words (NULL-terminated) with standard output and error put aside. */
static int
parse(const char *const *words, struct role_args *a, struct buf *printed)
{
	static char *argv[16]; /* a->rest points into it */
	int argc = 1, saved[2] = { dup(1), dup(2) }, code;
	FILE *f = tmpfile();
	ssize_t n;

	memset(argv, 0, sizeof argv);
	argv[0] = (char *)"claimwire-test";
	while (words[argc - 1] != NULL) {
		argv[argc] = (char *)words[argc - 1];
		argc++;
	}
	fflush(stdout);
	dup2(fileno(f), 1);
	dup2(fileno(f), 2);
	code = role_parse(&face, argc, argv, a);
	fflush(stdout);
	for (int i = 0; i < 2; i++) {
		dup2(saved[i], i + 1);
		close(saved[i]);
	}
	buf_clear(printed);
	n = pread(fileno(f), buf_room(printed, 8192), 8192, 0);
	printed->n = n > 0 ? (size_t)n : 0;
	fclose(f);
	return code;
}

static void
options_may_stand_among_operands(void **state)
{
	(void)state;
	const char *const words[] = { "a.txt", "--once", "-", "--workers", "3",
		"-o", "batch=7", "--data=/d", "--", "--once", NULL };
	struct role_args a;
	struct buf out = { 0 };

	assert_int_equal(parse(words, &a, &out), -1);
	assert_string_equal(a.value[0], "");
	assert_string_equal(a.value[1], "3");
	assert_int_equal(a.n_rest, 3);
	assert_string_equal(a.rest[0], "a.txt");
	assert_string_equal(a.rest[1], "-");
	assert_string_equal(a.rest[2], "--once");
	assert_null(a.rest[3]);
	assert_int_equal(conf_int(a.conf, CONF_BATCH), 7);
	assert_string_equal(conf_str(a.conf, CONF_DATA), "/d");
	role_args_free(&a);
	role_args_free(&a); /* harmless */
	buf_free(&out);
}

static void
options_not_given_are_null(void **state)
{
	(void)state;
	const char *const words[] = { NULL };
	struct role_args a;
	struct buf out = { 0 };

	assert_int_equal(parse(words, &a, &out), -1);
	assert_null(a.value[0]);
	assert_null(a.value[1]);
	assert_int_equal(a.n_rest, 0);
	assert_int_equal(out.n, 0);
	role_args_free(&a);
	buf_free(&out);
}

static void
help_and_version_end_well(void **state)
{
	(void)state;
	struct role_args a;
	struct buf out = { 0 };

	assert_int_equal(
	    parse((const char *const[]) { "--help", NULL }, &a, &out),
	    EXIT_DONE);
	assert_non_null(strstr(buf_cstr(&out), "Tests things."));
	assert_non_null(strstr(buf_cstr(&out), "--workers N"));
	assert_non_null(strstr(buf_cstr(&out), "--data DIR"));
	assert_int_equal(
	    parse((const char *const[]) { "--version", NULL }, &a, &out),
	    EXIT_DONE);
	assert_string_equal(
	    buf_cstr(&out), "claimwire-test " ROLE_VERSION "\n");
	buf_free(&out);
}

static void
bad_command_lines_end_with_their_exit_code(void **state)
{
	(void)state;
	static const struct {
		const char *words[4];
		int code;
	} cases[] = {
		{ { "--nonsense" }, EXIT_USAGE },
		{ { "-x" }, EXIT_USAGE },
		{ { "--workers" }, EXIT_USAGE },
		{ { "--once=1" }, EXIT_USAGE },
		{ { "-o" }, EXIT_USAGE },
		{ { "-o", "batch" }, EXIT_CONF },
		{ { "-o", "nokey=1" }, EXIT_CONF },
		{ { "-o", "batch=0" }, EXIT_CONF },
		{ { "-o", "jobs=tcp://x:1" }, EXIT_CONF },
		{ { "-c", "/nowhere" }, EXIT_CONF },
		{ { "--data", "" }, EXIT_CONF },
	};
	struct role_args a;
	struct buf out = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		int code = parse(cases[i].words, &a, &out);

		if (code != cases[i].code || out.n == 0)
			fail_msg("case %zu: %d, %s", i, code, buf_cstr(&out));
	}
	buf_free(&out);
}

/* --- start, stop, lock --- */

static void
start_makes_the_folders(void **state)
{
	struct fixture *x = *state;
	struct buf pair = { 0 };
	char *run;
	struct stat st;

	buf_printf(&pair, "data=%s/a/b//c", x->dir);
	assert_int_equal(conf_option(x->conf, buf_cstr(&pair), &x->why), RC_OK);
	assert_int_equal(role_start("test", x->conf), -1);
	run = help_path(x->dir, "a/b/c/run");
	assert_int_equal(stat(run, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(role_start("test", x->conf), -1); /* again */
	free(run);
	buf_free(&pair);
}

static void
a_folder_that_cannot_be_made_is_exit_code_3(void **state)
{
	struct fixture *x = *state;
	FILE *f = tmpfile();
	int saved = dup(2);

	assert_int_equal(
	    conf_option(x->conf, "data=/dev/null/x", &x->why), RC_OK);
	dup2(fileno(f), 2);
	assert_int_equal(role_start("test", x->conf), EXIT_OPEN);
	dup2(saved, 2);
	close(saved);
	assert_true(lseek(fileno(f), 0, SEEK_END) > 0);
	fclose(f);
}

static void
a_signal_asks_to_stop_and_a_second_one_ends(void **state)
{
	struct fixture *x = *state;
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		struct pollfd p;

		if (role_start("test", x->conf) != -1 || role_stopping())
			_exit(1);
		p = (struct pollfd) { role_stop_fd(), POLLIN, 0 };
		if (poll(&p, 1, 0) != 0)
			_exit(2);
		raise(SIGPIPE); /* ignored */
		raise(SIGTERM);
		if (!role_stopping() || poll(&p, 1, 0) != 1)
			_exit(3);
		raise(SIGINT);
		_exit(4);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 128 + SIGINT);
}

static void
a_lock_is_held_by_one_until_it_ends(void **state)
{
	struct fixture *x = *state;
	int ready[2], go[2], status;
	char byte;
	long owner = 0;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	assert_int_equal(pipe(go), 0);
	pid = fork();
	if (pid == 0) {
		enum rc rc = role_lock(x->conf, "sink.lock", &owner);

		close(go[1]);
		if (rc != RC_OK || write(ready[1], "x", 1) != 1 ||
		    read(go[0], &byte, 1) < 0)
			_exit(1);
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(role_lock(x->conf, "sink.lock", &owner), RC_LOCKED);
	assert_int_equal(owner, pid);
	close(go[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
	assert_int_equal(role_lock(x->conf, "sink.lock", &owner), RC_OK);
	close(ready[0]);
	close(ready[1]);
	close(go[0]);
}

/* --- control --- */

struct served {
	struct bus_sock *ctl;
	int n;
};

static void
handle(void *arg, const struct ctl_ask *ask, unsigned *code, struct buf *text)
{
	(void)arg;
	if (ask->verb == CTL_DRAIN) { /* more than can be said */
		memset(buf_room(text, CTL_TEXT_MAX + 1), 'x', CTL_TEXT_MAX + 1);
		text->n += CTL_TEXT_MAX + 1;
		return;
	}
	*code = 5;
	buf_printf(text, "{\"n\":%u}", (unsigned)ask->number);
}

static void *
serve(void *arg)
{
	struct served *s = arg;
	struct bus_item item = { .sock = s->ctl };

	while (s->n-- > 0) {
		(void)!bus_wait(&item, 1, 5000);
		role_serve(s->ctl, handle, NULL);
	}
	return NULL;
}

static void
a_role_answers_what_it_is_asked(void **state)
{
	struct fixture *x = *state;
	struct served s = { NULL, 2 };
	struct bus *bus;
	pthread_t thread;
	unsigned code = 0;
	struct buf out = { 0 };

	assert_int_equal(bus_new(x->conf, &bus, &x->why), RC_OK);
	assert_int_equal(
	    bus_open(bus, BUS_CTL_OUT, "sink", &s.ctl, &x->why), RC_OK);
	assert_int_equal(pthread_create(&thread, NULL, serve, &s), 0);
	assert_int_equal(
	    role_ask(x->conf, "sink", &(struct ctl_ask) { CTL_SCALE, 7 }, 5000,
		&code, &out),
	    RC_OK);
	assert_int_equal(code, 5);
	assert_string_equal(buf_cstr(&out), "{\"n\":7}");
	assert_int_equal(
	    role_ask(x->conf, "sink", &(struct ctl_ask) { CTL_DRAIN, 0 }, 5000,
		&code, &out),
	    RC_OK);
	assert_int_equal(code, EXIT_USAGE);
	assert_non_null(strstr(buf_cstr(&out), "too long"));
	pthread_join(thread, NULL);
	bus_close(s.ctl);
	bus_free(bus);
	buf_free(&out);
}

static void
a_question_that_is_none_is_answered_too(void **state)
{
	struct fixture *x = *state;
	struct served s = { NULL, 1 };
	struct bus *bus;
	struct bus_sock *ask;
	struct bus_item item = { .want_out = true };
	struct bus_msg m;
	struct ctl_answer a;

	assert_int_equal(bus_new(x->conf, &bus, &x->why), RC_OK);
	assert_int_equal(
	    bus_open(bus, BUS_CTL_OUT, "sink", &s.ctl, &x->why), RC_OK);
	role_serve(s.ctl, handle, NULL); /* nothing there: returns */
	assert_int_equal(
	    bus_open(bus, BUS_CTL_IN, "sink", &ask, &x->why), RC_OK);
	item.sock = ask;
	assert_int_equal(bus_wait(&item, 1, 5000), RC_OK);
	assert_int_equal(bus_send(ask, span_of("how are you?")), RC_OK);
	serve(&s);
	item.want_out = false;
	assert_int_equal(bus_wait(&item, 1, 5000), RC_OK);
	assert_int_equal(bus_recv(ask, &m), RC_OK);
	assert_int_equal(ctl_decode_answer(m.frame[0], &a), RC_OK);
	assert_int_equal(a.code, EXIT_USAGE);
	bus_close(ask);
	bus_close(s.ctl);
	bus_free(bus);
}

static void
count(void *arg, const struct ctl_ask *ask, unsigned *code, struct buf *text)
{
	(void)ask;
	(void)text;
	*code = 0;
	++*(int *)arg;
}

static void
questions_that_wait_are_answered_together(void **state)
{
	struct fixture *x = *state;
	const struct ctl_ask question = { CTL_STATUS, 0 };
	struct bus *bus;
	struct bus_sock *ctl, *ask;
	struct buf msg = { 0 };
	int most = 0;

	assert_int_equal(bus_new(x->conf, &bus, &x->why), RC_OK);
	assert_int_equal(
	    bus_open(bus, BUS_CTL_OUT, "sink", &ctl, &x->why), RC_OK);
	assert_int_equal(
	    bus_open(bus, BUS_CTL_IN, "sink", &ask, &x->why), RC_OK);
	ctl_encode_ask(&question, &msg);
	/* How many are there already nobody can tell: until several were. */
	for (int round = 0; round < 1000 && most < 2; round++) {
		struct bus_item out = { .sock = ask, .want_out = true };
		struct bus_item in = { .sock = ctl };
		int n = 0;

		for (int i = 0; i < 10; i++) {
			assert_int_equal(bus_wait(&out, 1, 5000), RC_OK);
			assert_int_equal(bus_send(ask, buf_span(&msg)), RC_OK);
		}
		assert_int_equal(bus_wait(&in, 1, 5000), RC_OK);
		role_serve(ctl, count, &n);
		most = n > most ? n : most;
	}
	assert_true(most >= 2);
	bus_close(ask);
	bus_close(ctl);
	bus_free(bus);
	buf_free(&msg);
}

static void
nobody_there_is_told_at_once_or_after_the_time_given(void **state)
{
	struct fixture *x = *state;
	const struct ctl_ask ask = { CTL_STATUS, 0 };
	char *path;
	unsigned code;
	struct buf out = { 0 };

	assert_int_equal(
	    role_ask(x->conf, "sink", &ask, 60000, &code, &out), RC_PEER);
	/* What a killed role leaves behind. */
	assert_int_equal(role_start("test", x->conf), -1);
	path = help_path(x->dir, "run/sink.ctl");
	help_write_file(path, "", 0);
	assert_int_equal(
	    role_ask(x->conf, "sink", &ask, 100, &code, &out), RC_PEER);
	assert_int_equal(out.n, 0);
	free(path);
	buf_free(&out);
}

/* --- programs and the key --- */

static void
programs_are_found_beside_this_one_or_where_configured(void **state)
{
	struct fixture *x = *state;
	struct buf pair = { 0 };
	char out[4096], *path;

	assert_int_equal(
	    role_program(x->conf, "test_role", out, sizeof out), RC_OK);
	assert_int_equal(access(out, X_OK), 0);
	assert_int_equal(
	    role_program(x->conf, "test_nix", out, sizeof out), RC_NOENT);
	assert_int_equal(role_program(x->conf, "test_role", out, 8), RC_TOOBIG);
	buf_printf(&pair, "programs=%s", x->dir);
	assert_int_equal(conf_option(x->conf, buf_cstr(&pair), &x->why), RC_OK);
	path = help_path(x->dir, "prog");
	help_write_file(path, "#!/bin/sh\n", 10);
	assert_int_equal(
	    role_program(x->conf, "prog", out, sizeof out), RC_NOENT);
	chmod(path, 0700);
	assert_int_equal(role_program(x->conf, "prog", out, sizeof out), RC_OK);
	assert_string_equal(out, path);
	free(path);
	buf_free(&pair);
}

static void
many_at_once_make_one_key(void **state)
{
	struct fixture *x = *state;
	struct hash_key key, other;
	int fd[2], status;
	struct stat st;
	char *path = help_path(x->dir, "key");

	assert_int_equal(pipe(fd), 0);
	for (int i = 0; i < 8; i++)
		if (fork() == 0) {
			struct buf why = { 0 };
			enum rc rc = role_key(x->conf, &key, &why);

			_exit(rc != RC_OK ||
			    write(fd[1], key.b, sizeof key.b) !=
				(ssize_t)sizeof key.b);
		}
	assert_int_equal(role_key(x->conf, &key, &x->why), RC_OK);
	for (int i = 0; i < 8; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
		assert_int_equal(
		    read(fd[0], other.b, sizeof other.b), sizeof other.b);
		assert_memory_equal(key.b, other.b, sizeof key.b);
	}
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	close(fd[0]);
	close(fd[1]);
	free(path);
}

static void
a_damaged_key_is_refused_with_a_remedy(void **state)
{
	struct fixture *x = *state;
	struct hash_key key;
	char *path = help_path(x->dir, "key");

	help_write_file(path, "short", 5);
	assert_int_equal(role_key(x->conf, &key, &x->why), RC_IO);
	assert_non_null(strstr(buf_cstr(&x->why), "remove it"));
	free(path);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(options_may_stand_among_operands),
		TEST(options_not_given_are_null),
		TEST(help_and_version_end_well),
		TEST(bad_command_lines_end_with_their_exit_code),
		TEST(start_makes_the_folders),
		TEST(a_folder_that_cannot_be_made_is_exit_code_3),
		TEST(a_signal_asks_to_stop_and_a_second_one_ends),
		TEST(a_lock_is_held_by_one_until_it_ends),
		TEST(a_role_answers_what_it_is_asked),
		TEST(a_question_that_is_none_is_answered_too),
		TEST(questions_that_wait_are_answered_together),
		TEST(nobody_there_is_told_at_once_or_after_the_time_given),
		TEST(programs_are_found_beside_this_one_or_where_configured),
		TEST(many_at_once_make_one_key),
		TEST(a_damaged_key_is_refused_with_a_remedy),
	};

	alarm(120); /* no test takes so long */
	return cmocka_run_group_tests_name("proto/role", tests, NULL, NULL);
}
