/* Tests for sink/web/answer_claims.c. */
#include "answering.h"
#include "sink/web/sheet.h"

static void
claims_come_with_the_newest_first(void **state)
{
	struct answering *f = *state;

	assert_int_equal(answering_ask(f, answer_claims, A()), 200);
	answering_is(f, "id", answering_id(f, 12));
	answering_is(f, "claims.#", "5");
	answering_is(f, "claims.0.id", "\"c5\"");
	answering_is(f, "claims.0.text", "\"<b>& 'So'.\"");
	answering_is(f, "claims.4.id", "\"c1\"");
	answering_is(f, "claims.4.status", "\"corroborated\"");
	answering_is(f, "claims.4.outlets", "2");
	answering_is(f, "next", "null");
}

/* The ids of all claims, page by page, while the store grows. */
static void
pages(struct answering *f, struct ask a, bool grow, const char *want)
{
	struct buf got = { 0 };
	char path[32];

	for (int page = 0; page < 9; page++) {
		int n;

		assert_int_equal(answering_ask(f, answer_claims, a), 200);
		n = atoi(answering_at(f, "claims.#"));
		for (int i = 0; i < n; i++) {
			snprintf(path, sizeof path, "claims.%d.id", i);
			buf_puts(&got, answering_at(f, path));
		}
		buf_puts(&got, "|");
		if (strcmp(answering_at(f, "next"), "null") == 0)
			break;
		a.filter.cursor = strtoll(
		    answering_at(f, "next") + 1, NULL, 10);
		if (grow && page == 0)
			answering_put(f, "Upper Echo", "new", NULL,
			    "Odd Moss: More.\nAda Brook: The weir holds.");
	}
	assert_string_equal(buf_cstr(&got), want);
	buf_free(&got);
}

static void
pages_are_stable_while_the_store_grows(void **state)
{
	struct answering *f = *state;

	pages(f, A(.limit = 2), true, "\"c5\"\"c4\"|\"c3\"\"c2\"|\"c1\"|");
}

static void
by_their_last_change_claims_come_by_pages_too(void **state)
{
	struct answering *f = *state;
	struct ask a = A(.limit = 2, .order = ASK_CHANGED);

	/* c4 was withdrawn, c1 corroborated after c2 was new */
	pages(f, a, false, "\"c5\"\"c4\"|\"c3\"\"c1\"|\"c2\"|");
	/* the one that changes meanwhile is on the first page now */
	pages(f, a, true, "\"c5\"\"c4\"|\"c3\"\"c2\"|");
	pages(f, a, false, "\"c1\"\"c6\"|\"c5\"\"c4\"|\"c3\"\"c2\"|");
}

static void
filters_hold_in_both_orders(void **state)
{
	struct answering *f = *state;
	struct ask a = A(.filter.speaker = S("finch"));

	pages(f, a, false, "\"c4\"\"c2\"|");
	a.order = ASK_CHANGED;
	pages(f, a, false, "\"c4\"\"c2\"|");
	a.filter = (struct query_filter) { .text = S("weir") };
	pages(f, a, false, "\"c1\"|");
	a.filter.text = span_of("nowhere");
	pages(f, a, false, "|");
	a.filter.text = span_of("***");
	assert_int_equal(answering_ask(f, answer_claims, a), 400);
	assert_non_null(strstr(answering_at(f, "detail"), "no word"));
}

/* A page of claims as long as articles may be ends before memory does. */
static void
a_page_of_very_long_claims_ends_early(void **state)
{
	struct answering *f = *state;
	struct buf text = { 0 };
	char id[8];

	for (int i = 0; i < 4; i++) {
		buf_clear(&text);
		buf_printf(&text, "Odd Moss: %d", i);
		while (text.n < 5000000)
			buf_puts(&text, " well, well, well, well, well, well,");
		snprintf(id, sizeof id, "l%d", i);
		answering_put(f, "Upper Echo", id, NULL, buf_cstr(&text));
	}
	buf_free(&text);
	assert_int_equal(answering_ask(f, answer_claims, A()), 200);
	answering_is(f, "claims.#", "2");
	answering_is(f, "next", "\"8\"");
}

