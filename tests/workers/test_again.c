/* Tests for workers/again.c with real processes: this very program is the
 * computing child too, and a text says what it does. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "proto/packet.h"
#include "proto/role.h"
#include "workers/again.h"
#include "workers/child.h"

static enum compute_result
act(struct span art, struct arena *arena, struct buf *out)
{
	(void)arena;
	if (span_is(art, "abort"))
		abort();
	if (span_is(art, "spin"))
		for (volatile int i = 0;; i++)
			;
	if (span_is(art, "nonsense"))
		(void)!send(STDIN_FILENO, "\376 what?!?!?", 12, 0);
	buf_append(out, art.p, art.n);
	return span_is(art, "refuse") ? COMPUTE_REFUSED : COMPUTE_FOUND;
}

struct side {
	int fd;
	pid_t pid;
	struct buf got;
};

static void
serve_here(struct side *s, const char *program)
{
	const struct again_conf c = { program, 500, 60000, 0 };
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	s->pid = fork();
	if (s->pid == 0) {
		close(pair[0]);
		_exit(again_serve(pair[1], &c));
	}
	close(pair[1]);
	s->fd = pair[0];
}

/* The kind of the answer to text; its body is in s->got from 1 on. */
static int
ask(struct side *s, const char *text)
{
	assert_int_equal(packet_put(s->fd, span_of(text), span_of("")), RC_OK);
	assert_int_equal(packet_get(s->fd, 1000, &s->got), RC_OK);
	assert_true(s->got.n >= 1);
	return s->got.p[0];
}

/* Its exit code, once nobody asks any more. */
static int
finish(struct side *s)
{
	int status;

	close(s->fd);
	buf_free(&s->got);
	assert_int_equal(waitpid(s->pid, &status, 0), s->pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
each_text_has_an_answer_whatever_the_child_does(void **state)
{
	struct side s = { 0 };

	(void)state;
	serve_here(&s, "/proc/self/exe");
	assert_int_equal(ask(&s, "one"), WARDEN_FOUND);
	assert_string_equal(buf_cstr(&s.got) + 1, "one");
	assert_int_equal(ask(&s, "abort"), WARDEN_FAILED);
	assert_string_equal(
	    buf_cstr(&s.got) + 1, "the extraction ended in the midst of it");
	assert_int_equal(ask(&s, "refuse"), WARDEN_REFUSED);
	assert_int_equal(ask(&s, "spin"), WARDEN_FAILED);
	assert_string_equal(
	    buf_cstr(&s.got) + 1, "it takes more time than an article has");
	assert_int_equal(ask(&s, "nonsense"), WARDEN_FAILED);
	assert_int_equal(ask(&s, "two"), WARDEN_FOUND);
	assert_string_equal(buf_cstr(&s.got) + 1, "two");
	assert_int_equal(finish(&s), EXIT_DONE);
}

static void
without_a_child_it_ends(void **state)
{
	struct side s = { 0 };

	(void)state;
	serve_here(&s, "/nowhere/claimwire-worker");
	assert_int_equal(packet_put(s.fd, span_of("one"), span_of("")), RC_OK);
	assert_int_equal(packet_get(s.fd, 1000, &s.got), RC_END);
	assert_int_equal(finish(&s), EXIT_OPEN);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_text_has_an_answer_whatever_the_child_does),
		cmocka_unit_test(without_a_child_it_ends),
	};

	if (argc == 3 && strcmp(argv[1], "--compute") == 0)
		return child_serve(
		    STDIN_FILENO, strtoll(argv[2], NULL, 10), act);
	return cmocka_run_group_tests_name("workers/again", tests, NULL, NULL);
}
