/* Tests for proto/buf.c, mem.c and rc.c. */
#include "wire.h"

static void
what_is_appended_is_there(void **state)
{
	(void)state;
	struct buf b = { 0 };

	buf_append(&b, NULL, 0);
	assert_string_equal(buf_cstr(&b), "");
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i % 10);
	assert_int_equal(b.n, 2000);
	assert_memory_equal(b.p, "0,1,2,3,", 8);
	assert_string_equal(buf_cstr(&b) + 1996, "8,9,");
	buf_clear(&b);
	buf_puts(&b, "x");
	assert_int_equal(buf_pack(&b, "\0y", 2), 0);
	wire_same(buf_span(&b), (struct span)SPAN("x\0y"));
	buf_free(&b);
	assert_null(b.p);
	buf_free(&b);
}

static void
strings_are_copied(void **state)
{
	(void)state;
	char *s = mem_strndup("abcdef", 3);

	assert_string_equal(s, "abc");
	assert_null(mem_strdup(NULL));
	free(s);
}

static void
every_code_has_words(void **state)
{
	(void)state;
	for (int rc = RC_OK; rc <= RC_AGAIN; rc++)
		assert_true(strlen(rc_text((enum rc)rc)) > 1);
	assert_string_equal(rc_text((enum rc)99), "unknown result");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_appended_is_there),
		cmocka_unit_test(strings_are_copied),
		cmocka_unit_test(every_code_has_words),
	};

	return cmocka_run_group_tests_name("proto/buf", tests, NULL, NULL);
}
