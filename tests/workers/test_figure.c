/* Tests for workers/en/figure*.c: what a figure measures, when, and that it is
 * a claim in the outlet's own voice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../help.h"
#include "invented.h"

static const char *
or_none(struct span s, struct buf *b)
{
	buf_clear(b);
	buf_append(b, s.p != NULL ? s.p : "-", s.p != NULL ? s.n : 1);
	buf_append(b, "", 1);
	return b->p;
}

/* "subject | counted | as of" of each figure, and how many claims without a
 * speaker there are. */
static void
check(const char *text, const char *want, unsigned own)
{
	struct arena arena = { 0 };
	struct found f = invented_found(text, &arena);
	struct buf got = { 0 }, w = { 0 };
	unsigned n = 0;

	for (uint32_t i = 0; i < f.n_figures; i++) {
		const struct found_figure *g = &f.figures[i];

		buf_printf(
		    &got, "%s%s", i > 0 ? "; " : "", or_none(g->subject, &w));
		buf_printf(&got, " | %s", or_none(g->counted, &w));
		buf_printf(&got, " | %s", or_none(g->as_of, &w));
	}
	for (uint32_t i = 0; i < f.n_claims; i++)
		n += f.claims[i].kind == FOUND_FIGURE &&
		    f.claims[i].speaker.p == NULL;
	if (!span_is(buf_span(&got), want) || n != own)
		fail_msg("%s: %.*s, %u claims, not %s, %u", text, (int)got.n,
		    got.p, n, want, own);
	buf_free(&got);
	buf_free(&w);
	arena_free(&arena);
}

static void
a_figure_with_a_subject_is_a_claim_of_the_outlet(void **state)
{
	(void)state;
	check("Exports to Norland fell 15.7 per cent in January.",
	    "Exports to Norland | - | 2031-01", 1);
	check("Sales of new homes in the north will rise 5 per cent next year.",
	    "Sales of new homes in the north | - | 2032", 1);
	check("Shares of Brook Mills gained 7 per cent.",
	    "Shares of Brook Mills | - | 2031-03-05", 1);
	check("Exports fell 3 per cent and imports rose 2 per cent last month.",
	    "Exports | - | 2031-02; imports | - | 2031-02", 2);
}

static void
what_is_counted_is_told_beside_who_has_it(void **state)
{
	(void)state;
	check("The mill in Norhaven employs 1,250 workers.",
	    "mill in Norhaven | worker | 2031-03-05", 1);
	check("The company, based in Brook, sold 300 trucks last year.",
	    "company | truck | 2030", 1);
}

static void
a_time_is_no_subject(void **state)
{
	(void)state;
	check("The unemployment rate in Brook stood at 6.2 per cent in the "
	      "third quarter of 2030.",
	    "unemployment rate in Brook | - | 2030-Q3", 1);
	check("Inflation was 4 per cent in January.", "Inflation | - | 2031-01",
	    1);
}

static void
what_a_figure_is_of_is_its_subject(void **state)
{
	(void)state;
	check("The town has a budget of $4.2 million for 2032.",
	    "budget | - | 2032", 1);
}

static void
within_a_report_it_is_the_speakers(void **state)
{
	(void)state;
	check("Lia Roe said exports fell 3 per cent.",
	    "exports | - | 2031-03-05", 0);
}

static void
what_a_speaker_presumes_is_the_outlets(void **state)
{
	(void)state;
	check("Lia Roe said the doubled tolls were a blow to the port.",
	    "tolls | - | 2031-03-05", 1);
	check("Lia Roe said the tolls doubled.", "tolls | - | 2031-03-05", 0);
	check("Lia Roe called “the doubled tolls” a blow to the port.",
	    "tolls | - | 2031-03-05", 0);
}

static void
what_refers_or_lasts_claims_nothing(void **state)
{
	(void)state;
	check("The two sides met for 3 hours.",
	    "- | side | 2031-03-05; two sides | - | 2031-03-05", 0);
	check("Lia Roe, 43, left.", "Roe | - | -", 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    a_figure_with_a_subject_is_a_claim_of_the_outlet),
		cmocka_unit_test(what_is_counted_is_told_beside_who_has_it),
		cmocka_unit_test(a_time_is_no_subject),
		cmocka_unit_test(what_a_figure_is_of_is_its_subject),
		cmocka_unit_test(within_a_report_it_is_the_speakers),
		cmocka_unit_test(what_a_speaker_presumes_is_the_outlets),
		cmocka_unit_test(what_refers_or_lasts_claims_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
