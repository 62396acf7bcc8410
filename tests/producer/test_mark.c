/* Tests for producer/mark.c: round trip, and what else may lie there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "producer/mark.h"

static void
what_is_written_is_read(void **state)
{
	const struct mark m = { .dev = UINT64_MAX,
		.ino = 2,
		.size = 3,
		.mtime_ns = -4,
		.offset = 5,
		.head = 6,
		.hash = UINT64_MAX };
	struct mark back = { 0 };
	struct buf b = { 0 };

	(void)state;
	mark_encode(&m, &b);
	assert_int_equal(mark_decode(buf_span(&b), &back), RC_OK);
	assert_memory_equal(&m, &back, sizeof(m));
	buf_free(&b);
}

static void
anything_else_is_refused_and_means_starting_over(void **state)
{
	static const struct span bad[] = {
		SPAN(""),
		SPAN("1"),
		SPAN("2 1 1 1 1 1 1 1"),
		SPAN("1 1 1 1 1 1 1"),
		SPAN("1 x 1 1 1 1 1 1"),
		SPAN("\0 1 1 1 1 1 1 1"),
	};
	char big[1000];

	(void)state;
	memset(big, '1', sizeof(big));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct mark m = { .dev = 77 };

		assert_int_equal(mark_decode(bad[i], &m), RC_BADMSG);
		assert_int_equal(m.dev, 77);
	}
	assert_int_equal(mark_decode((struct span) { big, sizeof(big) },
			     &(struct mark) { 0 }),
	    RC_BADMSG);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read),
		cmocka_unit_test(
		    anything_else_is_refused_and_means_starting_over),
	};

	return cmocka_run_group_tests_name("producer/mark", tests, NULL, NULL);
}
