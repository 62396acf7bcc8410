/* Tests for producer/ballast.c, through the spool: a full disk costs nothing.
 */
#include "tests/producer/spooled.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Beyond this size no file may grow: what a full disk is to one file.
 * Returns the limit that was. */
static struct rlimit
limit_files(rlim_t bytes)
{
	struct rlimit old, now;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	now = old;
	now.rlim_cur = bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &now), 0);
	return old;
}

static void
without_space_neither_article_nor_cursor_is_recorded(void **state)
{
	struct fixture *f = *state;
	char *blob = mem_zalloc(3 << 20);
	struct spool_item it[2] = { item("small", blob, 10),
		item("big", blob, 3 << 20) };
	struct rlimit old;
	enum rc rc;

	assert_int_equal(accept_one(f->s, "a", "src", "1"), RC_OK);
	old = limit_files(1 << 20);
	rc = spool_accept(f->s, it, 2, 1, "src", span_of("2"));
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(rc, RC_FULL);
	assert_cursor(f->s, "src", "1");
	assert_int_equal(counts(f->s).accepted, 1);
	check(f->s);
	assert_int_equal(
	    spool_accept(f->s, it, 2, 1, "src", span_of("2")), RC_OK);
	assert_cursor(f->s, "src", "2");
	check(f->s);
	free(blob);
}

/* Fill the disk that path is on. */
static void
fill_disk(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	char block[4096] = { 0 };

	while (write(fd, block, sizeof(block)) > 0)
		continue;
	close(fd);
}

/* Retire all that is pending, one by one, as acknowledgements trickle in. */
static void
retire_all(struct spool *s)
{
	struct dispatch_job j[64];
	uint32_t n = 1;

	while (n > 0) {
		assert_int_equal(spool_load(s, 0, j, 64, &n), RC_OK);
		for (uint32_t i = 0; i < n; i++)
			assert_int_equal(
			    apply(s, DISPATCH_RETIRE, j[i].job), RC_OK);
	}
}

static void
fill_and_retire(const char *dir)
{
	char *path = help_path(dir, "spool.db");
	char *filler = help_path(dir, "filler");
	struct spool *s = open_spool(path, true, true);
	char *blob = mem_zalloc(100000);
	struct spool_item it = item("big", blob, 100000);

	for (int i = 0; i < 100; i++)
		assert_int_equal(
		    spool_accept(s, &it, 1, 1, "s", span_of("1")), RC_OK);
	fill_disk(filler);
	while (spool_accept(s, &it, 1, 1, "s", span_of("2")) == RC_OK)
		continue;
	assert_int_equal(
	    spool_accept(s, &it, 1, 1, "s", span_of("3")), RC_FULL);
	retire_all(s);
	check(s);
	/* and what the articles took is there for others */
	assert_int_equal(spool_accept(s, &it, 1, 1, "s", span_of("3")), RC_OK);
	retire_all(s);
	check(s);

	fill_disk(filler);
	spool_close(s);
	s = open_spool(path, true, true); /* starts on a full disk as well */
	unlink(filler);
	assert_int_equal(spool_accept(s, &it, 1, 1, "s", span_of("4")), RC_OK);
	assert_cursor(s, "s", "4");
	check(s);
	spool_close(s);
	free(blob);
	free(filler);
	free(path);
}

static void
on_a_full_disk_work_is_retired_and_space_resumes_intake(void **state)
{
	struct fixture *f = *state;
	char *dir = help_path(f->dir, "small");

	assert_int_equal(mkdir(dir, 0700), 0);
	if (mount("none", dir, "tmpfs", 0, "size=48m") != 0) {
		print_message("skipped: no right to mount a small tmpfs\n");
		free(dir);
		skip();
	}
	fill_and_retire(dir);
	umount2(dir, MNT_DETACH);
	free(dir);
}

static void
a_flood_that_is_over_gives_its_space_back(void **state)
{
	struct fixture *f = *state;
	const struct span none = { NULL, 0 };
	char *blob = mem_zalloc(4 << 20);
	struct spool_item it = item("big", blob, 4 << 20);
	struct stat st;

	for (int i = 0; i < 12; i++)
		assert_int_equal(
		    spool_accept(f->s, &it, 1, 1, NULL, none), RC_OK);
	retire_all(f->s);
	spool_close(f->s);
	f->s = open_spool(f->path, true, false);
	assert_int_equal(stat(f->path, &st), 0);
	assert_true(st.st_size < 40 << 20);
	free(blob);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(without_space_neither_article_nor_cursor_is_recorded),
		TEST(on_a_full_disk_work_is_retired_and_space_resumes_intake),
		TEST(a_flood_that_is_over_gives_its_space_back),
	};

	return cmocka_run_group_tests_name(
	    "producer/ballast", tests, NULL, NULL);
}
