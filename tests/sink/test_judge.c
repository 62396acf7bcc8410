/* Tests for sink/judge.c: what follows from where and when it was told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "sink/judge.h"
#include "sink/when.h"

/* As "A 2031-05-04T08:00:00Z": origin and date; "-" for none. */
static struct judge_place
place(const char *text, int64_t number)
{
	struct judge_place p = { .mention = number,
		.article = number,
		.origin = text[0],
		.outlet = { text, 1 },
		.seen = span_of(text + 2) };

	assert_true(when_parse(p.seen, &p.seen_ms));
	return p;
}

#define MON8 "2031-05-05T08:00:00+02:00"
#define MON9 "2031-05-05T21:00:00+02:00"
#define TUE8 "2031-05-06T08:00:00+02:00"

static const struct {
	enum kinship_ground ground;
	const char *as_a, *at_a, *as_b, *at_b;
	enum judge_type type;
} cases[] = {
#define F KINSHIP_FIGURES
	/* as of the same day */
	{ F, "2031-05-05", "A " MON8, "2031-05-05", "B " MON9, JUDGE_DISPUTED },
	{ F, "2031-05-05", "A " MON8, "2031-05-05", "A " MON9, JUDGE_AMENDED },
	{ F, "2031-05-05", "A " MON8, "2031-05-05", "B " TUE8, JUDGE_DISPUTED },
	/* the later report looks on, or back */
	{ F, "2031-05-05", "A " MON8, "2031-05-06", "B " TUE8, JUDGE_OUTDATED },
	{ F, "2031-05", "A " MON8, "2031-05-06", "B " TUE8, JUDGE_OUTDATED },
	{ F, "2031-05-05", "A " MON8, "2030", "B " TUE8, JUDGE_NOT_COMPARABLE },
	{ F, "2031-05-05", "A " MON8, "2031-05-04", "B " TUE8,
	    JUDGE_NOT_COMPARABLE },
	/* two periods */
	{ F, "2031-03", "A " MON8, "2031-04", "B " TUE8, JUDGE_NOT_COMPARABLE },
	{ F, "2031-Q1", "A " MON8, "2031-05-06", "B " TUE8,
	    JUDGE_NOT_COMPARABLE },
	/* as of nothing */
	{ F, NULL, "A " MON8, NULL, "B " MON9, JUDGE_DISPUTED },
	{ F, NULL, "A " MON8, NULL, "A " MON9, JUDGE_AMENDED },
	{ F, NULL, "A " MON8, NULL, "B " TUE8, JUDGE_OUTDATED },
	/* as of something, and of nothing */
	{ F, "2031-05-05", "A " MON8, NULL, "B " MON9, JUDGE_NOTHING },
	{ F, "2031-05-05", "A " MON8, NULL, "B " TUE8, JUDGE_OUTDATED },
	/* what is not exact never clashes, but moves */
	{ KINSHIP_BOUNDS, NULL, "A " MON8, NULL, "B " MON9, JUDGE_NOTHING },
	{ KINSHIP_BOUNDS, NULL, "A " MON8, NULL, "B " TUE8, JUDGE_OUTDATED },
	/* the calendar is the outlet's own: 23:00 here is the next day there */
	{ F, NULL, "A 2031-05-05T23:00:00Z", NULL,
	    "B 2031-05-06T01:30:00+02:00", JUDGE_OUTDATED },
	/* words */
	{ KINSHIP_DENIAL, NULL, "A " MON8, NULL, "B " TUE8, JUDGE_DISPUTED },
	{ KINSHIP_ORDER, NULL, "A " MON8, NULL, "B " MON9, JUDGE_DISPUTED },
	{ KINSHIP_ORDER, NULL, "A " MON8, NULL, "B 2031-05-19T08:00:00Z",
	    JUDGE_NOTHING },
	{ KINSHIP_DENIAL, NULL, "A " MON8, NULL, "A " TUE8, JUDGE_AMENDED },
	{ KINSHIP_DOUBT, NULL, "A " MON8, NULL, "B " TUE8, JUDGE_REFINED },
	{ KINSHIP_SCOPE, NULL, "A " MON8, NULL, "B " TUE8,
	    JUDGE_NOT_COMPARABLE },
	{ KINSHIP_NO_GROUND, NULL, "A " MON8, NULL, "B " TUE8, JUDGE_NOTHING },
#undef F
};

static void
the_ruling_depends_on_times_and_origins(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct judge_place a = place(cases[i].at_a, 1);
		struct judge_place b = place(cases[i].at_b, 2);
		enum judge_type got;

		a.as_of = span_of(cases[i].as_a);
		b.as_of = span_of(cases[i].as_b);
		got = judge_rule(cases[i].ground, &a, &b);
		if (got != cases[i].type)
			fail_msg("case %d: %d", (int)i, got);
	}
}

static void
sizes_of_a_change_at_two_times_are_of_two_things(void **state)
{
	struct judge_place a = place("A " MON8, 1), b = place("B " TUE8, 2);

	(void)state;
	a.is_change = b.is_change = true;
	assert_int_equal(
	    judge_rule(KINSHIP_FIGURES, &a, &b), JUDGE_NOT_COMPARABLE);
	b = place("B " MON9, 2);
	assert_int_equal(judge_rule(KINSHIP_FIGURES, &a, &b), JUDGE_DISPUTED);
}

static void
of_one_article_only_two_speakers_dispute(void **state)
{
	struct judge_place a = place("A " MON8, 1), b = place("A " MON8, 2);

	(void)state;
	b.article = a.article;
	for (int g = 0; g <= KINSHIP_DOUBT; g++)
		assert_int_equal(
		    judge_rule((enum kinship_ground)g, &a, &b), JUDGE_NOTHING);
	a.speaker = 3;
	assert_int_equal(judge_rule(KINSHIP_DENIAL, &a, &b), JUDGE_NOTHING);
	b.speaker = 4;
	assert_int_equal(judge_rule(KINSHIP_DENIAL, &a, &b), JUDGE_DISPUTED);
	assert_int_equal(judge_rule(KINSHIP_FIGURES, &a, &b), JUDGE_NOTHING);
}

static void
one_speaker_takes_back_what_he_said_another_day(void **state)
{
	struct judge_place a = place("A " MON8, 1), b = place("B " TUE8, 2);

	(void)state;
	a.speaker = b.speaker = 3;
	assert_int_equal(judge_rule(KINSHIP_DENIAL, &a, &b), JUDGE_AMENDED);
	b = place("B " MON9, 2);
	b.speaker = 3;
	assert_int_equal(judge_rule(KINSHIP_DENIAL, &a, &b), JUDGE_NOTHING);
}

static void
of_one_moment_the_key_decides_and_not_the_order_of_arrival(void **state)
{
	struct judge_place a = place("A " MON8, 2), b = place("B " MON8, 1);

	(void)state;
	a.key = 7;
	b.key = 8;
	assert_true(judge_later(&b, &a));
	assert_false(judge_later(&a, &b));
	b.seen_ms--;
	assert_true(judge_later(&a, &b));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_ruling_depends_on_times_and_origins),
		cmocka_unit_test(
		    sizes_of_a_change_at_two_times_are_of_two_things),
		cmocka_unit_test(of_one_article_only_two_speakers_dispute),
		cmocka_unit_test(
		    one_speaker_takes_back_what_he_said_another_day),
		cmocka_unit_test(
		    of_one_moment_the_key_decides_and_not_the_order_of_arrival),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
