/* Tests for proto/client/claimwire.c: opening, and waiting. */
#include "scene.h"

#include <poll.h>
#include <signal.h>
#include <sys/time.h>

#include "proto/role.h"

/* ---- waiting ---- */

static bool
readable(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, ms) == 1 && (p.revents & POLLIN) != 0;
}

/* Only what poll() tells leads to a call; nothing is missed so. */
static void
the_descriptor_tells_all_that_comes(void **state)
{
	struct scene *t = *state;
	struct feed *f = &t->feed;
	int64_t end = clock_mono_ms() + 4 * PATIENCE_MS;
	uint64_t seen = 0;
	int fd;

	f->head = 20;
	open_since(t, "0");
	fd = claimwire_fd(t->c);
	assert_true(fd >= 0 && fd == claimwire_fd(t->c));
	assert_true(readable(fd, 0)); /* it has not been called yet */
	while (seen < 300 && clock_mono_ms() < end) {
		serve(f);
		if (seen == f->head)
			commit(f, dice(f, 4) == 0);
		if (dice(f, 3) == 0)
			heartbeat(f);
		if (readable(fd, 1) &&
		    claimwire_next(t->c, 0, &t->change) == CLAIMWIRE_CHANGE)
			assert_true(t->change->seq == ++seen);
	}
	assert_true(seen == 300);
}

static void
the_descriptor_is_quiet_when_nothing_is_left(void **state)
{
	struct scene *t = *state;
	int fd;

	t->feed.head = 3;
	open_since(t, "0");
	fd = claimwire_fd(t->c);
	expect(t, 1, 3);
	assert_true(readable(fd, 0)); /* there may be more */
	for (int i = 0; i < 1000 && readable(fd, 0); i++)
		assert_int_equal(
		    claimwire_next(t->c, 0, &t->change), CLAIMWIRE_NOTHING);
	assert_false(readable(fd, 0));
}

static void
waiting_ends_when_its_time_is_over(void **state)
{
	struct scene *t = *state;
	int64_t before = clock_mono_ms();

	open_since(t, "0");
	assert_int_equal(
	    claimwire_next(t->c, 700, &t->change), CLAIMWIRE_NOTHING);
	assert_true(clock_mono_ms() - before >= 700);
	assert_true(claimwire_silence_ms(t->c) == -1);
	t->feed.head = 1;
	expect(t, 1, 1);
	assert_in_range(claimwire_silence_ms(t->c), 0, 699);
	before = clock_mono_ms();
	assert_int_equal(
	    claimwire_next(t->c, 300, &t->change), CLAIMWIRE_NOTHING);
	assert_in_range(
	    claimwire_silence_ms(t->c), 290, clock_mono_ms() - before + 100);
}

static void
on_alarm(int sig)
{
	(void)sig;
}

static void
a_signal_ends_waiting(void **state)
{
	struct scene *t = *state;
	struct sigaction a = { .sa_handler = on_alarm };
	struct itimerval soon = { .it_value = { 0, 50000 },
		.it_interval = { 0, 50000 } };

	open_since(t, "0");
	sigaction(SIGALRM, &a, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	assert_int_equal(
	    claimwire_next(t->c, -1, &t->change), CLAIMWIRE_NOTHING);
	soon = (struct itimerval) { { 0, 0 }, { 0, 0 } };
	setitimer(ITIMER_REAL, &soon, NULL);
}

/* ---- opening ---- */

static void
refused(const struct claimwire_options *o, const char *want)
{
	struct claimwire *c = NULL;
	char error[CLAIMWIRE_ERROR_SIZE] = "";

	if (claimwire_open(o, &c, error, sizeof error) == 0)
		fail_msg("opened, although: %s", want);
	assert_null(c);
	if (strstr(error, want) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", want, error);
}

static void
what_is_wrong_is_said(void **state)
{
	struct scene *t = *state;
	struct claimwire_options o = { .size = sizeof o, .data = t->x->dir };
	static const char *const bad[] = { "x", "-1", "k-", "1.5", " 1",
		"99999999999999999999" };
	struct claimwire *c = NULL;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		o.since = bad[i];
		refused(&o, "id or number");
	}
	o.since = NULL;
	o.data = "/nonexistent";
	refused(&o, "/nonexistent: no claimwire has run here");
	o.changes = "tcp://127.0.0.1:1";
	refused(&o, "/nonexistent: no claimwire has run here");
	o.replay = "tcp://127.0.0.1:2";
	refused(&o, "tcp needs keys: set curve_key");
	o.curve_key = "/nonexistent/key";
	refused(&o, "/nonexistent/key");
	o.curve_key = NULL;
	o.changes = o.replay = "nonsense";
	refused(&o, "nonsense");
	/* No room for the text is no reason to fail otherwise. */
	assert_int_equal(claimwire_open(&o, &c, NULL, 0), -1);
}

static void
nothing_is_made_where_nothing_was(void **state)
{
	struct scene *t = *state;
	char *dir = help_temp_dir(), *run = help_path(dir, "run");
	const struct claimwire_options o = { .size = sizeof o, .data = dir };

	(void)t;
	refused(&o, "no claimwire has run here");
	assert_int_not_equal(access(run, F_OK), 0);
	free(run);
	help_remove_dir(dir);
}

/* Members that an older program does not know of are not read. */
static void
an_older_program_has_fewer_options(void **state)
{
	struct scene *t = *state;
	const struct claimwire_options o = {
		.size = offsetof(struct claimwire_options, changes),
		.data = t->x->dir,
		.changes = "nonsense",
		.since = "nonsense",
	};

	t->feed.head = 2;
	assert_int_equal(claimwire_open(&o, &t->c, NULL, 0), 0);
	expect(t, 1, 2);
}

static void
header_and_library_are_of_one_version(void **state)
{
	(void)state;
	assert_string_equal(claimwire_version(), CLAIMWIRE_VERSION);
	assert_string_equal(claimwire_version(), ROLE_VERSION);
	claimwire_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		SCENE(the_descriptor_tells_all_that_comes),
		SCENE(the_descriptor_is_quiet_when_nothing_is_left),
		SCENE(waiting_ends_when_its_time_is_over),
		SCENE(a_signal_ends_waiting),
		SCENE(what_is_wrong_is_said),
		SCENE(nothing_is_made_where_nothing_was),
		SCENE(an_older_program_has_fewer_options),
		cmocka_unit_test(header_and_library_are_of_one_version),
	};

	return cmocka_run_group_tests_name(
	    "proto/claimwire: waiting", tests, NULL, NULL);
}
