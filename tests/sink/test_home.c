/* Tests for sink/home.c: the money of an outlet's country. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sink/home.h"
#include "sink/sql.h"

#define CANADA  1
#define BRITAIN 2
#define TARN    3 /* a country that nobody knows */
#define NOWHERE 4

static const char schema[] =
    "CREATE TABLE outlets(id INTEGER PRIMARY KEY, country TEXT);"
    "INSERT INTO outlets VALUES(1, 'Canada'), (2, 'uk'), (3, 'Tarn'), "
    "(4, NULL)";

struct fixture {
	sqlite3 *db;
	struct home *home;
	struct arena arena;
};

static int
set_up(void **state)
{
	static struct fixture x;

	x = (struct fixture) { 0 };
	assert_int_equal(sqlite3_open(":memory:", &x.db), SQLITE_OK);
	assert_int_equal(sql_exec(x.db, schema), RC_OK);
	assert_int_equal(home_new(x.db, &x.home), RC_OK);
	*state = &x;
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *x = *state;

	home_free(x->home);
	sqlite3_close(x->db);
	arena_free(&x->arena);
	return 0;
}

/* What becomes of a figure in an outlet: its unit; by: who says so. */
static void
becomes(struct fixture *x, int64_t outlet, const char *unit,
    enum found_currency by, const char *want, enum found_currency want_by)
{
	struct found_figure g[2] = { { .unit = span_of("percent") },
		{ .unit = span_of(unit), .currency = by } };
	struct found f = { .figures = g, .n_figures = 2 };

	assert_int_equal(home_settle(x->home, outlet, &x->arena, &f), RC_OK);
	if (!span_is(f.figures[1].unit, want) ||
	    f.figures[1].currency != want_by)
		fail_msg("%s: %.*s %d, not %s %d", unit,
		    (int)f.figures[1].unit.n, f.figures[1].unit.p,
		    (int)f.figures[1].currency, want, (int)want_by);
	assert_true(span_is(f.figures[0].unit, "percent"));
	assert_true(span_is(g[1].unit, unit)); /* the worker's is as it was */
}

static void
what_is_open_is_the_money_of_the_country(void **state)
{
	becomes(
	    *state, CANADA, "dollar", FOUND_NOCURRENCY, "CAD", FOUND_BY_OUTLET);
	becomes(*state, CANADA, "dollar per barrel", FOUND_NOCURRENCY,
	    "CAD per barrel", FOUND_BY_OUTLET);
	becomes(*state, CANADA, "USD", FOUND_BY_MARKS, "CAD", FOUND_BY_OUTLET);
	/* the table knows better than the address */
	becomes(*state, CANADA, "AUD", FOUND_BY_OUTLET, "CAD", FOUND_BY_OUTLET);
}

static void
what_the_text_says_stands(void **state)
{
	becomes(*state, CANADA, "USD", FOUND_BY_TEXT, "USD", FOUND_BY_TEXT);
	becomes(
	    *state, CANADA, "EUR", FOUND_NOCURRENCY, "EUR", FOUND_NOCURRENCY);
	becomes(
	    *state, CANADA, "peso", FOUND_NOCURRENCY, "peso", FOUND_NOCURRENCY);
	becomes(*state, BRITAIN, "dollar", FOUND_NOCURRENCY, "dollar",
	    FOUND_NOCURRENCY);
	/* a weight */
	becomes(*state, BRITAIN, "pound", FOUND_NOCURRENCY, "pound",
	    FOUND_NOCURRENCY);
	becomes(*state, CANADA, "tonne", FOUND_NOCURRENCY, "tonne",
	    FOUND_NOCURRENCY);
}

static void
a_country_that_is_not_known_says_nothing(void **state)
{
	becomes(*state, TARN, "dollar", FOUND_NOCURRENCY, "dollar",
	    FOUND_NOCURRENCY);
	becomes(*state, NOWHERE, "USD", FOUND_BY_MARKS, "USD", FOUND_BY_MARKS);
	becomes(
	    *state, 77, "dollar", FOUND_NOCURRENCY, "dollar", FOUND_NOCURRENCY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    what_is_open_is_the_money_of_the_country, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    what_the_text_says_stands, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_country_that_is_not_known_says_nothing, set_up,
		    tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
