/* Tests for workers/quote.c: which marks belong together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "invented.h"

/* The quotations of s, marks included, joined by '|'. */
static void
expect(const char *s, const char *want)
{
	struct arena arena = { 0 };
	struct buf b = { 0 };
	struct text t = invented_text(s, &arena);

	for (uint32_t i = 0; i < t.n_quotations; i++) {
		struct span q = text_cut(
		    &t, t.quotation[i].open, t.quotation[i].close + 1);

		buf_append(&b, q.p, q.n);
		buf_puts(&b, t.quotation[i].carried ? "+|" : "|");
	}
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&b);
	arena_free(&arena);
}

static void
straight_and_curly_marks_pair(void **state)
{
	(void)state;
	expect("“One,” he said. \"Two,\" she said.", "“One,”|\"Two,\"|");
	expect("''Three,'' said Ek.", "''Three,''|");
	expect("‘We’ll see,’ he said.", "‘We’ll see,’|");
}

static void
a_quotation_holds_another(void **state)
{
	(void)state;
	expect("“He said, ‘Let’s go.’” End.", "“He said, ‘Let’s go.’”|");
	expect("“a “b” c” d", "“a “b” c”|");
}

static void
an_apostrophe_is_no_mark(void **state)
{
	(void)state;
	expect("The workers’ rights in the ’90s aren't Ek's.", "");
	expect("‘The workers’ rights matter,’ he said.",
	    "‘The workers’ rights matter,’|");
	expect("Rock 'n' roll is 6'2\" tall.", "");
}

static void
a_quotation_runs_on_over_paragraphs(void **state)
{
	(void)state;
	expect(
	    "“One.\n\n“Two.\n\n“Three,” she said.", "“One.|“Two.+|“Three,”+|");
}

static void
every_mark_may_be_left_open(void **state)
{
	(void)state;
	expect("“a\n\n“b\n\n“c\n\n“d\n\n“e", "“a|“b+|“c+|“d+|“e+|");
	expect("\"", "");
	expect("” ” ’ ’", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(straight_and_curly_marks_pair),
		cmocka_unit_test(a_quotation_holds_another),
		cmocka_unit_test(an_apostrophe_is_no_mark),
		cmocka_unit_test(a_quotation_runs_on_over_paragraphs),
		cmocka_unit_test(every_mark_may_be_left_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