static void
a_claim_comes_with_its_evidence(void **state)
{
	struct answering *f = *state;

	assert_int_equal(
	    answering_ask(f, answer_claim, A(.name = S("c1"))), 200);
	answering_is(f, "id", "\"c1\"");
	answering_is(f, "redirects", "[]");
	answering_is(f, "evidence.#", "2");
	answering_is(f, "evidence.0.id", "\"m3\""); /* midnight in UTC */
	answering_is(f, "evidence.0.published", "\"2031-05-01\"");
	answering_is(f, "evidence.0.outlet", "\"Tarn Mail\"");
	answering_is(f, "evidence.1.id", "\"m1\"");
	answering_is(f, "evidence.1.title", "\"A day in Lower Tarn\"");
	answering_is(f, "evidence.1.url", "\"https://tarn.example/a?b=<c>&d\"");
	answering_is(
	    f, "evidence.1.sentence.exact", "\"Ada Brook: The weir holds.\"");
	answering_is(f, "evidence_next", "null");
	answering_is(f, "relations", "[]");
	answering_is(f, "history", "[]");
	answering_is(f, "head", answering_id(f, 12));
}

static void
evidence_of_older_revisions_stays_and_says_so(void **state)
{
	struct answering *f = *state;

	answering_ask(f, answer_claim, A(.name = S("c4")));
	answering_is(f, "status", "\"withdrawn\"");
	answering_is(f, "mentions", "0");
	answering_is(f, "evidence.0.id", "\"m5\"");
	answering_is(f, "evidence.0.current", "false");
	answering_is(f, "evidence.0.revision", "1");
	answering_is(
	    f, "evidence.0.sentence.exact", "\"Bo Finch: Up 9 percent.\"");
}

static void
evidence_comes_by_pages(void **state)
{
	struct answering *f = *state;
	struct ask a = A(.name = S("c1"), .limit = 1);

	answering_ask(f, answer_claim, a);
	answering_is(f, "evidence.#", "1");
	answering_is(f, "evidence_next", "\"3\"");
	a.filter.cursor = 3;
	answering_ask(f, answer_claim, a);
	answering_is(f, "evidence.0.id", "\"m1\"");
	answering_is(f, "evidence_next", "null");
}

static void
a_claim_comes_with_its_relations_and_history(void **state)
{
	struct answering *f = *state;

	answering_relate(f);
	answering_ask(f, answer_claim, A(.name = S("c2")));
	answering_is(f, "relations.#", "1");
	answering_is(f, "relations.0.id", "\"r7\"");
	answering_is(f, "relations.0.type", "\"revised\"");
	answering_is(f, "relations.0.from", "\"c2\"");
	answering_is(f, "relations.0.mentions", "[\"m2\",\"m5\"]");
	answering_is(f, "relations.0.other.id", "\"c4\"");
	answering_is(f, "relations.0.other.text", "\"Up 9 percent.\"");
	answering_is(f, "history.#", "2");
	answering_is(f, "history.0.value", "9"); /* at its commit, in 2030 */
	answering_is(f, "history.1",
	    "{\"at\":\"2031-05-01T10:00:00+02:00\",\"value\":4,"
	    "\"unit\":\"percent\",\"low\":null,\"high\":null,"
	    "\"claim\":\"c2\",\"mention\":\"m2\",\"article\":\"h1\","
	    "\"article_id\":\"a1\",\"outlet\":\"Tarn Herald\","
	    "\"origin\":\"Tarn Herald\",\"current\":true}");
	answering_ask(f, answer_claim, A(.name = S("c4")));
	answering_is(f, "relations.0.other.id", "\"c2\"");
}

