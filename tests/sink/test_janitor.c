/* Tests for sink/janitor.c: a folder that does not outlive its owner. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "proto/clock.h"
#include "sink/janitor.h"
#include "tests/help.h"

static char *tmp;

static int
setup(void **state)
{
	(void)state;
	tmp = help_temp_dir();
	return setenv("TMPDIR", tmp, 1);
}

static int
teardown(void **state)
{
	(void)state;
	help_remove_dir(tmp);
	return 0;
}

static bool
there(const char *path)
{
	return access(path, F_OK) == 0;
}

/* A folder with a file in a folder in it. */
static void
fill(const char *dir)
{
	char *sub = help_path(dir, "run"), *file = help_path(sub, "socket");

	assert_int_equal(mkdir(sub, 0700), 0);
	help_write_file(file, "x", 1);
	free(file);
	free(sub);
}

static void
assert_gone_soon(const char *path)
{
	int64_t until = clock_mono_ms() + 10000;

	while (there(path) && clock_mono_ms() < until)
		poll(NULL, 0, 5);
	assert_false(there(path));
}

static void
the_folder_goes_with_its_end(void **state)
{
	(void)state;
	struct janitor j;
	char *dir;

	assert_true(janitor_start(&j, "throwaway"));
	assert_memory_equal(j.dir, tmp, strlen(tmp));
	dir = strdup(j.dir);
	fill(dir);
	assert_true(janitor_finish(&j));
	assert_false(there(dir));
	assert_true(janitor_finish(&j)); /* once more is harmless */
	free(dir);
}

/* Start one in a process of its own, which then hangs; its folder. */
static pid_t
start_owner(char *dir, size_t size)
{
	struct janitor j;
	int pair[2];
	pid_t pid;
	ssize_t n;

	assert_int_equal(pipe2(pair, O_CLOEXEC), 0);
	pid = fork();
	if (pid == 0) {
		if (!janitor_start(&j, "throwaway") ||
		    write(pair[1], j.dir, strlen(j.dir)) < 0)
			_exit(1);
		for (;;)
			pause();
	}
	n = read(pair[0], dir, size - 1);
	assert_true(n > 0);
	dir[n] = '\0';
	close(pair[0]);
	close(pair[1]);
	return pid;
}

static void
end_owner(pid_t pid, int sig)
{
	assert_int_equal(kill(pid, sig), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

static void
the_folder_goes_when_its_owner_is_killed(void **state)
{
	(void)state;
	static const int signals[] = { SIGKILL, SIGTERM, SIGHUP };
	char dir[256];

	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
		pid_t pid = start_owner(dir, sizeof dir);

		fill(dir);
		assert_true(there(dir));
		end_owner(pid, signals[i]);
		assert_gone_soon(dir);
	}
}

static void
the_folder_stays_while_a_process_works_in_it(void **state)
{
	(void)state;
	char dir[256], *path;
	pid_t pid = start_owner(dir, sizeof dir);
	int fd;

	path = help_path(dir, "sink.lock");
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	end_owner(pid, SIGKILL);
	poll(NULL, 0, 200); /* as good as any time: it must not go */
	assert_true(there(path));
	close(fd);
	assert_gone_soon(dir);
	free(path);
}

static void
the_folder_goes_when_the_janitor_itself_was_killed(void **state)
{
	(void)state;
	struct janitor j;
	char *dir;

	assert_true(janitor_start(&j, "throwaway"));
	dir = strdup(j.dir);
	fill(dir);
	assert_int_equal(kill((pid_t)j.pid, SIGKILL), 0);
	assert_true(janitor_finish(&j));
	assert_false(there(dir));
	free(dir);
}

static void
a_link_is_removed_and_not_followed(void **state)
{
	(void)state;
	struct janitor j;
	char *kept = help_path(tmp, "kept"), *link;

	assert_int_equal(mkdir(kept, 0700), 0);
	fill(kept);
	assert_true(janitor_start(&j, "throwaway"));
	link = help_path(j.dir, "link");
	assert_int_equal(symlink(kept, link), 0);
	assert_true(janitor_finish(&j));
	assert_false(there(link));
	free(link);
	link = help_path(kept, "run/socket");
	assert_true(there(link));
	free(link);
	free(kept);
}

static void
no_place_for_a_folder_is_told(void **state)
{
	(void)state;
	struct janitor j;

	setenv("TMPDIR", "/nonexistent/place", 1);
	assert_false(janitor_start(&j, "throwaway"));
	assert_int_equal(errno, ENOENT);
	assert_true(janitor_finish(&j));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(the_folder_goes_with_its_end),
		T(the_folder_goes_when_its_owner_is_killed),
		T(the_folder_stays_while_a_process_works_in_it),
		T(the_folder_goes_when_the_janitor_itself_was_killed),
		T(a_link_is_removed_and_not_followed),
		T(no_place_for_a_folder_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
