/* Tests for sink/launch.c: other programs started and asked. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "proto/rc.h"
#include "sink/launch.h"

static void
shell(struct launch *l, const char *script)
{
	launch_add(l, "/bin/sh");
	launch_add(l, "-c");
	launch_add(l, script);
}

/* The end of the only child; there is a deadline. */
static struct launch_end
wait_for_end(void)
{
	struct launch_end end = { 0 };

	alarm(60);
	while (!launch_reap(&end))
		usleep(1000);
	alarm(0);
	return end;
}

static void
what_a_program_prints_is_captured_with_its_code(void **state)
{
	(void)state;
	struct launch l = { 0 };
	struct buf out = { 0 };

	shell(&l, "echo one; echo two >&2; exit 5");
	assert_int_equal(launch_capture(&l, true, &out), 5);
	assert_string_equal(buf_cstr(&out), "one\n");
	launch_free(&l);
	buf_free(&out);
}

static void
a_program_that_is_not_there_cannot_be_opened(void **state)
{
	(void)state;
	struct launch l = { 0 };
	struct buf out = { 0 };

	launch_add(&l, "/nonexistent/program");
	assert_int_equal(launch_capture(&l, true, &out), EXIT_OPEN);
	launch_free(&l);
	buf_free(&out);
}

static void
a_killed_program_is_no_success(void **state)
{
	(void)state;
	struct launch l = { 0 };
	struct buf out = { 0 };

	shell(&l, "kill -KILL $$");
	assert_int_equal(launch_capture(&l, true, &out), EXIT_OPEN);
	launch_free(&l);
	buf_free(&out);
}

static void
the_end_of_a_child_is_told(void **state)
{
	(void)state;
	struct launch l = { 0 };
	struct launch_end end;
	long pid;

	shell(&l, "exit 3");
	pid = launch_start(&l, -1, SIGTERM);
	assert_true(pid > 0);
	end = wait_for_end();
	assert_int_equal(end.pid, pid);
	assert_int_equal(end.signal, 0);
	assert_int_equal(end.code, 3);
	launch_free(&l);

	shell(&l, "kill -ABRT $$");
	assert_true(launch_start(&l, -1, SIGTERM) > 0);
	end = wait_for_end();
	assert_int_equal(end.signal, SIGABRT);
	launch_free(&l);
}

static void
a_child_inherits_no_descriptor_and_no_input(void **state)
{
	(void)state;
	struct launch l = { 0 };
	struct launch_end end;
	int fd = dup2(STDIN_FILENO, 7);

	/* 0: descriptor 7 is closed and standard input is at its end */
	shell(&l, "! (: <&7) 2>/dev/null && ! read -r line");
	assert_true(launch_start(&l, -1, SIGTERM) > 0);
	end = wait_for_end();
	assert_int_equal(end.signal, 0);
	assert_int_equal(end.code, 0);
	launch_free(&l);
	close(fd);
}

static void
a_child_reads_what_it_is_given(void **state)
{
	(void)state;
	struct launch l = { 0 };
	struct launch_end end;
	int pair[2];

	assert_int_equal(pipe2(pair, O_CLOEXEC), 0);
	assert_int_equal(write(pair[1], "word\n", 5), 5);
	shell(&l, "read -r line && test \"$line\" = word && ! read -r line");
	assert_true(launch_start(&l, pair[0], SIGTERM) > 0);
	close(pair[1]); /* nor does the child hold it open for itself */
	end = wait_for_end();
	assert_int_equal(end.signal, 0);
	assert_int_equal(end.code, 0);
	launch_free(&l);
	close(pair[0]);
}

static void
a_terminals_interrupt_is_not_heard(void **state)
{
	(void)state;
	struct launch l = { 0 };
	struct launch_end end;

	shell(&l, "kill -INT $$; exit 0");
	assert_true(launch_start(&l, -1, SIGTERM) > 0);
	end = wait_for_end();
	assert_int_equal(end.signal, 0);
	assert_int_equal(end.code, 0);
	launch_free(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_a_program_prints_is_captured_with_its_code),
		cmocka_unit_test(a_program_that_is_not_there_cannot_be_opened),
		cmocka_unit_test(a_killed_program_is_no_success),
		cmocka_unit_test(the_end_of_a_child_is_told),
		cmocka_unit_test(a_child_inherits_no_descriptor_and_no_input),
		cmocka_unit_test(a_child_reads_what_it_is_given),
		cmocka_unit_test(a_terminals_interrupt_is_not_heard),
	};

	return cmocka_run_group_tests_name("sink/launch", tests, NULL, NULL);
}
