/* Tests for proto/kinship.c and what it is judged by: two sentences, taken
 * through the engine as `claimwire compare` takes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/kinship.h"
#include "workers/pairs.h"

struct side {
	const char *text, *published, *speaker;
};

static struct kinship
judge(struct side a, struct side b, struct buf *why)
{
	struct arena arena = { 0 };
	const struct side *s[2] = { &a, &b };
	struct gist g[2];
	struct kinship_side k[2];
	struct kinship out;

	for (int i = 0; i < 2; i++) {
		struct article x = { .text = span_of(s[i]->text),
			.published = span_of(s[i]->published) };

		pairs_gist(&x, span_of(s[i]->speaker), &arena, &g[i]);
		k[i] = (struct kinship_side) { &g[i], KINSHIP_NO_DAY, false };
		if (s[i]->published != NULL)
			assert_true(kinship_day(x.published, &k[i].day));
	}
	out = kinship_judge(&k[0], &k[1], why);
	arena_free(&arena);
	return out;
}

struct pair {
	enum kinship_relation is;
	struct side a, b;
};

static void
check(const struct pair *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct buf why = { 0 };
		struct kinship v = judge(p[i].a, p[i].b, &why);

		if (v.relation != p[i].is)
			fail_msg("%s\n%s\nis %s, not %s: %s", p[i].a.text,
			    p[i].b.text, kinship_text(v.relation),
			    kinship_text(p[i].is), buf_cstr(&why));
		assert_true(why.n > 0);
		assert_in_range(v.score, 0, 1000);
		assert_int_equal(v.relation == KINSHIP_SAME, v.score >= 500);
		buf_free(&why);
	}
}

#define CHECK(p) check(p, sizeof p / sizeof p[0])

#define DAY  "2031-03-05"
#define NEXT "2031-03-07"

static void
a_quotation_is_the_same_cut_split_or_edited(void **state)
{
	static const char whole[] = "“The dam will hold through the winter, "
				    "whatever they say,” said Ola Brandt.";
	static const struct pair p[] = {
		{ KINSHIP_SAME, { whole, DAY, NULL },
		    { "The dam “will hold through the winter”, said Ola "
		      "Brandt.",
			DAY, NULL } },
		{ KINSHIP_SAME, { whole, DAY, NULL },
		    { "“The dam will hold,” said Ola Brandt, “through the "
		      "winter, whatever they say.”",
			DAY, NULL } },
		{ KINSHIP_SAME, { whole, DAY, NULL },
		    { "“[The dam] will hold through the winter, whatever they "
		      "claim,” said Ola Brandt.",
			DAY, NULL } },
		/* words that are there twice: the whole of the second half */
		{ KINSHIP_SAME,
		    { "“We won’t argue in public, and we will let the mayor do "
		      "her work,” said Ola Brandt.",
			DAY, NULL },
		    { "“We will let the mayor do her work,” said Ola Brandt.",
			DAY, NULL } },
	};

	(void)state;
	CHECK(p);
}

static void
a_quotation_with_another_number_or_a_negation_is_another(void **state)
{
	static const struct pair p[] = {
		/* another end */
		{ KINSHIP_UNRELATED,
		    { "“It was the worst thing that ever happened to our "
		      "harbour,” said Ola Brandt.",
			DAY, NULL },
		    { "“It was the worst thing that ever happened to this "
		      "orchestra,” said Ola Brandt.",
			DAY, NULL } },
		{ KINSHIP_REVISED,
		    { "“Nine pumps failed that night,” said Ola Brandt.", DAY,
			NULL },
		    { "“Seven pumps failed that night,” said Ola Brandt.", NEXT,
			NULL } },
		{ KINSHIP_DISPUTED,
		    { "“We have asked for more pumps,” said Ola Brandt.", DAY,
			NULL },
		    { "“We have not asked for more pumps,” said Ola Brandt.",
			DAY, NULL } },
	};

	(void)state;
	CHECK(p);
}

static void
other_words_for_one_thing_are_the_same(void **state)
{
	static const struct pair p[] = {
		{ KINSHIP_SAME,
		    { "The council will demolish the old mill in May.", DAY,
			NULL },
		    { "Demolition of the old mill by the council is due in "
		      "May.",
			DAY, NULL } },
		{ KINSHIP_SAME,
		    { "One in four pumps failed, said Ola Brandt.", DAY, NULL },
		    { "25 per cent of the pumps failed, said Ola Brandt.", DAY,
			NULL } },
		{ KINSHIP_SAME,
		    { "The bridge was closed for two weeks.", DAY, NULL },
		    { "The bridge was closed for 14 days.", DAY, NULL } },
	};

	(void)state;
	CHECK(p);
}

