/* Tests for sink/called.c: names taken apart, and which may be one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "sink/called.h"

#define MAX 8

/* Names of one type, parted by "|"; which of them are one: "0 0 2 0". */
static void
expect(enum found_type type, const char *names, const char *want)
{
	struct arena arena = { 0 };
	struct called c[MAX] = { { 0 } };
	bool join[MAX * MAX];
	size_t of[MAX], n = 0;
	char got[64];
	int len = 0;

	for (const char *p = names; *p != '\0'; n++) {
		size_t k = strcspn(p, "|");

		called_read(&c[n], (struct span) { p, k }, type, &arena);
		assert_true(span_eq(c[n].block, c[0].block));
		p += k + (p[k] == '|');
	}
	called_join(c, n, join, &arena);
	for (size_t i = 0; i < n; i++)
		of[i] = i;
	for (size_t turn = 0; turn < n; turn++)
		for (size_t i = 0; i < n; i++)
			for (size_t k = 0; k < n; k++)
				if (join[i * n + k] && of[k] < of[i])
					of[i] = of[k];
	for (size_t i = 0; i < n; i++)
		len += snprintf(got + len, sizeof got - (size_t)len, "%s%zu",
		    i > 0 ? " " : "", of[i]);
	if (strcmp(got, want) != 0)
		fail_msg("%s: %s, not %s", names, got, want);
	arena_free(&arena);
}

static void
names_of_one_person_are_one(void **state)
{
	(void)state;
	expect(FOUND_PERSON,
	    "Ida Moor|Moor|Mayor Ida Moor|Ms. Moor|IDA MOOR|Ida Q. Moor",
	    "0 0 0 0 0 0");
	expect(FOUND_PERSON, "Zo\xc3\xab Ash|Zoe Ash|Ash", "0 0 0");
	expect(FOUND_PERSON, "Bill Moor|William Moor|W. Moor", "0 0 0");
	expect(FOUND_PERSON,
	    "Pat O'Fir|Pat O\xe2\x80\x99"
	    "Fir|O'Fir|Patrick OFir",
	    "0 0 0 0");
	expect(FOUND_PERSON, "Jo de Moor|de Moor|Moor", "0 0 0");
	expect(FOUND_PERSON,
	    "Secretary of State Ida Moor|U.S. President Ida Moor|Ida Moor Jr.",
	    "0 0 0");
}

static void
two_people_of_one_last_name_stay_two(void **state)
{
	(void)state;
	expect(FOUND_PERSON, "Ida Moor|Odo Moor|Moor", "0 1 2");
	expect(FOUND_PERSON, "Ida Moor|Ian Moor|I. Moor", "0 1 2");
	expect(FOUND_PERSON, "Ida B. Moor|Ida C. Moor|Ida Moor", "0 1 2");
	expect(FOUND_PERSON, "Ida Moor|Idalia Moor", "0 1");
}

static void
organisations_and_their_abbreviations_are_one(void **state)
{
	(void)state;
	expect(FOUND_ORG,
	    "Tarn Steel Works|The Tarn Steel Works|Tarn Steel Works Inc.|TSW|"
	    "T.S.W.",
	    "0 0 0 0 0");
	expect(FOUND_ORG, "Bureau of Tarn Rivers|BTR", "0 0");
	/* Whose it is nobody knows. */
	expect(FOUND_ORG, "Tarn Steel Works|Tarn Sand Works|TSW", "0 1 2");
	/* Two letters may be anything. */
	expect(FOUND_ORG, "Tarn Post|TP", "0 1");
	expect(FOUND_ORG, "Tarn Post|Tarn Pier", "0 1");
}

static void
other_names_are_one_only_when_they_are_the_same(void **state)
{
	(void)state;
	expect(FOUND_PLACE, "Lower Tarn|lower tarn", "0 0");
	expect(FOUND_NOTYPE, "unnamed: an aide|unnamed: an aide", "0 0");
	expect(FOUND_PERSON, "Ida Moor; Odo Elm|Ida Moor; Odo Elm", "0 0");
}

static struct span
block_of(const char *name, enum found_type type, struct arena *arena)
{
	struct called c;

	called_read(&c, span_of(name), type, arena);
	return c.block;
}

static void
names_that_can_not_be_one_have_other_blocks(void **state)
{
	struct arena arena = { 0 };

	(void)state;
	assert_true(
	    span_is(block_of("Ida Moor", FOUND_PERSON, &arena), "p:moor"));
	assert_true(span_is(block_of("Moor", FOUND_ORG, &arena), "o:moor"));
	assert_true(
	    span_is(block_of("Tarn Steel Works", FOUND_ORG, &arena), "o:tsw"));
	assert_true(span_is(block_of("Ida Moor; Odo Elm", FOUND_PERSON, &arena),
	    "x: ida moor odo elm "));
	assert_true(span_is(block_of("!!", FOUND_PERSON, &arena), "x: "));
	arena_free(&arena);
}

static void
the_fuller_name_has_no_title_but_all_words(void **state)
{
	static const char *const pairs[][2] = { { "Ida Moor", "Moor" },
		{ "Ida Moor", "Mayor Ida Moor" },
		{ "William Moor", "Bill Moor" },
		{ "Ida Q. Moor", "Ida Moor" } };
	struct arena arena = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		struct called a, b;

		called_read(&a, span_of(pairs[i][0]), FOUND_PERSON, &arena);
		called_read(&b, span_of(pairs[i][1]), FOUND_PERSON, &arena);
		assert_true(called_fuller(&a, &b));
		assert_false(called_fuller(&b, &a));
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_one_person_are_one),
		cmocka_unit_test(two_people_of_one_last_name_stay_two),
		cmocka_unit_test(organisations_and_their_abbreviations_are_one),
		cmocka_unit_test(
		    other_names_are_one_only_when_they_are_the_same),
		cmocka_unit_test(names_that_can_not_be_one_have_other_blocks),
		cmocka_unit_test(the_fuller_name_has_no_title_but_all_words),
	};

	return cmocka_run_group_tests_name("sink/called", tests, NULL, NULL);
}
