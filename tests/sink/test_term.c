/* Tests for sink/term.c: sizes, colours, and a terminal given back. */
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "sink/term.h"

/* A pseudo-terminal: what is written to master was typed. */
struct tty {
	int master, slave;
	char seen[65536]; /* all that the program has drawn */
	size_t n;
};

static int
setup(void **state)
{
	struct tty *t = calloc(1, sizeof *t);

	*state = t;
	t->master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (t->master < 0 || grantpt(t->master) != 0 ||
	    unlockpt(t->master) != 0)
		return 1;
	t->slave = open(ptsname(t->master), O_RDWR | O_NOCTTY | O_CLOEXEC);
	return t->slave < 0;
}

static int
teardown(void **state)
{
	struct tty *t = *state;

	close(t->master);
	close(t->slave);
	free(t);
	return 0;
}

static void
the_size_is_the_terminals_or_a_usual_one(void **state)
{
	struct tty *t = *state;
	struct winsize w = { .ws_col = 123, .ws_row = 45 };
	unsigned width, height;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	term_size(null, &width, &height);
	assert_int_equal(width, 80);
	assert_int_equal(height, 24);
	term_size(t->slave, &width, &height); /* it does not say */
	assert_int_equal(width, 80);
	assert_int_equal(height, 24);
	assert_int_equal(ioctl(t->slave, TIOCSWINSZ, &w), 0);
	term_size(t->slave, &width, &height);
	assert_int_equal(width, 123);
	assert_int_equal(height, 45);
	close(null);
}

static void
colours_are_for_those_who_want_them(void **state)
{
	(void)state;
	static const struct {
		const char *when;
		bool terminal;
		const char *no, *term;
		bool known, colour;
	} cases[] = {
		{ NULL, true, NULL, "xterm", true, true },
		{ NULL, true, NULL, NULL, true, true },
		{ NULL, true, "", "xterm", true, true },
		{ NULL, true, "1", "xterm", true, false },
		{ NULL, true, NULL, "dumb", true, false },
		{ NULL, false, NULL, "xterm", true, false },
		{ "auto", true, NULL, "xterm", true, true },
		{ "always", false, "1", "dumb", true, true },
		{ "never", true, NULL, "xterm", true, false },
		{ "sometimes", true, NULL, "xterm", false, false },
		{ "", true, NULL, "xterm", false, false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		bool colour;

		unsetenv("NO_COLOR");
		unsetenv("TERM");
		if (cases[i].no != NULL)
			setenv("NO_COLOR", cases[i].no, 1);
		if (cases[i].term != NULL)
			setenv("TERM", cases[i].term, 1);
		assert_int_equal(
		    term_colour(cases[i].when, cases[i].terminal, &colour),
		    cases[i].known);
		if (cases[i].known)
			assert_int_equal(colour, cases[i].colour);
	}
}

static void
no_terminal_cannot_be_opened(void **state)
{
	(void)state;
	struct term t = { 0 };
	int in = dup(STDIN_FILENO), null = open("/dev/null", O_RDWR);

	dup2(null, STDIN_FILENO);
	assert_false(term_open(&t));
	term_close(&t); /* harmless */
	dup2(in, STDIN_FILENO);
	close(in);
	close(null);
}

/* Behave as a program with the pseudo-terminal as its own. */
static void
become_its_program(const struct tty *t, bool crash)
{
	struct term term = { 0 };
	char key = 0;

	setsid();
	dup2(t->slave, STDIN_FILENO);
	dup2(t->slave, STDOUT_FILENO);
	ioctl(STDIN_FILENO, TIOCSCTTY, 0);
	if (!term_open(&term) || !term_draw(span_of("one\ntwo\n")))
		_exit(2);
	if (crash)
		abort();
	for (;;)
		switch (term_wait(&term, 10000, &key)) {
		case TERM_KEY:
			if (key != 'q')
				break;
			term_close(&term);
			_exit(0);
		case TERM_RESIZE:
			term_draw(span_of("resized\n"));
			break;
		case TERM_END:
			term_close(&term);
			_exit(3);
		case TERM_QUIET:
			_exit(4);
		}
}

/* Read what the program draws until it has drawn want. */
static void
expect(struct tty *t, const char *want)
{
	struct pollfd p = { .fd = t->master, .events = POLLIN };

	while (strstr(t->seen, want) == NULL) {
		ssize_t k = 0;

		if (poll(&p, 1, 10000) > 0)
			k = read(t->master, t->seen + t->n,
			    sizeof t->seen - 1 - t->n);
		if (k <= 0)
			fail_msg("not drawn: %s", want);
		t->n += (size_t)k;
		t->seen[t->n] = '\0';
	}
}

/* Run it, do something to it; its status.  The settings must be as they
 * were. */
static int
play(struct tty *t, bool crash, const char *typed, int sig)
{
	struct termios before, after;
	pid_t pid;
	int status;

	t->n = 0;
	t->seen[0] = '\0';
	assert_int_equal(tcgetattr(t->slave, &before), 0);
	pid = fork();
	if (pid == 0)
		become_its_program(t, crash);
	expect(t, "one\033[K\r\r\ntwo");
	if (sig == SIGWINCH) {
		assert_int_equal(kill(pid, sig), 0);
		expect(t, "resized");
	} else if (sig != 0) {
		assert_int_equal(kill(pid, sig), 0);
	}
	if (typed != NULL)
		assert_int_equal(
		    write(t->master, typed, strlen(typed)), strlen(typed));
	expect(t, "\033[?1049l"); /* the usual screen again */
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(tcgetattr(t->slave, &after), 0);
	assert_int_equal(after.c_lflag, before.c_lflag);
	return status;
}

static void
a_key_is_heard_at_once_and_the_terminal_given_back(void **state)
{
	int status = play(*state, false, "xyq", 0);

	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
it_is_given_back_on_every_signal(void **state)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };

	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
		int status = play(*state, false, NULL, signals[i]);

		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 3);
	}
}

static void
an_interrupt_that_is_typed_ends_it(void **state)
{
	int status = play(*state, false, "\003", 0);

	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 3);
}

static void
another_size_is_told(void **state)
{
	int status = play(*state, false, "q", SIGWINCH);

	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void
a_crash_gives_it_back_too(void **state)
{
	int status = play(*state, true, NULL, 0);

	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(the_size_is_the_terminals_or_a_usual_one),
		T(colours_are_for_those_who_want_them),
		T(no_terminal_cannot_be_opened),
		T(a_key_is_heard_at_once_and_the_terminal_given_back),
		T(it_is_given_back_on_every_signal),
		T(an_interrupt_that_is_typed_ends_it),
		T(another_size_is_told),
		T(a_crash_gives_it_back_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
