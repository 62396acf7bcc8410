/* Tests for sink/judge.c: which figures fit each other, and which do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "sink/judge.h"
#include "sink/when.h"

/* "about 500", "10..15", "..12", "12.." */
static struct judge_figure
figure(const char *text, const char *as_of)
{
	struct judge_figure f = { .unit = SPAN("percent"),
		.as_of = span_of(as_of) };
	size_t n = strcspn(text, "0123456789.-");
	const char *p = text + n;
	char *end;

	f.falls = strncmp(text, "fall ", 5) == 0;
	f.is_change = f.falls || strncmp(text, "rise ", 5) == 0;
	if (n > 0 && !f.is_change)
		f.modifier = (struct span) { text, n - 1 };
	if (strstr(p, "..") == NULL) {
		f.has_value = true;
		f.value = strtod(p, NULL);
		return f;
	}
	f.has_low = strncmp(p, "..", 2) != 0;
	f.low = strtod(p, &end);
	p = strstr(p, "..") + 2;
	f.has_high = *p != '\0';
	f.high = strtod(p, NULL);
	return f;
}

static void
some_figures_fit_and_some_are_apart(void **state)
{
	static const struct {
		const char *a, *b;
		enum judge_fit fit;
	} cases[] = {
		{ "25", "50", JUDGE_APART },
		{ "25", "25", JUDGE_FITS },
		{ "about 500", "498", JUDGE_FITS },
		{ "About 500", "524", JUDGE_FITS },
		{ "about 500", "530", JUDGE_APART },
		{ "about 500", "about 530", JUDGE_FITS },
		{ "about 500", "about 600", JUDGE_APART },
		{ "nearly 500", "480", JUDGE_FITS },
		{ "nearly 500", "510", JUDGE_APART },
		{ "500", "498", JUDGE_FITS },
		{ "500", "490", JUDGE_APART },
		{ "14000", "14100", JUDGE_FITS },
		{ "25", "25.1", JUDGE_APART },
		{ "101", "102", JUDGE_APART },
		{ "5", "5.2", JUDGE_APART },
		{ "at least 12", "15", JUDGE_FITS },
		{ "at least 12", "12", JUDGE_FITS },
		{ "at least 12", "11", JUDGE_APART },
		{ "more than 12", "at least 15", JUDGE_BOUNDS },
		{ "up to 12", "15", JUDGE_APART },
		{ "up to 12", "3", JUDGE_FITS },
		{ "up to 12", "less than 5", JUDGE_BOUNDS },
		{ "at least 12", "up to 20", JUDGE_FITS },
		{ "at least 12", "up to 10", JUDGE_APART },
		{ "exactly 12", "13", JUDGE_APART },
		{ "10..15", "12", JUDGE_FITS },
		{ "10..15", "16", JUDGE_APART },
		{ "10..15", "15..20", JUDGE_FITS },
		{ "about 10..15", "15.5", JUDGE_FITS },
		{ "..12", "13", JUDGE_APART },
		{ "12..", "13", JUDGE_FITS },
		{ "-3", "3", JUDGE_APART },
		{ "about -100", "-97", JUDGE_FITS },
		{ "rise 3", "fall 3", JUDGE_APART },
		{ "fall 3", "fall 3", JUDGE_FITS },
		{ "fall 3", "fall 5", JUDGE_APART },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct judge_figure a = figure(cases[i].a, NULL);
		struct judge_figure b = figure(cases[i].b, NULL);

		if (judge_fit(&a, &b) != cases[i].fit ||
		    judge_fit(&b, &a) != cases[i].fit)
			fail_msg("%s, %s", cases[i].a, cases[i].b);
	}
}

