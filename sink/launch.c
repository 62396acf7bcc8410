/* launch.c -- other programs of this build, started, asked or become. */
#include "launch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/mem.h"
#include "proto/role.h"

#define OUTPUT_MAX (64u << 20) /* bytes taken of what a program prints */

void
launch_add(struct launch *l, const char *arg)
{
	l->argv = mem_grow(l->argv, l->n + 2, sizeof *l->argv);
	l->argv[l->n++] = mem_strdup(arg);
	l->argv[l->n] = NULL;
}

void
launch_free(struct launch *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->argv[i]);
	free(l->argv);
	*l = (struct launch) { 0 };
}

static void
add_options(const struct conf *c, struct launch *l)
{
	struct buf pair = { 0 };
	const char *file = NULL;
	int line;

	for (int i = 0; i < CONF_KEYS; i++) {
		enum conf_id id = (enum conf_id)i;

		if (conf_origin(c, id, &file, &line) != CONF_OPTION)
			continue;
		buf_clear(&pair);
		buf_printf(&pair, "%s=", conf_name(id));
		conf_show(c, id, &pair);
		launch_add(l, "-o");
		launch_add(l, buf_cstr(&pair));
	}
	buf_free(&pair);
}

enum rc
launch_program(const struct conf *c, const char *program, struct launch *l)
{
	char path[PATH_MAX];
	enum rc rc = role_program(c, program, path, sizeof path);

	if (rc != RC_OK) {
		fprintf(stderr,
		    "claimwire: program %s not found; install it beside "
		    "claimwire, or set programs=FOLDER\n",
		    program);
		return rc;
	}
	launch_add(l, path);
	if (conf_file(c) != NULL) {
		launch_add(l, "-c");
		launch_add(l, conf_file(c));
	}
	add_options(c, l);
	return RC_OK;
}

/*
 * In the child, with all signals blocked: give it nothing of ours but the
 * three standard streams.  Our handlers must not run here, since they would
 * write to a pipe that is the parent's too.
 */
static void
prepare_child(int input, int parent_gone, pid_t parent)
{
	static const int ours[] = { SIGTERM, SIGINT, SIGPIPE, SIGCHLD };
	sigset_t set;
	int fd;

	for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
		signal(ours[i], SIG_DFL);
	prctl(PR_SET_PDEATHSIG, parent_gone);
	if (getppid() != parent) /* it died before that */
		_exit(EXIT_PEER);
	fd = input >= 0 ? input : open("/dev/null", O_RDONLY);
	if (fd > STDIN_FILENO)
		dup2(fd, STDIN_FILENO);
	close_range(3, ~0U, 0);
	/* An interrupt from the terminal goes to the whole group, but what it
	 * means for a role is its supervisor's decision. */
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_SETMASK, &set, NULL);
}

static void
exec_or_exit(const struct launch *l)
{
	execv(l->argv[0], l->argv);
	dprintf(STDERR_FILENO, "claimwire: cannot run %s: %s\n", l->argv[0],
	    strerror(errno));
	_exit(EXIT_OPEN);
}

long
launch_start(const struct launch *l, int input, int parent_gone)
{
	pid_t parent = getpid(), pid;
	sigset_t all, old;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &old);
	pid = fork();
	if (pid == 0) {
		prepare_child(input, parent_gone, parent);
		exec_or_exit(l);
	}
	sigprocmask(SIG_SETMASK, &old, NULL);
	return pid;
}

static void
read_status(int status, struct launch_end *end)
{
	end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	end->code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
}

bool
launch_reap(struct launch_end *end)
{
	int status;
	pid_t pid = waitpid(-1, &status, WNOHANG);

	if (pid <= 0)
		return false;
	end->pid = pid;
	read_status(status, end);
	return true;
}

static void
capture_child(const struct launch *l, bool quiet, int out)
{
	int fd = open("/dev/null", O_RDWR);

	dup2(out, STDOUT_FILENO);
	if (fd >= 0)
		dup2(fd, STDIN_FILENO);
	if (fd >= 0 && quiet)
		dup2(fd, STDERR_FILENO);
	close_range(3, ~0U, 0);
	exec_or_exit(l);
}

static void
read_all(int fd, struct buf *out)
{
	char part[65536];
	ssize_t n;

	while ((n = read(fd, part, sizeof part)) != 0) {
		if (n < 0 && errno != EINTR)
			break;
		if (n > 0 && out->n + (size_t)n <= OUTPUT_MAX)
			buf_append(out, part, (size_t)n);
	}
}

int
launch_capture(const struct launch *l, bool quiet, struct buf *out)
{
	struct launch_end end = { .signal = SIGKILL };
	int pair[2], status;
	pid_t pid;

	if (pipe2(pair, O_CLOEXEC) != 0)
		return EXIT_OPEN;
	pid = fork();
	if (pid == 0)
		capture_child(l, quiet, pair[1]);
	close(pair[1]);
	if (pid > 0)
		read_all(pair[0], out);
	close(pair[0]);
	while (pid > 0 && waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return EXIT_OPEN;
	if (pid > 0)
		read_status(status, &end);
	return end.signal != 0 ? EXIT_OPEN : end.code;
}

int
launch_become(const struct launch *l)
{
	fflush(NULL);
	execv(l->argv[0], l->argv);
	fprintf(stderr, "claimwire: cannot run %s: %s\n", l->argv[0],
	    strerror(errno));
	return EXIT_OPEN;
}
