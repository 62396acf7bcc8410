/* Tests for sink/web/desk.c: work in, in order, work out; never too much. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cmocka.h>

#include "proto/mem.h"
#include "sink/store.h"
#include "sink/web/desk.h"
#include "tests/help.h"

struct fixture {
	char *dir, *path;
	struct store *s;
	struct desk *d;
	int fd;
	_Atomic int gate; /* work waits until it is open */
	bool stopped;
};

static int
setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof *f);
	struct store_opts o = { 0 };
	struct answer_desk with = { .texts = true };
	struct buf why = { 0 };

	f->dir = help_temp_dir();
	f->path = help_path(f->dir, "claims.db");
	f->fd = eventfd(0, EFD_CLOEXEC);
	o.path = f->path;
	if (store_open(&o, &f->s, &why) != RC_OK ||
	    desk_start(f->path, &with, f->fd, &f->d, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	buf_free(&why);
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	if (!f->stopped)
		desk_stop(f->d);
	desk_free(f->d);
	store_close(f->s);
	close(f->fd);
	help_remove_dir(f->dir);
	free(f->path);
	free(f);
	return 0;
}

struct job {
	struct fixture *f;
	int64_t head;
	bool texts;
};

static void
ask_head(struct answer_desk *d, void *arg)
{
	struct job *j = arg;

	j->texts = d->texts;
	if (query_head(d->q, &j->head) != RC_OK)
		j->head = -1;
}

static void
wait_at_gate(struct answer_desk *d, void *arg)
{
	struct job *j = arg;

	(void)d;
	while (atomic_load(&j->f->gate) == 0)
		poll(NULL, 0, 1);
}

/* The next piece that is done; waits for it. */
static struct job *
next_done(struct fixture *f)
{
	struct job *j;
	uint64_t n;

	while ((j = desk_done(f->d)) == NULL)
		assert_int_equal(read(f->fd, &n, sizeof n), sizeof n);
	return j;
}

static void
work_is_done_with_the_store_and_comes_back(void **state)
{
	struct fixture *f = *state;
	struct job j = { .f = f, .head = -2 };

	assert_true(desk_put(f->d, ask_head, &j));
	assert_ptr_equal(next_done(f), &j);
	assert_int_equal(j.head, 0);
	assert_true(j.texts);
}

static void
a_full_desk_refuses_and_forgets_nothing(void **state)
{
	struct fixture *f = *state;
	struct job j[DESK_QUEUE_MAX + 1];

	for (int i = 0; i < DESK_QUEUE_MAX; i++) {
		j[i] = (struct job) { .f = f };
		assert_true(desk_put(f->d, wait_at_gate, &j[i]));
	}
	assert_false(desk_put(f->d, wait_at_gate, &j[DESK_QUEUE_MAX]));
	atomic_store(&f->gate, 1);
	for (int i = 0; i < DESK_QUEUE_MAX; i++)
		assert_ptr_equal(next_done(f), &j[i]);
	assert_null(desk_done(f->d));
	assert_true(desk_put(f->d, ask_head, &j[0]));
	assert_ptr_equal(next_done(f), &j[0]);
}

static void
stopping_drops_what_waits(void **state)
{
	struct fixture *f = *state;
	struct job j[8];

	atomic_store(&f->gate, 1);
	for (int i = 0; i < 8; i++) {
		j[i] = (struct job) { .f = f };
		assert_true(desk_put(f->d, wait_at_gate, &j[i]));
	}
	desk_stop(f->d);
	f->stopped = true;
	/* a server that stops may still be asked */
	assert_false(desk_put(f->d, ask_head, &j[0]));
}

int
main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(work_is_done_with_the_store_and_comes_back),
		T(a_full_desk_refuses_and_forgets_nothing),
		T(stopping_drops_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