static void
an_old_id_leads_to_the_claim_that_took_its_place(void **state)
{
	struct answering *f = *state;

	answering_sql(f, "INSERT INTO redirects VALUES(77, 1)");
	assert_int_equal(
	    answering_ask(f, answer_claim, A(.name = S("c77"))), 200);
	answering_is(f, "id", "\"c1\"");
	answering_is(f, "redirects", "[\"c77\"]");
	answering_is(f, "evidence.#", "2");
}

static void
a_claim_that_is_not_there_is_refused(void **state)
{
	static const char *const names[] = { "c99", "s1", "17", "c1x", "c0" };
	struct answering *f = *state;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		assert_int_equal(answering_ask(f, answer_claim,
				     A(.name = span_of(names[i]))),
		    404);
		assert_non_null(strstr(answering_at(f, "detail"), names[i]));
		assert_non_null(strstr(answering_at(f, "detail"), "/claims"));
	}
}

static void
what_moved_comes_with_its_points(void **state)
{
	struct answering *f = *state;

	assert_int_equal(answering_ask(f, answer_moved, A()), 200);
	answering_is(f, "id", answering_id(f, 12));
	answering_is(f, "moved", "[]");
	answering_relate(f);
	assert_int_equal(answering_ask(f, answer_moved, A()), 200);
	answering_is(f, "moved.#", "1");
	answering_is(f, "moved.0.relation.id", "\"r7\"");
	answering_is(f, "moved.0.from.figure.value", "4");
	answering_is(f, "moved.0.to.figure.value", "9");
	answering_is(f, "moved.0.points.#", "2");
	answering_is(f, "moved.0.points.0.value", "9");
	answering_ask(
	    f, answer_moved, A(.filter.unit = S("percent"), .limit = 1));
	answering_is(f, "moved.#", "1");
	answering_ask(f, answer_moved, A(.filter.unit = S("EUR")));
	answering_is(f, "moved.#", "0");
	answering_ask(f, answer_moved,
	    A(.filter = { .has_changed_by_min = true, .changed_by_min = 6 }));
	answering_is(f, "moved.#", "0");
}

/* The writer commits between two questions of one answer. */
static void
an_answer_is_of_one_state(void **state)
{
	struct answering *f = *state;
	struct query_filter all = { 0 };
	struct sheet s;
	enum rc rc;

	assert_true(sheet_open(&s, &f->d, &f->r));
	answering_put(f, "Upper Echo", "new", NULL, "Odd Moss: More.");
	sheet_list(&s, "claims", 100);
	rc = query_claims(f->d.q, &all, sheet_claim, &s);
	sheet_end(&s, NULL);
	sheet_id(&s, "id");
	sheet_close(&s, rc);
	f->json = json_tokener_parse(buf_cstr(&f->r.body));
	answering_is(f, "claims.0.id", "\"c5\"");
	answering_is(f, "id", answering_id(f, 12));
	answering_ask(f, answer_claims, A());
	answering_is(f, "id", answering_id(f, 14));
	answering_is(f, "claims.0.id", "\"c6\"");
}

int
main(void)
{
#define T(name)                          \
	cmocka_unit_test_setup_teardown( \
	    name, answering_setup, answering_teardown)
	const struct CMUnitTest tests[] = {
		T(claims_come_with_the_newest_first),
		T(pages_are_stable_while_the_store_grows),
		T(by_their_last_change_claims_come_by_pages_too),
		T(filters_hold_in_both_orders),
		T(a_page_of_very_long_claims_ends_early),
		T(a_claim_comes_with_its_evidence),
		T(evidence_of_older_revisions_stays_and_says_so),
		T(evidence_comes_by_pages),
		T(a_claim_comes_with_its_relations_and_history),
		T(an_old_id_leads_to_the_claim_that_took_its_place),
		T(a_claim_that_is_not_there_is_refused),
		T(what_moved_comes_with_its_points),
		T(an_answer_is_of_one_state),
	};

	return cmocka_run_group_tests_name(
	    "sink/web/answer_claims", tests, NULL, NULL);
}
