/* Tests for proto/deed.c: who did what to whom. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/deed.h"
#include "words.h"

#define ROOT GIST_NONE

static uint32_t
hash(const char *name)
{
	return (uint32_t)hash_fast(span_of(name));
}

/* The only deed of g, which is there. */
static struct deed
only(const struct gist *g)
{
	struct deed d[DEEDS_MAX];

	assert_int_equal(deed_all(g, d), 1);
	return d[0];
}

static unsigned
count(const struct gist *g)
{
	struct deed d[DEEDS_MAX];

	return deed_all(g, d);
}

/* "lee call moor" */
static void
lee_calls_moor(struct gist *g)
{
	*g = (struct gist) { 0 };
	words_add(g, "lee", GIST_NAME, GIST_ACTOR, 1);
	words_add(g, "call", GIST_VERB, GIST_NOROLE, ROOT);
	words_add(g, "moor", GIST_NAME, GIST_TARGET, 1);
}

static void
a_verb_with_two_names_is_a_deed(void **state)
{
	static struct gist g;
	struct deed d;

	(void)state;
	lee_calls_moor(&g);
	d = only(&g);
	assert_int_equal(d.what, 1);
	assert_int_equal(d.who, 0);
	assert_int_equal(d.whom, 2);
	assert_int_equal(d.actor, hash("lee"));
	assert_int_equal(d.target, hash("moor"));
}

static void
a_noun_under_a_verb_that_says_nothing_is_the_same_deed(void **state)
{
	static struct gist g;
	struct deed d;

	(void)state;
	/* "lee make call to moor" */
	words_add(&g, "lee", GIST_NAME, GIST_ACTOR, 1);
	words_add(&g, "make", GIST_SMALL, GIST_NOROLE, ROOT);
	words_add(&g, "call", GIST_NOUN, GIST_TARGET, 1);
	words_add(&g, "to", GIST_SMALL, GIST_NOROLE, 4);
	words_add(&g, "moor", GIST_NAME, GIST_OTHER, 2);
	d = only(&g);
	assert_int_equal(d.what, 2);
	assert_int_equal(d.actor, hash("lee"));
	assert_int_equal(d.target, hash("moor"));
	/* "make call for moor" is not to him */
	g.word[3].text = span_of("for");
	assert_int_equal(count(&g), 0);
}

static void
a_pronoun_is_whom_it_stands_for(void **state)
{
	static struct gist g;

	(void)state;
	lee_calls_moor(&g);
	g.word[2].text = span_of("me");
	g.word[2].sort = GIST_SMALL;
	assert_int_equal(count(&g), 0);
	gist_stand(&g.word[2], hash("moor"));
	assert_int_equal(only(&g).target, hash("moor"));
	/* Who does it to himself tells nothing of two. */
	gist_stand(&g.word[2], hash("lee"));
	assert_int_equal(count(&g), 0);
}

static void
what_is_no_part_of_the_claim_is_no_deed(void **state)
{
	static const uint16_t flags[] = { GIST_AROUND, GIST_TIMED,
		GIST_COUNTED };
	static struct gist g;

	(void)state;
	for (unsigned word = 0; word < 3; word++)
		for (unsigned i = 0; i < 3; i++) {
			lee_calls_moor(&g);
			g.word[word].flags = flags[i];
			assert_int_equal(count(&g), 0);
		}
}

static void
things_do_nothing_to_anybody(void **state)
{
	static struct gist g;

	(void)state;
	lee_calls_moor(&g);
	g.word[0].sort = GIST_NOUN;
	assert_int_equal(count(&g), 0);
	/* Who hangs on nothing is not of the next best verb. */
	lee_calls_moor(&g);
	g.word[2].head = GIST_NONE;
	assert_int_equal(count(&g), 0);
}

static void
there_are_no_more_than_there_is_room_for(void **state)
{
	static struct gist g;
	struct deed d[DEEDS_MAX];

	(void)state;
	for (unsigned i = 0; i < GIST_WORDS_MAX / 3; i++) {
		uint8_t verb = (uint8_t)(g.n_words + 1);

		words_add(&g, "lee", GIST_NAME, GIST_ACTOR, verb);
		words_add(&g, "call", GIST_VERB, GIST_NOROLE, ROOT);
		words_add(&g, "moor", GIST_NAME, GIST_TARGET, verb);
	}
	assert_int_equal(deed_all(&g, d), DEEDS_MAX);
	assert_int_equal(d[DEEDS_MAX - 1].what, 3 * (DEEDS_MAX - 1) + 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_verb_with_two_names_is_a_deed),
		cmocka_unit_test(
		    a_noun_under_a_verb_that_says_nothing_is_the_same_deed),
		cmocka_unit_test(a_pronoun_is_whom_it_stands_for),
		cmocka_unit_test(what_is_no_part_of_the_claim_is_no_deed),
		cmocka_unit_test(things_do_nothing_to_anybody),
		cmocka_unit_test(there_are_no_more_than_there_is_room_for),
	};

	return cmocka_run_group_tests_name("proto/deed", tests, NULL, NULL);
}
