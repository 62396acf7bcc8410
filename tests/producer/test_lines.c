/* Tests for producer/lines.c: whole lines, bounded memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "producer/lines.h"
#include "proto/mem.h"

static void
say(int fd, const char *s)
{
	assert_int_equal(write(fd, s, strlen(s)), (ssize_t)strlen(s));
}

static void
assert_line(struct lines *l, const char *want, uint64_t offset)
{
	struct span line;

	assert_int_equal(lines_next(l, &line), RC_OK);
	assert_true(span_is(line, want));
	assert_int_equal(l->offset, offset);
}

static void
lines_come_as_they_are_completed(void **state)
{
	struct lines l;
	struct span line;
	int p[2];

	(void)state;
	assert_int_equal(pipe(p), 0);
	lines_init(&l, p[0], 0, 100);
	assert_int_equal(lines_next(&l, &line), RC_AGAIN);
	assert_false(l.eof);
	say(p[1], "one\r\n\ntw");
	assert_line(&l, "one", 5);
	assert_line(&l, "", 6);
	assert_int_equal(lines_next(&l, &line), RC_AGAIN);
	say(p[1], "o\nrest");
	assert_line(&l, "two", 10);
	assert_int_equal(l.number, 3);
	close(p[1]);
	assert_int_equal(lines_next(&l, &line), RC_AGAIN);
	assert_true(l.eof);
	assert_int_equal(lines_rest(&l, &line), RC_OK);
	assert_true(span_is(line, "rest"));
	assert_int_equal(lines_rest(&l, &line), RC_END);
	lines_free(&l);
	close(p[0]);
}

static void
a_line_over_the_limit_is_passed_over_and_the_next_is_read(void **state)
{
	size_t n = 8 << 20;
	char *big = mem_zalloc(n + 1);
	FILE *f = tmpfile();
	struct lines l;
	struct span line;

	(void)state;
	memset(big, 'x', n);
	fprintf(f, "a\n%s\nb\n%s", big, big);
	fflush(f);
	rewind(f);
	lines_init(&l, fileno(f), 0, 1 << 20);
	assert_line(&l, "a", 2);
	assert_int_equal(lines_next(&l, &line), RC_TOOBIG);
	assert_int_equal(l.number, 2);
	assert_true(l.buf.cap < 3 << 20);
	assert_line(&l, "b", 2 + n + 1 + 2);
	assert_int_equal(lines_next(&l, &line), RC_AGAIN);
	assert_int_equal(lines_rest(&l, &line), RC_TOOBIG);
	assert_int_equal(l.offset, 2 + n + 1 + 2 + n);
	lines_free(&l);
	fclose(f);
	free(big);
}

static void
a_line_of_exactly_the_limit_is_read(void **state)
{
	FILE *f = tmpfile();
	struct lines l;
	struct span line;

	(void)state;
	fputs("12345\n123456\n", f);
	fflush(f);
	rewind(f);
	lines_init(&l, fileno(f), 0, 5);
	assert_line(&l, "12345", 6);
	assert_int_equal(lines_next(&l, &line), RC_TOOBIG);
	lines_free(&l);
	fclose(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_as_they_are_completed),
		cmocka_unit_test(
		    a_line_over_the_limit_is_passed_over_and_the_next_is_read),
		cmocka_unit_test(a_line_of_exactly_the_limit_is_read),
	};

	return cmocka_run_group_tests_name("producer/lines", tests, NULL, NULL);
}
