/* Tests for workers/token.c: words, marks, paragraphs, and where they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "invented.h"

/* The tokens of s, joined by '|'. */
static void
expect(const char *s, const char *want)
{
	struct arena arena = { 0 };
	struct buf b = { 0 };
	struct text t = { .bytes = span_of(s), .arena = &arena };

	token_split(&t);
	assert_int_equal(t.length, utf8_count(t.bytes));
	for (uint32_t i = 0; i < t.n_tokens; i++) {
		struct range r = text_range(&t, i, i + 1);

		/* Both ways to cut it out agree. */
		assert_true(
		    span_eq(text_cut(&t, i, i + 1), invented_cut(s, r)));
		buf_append(&b, t.bytes.p + t.token[i].at, t.token[i].size);
		buf_puts(&b, "|");
	}
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&b);
	arena_free(&arena);
}

static void
words_keep_what_belongs_to_them(void **state)
{
	(void)state;
	expect("Ms. O’Hara-Li paid 1,250.50 in the U.S. by 5 p.m.",
	    "Ms.|O’Hara-Li|paid|1,250.50|in|the|U.S.|by|5|p.m.|");
	expect("a Norland-U.S. deal.", "a|Norland-U.S.|deal|.|");
}

static void
clitics_stand_apart(void **state)
{
	(void)state;
	expect("We won’t sell Ek's mill; they'll see.",
	    "We|wo|n’t|sell|Ek|'s|mill|;|they|'ll|see|.|");
}

static void
offsets_count_code_points(void **state)
{
	(void)state;
	/* no-break space, emoji beyond the BMP, combining mark, CRLF */
	expect("“No,”\u00a0\U0001f600 said Zoe\u0301.\r\n\r\nEnd",
	    "“|No|,|”|\U0001f600|said|Zoe\u0301|.|End|");
}

static void
paragraphs_end_at_line_ends(void **state)
{
	struct arena arena = { 0 };
	struct text t = invented_text("One.\nTwo.\r\nThree.\n\nFour.", &arena);
	unsigned n = 0;

	(void)state;
	for (uint32_t i = 0; i < t.n_tokens; i++)
		n += t.token[i].para;
	assert_int_equal(n, 4);
	arena_free(&arena);
}

static void
lines_cut_by_width_are_one_paragraph(void **state)
{
	struct arena arena = { 0 };
	struct text t = invented_text(
	    "The mill at Norhaven has been closed for three years now and\n"
	    "nobody in town expects that it will ever open its gates again.\n"
	    "\n"
	    "A buyer from the south looked at the site twice last summer and\n"
	    "went home.\n",
	    &arena);
	unsigned n = 0;

	(void)state;
	for (uint32_t i = 0; i < t.n_tokens; i++)
		n += t.token[i].para;
	assert_int_equal(n, 2);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_keep_what_belongs_to_them),
		cmocka_unit_test(clitics_stand_apart),
		cmocka_unit_test(offsets_count_code_points),
		cmocka_unit_test(paragraphs_end_at_line_ends),
		cmocka_unit_test(lines_cut_by_width_are_one_paragraph),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
