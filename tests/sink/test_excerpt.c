/* Tests for sink/web/excerpt.c: sentences as people want to read them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "proto/clock.h"
#include "proto/utf8.h"
#include "sink/web/excerpt.h"

struct text {
	struct arena arena;
	struct textmap map;
};

static void
take(struct text *t, struct span s)
{
	*t = (struct text) { 0 };
	textmap_init(&t->map, s, &t->arena);
}

/* The sentence around the part of text that stands between { and }. */
static void
sentence(const char *marked, const char *want)
{
	struct buf b = { 0 };
	struct range at = { 0, 0 };
	struct text t;
	struct span got;

	for (const char *p = marked; *p != '\0'; p++) {
		if (*p == '{')
			at.start = (uint32_t)utf8_count(buf_span(&b));
		else if (*p == '}')
			at.end = (uint32_t)utf8_count(buf_span(&b));
		else
			buf_append(&b, p, 1);
	}
	take(&t, buf_span(&b));
	got = textmap_cut(&t.map, excerpt_around(&t.map, at));
	if (!span_is(got, want))
		fail_msg("of \"%s\":\n  got  \"%.*s\"\n  want \"%s\"", marked,
		    (int)got.n, got.p, want);
	arena_free(&t.arena);
	buf_free(&b);
}

static void
a_sentence_ends_with_its_mark(void **state)
{
	(void)state;
	sentence("It rained. The {weir} holds. It is old.", "The weir holds.");
	sentence(
	    "Will it rain? The {weir} holds! So be it.", "The weir holds!");
	sentence("{One} of two. Two.", "One of two.");
	sentence("One. And {two}", "And two");
	sentence("One. {Two. And three}. Four.", "Two. And three.");
	sentence("It rose 3.5 {percent} on 1.2.2031 to 7. Then it fell.",
	    "It rose 3.5 percent on 1.2.2031 to 7.");
	sentence("Yonder! said the {man} who knew. He left.",
	    "Yonder! said the man who knew.");
	sentence("今日は雨。堰は{大丈夫}。明日は晴れ。", "堰は大丈夫。");
	sentence("Es regnet. Österreich {hält}. Älter wird keiner.",
	    "Österreich hält.");
}

static void
an_abbreviation_ends_none(void **state)
{
	(void)state;
	sentence("It rained. Mr. Finch and Dr. J. T. {Brook} met. They ate.",
	    "Mr. Finch and Dr. J. T. Brook met.");
	sentence("In the U.S. Senate {it} passed at 5 p.m. Monday. It is law.",
	    "In the U.S. Senate it passed at 5 p.m. Monday.");
	sentence("It passed in the U.S. The {weir} holds.", "The weir holds.");
	sentence("Tarn Mills Inc. {rose} on Jan. 5, No. 3 of 9. It fell later.",
	    "Tarn Mills Inc. rose on Jan. 5, No. 3 of 9.");
	sentence("She said no. Bo {Finch} left.", "Bo Finch left.");
	sentence("They sat. Bo {Finch} left.", "Bo Finch left.");
}

static void
a_quotation_keeps_both_its_ends(void **state)
{
	(void)state;
	sentence("It rained. “The weir {holds}. It is old. It is ours,” Ada "
		 "Brook said. They left.",
	    "“The weir holds. It is old. It is ours,” Ada Brook said.");
	sentence("It rained. \"It is old. The weir {holds},\" she said. Why?",
	    "\"It is old. The weir holds,\" she said.");
	sentence("“Will it hold?” she {asked}. “It will.” He left.",
	    "“Will it hold?” she asked.");
	sentence("He left. (It {rained}.) She stayed.", "(It rained.)");
	sentence("Er ging. «Es {hält}.» Sie blieb.", "«Es hält.»");
	sentence("“Never closed. The end.\n\nThe {weir} holds. It is old.",
	    "The weir holds.");
}

static void
a_paragraph_ends_a_sentence_and_a_cut_line_does_not(void **state)
{
	(void)state;
	sentence("A headline\n\nThe {weir} holds\n\nMore", "The weir holds");
	sentence("A headline\nThe {weir} holds\nMore", "The weir holds");
	sentence(
	    "A headline\r\n\r\nThe {weir} holds\r\n\r\nMore", "The weir holds");
	sentence("The weir of Lower Tarn, which was built by the town, "
		 "{holds}\nwater since the year of the flood, and the next "
		 "line is as\nlong as those before it. It is old.",
	    "The weir of Lower Tarn, which was built by the town, "
	    "holds\nwater since the year of the flood, and the next "
	    "line is as\nlong as those before it.");
	sentence("One. Two is on a line of some length, as long as others "
		 "are,\nand it goes {on} here.\nThree",
	    "Two is on a line of some length, as long as others "
	    "are,\nand it goes on here.");
}

