/* Entities: which mentions are one's.  Names and their types are given, so
 * that nothing here depends on a model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "tests/workers/invented.h"

struct given {
	const char *name;
	uint8_t type;
};

/* Mentions of the given names, in text order, linked. */
static struct text
linked(const char *s, const struct given *g, struct arena *arena)
{
	struct text t = { .bytes = span_of(s), .arena = arena };
	uint32_t i = 0, k;

	token_split(&t);
	quote_pair(&t);
	sentence_split(&t);
	tagger_run(&t);
	t.mention = arena_alloc(arena, 32, sizeof *t.mention);
	for (; g->name != NULL; g++) {
		size_t n = strlen(g->name);

		while (i < t.n_tokens &&
		    strncmp(s + t.token[i].at, g->name, n) != 0)
			i++;
		assert_true(i < t.n_tokens);
		for (k = i;
		     t.token[k].at + t.token[k].size < t.token[i].at + n;)
			k++;
		t.mention[t.n_mentions++] = (struct mention) { i, k + 1, i,
			TEXT_NONE, g->type };
		i = k + 1;
	}
	entity_find(&t);
	return t;
}

#define P FOUND_PERSON
#define O FOUND_ORG
#define L FOUND_PLACE

static bool
are_one(const struct text *t, uint32_t a, uint32_t b)
{
	return t->mention[a].entity == t->mention[b].entity;
}

static void
a_person_is_one_by_every_name(void **state)
{
	const struct given g[] = { { "Lindqvist", P }, { "Mara Lindqvist", P },
		{ "Lindqvist", P }, { "M. Lindqvist", P }, { "Mara", P },
		{ NULL, 0 } };
	struct arena arena = { 0 };
	struct text t = linked(
	    "Lindqvist won. Industry Minister Mara Lindqvist came. Ms. "
	    "Lindqvist left. M. Lindqvist wrote. Mara laughed.",
	    g, &arena);
	uint32_t e = t.mention[0].entity;

	(void)state;
	assert_int_equal(t.n_entities, 2); /* Mara is in no list of names */
	assert_int_equal(t.entity[e].n_mentions, 4);
	assert_true(span_is(entity_name(&t, e), "Mara Lindqvist"));
	assert_true(span_is(entity_role(&t, e), "Industry Minister"));
	assert_int_equal(t.entity[e].sex, ENTITY_FEMALE);
	arena_free(&arena);
}

static void
a_surname_of_two_is_that_of_who_was_named_last(void **state)
{
	const struct given g[] = { { "John Ek", P }, { "Mary Ek", P },
		{ "Ek", P }, { "Ek", P }, { "John Ek", P }, { "Ek", P },
		{ NULL, 0 } };
	struct arena arena = { 0 };
	struct text t = linked("John Ek met Mary Ek. Ek smiled. Mr. Ek left. "
			       "John Ek came back. Ek slept.",
	    g, &arena);

	(void)state;
	assert_int_equal(t.n_entities, 2);
	assert_true(are_one(&t, 2, 1));
	assert_true(are_one(&t, 3, 0));
	assert_true(are_one(&t, 5, 0));
	arena_free(&arena);
}

static void
an_organisation_is_one_by_its_end_and_its_letters(void **state)
{
	const struct given g[] = { { "Norhaven Chamber of Commerce", O },
		{ "NCC", O }, { "Chamber of Commerce", O }, { "NCC", O },
		{ "Orrin Chamber of Commerce", O }, { NULL, 0 } };
	struct arena arena = { 0 };
	struct text t = linked(
	    "The Norhaven Chamber of Commerce (NCC) met. The Chamber of "
	    "Commerce voted. NCC paid. The Orrin Chamber of Commerce did not.",
	    g, &arena);

	(void)state;
	assert_int_equal(t.n_entities, 2);
	assert_true(are_one(&t, 0, 1));
	assert_true(are_one(&t, 0, 2));
	assert_true(are_one(&t, 0, 3));
	assert_true(span_is(entity_name(&t, t.mention[3].entity),
	    "Norhaven Chamber of Commerce"));
	arena_free(&arena);
}

