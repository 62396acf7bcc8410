/* Tests for sink/cutter.c: the words that the view would cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "sink/cutter.h"

static sqlite3 *
texts(void)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db,
		"CREATE TABLE revisions(id INTEGER PRIMARY KEY, text TEXT);"
		"INSERT INTO revisions VALUES(1, 'He said “yes”, and “no”.'),"
		"(2, NULL), (3, CAST(x'6162ff63' AS TEXT))",
		NULL, NULL, NULL),
	    SQLITE_OK);
	return db;
}

static struct form_mention
mention(uint32_t start, uint32_t end)
{
	return (struct form_mention) { .source = { .there = true,
					   .at = { start, end } } };
}

static void
words_are_cut_by_code_point(void **state)
{
	(void)state;
	sqlite3 *db = texts();
	struct cutter c = { 0 };
	struct form_mention m = mention(0, 2);

	assert_int_equal(
	    cutter_fill(&c, db, 1, span_of("[[8,13],[19,23]]"), &m), RC_OK);
	assert_true(span_is(m.source.exact, "He"));
	assert_null(m.cue.exact.p);
	assert_true(span_is(m.words, "“yes” “no”"));
	assert_true(span_is(m.content,
	    "[{\"start\":8,\"end\":13,\"exact\":\"“yes”\"},"
	    "{\"start\":19,\"end\":23,\"exact\":\"“no”\"}]"));
	cutter_fini(&c);
	sqlite3_close(db);
}

static void
what_is_not_in_the_text_has_no_words(void **state)
{
	(void)state;
	static const struct {
		int64_t revision;
		const char *ranges;
	} bad[] = { { 1, "[[8,99]]" }, { 1, "[[9,8]]" }, { 2, "[[0,2]]" },
		{ 3, "[[0,4]]" }, { 1, "[[0,99999999999999999999999]]" } };
	sqlite3 *db = texts();
	struct cutter c = { 0 };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct form_mention m = mention(5, 77);

		assert_int_equal(cutter_fill(&c, db, bad[i].revision,
				     span_of(bad[i].ranges), &m),
		    RC_OK);
		assert_null(m.source.exact.p);
		assert_int_equal(m.words.n, 0);
	}
	struct form_mention m = mention(0, 1);
	assert_int_equal(cutter_fill(&c, db, 9, span_of("[]"), &m), RC_IO);
	cutter_fini(&c);
	sqlite3_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_cut_by_code_point),
		cmocka_unit_test(what_is_not_in_the_text_has_no_words),
	};

	return cmocka_run_group_tests_name("sink/cutter", tests, NULL, NULL);
}
