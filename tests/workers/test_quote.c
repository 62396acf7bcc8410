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
every_style_of_marks_pairs(void **state)
{
	(void)state;
	expect("«Oui», dit-il. « Non », dit-elle.", "«Oui»|« Non »|");
	expect(
	    "»Ja«, sagte er. „Nein“, sagte sie. „Doch”", "»Ja«|„Nein“|„Doch”|");
	expect("``Yes,'' he said. ``No,\" she said.", "``Yes,''|``No,\"|");
	expect("”Kyllä”, hän sanoi. ‹Oui› et ‚ja‘.", "”Kyllä”|‹Oui›|‚ja‘|");
	expect("「はい」と 『いいえ』", "「はい」|『いいえ』|");
	expect(
	    "‘It shut “early” today,’ he said.", "‘It shut “early” today,’|");
	expect("\" We stay , \" he said .", "\" We stay , \"|");
}

static void
a_mark_turned_round_is_understood(void **state)
{
	(void)state;
	expect("“It shut,“ he said. The “mill“ in Tarn.", "“It shut,“|“mill“|");
	expect(
	    "”It shut,” he said. She called it ”mean.”", "”It shut,”|”mean.”|");
	expect("He says,” there are many.” Yes.", "” there are many.”|");
	expect("“ It shut,” he said, “ … and sank.”",
	    "“ It shut,”|“ … and sank.”|");
	expect("closed.\"We left,\" he said of\"joint work.\"",
	    "\"We left,\"|\"joint work.\"|");
	expect("\"What does it mean? \" Lee asked. \"No 'two-step' \" he said.",
	    "\"What does it mean? \"|\"No 'two-step' \"|");
}

static void
inches_close_none(void **state)
{
	(void)state;
	expect("“He’s like 6’2”,” said Ek. \"A 12\" pipe burst,\" said Lee.",
	    "“He’s like 6’2”,”|\"A 12\" pipe burst,\"|");
	expect("The 12\" pipe is 6'2\" long.", "");
}

static void
a_mark_without_its_pair_ends_with_its_paragraph(void **state)
{
	(void)state;
	expect("Ek said: \"We stay. We build.\n\nThe mill shut.\n\n\"No.\"",
	    "\"We stay. We build.|\"No.\"|");
	expect("Those “somewhat liberal), the others, and more. He left.",
	    "“somewhat liberal|");
	expect("\"We stay. He left. \"We go,\" said Lee. \"Now.\"",
	    "\"We stay. He left.|\"We go,\"|\"Now.\"|");
	expect("The mill shut, a failure.” He left.” “We go,” he said.",
	    "“We go,”|");
	/* A line end too many. */
	expect("“It shut,” he said, “and the\n\nmill sank.” Then “no.”",
	    "“It shut,”|“and the\n\nmill sank.”|“no.”|");
}

static void
single_marks_run_on_over_paragraphs(void **state)
{
	(void)state;
	expect("‘One.\n\n‘Two,’ she said. ‘Three.\n\nFour.", "‘One.|‘Two,’+|");
	expect("We’re goin’ to ‘the workers’ mill’ in ’31.",
	    "‘the workers’ mill’|");
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
		cmocka_unit_test(every_style_of_marks_pairs),
		cmocka_unit_test(a_mark_turned_round_is_understood),
		cmocka_unit_test(inches_close_none),
		cmocka_unit_test(
		    a_mark_without_its_pair_ends_with_its_paragraph),
		cmocka_unit_test(single_marks_run_on_over_paragraphs),
		cmocka_unit_test(a_quotation_runs_on_over_paragraphs),
		cmocka_unit_test(every_mark_may_be_left_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
