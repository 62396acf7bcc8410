/* Tests for workers/speaker.c: who is meant, in tests/gold/speakers.marked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "marked.h"

static void
speaker_line(struct buf *b, const struct text *t, uint32_t i)
{
	enum found_type type;
	struct span role,
	    name = speaker_name(t, &t->attribution[i], &type, &role);

	buf_printf(b, "%u %.*s", i + 1, name.p != NULL ? (int)name.n : 1,
	    name.p != NULL ? name.p : "-");
	if (role.p != NULL)
		buf_printf(b, " | %.*s", (int)role.n, role.p);
	buf_puts(b, "\n");
}

static void
every_speaker_is_the_one_that_is_meant(void **state)
{
	(void)state;
	assert_int_equal(
	    marked_file("tests/gold/speakers.marked", speaker_line), 0);
}

static void
a_source_that_is_no_word_is_nobody(void **state)
{
	struct marked m;
	enum found_type type;
	struct span role;

	(void)state;
	marked_climb(&m, "[1s —] [1c said] [1p nothing]. [2c :] [2p “So.”]");
	assert_int_equal(m.t.attribution[0].speaker, TEXT_NONE);
	assert_null(speaker_name(&m.t, &m.t.attribution[1], &type, &role).p);
	marked_free(&m);
}

static void
a_thousand_names_are_looked_back_over_no_further_than_the_limit(void **state)
{
	struct buf b = { 0 };
	struct marked m;

	(void)state;
	buf_puts(&b, "Ann Lee left. ");
	for (int i = 0; i < 1000; i++)
		buf_printf(&b,
		    "Then the Bank of Norhaven and the Mill Union "
		    "met. ");
	buf_puts(&b, "[1s She] [1c said] [1p so].");
	marked_climb(&m, buf_cstr(&b));
	assert_int_equal(m.t.attribution[0].speaker, TEXT_NONE);
	marked_free(&m);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_speaker_is_the_one_that_is_meant),
		cmocka_unit_test(a_source_that_is_no_word_is_nobody),
		cmocka_unit_test(
		    a_thousand_names_are_looked_back_over_no_further_than_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
