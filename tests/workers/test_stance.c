/* Tests for workers/en/stance.c: act, polarity, hedge, in
 * tests/gold/acts.marked; the tables are sorted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "marked.h"
#include "workers/en/noun_words.h"
#include "workers/en/stance.h"
#include "workers/en/stance_cue.h"
#include "workers/en/stance_words.h"

static void
act_line(struct buf *b, const struct text *t, uint32_t i)
{
	struct stance s = stance_of(t, &t->attribution[i]);

	buf_printf(b, "%u %s%s%s\n", i + 1,
	    found_act_text((enum found_act)s.act), s.negative ? " -" : "",
	    s.hedged ? " hedged" : "");
}

static void
every_act_is_the_one_that_is_meant(void **state)
{
	(void)state;
	assert_int_equal(marked_file("tests/gold/acts.marked", act_line), 0);
}

static void
the_tables_are_sorted(void **state)
{
	size_t n;
	const struct stance_words_entry *w = stance_words_table(&n);
	const struct noun_words_entry *k;
	const struct stance_cue_entry *c;

	(void)state;
	for (size_t i = 1; i < n; i++)
		assert_true(strcmp(w[i - 1].word, w[i].word) < 0);
	k = noun_words_table(&n);
	for (size_t i = 1; i < n; i++)
		assert_true(strcmp(k[i - 1].word, k[i].word) < 0);
	c = stance_cue_table(&n);
	for (size_t i = 1; i < n; i++) {
		int d = strcmp(c[i - 1].lemma, c[i].lemma);

		assert_true(d < 0 ||
		    (d == 0 && c[i - 1].next != NULL &&
			(c[i].next == NULL ||
			    strcmp(c[i - 1].next, c[i].next) < 0)));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_act_is_the_one_that_is_meant),
		cmocka_unit_test(the_tables_are_sorted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
