/* Tests for sink/kin.c and what relations make of it, through the store: which
 * wordings have to do with each other, whichever come first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "invent.h"
#include "proto/buf.h"
#include "sink/kin.h"
#include "sink/query.h"
#include "tests/help.h"

#define NOON  1900000000000
#define FLOOD "the flood of the Alder at Birch near Cedar, by Odo Elm\n"

/* One event in six articles: a toll that moves, is disputed and is not exact,
 * and a saying with its denial. */
static const struct {
	const char *outlet, *published, *text;
} stories[] = {
	{ "Tarn Herald", "2031-05-01T08:00:00Z",
	    FLOOD "Nobody: Now 12 miners dead.\nBo Finch: The bolt broke." },
	{ "Tarn Mail", "2031-05-01T09:00:00Z",
	    FLOOD "Nobody: Now 15 miners dead." },
	{ "Tarn Post", "2031-05-02T08:00:00Z",
	    FLOOD "Nobody: Now 18 miners dead." },
	{ "Elm Daily", "2031-05-02T08:00:00Z",
	    FLOOD "Ada Brook: No, The bolt broke." },
	{ "Tarn Herald", "2031-05-03T08:00:00Z",
	    FLOOD "Nobody: Now 18 miners dead.\nNobody: Now 12 miners dead." },
};
#define N (sizeof stories / sizeof stories[0])

static struct store *
open_store(const char *path)
{
	struct store_opts o = { .path = path, .epoch = true };
	struct buf why = { 0 };
	struct store *s;

	if (store_open(&o, &s, &why) != RC_OK)
		fail_msg("%s", buf_cstr(&why));
	return s;
}

static void
commit(struct store *s, unsigned story)
{
	struct arena arena = { 0 };
	enum store_outcome o;
	struct invent v;
	char id[8];

	snprintf(id, sizeof id, "n%u", story);
	invent(&v, stories[story].outlet, id, stories[story].published,
	    stories[story].text);
	invent_gists(&v, &arena);
	v.entry.lease.job = store_head(s);
	assert_int_equal(store_commit(s, &v.entry, 1, NOON, &o), RC_OK);
	arena_free(&arena);
}

/* The rows of a question, columns parted by "|". */
static char *
rows(struct store *s, const char *question)
{
	struct buf b = { 0 };
	sqlite3_stmt *st;

	if (sqlite3_prepare_v2(store_db(s), question, -1, &st, NULL) !=
	    SQLITE_OK)
		fail_msg("%s", sqlite3_errmsg(store_db(s)));
	while (sqlite3_step(st) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(st); i++) {
			const char *t = (const char *)sqlite3_column_text(
			    st, i);

			buf_printf(
			    &b, "%s%s", i > 0 ? "|" : "", t != NULL ? t : "-");
		}
		buf_puts(&b, "\n");
	}
	sqlite3_finalize(st);
	buf_cstr(&b);
	return b.p;
}

/* How all claims stand, without the numbers that follow from the order. */
static char *
outcome(const char *path, const unsigned *order)
{
	struct store *s = open_store(path);
	char *got;

	for (unsigned i = 0; i < N; i++)
		commit(s, order[i]);
	got = rows(s,
	    "SELECT r.type, x.text, y.text, r.why, r.score FROM relations r "
	    "JOIN claims x ON x.id = r.a JOIN claims y ON y.id = r.b "
	    "UNION ALL SELECT status, text, mentions, origins, '' FROM claims "
	    "ORDER BY 1, 2, 3");
	store_close(s);
	return got;
}

static bool
next_order(unsigned order[N])
{
	size_t i = N - 1, k = N - 1;
	unsigned t;

	while (i > 0 && order[i - 1] >= order[i])
		i--;
	if (i == 0)
		return false;
	while (order[k] <= order[i - 1])
		k--;
	t = order[i - 1];
	order[i - 1] = order[k];
	order[k] = t;
	for (k = N - 1; i < k; i++, k--) {
		t = order[i];
		order[i] = order[k];
		order[k] = t;
	}
	return true;
}

static void
every_order_of_arrival_ends_in_the_same_relations(void **state)
{
	unsigned order[N] = { 0, 1, 2, 3, 4 }, done = 0;
	char *dir = help_temp_dir(), *first = NULL;

	(void)state;
	do {
		char name[16], *path, *got;

		snprintf(name, sizeof name, "%u.db", done++);
		path = help_path(dir, name);
		got = outcome(path, order);
		if (first == NULL)
			first = got;
		else
			assert_string_equal(got, first);
		if (got != first)
			free(got);
		free(path);
	} while (next_order(order));
	assert_int_equal(done, 120);
	assert_non_null(strstr(first, "\nrevised|Now 15 miners dead.|Now 18"));
	assert_non_null(strstr(first, "disputed|Now 12 miners dead.|Now 15"));
	assert_non_null(strstr(first, "disputed|The bolt broke.|No, The bolt"));
	free(first);
	help_remove_dir(dir);
}

static struct gist
gist_of(const char *words, struct arena *arena)
{
	struct gist g;

	assert_int_equal(
	    gist_unpack(
		invent_gist((struct span) { 0 }, span_of(words), arena), &g),
	    RC_OK);
	return g;
}

/* Marks that two have in common. */
static unsigned
common(const char *a, const char *b)
{
	struct arena arena = { 0 };
	uint64_t x[KIN_MARKS], y[KIN_MARKS];
	struct gist g = gist_of(a, &arena), h = gist_of(b, &arena);
	unsigned n = kin_marks(&g, x), m = kin_marks(&h, y), both = 0;

	for (unsigned i = 0; i < n; i++)
		for (unsigned k = 0; k < m; k++)
			both += x[i] == y[k];
	arena_free(&arena);
	return both;
}

static void
marks_are_of_what_is_measured_whatever_its_value(void **state)
{
	(void)state;
	assert_true(common("tariffs beside Marl now 25",
			"Now 50 tariffs "
			"beside Marl") > 0);
	assert_true(common("The bolt broke", "No, The bolt broke") > 0);
	assert_int_equal(
	    common("tariffs beside Marl now 25", "dockers beside Tarn now 25"),
	    0);
	assert_int_equal(common("25", "50"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_order_of_arrival_ends_in_the_same_relations),
		cmocka_unit_test(
		    marks_are_of_what_is_measured_whatever_its_value),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
