/* Tests for workers/ud.c: labels and their names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "workers/ud.h"

static void
every_label_is_read_as_it_is_written(void **state)
{
	(void)state;
	for (int i = 0; i < UD_N_POS; i++)
		assert_int_equal(
		    ud_pos_of(span_of(ud_pos_text((enum ud_pos)i))), i);
	for (int i = 0; i < UD_N_REL; i++)
		assert_int_equal(
		    ud_rel_of(span_of(ud_rel_text((enum ud_rel)i))), i);
}

static void
the_names_stand_for_what_they_say(void **state)
{
	(void)state;
	assert_string_equal(ud_pos_text(UD_PROPN), "PROPN");
	assert_string_equal(ud_pos_text(UD_X), "X");
	assert_string_equal(ud_rel_text(UD_AUX_PASS), "aux:pass");
	assert_string_equal(ud_rel_text(UD_NSUBJ_PASS), "nsubj:pass");
	assert_string_equal(ud_rel_text(UD_PUNCT_), "punct");
	assert_string_equal(ud_rel_text(UD_XCOMP), "xcomp");
}

static void
an_unknown_subtype_is_read_without_it(void **state)
{
	(void)state;
	assert_int_equal(ud_rel_of(span_of("obl:tmod")), UD_OBL);
	assert_int_equal(ud_rel_of(span_of("nsubj:outer:x")), UD_NSUBJ);
	assert_int_equal(ud_rel_of(span_of("acl:")), UD_ACL);
}

static void
what_is_no_label_is_x_or_dep(void **state)
{
	(void)state;
	assert_int_equal(ud_pos_of(span_of("noun")), UD_X);
	assert_int_equal(ud_pos_of(span_of("")), UD_X);
	assert_int_equal(ud_rel_of(span_of("subject")), UD_DEP);
	assert_int_equal(ud_rel_of(span_of("nsub")), UD_DEP);
	assert_int_equal(ud_rel_of(span_of(":")), UD_DEP);
	assert_int_equal(ud_rel_of(span_of("_")), UD_DEP);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_label_is_read_as_it_is_written),
		cmocka_unit_test(the_names_stand_for_what_they_say),
		cmocka_unit_test(an_unknown_subtype_is_read_without_it),
		cmocka_unit_test(what_is_no_label_is_x_or_dep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
