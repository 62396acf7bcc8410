/* Tests for sink/groups.c: which wordings are one claim. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sink/groups.h"

#define MOST 8

/* held: a letter for each node, "h" when it is held.  want: the group of each,
 * by the number of its lowest node from 1. */
static void
want(const char *held, const struct groups_link *link, size_t n_links,
    const char *groups)
{
	struct groups_node node[MOST] = { 0 };
	struct arena arena = { 0 };
	int64_t group[MOST];
	size_t n = 0;

	for (; held[n] != '\0'; n++)
		node[n] = (struct groups_node) { .id = (int64_t)n + 1,
			.key = -(int64_t)n,
			.held = held[n] == 'h' };
	groups_find(node, n, link, n_links, &arena, group);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(group[i], groups[i] - '0');
	arena_free(&arena);
}

static const struct groups_link chain[] = { { 0, 1, 700 }, { 1, 2, 800 },
	{ 2, 3, 900 } };

static void
what_is_held_hangs_together(void **state)
{
	(void)state;
	want("hhhh", chain, 3, "1111");
	want("hhhh", chain, 2, "1114");
	want("h", NULL, 0, "1");
}

static void
what_is_held_no_more_joins_nothing_and_goes_with_the_likest(void **state)
{
	(void)state;
	want("h.hh", chain, 3, "1222");
	want("hh.h", chain, 3, "1133");
	/* Two in a row: each with the nearer end. */
	want("h..h", chain, 3, "1133");
}

static void
the_nearest_comes_before_the_likest(void **state)
{
	static const struct groups_link fork[] = { { 0, 1, 700 }, { 1, 2, 990 },
		{ 2, 3, 700 }, { 3, 4, 990 } };

	(void)state;
	/* 2 is one link from 1 and two from 5. */
	want("h...h", fork, 4, "11144");
}

static void
where_nothing_is_held_what_is_linked_is_together(void **state)
{
	(void)state;
	want("....", chain, 3, "1111");
	want("....", chain, 2, "1114");
	want("h...", chain + 1, 2, "1222");
}

static void
of_equal_links_the_key_decides(void **state)
{
	static const struct groups_link even[] = { { 0, 1, 700 },
		{ 2, 1, 700 } };

	(void)state;
	want("h.h", even, 2, "122"); /* the third has the lower key */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_held_hangs_together),
		cmocka_unit_test(
		    what_is_held_no_more_joins_nothing_and_goes_with_the_likest),
		cmocka_unit_test(the_nearest_comes_before_the_likest),
		cmocka_unit_test(
		    where_nothing_is_held_what_is_linked_is_together),
		cmocka_unit_test(of_equal_links_the_key_decides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
