/* Tests for workers/sentence.c: where sentences end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "invented.h"

/* The sentences of s, joined by '|', with '^' before joined ones. */
static void
expect(const char *s, const char *want)
{
	struct arena arena = { 0 };
	struct buf b = { 0 };
	struct text t = invented_text(s, &arena);

	for (uint32_t i = 0; i < t.n_sentences; i++) {
		struct span q = text_cut(
		    &t, t.sentence[i].first, t.sentence[i].last);

		buf_puts(&b, t.sentence[i].joined ? "^" : "");
		buf_append(&b, q.p, q.n);
		buf_puts(&b, "|");
	}
	assert_string_equal(buf_cstr(&b), want);
	buf_free(&b);
	arena_free(&arena);
}

static void
abbreviations_end_none(void **state)
{
	(void)state;
	expect("Dr. Ann B. Lee of Acme Inc. met Mr. Ek. He left.",
	    "Dr. Ann B. Lee of Acme Inc. met Mr. Ek.|He left.|");
	expect("He left the U.S. The mill closed.",
	    "He left the U.S.|The mill closed.|");
}

static void
titles_and_initials_end_none(void **state)
{
	(void)state;
	expect("Lt. Gov. Ek and Rep. Ann Lee met St. Olaf vs. Tarn in Jan. 5.",
	    "Lt. Gov. Ek and Rep. Ann Lee met St. Olaf vs. Tarn in Jan. 5.|");
	expect("The U.S. National Guard left. J.K. Moor paid $7.1 billion.",
	    "The U.S. National Guard left.|J.K. Moor paid $7.1 billion.|");
	expect("It opens at 5 p.m. on No. 5 St. No. It shut at 6 p.m. He left.",
	    "It opens at 5 p.m. on No. 5 St. No.|It shut at 6 p.m.|He left.|");
	expect("He left at 6 p.m. Does it matter in Tarn, N.Y. “It does,” he "
	       "said, etc. See https://mill.example. https://tarn.example",
	    "He left at 6 p.m.|Does it matter in Tarn, N.Y.|“It does,” he "
	    "said, etc.|See https://mill.example.|https://tarn.example|");
}

static void
an_item_keeps_its_number(void **state)
{
	(void)state;
	expect("1. The mill shut. 2. Lee left.",
	    "1. The mill shut.|2. Lee left.|");
}

static void
marks_that_close_belong_to_what_they_close(void **state)
{
	(void)state;
	expect("“It shut.” Lee left (at six.) She [and Ek.] Then \"we.\" He.",
	    "“It shut.”|Lee left (at six.)|She [and Ek.]|Then \"we.\"|He.|");
	expect("She left!! Why?! No… But yes. . . . The mill",
	    "She left!!|Why?!|No…|But yes. . . .|The mill|");
	expect("It was... well, shut. we left. iPhone sales fell. @lee left.",
	    "It was... well, shut.|we left.|iPhone sales fell.|@lee left.|");
}

static void
a_dateline_ends_none(void **state)
{
	(void)state;
	expect("NORHAVEN, Va. — The mill shut. — Ann Lee",
	    "NORHAVEN, Va. — The mill shut.|— Ann Lee|");
	expect("NORHAVEN (Tarn News Co.) -- He left.",
	    "NORHAVEN (Tarn News Co.) -- He left.|");
}

static void
who_signs_belongs_to_what_was_said(void **state)
{
	(void)state;
	expect("“We stay.” — Ann Lee", "“We stay.” — Ann Lee|");
}

static void
a_credit_begins_one(void **state)
{
	(void)state;
	expect("The mill in May Photo: Ann Lee",
	    "The mill in May|Photo: Ann Lee|");
}

/* A sub-heading, or a sentence, that lost the line end behind it. */
static void
what_ran_together_is_parted(void **state)
{
	(void)state;
	expect("No talks: ministerSpeaking in Tarn, he left.It shut.The end",
	    "No talks: minister|Speaking in Tarn, he left.|It shut.|The end|");
	expect("Rain in TarnThe mill shut", "Rain in Tarn|The mill shut|");
	expect("Mill opens in 2031The mill shut",
	    "Mill opens in 2031|The mill shut|");
	expect("McDonald, YouTube, iPhone, HuffPost, LinkedIn, NowThis, eBay "
	       "and deVries, CANNOT",
	    "McDonald, YouTube, iPhone, HuffPost, LinkedIn, NowThis, eBay "
	    "and deVries, CANNOT|");
}

static void
what_is_quoted_is_one_with_who_said_it(void **state)
{
	(void)state;
	expect("“We stay. We build,” said Lee. She left.",
	    "“We stay.|^We build,” said Lee.|She left.|");
	expect(
	    "“Why?” Lee asked. “Why not?”", "“Why?”|^Lee asked.|“Why not?”|");
}

static void
a_paragraph_ends_any(void **state)
{
	(void)state;
	expect("By Ann Lee\n\nNorhaven waits", "By Ann Lee|Norhaven waits|");
}

static void
none_is_longer_than_the_limit(void **state)
{
	struct arena arena = { 0 };
	struct buf b = { 0 };
	struct text t;

	(void)state;
	for (int i = 0; i < 3 * SENTENCE_MAX; i++)
		buf_puts(&b, "on ");
	t = invented_text(buf_cstr(&b), &arena);
	assert_int_equal(t.n_sentences, 3);
	for (uint32_t i = 0; i < t.n_sentences; i++)
		assert_int_equal(
		    t.sentence[i].last - t.sentence[i].first, SENTENCE_MAX);
	buf_free(&b);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(abbreviations_end_none),
		cmocka_unit_test(titles_and_initials_end_none),
		cmocka_unit_test(an_item_keeps_its_number),
		cmocka_unit_test(marks_that_close_belong_to_what_they_close),
		cmocka_unit_test(a_dateline_ends_none),
		cmocka_unit_test(who_signs_belongs_to_what_was_said),
		cmocka_unit_test(a_credit_begins_one),
		cmocka_unit_test(what_ran_together_is_parted),
		cmocka_unit_test(what_is_quoted_is_one_with_who_said_it),
		cmocka_unit_test(a_paragraph_ends_any),
		cmocka_unit_test(none_is_longer_than_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
