/* Tests for sink/shingle.c: texts as sets of word sequences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "sink/shingle.h"

/* n words of their own from number `from` on. */
static void
words(struct buf *b, int from, int n)
{
	for (int i = from; i < from + n; i++)
		buf_printf(b, "word%d%s", i, i % 12 == 11 ? ".\n" : " ");
	buf_cstr(b);
}

static size_t
count(const char *text)
{
	struct arena arena = { 0 };
	size_t n = shingle_read(span_of(text), &arena).n;

	arena_free(&arena);
	return n;
}

static void
a_text_of_n_words_has_n_less_four_sequences(void **state)
{
	struct buf b = { 0 };

	(void)state;
	assert_int_equal(count(""), 0);
	assert_int_equal(count("one two three four"), 0);
	assert_int_equal(count("one two three four five"), 1);
	words(&b, 0, 300);
	assert_int_equal(count(buf_cstr(&b)), 296);
	buf_free(&b);
}

static void
case_accents_punctuation_and_lines_do_not_matter(void **state)
{
	struct arena arena = { 0 };
	struct shingle_set a = shingle_read(
	    span_of("Z\xc3\xbcgig ran the Weir at Lower Tarn."), &arena);
	struct shingle_set b = shingle_read(
	    span_of("zugig, ran\nTHE weir\xe2\x80\x94"
		    "at lower  tarn"),
	    &arena);

	(void)state;
	assert_int_equal(a.n, 3);
	assert_int_equal(b.n, 3);
	assert_int_equal(shingle_shared(&a, &b), 3);
	arena_free(&arena);
}

static void
what_lies_wholly_in_quotation_marks_is_left_out(void **state)
{
	(void)state;
	/* Of 12 words 6 are quoted: two sequences of five lie within. */
	assert_int_equal(count("so she said \xe2\x80\x9cthe weir will not hold "
			       "today\xe2\x80\x9d at the dam"),
	    6);
	assert_int_equal(
	    count("so she said \"the weir will not hold today\" at the dam"),
	    6);
	/* A mark that nobody closes ends with its line. */
	assert_int_equal(
	    count("\"the weir\nwill hold for the whole of May"), 5);
}

static void
how_much_two_texts_share_is_exact(void **state)
{
	struct arena arena = { 0 };
	struct buf a = { 0 }, b = { 0 };
	struct shingle_set x, y;

	(void)state;
	words(&a, 0, 200);
	words(&b, 100, 200);
	x = shingle_read(buf_span(&a), &arena);
	y = shingle_read(buf_span(&b), &arena);
	assert_int_equal(shingle_shared(&x, &y), 96);
	assert_int_equal(shingle_shared(&y, &x), 96);
	assert_int_equal(shingle_shared(&x, &x), 196);
	arena_free(&arena);
	buf_free(&a);
	buf_free(&b);
}

/* The chance that a bin agrees is what they share of both together. */
static void
bins_agree_as_often_as_texts_resemble_each_other(void **state)
{
	size_t same = 0, all = 0;

	(void)state;
	for (int k = 0; k < 200; k++) {
		struct arena arena = { 0 };
		struct buf a = { 0 }, b = { 0 };
		uint32_t p[SHINGLE_BINS], q[SHINGLE_BINS];
		struct shingle_set x, y;

		words(&a, k * 1000, 300);
		words(&b, k * 1000 + 150, 300);
		x = shingle_read(buf_span(&a), &arena);
		y = shingle_read(buf_span(&b), &arena);
		shingle_bins(&x, p);
		shingle_bins(&y, q);
		for (size_t i = 0; i < SHINGLE_BINS; i++, all++)
			same += p[i] == q[i] && p[i] != SHINGLE_NONE;
		arena_free(&arena);
		buf_free(&a);
		buf_free(&b);
	}
	/* 146 of 446, four standard deviations. */
	assert_in_range(same * 1000 / all, 298, 358);
}

static void
a_copy_shares_three_tenths_and_more_than_a_sentence(void **state)
{
	(void)state;
	assert_true(shingle_is_copy(60, 200, 400));
	assert_true(shingle_is_copy(60, 400, 200));
	assert_false(shingle_is_copy(59, 200, 400));
	assert_true(shingle_is_copy(40, 100, 400));
	assert_false(shingle_is_copy(39, 100, 400));
	/* most of a short one */
	assert_true(shingle_is_copy(32, 40, 400));
	assert_false(shingle_is_copy(31, 40, 400));
	assert_false(shingle_is_copy(19, 19, 400));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_of_n_words_has_n_less_four_sequences),
		cmocka_unit_test(
		    case_accents_punctuation_and_lines_do_not_matter),
		cmocka_unit_test(
		    what_lies_wholly_in_quotation_marks_is_left_out),
		cmocka_unit_test(how_much_two_texts_share_is_exact),
		cmocka_unit_test(
		    bins_agree_as_often_as_texts_resemble_each_other),
		cmocka_unit_test(
		    a_copy_shares_three_tenths_and_more_than_a_sentence),
	};

	return cmocka_run_group_tests_name("sink/shingle", tests, NULL, NULL);
}
