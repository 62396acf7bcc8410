/* janitor.c -- a throwaway folder that does not outlive its owner. */
#include "janitor.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/buf.h"
#include "proto/clock.h"
#include "proto/mem.h"

#define POLL_MS 20
#define DEPTH   16 /* folders that nftw() holds open */

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path) != 0 && errno != ENOENT;
}

static bool
remove_tree(const char *dir)
{
	nftw(dir, remove_one, DEPTH, FTW_DEPTH | FTW_PHYS | FTW_MOUNT);
	return access(dir, F_OK) != 0;
}

/* Does a process still work in dir? */
static bool
in_use(const char *dir)
{
	static const char *const locks[] = { "sink.lock", "spool.lock" };
	bool used = false;

	for (size_t i = 0; i < sizeof locks / sizeof locks[0]; i++) {
		struct buf path = { 0 };
		int fd;

		buf_printf(&path, "%s/%s", dir, locks[i]);
		fd = open(buf_cstr(&path), O_RDONLY | O_CLOEXEC);
		buf_free(&path);
		if (fd < 0)
			continue;
		used |= flock(fd, LOCK_EX | LOCK_NB) != 0;
		close(fd);
	}
	return used;
}

/* The janitor's life. */
_Noreturn static void
wait_and_remove(const char *dir, int owner)
{
	int64_t until;
	char c;

	while (read(owner, &c, 1) != 0)
		continue; /* nothing is ever written: it was interrupted */
	until = clock_mono_ms() + JANITOR_WAIT_MS;
	while (in_use(dir) && clock_mono_ms() < until)
		poll(NULL, 0, POLL_MS);
	/* Somebody who holds no lock may still write: a closing worker. */
	while (!remove_tree(dir) && clock_mono_ms() < until)
		poll(NULL, 0, POLL_MS);
	_exit(access(dir, F_OK) == 0);
}

/* Nothing that ends the owner shall end the janitor: a session of its own,
 * no terminal, no signal but SIGKILL, no descriptor but the one to wait on. */
static int
go_aside(int owner)
{
	sigset_t all;
	int null = open("/dev/null", O_RDWR), kept = fcntl(owner, F_DUPFD, 3);

	setsid();
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	for (int fd = 0; fd < 3 && null >= 0; fd++)
		dup2(null, fd);
	if (kept > 3)
		close_range(3, (unsigned)kept - 1, 0);
	close_range((unsigned)kept + 1, ~0U, 0);
	return kept;
}

static char *
make_dir(const char *name)
{
	const char *tmp = getenv("TMPDIR");
	struct buf b = { 0 };
	char *dir;

	if (tmp == NULL || tmp[0] != '/')
		tmp = "/tmp";
	buf_printf(&b, "%s/%s-XXXXXX", tmp, name);
	dir = mem_strdup(buf_cstr(&b));
	buf_free(&b);
	if (mkdtemp(dir) != NULL)
		return dir;
	free(dir);
	return NULL;
}

bool
janitor_start(struct janitor *j, const char *name)
{
	int pair[2], cause;
	pid_t pid;

	*j = (struct janitor) { .fd = -1, .dir = make_dir(name) };
	if (j->dir == NULL)
		return false;
	if (pipe2(pair, O_CLOEXEC) == 0) {
		fflush(NULL);
		pid = fork();
		if (pid == 0)
			wait_and_remove(j->dir, go_aside(pair[0]));
		cause = errno;
		close(pair[0]);
		j->fd = pair[1];
		j->pid = pid;
		if (pid > 0)
			return true;
		close(pair[1]);
		errno = cause;
	}
	cause = errno;
	rmdir(j->dir);
	free(j->dir);
	*j = (struct janitor) { .fd = -1 };
	errno = cause;
	return false;
}

bool
janitor_finish(struct janitor *j)
{
	bool gone;

	if (j->dir == NULL)
		return true;
	close(j->fd);
	while (waitpid((pid_t)j->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	gone = remove_tree(j->dir); /* if it was killed itself */
	free(j->dir);
	*j = (struct janitor) { .fd = -1 };
	return gone;
}