static void
another_figure_period_or_place_is_another_claim(void **state)
{
	static const struct pair p[] = {
		{ KINSHIP_DISPUTED,
		    { "Twelve people were hurt in the Orvane fire, the police "
		      "said.",
			DAY, NULL },
		    { "Twenty people were hurt in the Orvane fire, the fire "
		      "service said.",
			DAY, NULL } },
		{ KINSHIP_NOT_COMPARABLE,
		    { "Rents in Orvane rose to 5 per cent of pay in January.",
			DAY, NULL },
		    { "Rents in Orvane rose by 5 per cent of pay in January.",
			DAY, NULL } },
		{ KINSHIP_NOT_COMPARABLE,
		    { "Rents in Orvane rose 4 per cent in January.", DAY,
			NULL },
		    { "Rents in Orvane rose 6 per cent in February.", DAY,
			NULL } },
		{ KINSHIP_NOT_COMPARABLE,
		    { "The pay of women in Orvane rose 4 per cent.", DAY,
			NULL },
		    { "The pay of men in Orvane rose 6 per cent.", DAY,
			NULL } },
		{ KINSHIP_UNRELATED,
		    { "Bus 17 to Orvane was cancelled, the operator said.", DAY,
			NULL },
		    { "Bus 71 to Orvane was cancelled, the operator said.", DAY,
			NULL } },
	};

	(void)state;
	CHECK(p);
}

static void
who_speaks_and_who_does_it_count(void **state)
{
	static const struct pair p[] = {
		{ KINSHIP_UNRELATED,
		    { "The dam will hold, said Ola Brandt.", DAY, NULL },
		    { "The dam will hold, said Pia Lund.", DAY, NULL } },
		{ KINSHIP_UNRELATED,
		    { "The dam will hold, she said.", DAY, "Ola Brandt" },
		    { "The dam will hold, she said.", DAY, "Mia Brandt" } },
		{ KINSHIP_SAME,
		    { "The dam will hold, she said.", DAY, "Ola Brandt" },
		    { "The dam will hold, she said.", DAY, "Brandt" } },
		{ KINSHIP_DISPUTED,
		    { "Orvane beat Tarnby in Sunday's final.", DAY, NULL },
		    { "Tarnby beat Orvane in Sunday's final.", DAY, NULL } },
	};

	(void)state;
	CHECK(p);
}

static void
words_scattered_over_a_sentence_are_no_quotation_of_it(void **state)
{
	struct side short_ = { "“We make sure that the nurses in town are "
			       "clean,” said Ola Brandt.",
		DAY, NULL };
	struct side cut = { "“To make sure that the nurses in town are "
			    "clean, we call,” said Ola Brandt.",
		DAY, NULL };
	struct side other = { "“What we do every spring is to make many calls "
			      "to be sure that the water in each of the wells "
			      "in town is on its face a clean water,” said "
			      "Ola Brandt.",
		DAY, NULL };

	(void)state;
	assert_true(judge(short_, cut, NULL).quoted);
	assert_false(judge(short_, other, NULL).quoted);
}

