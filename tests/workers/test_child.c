/* Tests for workers/child.c with a real process: this very program, started
 * again with --compute, whose article says what to do. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "proto/bus.h"
#include "proto/clock.h"
#include "proto/mem.h"
#include "proto/sanitize.h"
#include "workers/child.h"

#define PATIENCE_MS 20000

/* ---- what the child does ---- */

static enum compute_result
act(struct span art, struct arena *arena, struct buf *out)
{
	if (span_is(art, "abort"))
		abort();
	if (span_is(art, "exit"))
		_exit(3);
	if (span_is(art, "spin"))
		for (volatile int i = 0;; i++)
			;
	if (span_is(art, "eat"))
		for (;;)
			memset(arena_alloc(arena, 1 << 20, 1), 1, 1 << 20);
	if (span_is(art, "nonsense")) {
		(void)!send(STDIN_FILENO, "\376 what?!?!?", 12, 0);
		return COMPUTE_FOUND;
	}
	buf_append(out, art.p, art.n);
	return span_is(art, "refuse") ? COMPUTE_REFUSED : COMPUTE_FOUND;
}

/* ---- what the warden sees ---- */

/* Wait until it answers or is gone. */
static enum rc
answer(struct child *c, struct child_reply *r)
{
	int64_t until = clock_mono_ms() + PATIENCE_MS;
	enum rc rc;

	while ((rc = child_read(c, r)) == RC_AGAIN) {
		struct bus_item item[] = { { .fd = child_fd(c) },
			{ .fd = child_fd(c), .want_out = true } };

		assert_true(clock_mono_ms() < until);
		(void)!bus_wait(item, child_wants_out(c) ? 2 : 1, 100);
		child_write(c);
	}
	return rc;
}

/* A child that has said hello. */
static struct child *
start(void)
{
	struct child *c = NULL;
	struct child_reply r;

	assert_int_equal(child_start("/proc/self/exe", 512, &c), RC_OK);
	assert_int_equal(answer(c, &r), RC_OK);
	assert_true(r.hello);
	return c;
}

static void
must_end(struct child *c, int want_signal, int want_status)
{
	int64_t until = clock_mono_ms() + PATIENCE_MS;
	int sig, status;

	while (!child_reaped(c, &sig, &status))
		assert_true(clock_mono_ms() < until);
	assert_int_equal(sig, want_signal);
	if (want_signal == 0)
		assert_int_equal(status, want_status);
	child_end(c);
}

static void
articles_come_back_one_by_one(void **state)
{
	(void)state;
	struct child *c = start();
	struct child_reply r;

	child_give(c, span_of("one"));
	assert_int_equal(answer(c, &r), RC_OK);
	assert_false(r.hello);
	assert_int_equal(r.kind, WARDEN_FOUND);
	assert_true(span_is(r.body, "one"));
	child_give(c, span_of("refuse"));
	assert_int_equal(answer(c, &r), RC_OK);
	assert_int_equal(r.kind, WARDEN_REFUSED);
	assert_true(span_is(r.body, "refuse"));
	child_end(c);
}

static void
an_article_of_eight_megabytes_goes_through_the_pipe(void **state)
{
	(void)state;
	struct child *c = start();
	size_t n = 8u << 20;
	char *big = mem_zalloc(n);
	struct child_reply r;

	memset(big, 'x', n);
	child_give(c, (struct span) { big, n });
	assert_int_equal(answer(c, &r), RC_OK);
	assert_int_equal(r.body.n, n);
	assert_memory_equal(r.body.p, big, n);
	child_end(c);
	free(big);
}

static void
a_childs_end_is_told_with_its_cause(void **state)
{
	(void)state;
	struct child_reply r;
	struct child *c = start();

	child_give(c, span_of("abort"));
	assert_int_equal(answer(c, &r), RC_END);
	must_end(c, SIGABRT, 0);
	c = start();
	child_give(c, span_of("exit"));
	assert_int_equal(answer(c, &r), RC_END);
	must_end(c, 0, 3);
}

static void
what_eats_memory_dies_by_its_own_hand(void **state)
{
	(void)state;
	struct child_reply r;
	struct child *c;

	if (SANITIZED) {
		print_message("skipped: a sanitizer's shadow needs all of "
			      "the address space\n");
		skip();
	}
	c = start();
	child_give(c, span_of("eat"));
	assert_int_equal(answer(c, &r), RC_END);
	must_end(c, SIGABRT, 0);
}

static void
a_spinning_child_is_seen_by_its_cpu_clock(void **state)
{
	(void)state;
	struct child *c = start();
	int64_t until = clock_mono_ms() + PATIENCE_MS;

	child_give(c, span_of("spin"));
	while (child_cpu_ms(c) < 50)
		assert_true(clock_mono_ms() < until);
	child_kill(c);
	must_end(c, SIGKILL, 0);
}

static void
nonsense_from_a_child_is_told(void **state)
{
	(void)state;
	struct child *c = start();
	struct child_reply r;

	child_give(c, span_of("nonsense"));
	assert_int_equal(answer(c, &r), RC_BADMSG);
	child_end(c);
}

static void
a_program_that_cannot_run_ends_without_a_hello(void **state)
{
	(void)state;
	struct child_reply r;
	struct child *c;

	assert_int_equal(child_start("/nowhere/worker", 0, &c), RC_OK);
	assert_int_equal(answer(c, &r), RC_END);
	must_end(c, 0, 127);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(articles_come_back_one_by_one),
		cmocka_unit_test(
		    an_article_of_eight_megabytes_goes_through_the_pipe),
		cmocka_unit_test(a_childs_end_is_told_with_its_cause),
		cmocka_unit_test(what_eats_memory_dies_by_its_own_hand),
		cmocka_unit_test(a_spinning_child_is_seen_by_its_cpu_clock),
		cmocka_unit_test(nonsense_from_a_child_is_told),
		cmocka_unit_test(
		    a_program_that_cannot_run_ends_without_a_hello),
	};

	if (argc == 3 && strcmp(argv[1], "--compute") == 0)
		return child_serve(
		    STDIN_FILENO, strtoll(argv[2], NULL, 10), act);
	return cmocka_run_group_tests_name("workers/child", tests, NULL, NULL);
}
