/* Tests for workers/why.c: what --explain says, and when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "marked.h"
#include "workers/why.h"

static const char story[] =
    "{P Mary Lee} met {P Carl Ek}. [1p “It may rain,”] [1s she] [1c said]. "
    "[2s A clerk] [2c would not confirm] [2p the price].\n\n[3p “Go.”]";

/* The sentences about attribution i, one a line. */
static void
sentences(struct buf *b, const struct marked *m, uint32_t i)
{
	const struct attribution *a = &m->t.attribution[i];
	struct stance s = stance_of(&m->t, a);
	struct found_claim c = { 0 };

	why_report(&m->t, a, &s, &c);
	buf_clear(b);
	for (uint32_t k = 0; k < c.n_why; k++)
		buf_printf(b, "%.*s\n", (int)c.why[k].n, c.why[k].p);
}

static void
who_speaks_which_act_and_which_hedge_are_told_with_their_words(void **state)
{
	struct marked m;
	struct buf b = { 0 };

	(void)state;
	marked_climb(&m, story);
	for (uint32_t i = 0; i < 3; i++)
		m.t.attribution[i].rule = "marked";
	sentences(&b, &m, 0);
	assert_non_null(strstr(buf_cstr(&b),
	    "\"she\" stands for \"Mary Lee\", named 1 sentence before as a "
	    "subject, a woman.\n"));
	assert_non_null(strstr(buf_cstr(&b),
	    "The act is predict: what will or may come, \"may\".\n"));
	assert_non_null(strstr(buf_cstr(&b), "It is hedged by \"may\".\n"));
	sentences(&b, &m, 1);
	assert_non_null(
	    strstr(buf_cstr(&b), "\"A clerk\" is nobody whom the text names."));
	assert_non_null(strstr(buf_cstr(&b), "because the cue is a refusal"));
	sentences(&b, &m, 2);
	assert_non_null(
	    strstr(buf_cstr(&b), "Whoever spoke before goes on, \"A clerk\"."));
	buf_free(&b);
	marked_free(&m);
}

static void
reasons_are_made_only_when_somebody_asked(void **state)
{
	static const char s[] = "Mayor Ann Lee said sales fell 5 per cent in "
				"May. Sales of wood rose 7 per cent in June.";
	struct article a = { .text = span_of(s) };
	struct arena arena = { 0 };
	struct found f;
	struct buf why = { 0 };

	(void)state;
	assert_int_equal(engine_extract(&a, &arena, 0, &f, NULL, &why), RC_OK);
	assert_true(f.n_claims > 0);
	for (uint32_t i = 0; i < f.n_claims; i++)
		assert_int_equal(f.claims[i].n_why, 0);
	assert_int_equal(
	    engine_extract(&a, &arena, ENGINE_EXPLAIN, &f, NULL, &why), RC_OK);
	for (uint32_t i = 0; i < f.n_claims; i++) {
		assert_true(f.claims[i].n_why > 0);
		for (uint32_t k = 0; k < f.claims[i].n_why; k++)
			assert_true(utf8_valid(f.claims[i].why[k]) ==
			    f.claims[i].why[k].n);
	}
	buf_free(&why);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    who_speaks_which_act_and_which_hedge_are_told_with_their_words),
		cmocka_unit_test(reasons_are_made_only_when_somebody_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
