/* term.c -- the terminal that a person looks at. */
#include "term.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "proto/buf.h"

/* Alternate screen, no cursor, lines not wrapped; and back (xterm's, which
 * every terminal of today understands). */
#define ENTER "\033[?1049h\033[?25l\033[?7l"
#define LEAVE "\033[m\033[?7h\033[?25h\033[?1049l"

void
term_size(int fd, unsigned *width, unsigned *height)
{
	struct winsize w;

	*width = 80;
	*height = 24;
	if (ioctl(fd, TIOCGWINSZ, &w) != 0)
		return;
	if (w.ws_col > 0)
		*width = w.ws_col;
	if (w.ws_row > 0)
		*height = w.ws_row;
}

bool
term_colour(const char *when, bool terminal, bool *colour)
{
	const char *no = getenv("NO_COLOR"), *name = getenv("TERM");

	*colour = terminal && (no == NULL || no[0] == '\0') &&
	    !(name != NULL && strcmp(name, "dumb") == 0);
	if (when == NULL || strcmp(when, "auto") == 0)
		return true;
	*colour = strcmp(when, "always") == 0;
	return *colour || strcmp(when, "never") == 0;
}

/* ---- the screen ---- */

static bool
write_all(const char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = write(STDOUT_FILENO, p, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static bool
enter(const struct term *t)
{
	struct termios raw = t->before;

	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	return tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0 &&
	    write_all(ENTER, strlen(ENTER));
}

static void
leave(const struct term *t)
{
	write_all(LEAVE, strlen(LEAVE));
	tcsetattr(STDIN_FILENO, TCSADRAIN, &t->before);
}

/*
 * A crash of our own (abort()) leaves no way back through the loop, nor may a
 * handler know where the old settings are: what enter() took is set again.
 */
static void
on_crash(int sig)
{
	struct termios now;

	(void)!write(STDOUT_FILENO, LEAVE, strlen(LEAVE));
	if (tcgetattr(STDIN_FILENO, &now) == 0) {
		now.c_lflag |= ICANON | ECHO;
		tcsetattr(STDIN_FILENO, TCSANOW, &now);
	}
	raise(sig); /* SA_RESETHAND: as if there were no handler */
}

static void
catch_crashes(void)
{
	static const int crashes[] = { SIGABRT, SIGSEGV, SIGBUS, SIGFPE,
		SIGILL };
	struct sigaction a = { .sa_handler = on_crash,
		.sa_flags = SA_RESETHAND };

	for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++)
		sigaction(crashes[i], &a, NULL);
}

/* The signals that term_wait() hears. */
static void
watched(sigset_t *set)
{
	static const int ours[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP,
		SIGCONT, SIGWINCH };

	sigemptyset(set);
	for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
		sigaddset(set, ours[i]);
}

bool
term_open(struct term *t)
{
	sigset_t set;

	if (tcgetattr(STDIN_FILENO, &t->before) != 0)
		return false;
	watched(&set);
	t->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (t->signals < 0)
		return false;
	sigprocmask(SIG_BLOCK, &set, NULL);
	catch_crashes();
	t->open = true;
	if (enter(t))
		return true;
	term_close(t);
	return false;
}

void
term_close(struct term *t)
{
	if (!t->open)
		return;
	t->open = false;
	leave(t);
	close(t->signals);
}

/* ---- events ---- */

/* Stop as ^Z asks for, and come back. */
static void
stop(struct term *t)
{
	leave(t);
	raise(SIGSTOP);
	enter(t);
}

static enum term_event
on_signal(struct term *t, uint32_t sig)
{
	switch (sig) {
	case SIGTSTP:
		stop(t);
		return TERM_RESIZE;
	case SIGCONT:
	case SIGWINCH:
		return TERM_RESIZE;
	default:
		return TERM_END;
	}
}

static enum term_event
read_key(char *key)
{
	ssize_t n = read(STDIN_FILENO, key, 1);

	if (n == 1)
		return TERM_KEY;
	return n < 0 && errno == EINTR ? TERM_QUIET : TERM_END;
}

enum term_event
term_wait(struct term *t, int ms, char *key)
{
	struct pollfd p[] = { { .fd = t->signals, .events = POLLIN },
		{ .fd = STDIN_FILENO, .events = POLLIN } };
	struct signalfd_siginfo s;

	if (poll(p, 2, ms) <= 0)
		return TERM_QUIET;
	if (p[0].revents != 0 && read(t->signals, &s, sizeof s) == sizeof s)
		return on_signal(t, s.ssi_signo);
	return p[1].revents != 0 ? read_key(key) : TERM_QUIET;
}

bool
term_draw(struct span text)
{
	struct buf b = { 0 };
	bool ok;

	buf_puts(&b, "\033[H");
	if (text.n > 0 && text.p[text.n - 1] == '\n')
		text.n--; /* after the last line the screen would roll */
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\n')
			buf_puts(&b, "\033[K\r");
		buf_append(&b, &text.p[i], 1);
	}
	buf_puts(&b, "\033[J");
	ok = write_all(b.p, b.n);
	buf_free(&b);
	return ok;
}
