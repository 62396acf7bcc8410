/* Tests for workers/matter.c: which mentions are of one matter. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "invented.h"
#include "workers/matter.h"

static uint64_t
words(const char *text, bool denied)
{
	struct span s = span_of(text);

	return matter_of_words(&s, 1, denied);
}

static void
words_are_of_one_matter_whoever_says_or_denies_them(void **state)
{
	static const char *const same[] = {
		"the pumps had failed",
		"that the pumps had failed",
		"The pumps have failed.",
		"“Pumps failed!”",
		"the PUMPS hadn't failed",
		"the pumps hadn’t failed",
		"the pumps had not failed",
		"that the pumps never failed",
		"no pumps failed",
	};
	uint64_t said = words(same[0], false);

	(void)state;
	assert_int_equal(said & FOUND_SORT, FOUND_SAYS);
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		uint64_t m = words(same[i], false);
		uint64_t n = words(same[i], true);

		if ((m | 1) != (said | 1) || n != (m ^ 1))
			fail_msg("%s", same[i]);
		assert_int_equal(
		    m & FOUND_SORT, i < 4 ? FOUND_SAYS : FOUND_DENIES);
	}
}

static void
two_negations_are_none(void **state)
{
	(void)state;
	assert_true(words("the pumps had not failed", true) ==
	    words("the pumps had failed", false));
}

static void
contractions_are_read_as_what_they_stand_for(void **state)
{
	static const char *const cases[][2] = {
		{ "the mill won't close", "the mill will close" },
		{ "the mill can't close", "the mill can close" },
		{ "the mill cannot close", "the mill can close" },
		{ "the mill wouldn't close", "the mill would close" },
		{ "the mill doesn't close", "the mill does close" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		if (words(cases[i][0], false) !=
		    (words(cases[i][1], false) ^ 1))
			fail_msg("%s", cases[i][0]);
}

static void
other_words_are_another_matter(void **state)
{
	static const char *const other[] = {
		"the valves had failed",
		"the pumps may have failed",
		"the pumps had failed twice",
		"failed the pumps",
		"the pumps will fail",
	};

	(void)state;
	for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
		if ((words(other[i], false) | 1) ==
		    (words("the pumps had failed", false) | 1))
			fail_msg("%s", other[i]);
}

static void
fewer_than_two_words_of_content_are_no_matter(void **state)
{
	static const char *const none[] = { "", "that", "it", "he was there",
		"no", "they had not", "he resigned", "“Never!”", "… — ?" };

	(void)state;
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		if (words(none[i], false) != 0 || words(none[i], true) != 0)
			fail_msg("%s", none[i]);
}

static void
pieces_are_read_as_one(void **state)
{
	struct span piece[] = { SPAN("the pumps"), SPAN("had failed") };

	(void)state;
	assert_true(matter_of_words(piece, 2, false) ==
	    words("the pumps had failed", false));
}

static uint64_t
figure(const char *subject, const char *unit, const char *counted, bool change)
{
	struct found_figure g = { .has_value = true,
		.value = 25,
		.subject = span_of(subject),
		.unit = span_of(unit),
		.counted = span_of(counted),
		.is_change = change };

	return matter_of_figure(&g, false, false);
}

static void
a_figure_is_about_subject_unit_and_what_is_counted(void **state)
{
	uint64_t tariff = figure("tariff on timber", "percent", NULL, false);

	(void)state;
	assert_true(tariff != 0);
	assert_int_equal(tariff & FOUND_SORT, FOUND_OF_FIGURE);
	assert_true(figure("the Tariff on the timber", "percent", NULL,
			false) == tariff);
	assert_true(
	    figure("tariff on steel", "percent", NULL, false) != tariff);
	assert_true(figure("tariff on timber", "count", NULL, false) != tariff);
	assert_true(
	    figure("tariff on timber", "percent", NULL, true) != tariff);
	assert_true(figure("the mill", "count", "worker", false) !=
	    figure("the mill", "count", "driver", false));
}

static void
a_subject_that_says_nothing_is_no_matter(void **state)
{
	static const char *const none[] = { "", "it", "they", "the number",
		"that", "the total", "which", "all of them", "the average rate",
		"both", "…", "said", "10", "margin of error", "the others",
		"likely voters" };

	(void)state;
	assert_int_equal(figure(NULL, "percent", NULL, false), 0);
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		if (figure(none[i], "percent", NULL, false) != 0)
			fail_msg("%s", none[i]);
	assert_true(figure("number of the dead", "count", NULL, false) != 0);
}

/* ---- the engine's claims ---- */

/* The matter of the first figure claim of a text; 0: it has none. */
static uint64_t
of_figure(const char *text)
{
	struct arena arena = { 0 };
	struct found f = invented_found(text, &arena);
	uint64_t m = 0;

	for (uint32_t i = 0; i < f.n_claims; i++)
		if (f.claims[i].kind == FOUND_FIGURE) {
			m = f.claims[i].matter;
			break;
		}
	arena_free(&arena);
	return m;
}