static void
blanks_are_at_neither_end(void **state)
{
	(void)state;
	sentence("  \n\t The {weir} holds  \n ", "The weir holds");
	sentence("One.\xc2\xa0 {Two} \xe2\x80\x83", "Two");
	sentence("{}", "");
	sentence("One. {}", "");
	sentence("   {}", "");
}

/* n times text. */
static void
fill(struct buf *b, const char *text, size_t n)
{
	while (n-- > 0)
		buf_puts(b, text);
}

static void
a_long_sentence_is_cut_between_words(void **state)
{
	struct buf b = { 0 };
	struct text t;
	struct range r;
	struct span got;

	(void)state;
	fill(&b, "forever and ", 500);
	take(&t, buf_span(&b));
	r = excerpt_around(&t.map, (struct range) { 3000, 3007 });
	got = textmap_cut(&t.map, r);
	assert_true(r.start >= 3000 - EXCERPT_SIDE);
	assert_true(r.start < 3000 - EXCERPT_SIDE + 12);
	assert_true(r.end <= 3007 + EXCERPT_SIDE);
	assert_true(r.end > 3007 + EXCERPT_SIDE - 12);
	assert_true(b.p[r.start - 1] == ' ' && b.p[r.end] == ' ');
	assert_true(got.p[0] != ' ' && got.p[got.n - 1] != ' ');
	arena_free(&t.arena);
	buf_free(&b);
}

static void
a_word_without_end_is_cut_where_it_must_be(void **state)
{
	struct buf b = { 0 };
	struct text t;
	struct range r;

	(void)state;
	fill(&b, "ü", 10000);
	take(&t, buf_span(&b));
	r = excerpt_around(&t.map, (struct range) { 5000, 5005 });
	assert_int_equal(r.start, 5000 - EXCERPT_SIDE);
	assert_int_equal(r.end, 5005 + EXCERPT_SIDE);
	r = excerpt_around(&t.map, (struct range) { 0, 10000 });
	assert_int_equal(r.start, 0);
	assert_int_equal(r.end, 10000);
	arena_free(&t.arena);
	buf_free(&b);
}

/* Whatever the text, the sentence holds the span and stays within bounds. */
static void
holds(const struct textmap *m, struct range at)
{
	struct range r = excerpt_around(m, at);

	assert_true(r.start <= at.start && r.end >= at.end);
	assert_true(at.start - r.start <= EXCERPT_SIDE);
	assert_true(r.end - at.end <= EXCERPT_SIDE && r.end <= m->length);
}

static void
the_span_is_always_within(void **state)
{
	static const char *const bits[] = { "Mr. ", "U.S. ", ".", "\n", "“",
		"”", "\"", " ", "word ", "Word ", "?! ", "\r\n\r\n", "ü", "3" };
	struct buf b = { 0 };
	uint32_t seed = 7;
	struct text t;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		seed = seed * 1664525u + 1013904223u;
		buf_puts(&b, bits[(seed >> 16) % (sizeof bits / sizeof *bits)]);
	}
	take(&t, buf_span(&b));
	for (uint32_t i = 0; i <= t.map.length; i++)
		for (uint32_t n = 0; n < 2000 && i + n <= t.map.length;
		     n = n * 3 + 1)
			holds(&t.map, (struct range) { i, i + n });
	arena_free(&t.arena);
	buf_free(&b);
}

/* 200 sentences of a text of 8 MB, whatever it is made of, are cut in the
 * time of 200 short ones. */
static void
the_size_of_the_text_does_not_matter(void **state)
{
	static const char *const stuff[] = { ".", "\n", " ", "a", "\"", "a. ",
		"“", ".\n" };
	(void)state;
	for (size_t k = 0; k < sizeof stuff / sizeof stuff[0]; k++) {
		struct buf b = { 0 };
		struct text t;
		int64_t start;

		fill(&b, stuff[k], (8u << 20) / strlen(stuff[k]));
		take(&t, buf_span(&b));
		start = clock_mono_ms();
		for (uint32_t i = 0; i < 200; i++)
			holds(&t.map,
			    (struct range) { i * 10000, i * 10000 + 50 });
		assert_true(clock_mono_ms() - start < 2000);
		arena_free(&t.arena);
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sentence_ends_with_its_mark),
		cmocka_unit_test(an_abbreviation_ends_none),
		cmocka_unit_test(a_quotation_keeps_both_its_ends),
		cmocka_unit_test(
		    a_paragraph_ends_a_sentence_and_a_cut_line_does_not),
		cmocka_unit_test(blanks_are_at_neither_end),
		cmocka_unit_test(a_long_sentence_is_cut_between_words),
		cmocka_unit_test(a_word_without_end_is_cut_where_it_must_be),
		cmocka_unit_test(the_span_is_always_within),
		cmocka_unit_test(the_size_of_the_text_does_not_matter),
	};

	return cmocka_run_group_tests_name(
	    "sink/web/excerpt", tests, NULL, NULL);
}