static void
letters_with_stops_and_without_are_one_place(void **state)
{
	const struct given g[] = { { "U.S.", L }, { "United States", L },
		{ "US", L }, { NULL, 0 } };
	struct arena arena = { 0 };
	struct text t = linked(
	    "The U.S. paid. The United States and the US agree.", g, &arena);

	(void)state;
	assert_int_equal(t.n_entities, 1);
	assert_true(span_is(entity_name(&t, 0), "United States"));
	arena_free(&arena);
}

static void
a_type_is_that_of_most_mentions(void **state)
{
	const struct given g[] = { { "Orrin", O }, { "Orrin", L },
		{ "Orrin", L }, { NULL, 0 } };
	struct arena arena = { 0 };
	struct text t = linked(
	    "Orrin pays. Orrin is wet. In Orrin it rains.", g, &arena);

	(void)state;
	assert_int_equal(t.n_entities, 1);
	assert_int_equal(t.entity[0].type, FOUND_PLACE);
	arena_free(&arena);
}

static void
a_place_is_no_person_of_its_name(void **state)
{
	const struct given g[] = { { "Jane Orrin", P }, { "Orrin", L },
		{ "Orrin", P }, { NULL, 0 } };
	struct arena arena = { 0 };
	struct text t = linked(
	    "Jane Orrin lives in Orrin. Ms. Orrin farms.", g, &arena);

	(void)state;
	assert_int_equal(t.n_entities, 2);
	assert_true(are_one(&t, 0, 2));
	assert_false(are_one(&t, 0, 1));
	arena_free(&arena);
}

/* The title before the only name. */
static void
has_title(const char *s, const char *name, const char *title)
{
	struct given g[] = { { name, P }, { NULL, 0 } };
	struct arena arena = { 0 };
	struct text t = linked(s, g, &arena);
	struct span role = entity_role(&t, 0);

	if (!span_is(role, title))
		fail_msg("%s: %.*s", s, (int)role.n, role.p);
	arena_free(&arena);
}

static void
titles_stand_before_names(void **state)
{
	(void)state;
	has_title(
	    "Prime Minister Ida Moor spoke.", "Ida Moor", "Prime Minister");
	has_title(
	    "The spokesperson Ida Moor spoke.", "Ida Moor", "spokesperson");
	has_title("Then Secretary of State Ida Moor spoke.", "Ida Moor",
	    "Secretary of State");
	has_title("Prime Minister Ida Moor spoke.", "Prime Minister Ida Moor",
	    "Prime Minister");
	has_title("The minister spoke. Ida Moor did not.", "Ida Moor", "");
	has_title("They told Ida Moor.", "Ida Moor", "");
}

static void
a_mention_is_found_by_its_place(void **state)
{
	const struct given g[] = { { "Ida Moor", P }, { "Ek", P },
		{ NULL, 0 } };
	struct arena arena = { 0 };
	struct text t = linked("Then Ida Moor met Ek.", g, &arena);

	(void)state;
	assert_int_equal(entity_mention_from(&t, 0), 0);
	assert_int_equal(entity_mention_from(&t, 1), 0);
	assert_int_equal(entity_mention_from(&t, 2), 1);
	assert_int_equal(entity_mention_from(&t, 5), 2);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_person_is_one_by_every_name),
		cmocka_unit_test(
		    a_surname_of_two_is_that_of_who_was_named_last),
		cmocka_unit_test(
		    an_organisation_is_one_by_its_end_and_its_letters),
		cmocka_unit_test(letters_with_stops_and_without_are_one_place),
		cmocka_unit_test(a_type_is_that_of_most_mentions),
		cmocka_unit_test(a_place_is_no_person_of_its_name),
		cmocka_unit_test(titles_stand_before_names),
		cmocka_unit_test(a_mention_is_found_by_its_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