static void
what_says_more_is_told_apart(void **state)
{
	static const struct {
		const char *a, *b;
		bool narrows, adds, quoted;
	} p[] = {
		{ "Ola Brandt said the town would rebuild the harbour.",
		    "Ola Brandt said the town would rebuild the harbour wall.",
		    true, false, false },
		{ "Ola Brandt said the town would rebuild the harbour.",
		    "Ola Brandt said the town would rebuild the old harbour.",
		    true, false, false },
		{ "Ola Brandt said the town would rebuild the harbour.",
		    "Ola Brandt said the town would rebuild the harbour and "
		    "dismiss the engineers.",
		    false, true, false },
		{ "Ola Brandt said the town would rebuild the harbour.",
		    "Ola Brandt said the town would rebuild the harbour in "
		    "2033.",
		    false, true, false },
		{ "Ola Brandt said it was normal to have talks about the "
		  "harbour.",
		    "Ola Brandt said it was normal to hold talks about the "
		    "harbour.",
		    false, false, false },
		{ "“The town will rebuild the harbour,” Ola Brandt said.",
		    "“The town will rebuild the harbour, and we will pay,” "
		    "Ola Brandt said.",
		    false, true, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof p / sizeof p[0]; i++) {
		struct kinship v = judge((struct side) { p[i].a, DAY, NULL },
		    (struct side) { p[i].b, DAY, NULL }, NULL);

		if (v.narrows != p[i].narrows || v.adds != p[i].adds ||
		    v.quoted != p[i].quoted)
			fail_msg("%s\n%s\n%d %d %d", p[i].a, p[i].b, v.narrows,
			    v.adds, v.quoted);
	}
}

static void
a_number_without_its_unit_is_that_number(void **state)
{
	static const struct pair p[] = {
		{ KINSHIP_SAME,
		    { "The profit of the mill rose to 26 million, said Ola "
		      "Brandt.",
			DAY, NULL },
		    { "The profit of the mill rose to 26 million pounds, said "
		      "Ola "
		      "Brandt.",
			DAY, NULL } },
		{ KINSHIP_SAME,
		    { "The director earns $395,000, said Ola Brandt.", DAY,
			NULL },
		    { "The director earns $395,000 a year, said Ola Brandt.",
			DAY, NULL } },
	};

	(void)state;
	CHECK(p);
}

static void
a_name_spelt_otherwise_is_that_name(void **state)
{
	static const struct pair p[] = {
		{ KINSHIP_SAME,
		    { "Fires near Extramarka forced hundreds of people out of "
		      "their homes.",
			DAY, NULL },
		    { "Fires near Extremarka forced hundreds of people out of "
		      "their homes.",
			DAY, NULL } },
	};

	(void)state;
	CHECK(p);
}

static void
a_hedge_refines_and_a_wish_is_no_fact(void **state)
{
	static const struct pair p[] = {
		{ KINSHIP_REFINES,
		    { "The frost killed the vines, said Ola Brandt.", DAY,
			NULL },
		    { "The frost may have killed the vines, said Ola Brandt.",
			DAY, NULL } },
		{ KINSHIP_NOT_COMPARABLE,
		    { "Farmers must test the wells every year, said Ola "
		      "Brandt.",
			DAY, NULL },
		    { "Farmers test the wells every year, said Ola Brandt.",
			DAY, NULL } },
	};

	(void)state;
	CHECK(p);
}

/* Which comes first does not matter, but for which is newer. */
static void
the_judgement_is_symmetric(void **state)
{
	static const struct side s[] = {
		{ "The council will demolish the old mill in May.", DAY, NULL },
		{ "The mill is safe, said Ola Brandt.", NEXT, NULL },
		{ "“The mill is not safe,” said Ola Brandt.", DAY, NULL },
		{ "Nine mills burned in 2030, said Pia Lund.", DAY, NULL },
		{ "Ten mills burned in 2030, Lund said.", NEXT, NULL },
		{ "", NULL, NULL },
	};
	size_t n = sizeof s / sizeof s[0] - 1;

	(void)state;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {
			struct kinship x = judge(s[i], s[k], NULL);
			struct kinship y = judge(s[k], s[i], NULL);

			assert_int_equal(x.relation, y.relation);
			assert_int_equal(x.score, y.score);
			if (i == k)
				assert_int_equal(x.relation, KINSHIP_SAME);
		}
}

static void
days_are_read_from_dates_and_date_times(void **state)
{
	static const struct {
		const char *s;
		bool ok;
		int64_t day;
	} all[] = { { "1970-01-01", true, 0 },
		{ "2000-03-01T10:00:00Z", true, 11017 },
		{ "2031-3-5", false, 0 }, { "2031", false, 0 },
		{ "", false, 0 }, { "2031-13-01", false, 0 } };

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		int64_t day = 0;

		assert_int_equal(
		    kinship_day(span_of(all[i].s), &day), all[i].ok);
		assert_int_equal(day, all[i].day);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_quotation_is_the_same_cut_split_or_edited),
		cmocka_unit_test(
		    a_quotation_with_another_number_or_a_negation_is_another),
		cmocka_unit_test(other_words_for_one_thing_are_the_same),
		cmocka_unit_test(
		    another_figure_period_or_place_is_another_claim),
		cmocka_unit_test(who_speaks_and_who_does_it_count),
		cmocka_unit_test(
		    words_scattered_over_a_sentence_are_no_quotation_of_it),
		cmocka_unit_test(what_says_more_is_told_apart),
		cmocka_unit_test(a_number_without_its_unit_is_that_number),
		cmocka_unit_test(a_name_spelt_otherwise_is_that_name),
		cmocka_unit_test(a_hedge_refines_and_a_wish_is_no_fact),
		cmocka_unit_test(the_judgement_is_symmetric),
		cmocka_unit_test(days_are_read_from_dates_and_date_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
