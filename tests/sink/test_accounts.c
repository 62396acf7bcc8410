/* Tests for sink/accounts.c: the producer's accounts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sink/accounts.h"

static void
accounts_are_read_from_json(void **state)
{
	(void)state;
	struct accounts a;

	assert_true(accounts_parse(
	    span_of("{\"pid\":4,\"accepted\":10,\"committed\":7,\"dead\":1,"
		    "\"pending\":2,\"duplicates\":3}"),
	    &a));
	assert_int_equal(a.accepted, 10);
	assert_int_equal(a.committed, 7);
	assert_int_equal(a.dead, 1);
	assert_int_equal(a.pending, 2);
	assert_true(accounts_balance(&a));
	a.dead++;
	assert_false(accounts_balance(&a));
}

static void
anything_else_is_no_account(void **state)
{
	(void)state;
	static const char *const texts[] = { "", "{", "[]", "null",
		"{\"accepted\":1}",
		"{\"accepted\":1,\"committed\":1,\"dead\":0,\"pending\":0,"
		"\"duplicates\":\"0\"}",
		"{\"accepted\":1,\"committed\":1,\"dead\":0,\"pending\":-1,"
		"\"duplicates\":0}" };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct accounts a = { .accepted = 77 };

		assert_false(accounts_parse(span_of(texts[i]), &a));
		assert_int_equal(a.accepted, 77);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accounts_are_read_from_json),
		cmocka_unit_test(anything_else_is_no_account),
	};

	return cmocka_run_group_tests_name("sink/accounts", tests, NULL, NULL);
}
