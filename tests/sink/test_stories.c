/* Tests for sink/stories.c: the demonstration's stories are what they are
 * said to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "proto/jsonin.h"
#include "proto/record.h"
#include "sink/stories.h"
#include "sink/when.h"

#define STORIES_MAX 200
#define TEXT_CHARS  600 /* a story shorter than that shows nothing */

/* What is looked at of each record. */
struct story {
	char id[64], outlet[64], url[128], source[64];
	int64_t at_ms;
	bool updated;
};

struct table {
	struct story story[STORIES_MAX];
	size_t n;
};

static void
copy(char *to, size_t size, struct span s)
{
	assert_true(s.n < size);
	memcpy(to, s.n > 0 ? s.p : "", s.n);
	to[s.n] = '\0';
}

static void
read_story(const char *line, struct story *s)
{
	struct record *r = record_new();
	struct article a;
	struct buf why = { 0 };
	int64_t published_ms;

	assert_int_equal(record_read(r, span_of(line), &a, &why), RC_OK);
	assert_true(a.title.n > 0 && a.text.n > TEXT_CHARS);
	copy(s->id, sizeof s->id, a.id);
	copy(s->outlet, sizeof s->outlet, a.outlet);
	copy(s->url, sizeof s->url, a.url);
	copy(s->source, sizeof s->source, a.source);
	assert_true(
	    a.published.n > 10 && when_parse(a.published, &published_ms));
	s->updated = a.updated.n > 0;
	s->at_ms = published_ms;
	if (s->updated)
		assert_true(when_parse(a.updated, &s->at_ms) &&
		    s->at_ms > published_ms);
	buf_free(&why);
	record_free(r);
}

static int
read_all(void **state)
{
	struct table *t = calloc(1, sizeof *t);

	if (t == NULL || stories_n() > STORIES_MAX)
		return 1;
	for (; t->n < stories_n(); t->n++)
		read_story(stories_line(t->n), &t->story[t->n]);
	*state = t;
	return 0;
}

static int
free_all(void **state)
{
	free(*state);
	return 0;
}

static void
there_are_enough_of_them_in_the_order_of_their_times(void **state)
{
	const struct table *t = *state;

	assert_true(t->n >= 36);
	for (size_t i = 1; i < t->n; i++)
		assert_true(t->story[i].at_ms >= t->story[i - 1].at_ms);
	assert_true(t->story[t->n - 1].at_ms - t->story[0].at_ms >
	    5 * (int64_t)86400000);
}

static void
every_address_is_invented_and_of_its_outlet(void **state)
{
	const struct table *t = *state;

	for (size_t i = 0; i < t->n; i++) {
		const char *line = NULL, *host = t->story[i].url + 8;
		char want[256];
		size_t k = 0;

		snprintf(want, sizeof want, "%s,%.*s,", t->story[i].outlet,
		    (int)strcspn(host, "/"), host);
		assert_memory_equal(t->story[i].url, "https://", 8);
		assert_non_null(strstr(host, ".example/"));
		while ((line = stories_outlet(k)) != NULL &&
		    strncmp(line, want, strlen(want)) != 0)
			k++;
		assert_non_null(line); /* it stands in the table */
	}
}

static void
the_outlets_are_eight_and_two_share_an_owner(void **state)
{
	const struct table *t = *state;
	char seen[STORIES_MAX][64];
	size_t n = 0, shared = 0;

	for (size_t i = 0; i < t->n; i++) {
		size_t k = 0;

		while (k < n && strcmp(seen[k], t->story[i].outlet) != 0)
			k++;
		if (k == n)
			strcpy(seen[n++], t->story[i].outlet);
	}
	assert_int_equal(n, 8);
	assert_string_equal(stories_outlet(0), "name,domain,country,owner\n");
	for (size_t i = 1; stories_outlet(i) != NULL; i++)
		for (size_t k = 1; k < i; k++)
			shared += strcmp(strrchr(stories_outlet(i), ','),
				      strrchr(stories_outlet(k), ',')) == 0;
	assert_int_equal(shared, 1);
}

static void
a_story_comes_again_only_with_an_update(void **state)
{
	const struct table *t = *state;
	size_t updates = 0;

	for (size_t i = 0; i < t->n; i++) {
		size_t before = 0;

		for (size_t k = 0; k < i; k++)
			before += strcmp(t->story[k].id, t->story[i].id) == 0;
		assert_true((before > 0) == t->story[i].updated);
		updates += before > 0;
	}
	assert_int_equal(updates, 4);
}

static void
a_wire_story_is_printed_by_three_outlets(void **state)
{
	const struct table *t = *state;
	size_t most = 0;

	for (size_t i = 0; i < t->n; i++) {
		size_t n = 0;

		for (size_t k = 0; k < t->n; k++)
			n += t->story[i].source[0] != '\0' &&
			    strcmp(t->story[k].source, t->story[i].source) ==
				0 &&
			    t->story[k].at_ms - t->story[i].at_ms >= 0 &&
			    t->story[k].at_ms - t->story[i].at_ms < 43200000;
		most = n > most ? n : most;
	}
	assert_int_equal(most, 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    there_are_enough_of_them_in_the_order_of_their_times),
		cmocka_unit_test(every_address_is_invented_and_of_its_outlet),
		cmocka_unit_test(the_outlets_are_eight_and_two_share_an_owner),
		cmocka_unit_test(a_story_comes_again_only_with_an_update),
		cmocka_unit_test(a_wire_story_is_printed_by_three_outlets),
	};

	return cmocka_run_group_tests(tests, read_all, free_all);
}