static void
a_figure_that_is_unknown_fits_all(void **state)
{
	struct judge_figure none = { 0 }, some = figure("5", NULL);

	(void)state;
	assert_int_equal(judge_fit(&none, &some), JUDGE_FITS);
	assert_int_equal(judge_fit(&some, &none), JUDGE_FITS);
}

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
	const char *a, *as_a, *at_a, *b, *as_b, *at_b;
	enum judge_type type;
	bool back;
} cases[] = {
	/* as of the same day */
	{ "11", "2031-05-05", "A " MON8, "13", "2031-05-05", "B " MON9,
	    JUDGE_DISPUTED, false },
	{ "11", "2031-05-05", "A " MON8, "13", "2031-05-05", "A " MON9,
	    JUDGE_AMENDED, false },
	{ "11", "2031-05-05", "A " MON9, "13", "2031-05-05", "A " MON8,
	    JUDGE_AMENDED, true },
	{ "11", "2031-05-05", "A " MON8, "11", "2031-05-05", "B " MON9,
	    JUDGE_NOTHING, false },
	/* of the same month, told at different times */
	{ "7", "2031-04", "A " MON8, "12", "2031-04", "B " TUE8, JUDGE_DISPUTED,
	    false },
	/* later */
	{ "25", "2031-05-05", "A " MON8, "50", "2031-05-06", "B " TUE8,
	    JUDGE_OUTDATED, false },
	{ "25", "2031-05-06", "A " TUE8, "50", "2031-05-05", "B " MON8,
	    JUDGE_OUTDATED, true },
	{ "25", "2031-05-05", "A " MON8, "50", "2031-05-06", "A " TUE8,
	    JUDGE_AMENDED, false },
	/* the later report looks back */
	{ "25", "2031-05-05", "A " MON8, "10", "2030", "B " TUE8, JUDGE_NOTHING,
	    false },
	{ "25", "2031-05-05", "A " MON8, "10", "2031-05-04", "B " TUE8,
	    JUDGE_NOTHING, false },
	/* two periods */
	{ "5.2", "2031-03", "A " MON8, "5.4", "2031-04", "B " TUE8,
	    JUDGE_NOTHING, false },
	{ "5.2", "2031-Q1", "A " MON8, "5.4", "2031-05-06", "B " TUE8,
	    JUDGE_NOTHING, false },
	/* as of nothing */
	{ "25", NULL, "A " MON8, "50", NULL, "B " MON9, JUDGE_DISPUTED, false },
	{ "25", NULL, "A " MON8, "50", NULL, "A " MON9, JUDGE_AMENDED, false },
	{ "25", NULL, "A " MON8, "50", NULL, "B " TUE8, JUDGE_OUTDATED, false },
	/* as of something, and of nothing */
	{ "25", "2031-05-05", "A " MON8, "50", NULL, "B " MON9, JUDGE_NOTHING,
	    false },
	{ "25", "2031-05-05", "A " MON8, "50", NULL, "B " TUE8, JUDGE_OUTDATED,
	    false },
	/* changes at two times are two things */
	{ "rise 3", "2031-05-05", "A " MON8, "fall 1", "2031-05-06", "A " TUE8,
	    JUDGE_NOTHING, false },
	{ "fall 7", "2031-04", "A " MON8, "fall 12", "2031-04", "B " TUE8,
	    JUDGE_DISPUTED, false },
	{ "fall 7", "2031-04", "A " MON8, "rise 7", "2031-04", "B " TUE8,
	    JUDGE_DISPUTED, false },
	/* bounds never clash */
	{ "at least 11", "2031-05-05", "A " MON8, "at least 13", "2031-05-05",
	    "B " MON9, JUDGE_NOTHING, false },
	{ "at least 11", "2031-05-05", "A " MON8, "at least 13", "2031-05-06",
	    "B " TUE8, JUDGE_OUTDATED, false },
	/* the calendar is the outlet's own: 23:00 here is the next day's there
	 */
	{ "25", NULL, "A 2031-05-05T23:00:00Z", "50", NULL,
	    "B 2031-05-06T00:30:00+02:00", JUDGE_OUTDATED, true },
	{ "25", NULL, "A 2031-05-05", "50", NULL, "B 2031-05-05",
	    JUDGE_DISPUTED, false },
};

static void
the_ruling_depends_on_times_and_origins(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct judge_figure fa = figure(cases[i].a, cases[i].as_a);
		struct judge_figure fb = figure(cases[i].b, cases[i].as_b);
		struct judge_place a = place(cases[i].at_a, 1);
		struct judge_place b = place(cases[i].at_b, 2);
		struct judge_ruling r = judge_figures(&fa, &a, &fb, &b);
		struct judge_ruling o = judge_figures(&fb, &b, &fa, &a);

		if (r.type != cases[i].type || o.type != r.type)
			fail_msg("case %d: %d", (int)i, r.type);
		if ((r.type == JUDGE_OUTDATED || r.type == JUDGE_AMENDED) &&
		    (r.back != cases[i].back || o.back == r.back))
			fail_msg("case %d: the wrong way round", (int)i);
	}
}

static void
published_at_the_same_moment_the_later_commit_counts(void **state)
{
	struct judge_figure fa = figure("25", NULL), fb = figure("50", NULL);
	struct judge_place a = place("A " MON8, 1), b = place("A " MON8, 2);

	(void)state;
	assert_false(judge_figures(&fa, &a, &fb, &b).back);
	assert_true(judge_figures(&fb, &b, &fa, &a).back);
}

static void
two_figures_of_one_article_are_nothing_to_each_other(void **state)
{
	struct judge_figure fa = figure("25", NULL), fb = figure("50", NULL);
	struct judge_place a = place("A " MON8, 1), b = place("A " MON8, 2);

	(void)state;
	b.article = a.article;
	assert_int_equal(judge_figures(&fa, &a, &fb, &b).type, JUDGE_NOTHING);
}

static void
figures_read_as_words(void **state)
{
	static const char *const texts[] = { "about 500", "25", "10..15",
		"12..", "..12", "fall 3", NULL };
	struct buf b = { 0 };

	(void)state;
	for (size_t i = 0; texts[i] != NULL; i++) {
		struct judge_figure f = figure(texts[i], NULL);

		if (i == 0)
			f.counted = span_of("house");
		judge_say(&b, &f);
		buf_puts(&b, "; ");
	}
	assert_string_equal(buf_cstr(&b),
	    "about 500 house; 25 percent; 10 to 15 percent; over 12 percent; "
	    "under 12 percent; down 3 percent; ");
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(some_figures_fit_and_some_are_apart),
		cmocka_unit_test(a_figure_that_is_unknown_fits_all),
		cmocka_unit_test(the_ruling_depends_on_times_and_origins),
		cmocka_unit_test(
		    published_at_the_same_moment_the_later_commit_counts),
		cmocka_unit_test(
		    two_figures_of_one_article_are_nothing_to_each_other),
		cmocka_unit_test(figures_read_as_words),
	};

	return cmocka_run_group_tests_name("sink/judge", tests, NULL, NULL);
}