static void
a_name_alone_is_measured_by_metres_only(void **state)
{
	(void)state;
	assert_int_equal(of_figure("Carl Ek came. Ek rose to 48 percent."), 0);
	assert_int_equal(
	    of_figure("Carl Ek came. Carl Ek and Ida Moor rose to 48 percent."),
	    0);
	assert_true(of_figure("The flood of the Tarn came. The Tarn rose to "
			      "5.4 metres.") != 0);
	assert_true(of_figure("Carl Ek came. The support for Ek in Orrin rose "
			      "to 48 percent.") != 0);
	assert_true(of_figure("Unemployment rose to 5 percent.") != 0);
}

static void
what_a_percentage_is_a_part_of_is_no_matter(void **state)
{
	(void)state;
	assert_int_equal(
	    of_figure("Carl Ek was known to 52 percent of the dockers."), 0);
	assert_true(
	    of_figure("The share of dockers at work rose to 52 percent.") != 0);
}

/* The matter of claim i of a text. */
static uint64_t
of(const char *text, uint32_t i)
{
	struct arena arena = { 0 };
	struct found f = invented_found(text, &arena);
	uint64_t m;

	if (f.n_claims <= i)
		fail_msg("%s", text);
	m = f.claims[i].matter;
	arena_free(&arena);
	return m;
}

static void
assertion_and_denial_meet(void **state)
{
	uint64_t said = of("The mayor, Ida Moor, said the gates of the dam had "
			   "been opened without warning.",
	    0);

	(void)state;
	assert_int_equal(said & FOUND_SORT, FOUND_SAYS);
	assert_true(of("The Tarn Water Board denied that the gates of the dam "
		       "had been opened without warning.",
			0) == (said ^ 1));
	assert_true(of("The board's director, Carl Ek, said the gates of the "
		       "dam had not been opened without warning.",
			0) == (said ^ 1));
	/* Who does not say it does not deny it; who demands it neither. */
	assert_int_equal(of("Carl Ek did not say that the gates of the dam "
			    "had been opened without warning.",
			     0),
	    0);
}

static void
figures_of_one_subject_meet_whoever_tells_them(void **state)
{
	uint64_t toll = of("The death toll from the floods rose to 7.", 0);

	(void)state;
	assert_true(toll != 0);
	assert_int_equal(toll & FOUND_SORT, FOUND_OF_FIGURE);
	assert_true(
	    of("The death toll from the floods stood at 12.", 0) == toll);
	assert_true(of("Ida Moor said the death toll from the floods had "
		       "risen to 12.",
			0) == toll);
	assert_true(of("The death toll from the fire rose to 7.", 0) != toll);
	/* What may be, or is denied, is no figure. */
	assert_true(of("Ida Moor said the death toll from the floods could "
		       "rise to 12.",
			0) != toll);
	assert_true(of("Ida Moor denied that the death toll from the floods "
		       "had risen to 12.",
			0) != toll);
}

static void
the_order_of_a_subjects_words_is_the_desks_choice(void **state)
{
	static const struct {
		const char *a, *b;
		bool one;
	} all[] = { { "tariffs on all steel and tin imports",
			"its tariffs on imports of tin and steel", true },
		{ "the fare", "fares", true },
		{ "exports from Tarn to Marl", "exports from Marl to Tarn",
		    false },
		{ "tariffs on steel", "tariffs on tin", false },
		{ "deaths not from flu", "deaths from flu", false },
		{ "votes not cast by mail", "votes cast by mail", false },
		/* more words than are put in order differ, too */
		{ "a1 b2 c3 d4 e5 f6 g7 h8 i9 j10 k11 l12 m13 n14 o15 p16 q17 "
		  "r18 s19 t20 u21 v22 w23 x24 steel",
		    "a1 b2 c3 d4 e5 f6 g7 h8 i9 j10 k11 l12 m13 n14 o15 "
		    "p16 q17 r18 s19 t20 u21 v22 w23 x24 tin",
		    false },
		{ "deaths with a vaccine", "deaths without a vaccine",
		    false } };

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		struct buf a = { 0 }, b = { 0 };

		assert_true(matter_subject(span_of(all[i].a), &a));
		assert_true(matter_subject(span_of(all[i].b), &b));
		if (span_eq(buf_span(&a), buf_span(&b)) != all[i].one)
			fail_msg("%s; %s", buf_cstr(&a), buf_cstr(&b));
		buf_free(&a);
		buf_free(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_order_of_a_subjects_words_is_the_desks_choice),
		cmocka_unit_test(
		    words_are_of_one_matter_whoever_says_or_denies_them),
		cmocka_unit_test(two_negations_are_none),
		cmocka_unit_test(contractions_are_read_as_what_they_stand_for),
		cmocka_unit_test(other_words_are_another_matter),
		cmocka_unit_test(fewer_than_two_words_of_content_are_no_matter),
		cmocka_unit_test(pieces_are_read_as_one),
		cmocka_unit_test(
		    a_figure_is_about_subject_unit_and_what_is_counted),
		cmocka_unit_test(a_subject_that_says_nothing_is_no_matter),
		cmocka_unit_test(a_name_alone_is_measured_by_metres_only),
		cmocka_unit_test(what_a_percentage_is_a_part_of_is_no_matter),
		cmocka_unit_test(assertion_and_denial_meet),
		cmocka_unit_test(
		    figures_of_one_subject_meet_whoever_tells_them),
	};

	return cmocka_run_group_tests_name("workers/matter", tests, NULL, NULL);
}
