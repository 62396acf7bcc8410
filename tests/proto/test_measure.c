/* Tests for proto/measure.c: one thing is measured however it is told, and
 * what is another thing is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/measure.h"
#include "words.h"

#define ROOT GIST_NONE

/* The words of what the only figure is the measure of, joined by blanks. */
static const char *
measured(const struct gist *g, struct measure *m)
{
	static char out[200];

	measure_of(g, &g->figure[0], m);
	out[0] = '\0';
	for (unsigned i = 0; i < m->n; i++) {
		const struct span s = g->word[m->word[i]].text;

		if (i > 0)
			strcat(out, " ");
		strncat(out, s.p, s.n);
	}
	return out;
}

/* "the 25 percent tariff on metal" */
static void
before_it(struct gist *g, const char *thing)
{
	*g = (struct gist) { 0 };
	words_figure(g, "25", "percent", GIST_NOROLE, 1);
	words_add(g, thing, GIST_NOUN, GIST_NOROLE, ROOT);
	words_add(g, "metal", GIST_NOUN, GIST_NOROLE, 1);
}

/* "tariff on metal rise to 50 percent" */
static void
that_rises(struct gist *g, const char *thing)
{
	*g = (struct gist) { 0 };
	words_add(g, thing, GIST_NOUN, GIST_ACTOR, 2);
	words_add(g, "metal", GIST_NOUN, GIST_NOROLE, 0);
	words_add(g, "rise", GIST_VERB, GIST_NOROLE, ROOT);
	words_figure(g, "50", "percent", GIST_OTHER, 2);
}

static void
a_thing_is_the_same_before_its_figure_and_as_what_rises(void **state)
{
	static struct gist a, b;
	struct measure x, y;

	(void)state;
	before_it(&a, "tariff");
	that_rises(&b, "tariff");
	assert_string_equal(measured(&a, &x), "tariff metal");
	assert_string_equal(measured(&b, &y), "tariff metal");
	assert_int_equal(measure_alike(&a, &x, &b, &y), 1000);
	assert_int_equal(measure_alike(&b, &y, &a, &x), 1000);
}

static void
another_thing_is_not_alike(void **state)
{
	static struct gist a, b;
	struct measure x, y;

	(void)state;
	before_it(&a, "tariff");
	that_rises(&b, "output");
	measured(&a, &x);
	assert_string_equal(measured(&b, &y), "output metal");
	assert_int_equal(measure_alike(&a, &x, &b, &y), 0);
}

static void
one_that_says_more_shares_less(void **state)
{
	static struct gist a, b;
	struct measure x, y;
	int alike;

	(void)state;
	before_it(&a, "tariff");
	before_it(&b, "tariff");
	words_add(&b, "winter", GIST_NOUN, GIST_NOROLE, 1);
	measured(&a, &x);
	assert_string_equal(measured(&b, &y), "tariff metal winter");
	alike = measure_alike(&a, &x, &b, &y);
	assert_in_range(alike, 1, 999);
	assert_int_equal(measure_alike(&b, &y, &a, &x), alike);
}

static void
what_is_counted_goes_with_what_it_does(void **state)
{
	static struct gist g;
	struct measure m;

	(void)state;
	/* "12 people die at Marl" */
	words_figure(&g, "12", "count", GIST_NOROLE, 1);
	words_add(&g, "people", GIST_NOUN, GIST_ACTOR, 2);
	words_add(&g, "die", GIST_VERB, GIST_NOROLE, ROOT);
	words_add(&g, "marl", GIST_NAME, GIST_OTHER, 2);
	assert_string_equal(measured(&g, &m), "people die marl");
	assert_int_equal(m.head, 1);
}

static void
who_has_it_is_part_of_it(void **state)
{
	static struct gist a, b;
	struct measure x, y;

	(void)state;
	/* "Tarn post deficit of 7 million" */
	words_add(&a, "tarn", GIST_NAME, GIST_ACTOR, 1);
	words_add(&a, "post", GIST_VERB, GIST_NOROLE, ROOT);
	words_add(&a, "deficit", GIST_NOUN, GIST_TARGET, 1);
	words_figure(&a, "7", "dollar", GIST_NOROLE, 2);
	assert_string_equal(measured(&a, &x), "tarn deficit");
	/* Of somebody else it is another one. */
	b = a;
	b.word[0].text = span_of("wexham");
	b.word[0].hash++;
	measured(&b, &y);
	assert_int_equal(measure_alike(&a, &x, &a, &x), 1000);
	assert_int_equal(measure_alike(&a, &x, &b, &y), 0);
}

static void
a_figure_that_is_nowhere_measures_nothing(void **state)
{
	static struct gist g;
	struct gist_figure f = { .word = GIST_NONE };
	struct measure m;

	(void)state;
	before_it(&g, "tariff");
	measure_of(&g, &f, &m);
	assert_int_equal(m.head, GIST_NONE);
	assert_int_equal(m.n, 0);
	assert_int_equal(measure_alike(&g, &m, &g, &m), 0);
}

static void
heads_that_lead_nowhere_or_in_circles_end(void **state)
{
	static struct gist g;
	struct measure m;

	(void)state;
	for (unsigned bits = 0; bits < 4 * 4 * 4 * 4; bits++) {
		uint8_t head[4];

		for (unsigned i = 0; i < 4; i++) {
			head[i] = (uint8_t)(bits >> 2 * i & 3);
			if (head[i] == 3)
				head[i] = i & 1 ? GIST_NONE : 200;
		}
		g = (struct gist) { 0 };
		words_figure(&g, "25", "count", GIST_ACTOR, head[0]);
		words_add(&g, "tariff", GIST_NOUN, GIST_TARGET, head[1]);
		words_add(&g, "rise", GIST_VERB, GIST_NOROLE, head[2]);
		words_add(&g, "marl", GIST_NAME, GIST_ACTOR, head[3]);
		measure_of(&g, &g.figure[0], &m);
		assert_true(m.n <= g.n_words);
		assert_true(m.head == GIST_NONE || m.head < g.n_words);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_thing_is_the_same_before_its_figure_and_as_what_rises),
		cmocka_unit_test(another_thing_is_not_alike),
		cmocka_unit_test(one_that_says_more_shares_less),
		cmocka_unit_test(what_is_counted_goes_with_what_it_does),
		cmocka_unit_test(who_has_it_is_part_of_it),
		cmocka_unit_test(a_figure_that_is_nowhere_measures_nothing),
		cmocka_unit_test(heads_that_lead_nowhere_or_in_circles_end),
	};

	return cmocka_run_group_tests_name("proto/measure", tests, NULL, NULL);
}
