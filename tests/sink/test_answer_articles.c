/* Tests for sink/web/answer_articles.c. */
#include "answering.h"

#include "proto/article.h"

static void
an_article_comes_with_its_evidence_and_revisions(void **state)
{
	struct answering *f = *state;

	assert_int_equal(
	    answering_ask(f, answer_article, A(.name = S("a1"))), 200);
	answering_is(f, "id", "\"a1\"");
	answering_is(f, "name", "\"h1\"");
	answering_is(f, "outlet", "\"Tarn Herald\"");
	answering_is(f, "url", "\"https://tarn.example/a?b=<c>&d\"");
	answering_is(f, "published", "\"2031-05-01T10:00:00+02:00\"");
	answering_is(f, "text",
	    "\"Ada Brook: The weir holds.\\nBo Finch: Up 4 percent in "
	    "May.\"");
	answering_is(f, "evidence.#", "2");
	answering_is(f, "evidence.1.id", "\"m2\"");
	answering_is(f, "evidence.1.claim", "\"c2\"");
	answering_is(f, "evidence.1.current", "true");
	answering_is(f, "evidence.1.article_id", "\"a1\"");
	answering_is(f, "evidence.1.sentence",
	    "{\"start\":27,\"end\":57,\"exact\":\"Bo Finch: Up 4 percent in "
	    "May.\"}");
	answering_is(f, "evidence_next", "null");
	answering_is(f, "revisions.#", "1");
	answering_is(
	    f, "revisions.0.committed", "\"2030-03-17T17:46:40.000Z\"");
	answering_is(f, "revisions.0.current", "true");
	answering_is(f, "others", "[]");
	answering_is(f, "head", answering_id(f, 12));
}

static void
a_corrected_article_shows_its_newest_text(void **state)
{
	struct answering *f = *state;

	answering_ask(f, answer_article, A(.name = S("m2")));
	answering_is(f, "text", "\"Nothing was said.\"");
	answering_is(f, "revision", "2");
	answering_is(f, "evidence", "[]");
	answering_is(f, "revisions.0.mentions", "1");
	answering_is(f, "revisions.0.current", "false");
	answering_is(f, "revisions.1.mentions", "0");
}

static void
of_several_of_one_name_the_newest_is_shown(void **state)
{
	struct answering *f = *state;

	assert_int_equal(
	    answering_ask(f, answer_article, A(.name = S("m1"))), 200);
	answering_is(f, "id", "\"a4\"");
	answering_is(f, "others", "[\"a2\"]");
	/* the url is that of all four */
	answering_ask(
	    f, answer_article, A(.name = S("https://tarn.example/a?b=<c>&d")));
	answering_is(f, "id", "\"a4\"");
	answering_is(f, "others", "[\"a3\",\"a2\",\"a1\"]");
}

static void
an_article_is_found_by_its_story(void **state)
{
	struct answering *f = *state;
	struct article a = {
		.outlet = S("Tarn Mail"), .id = S("m2"), .text = S("?")
	};
	struct hash_id story = article_story(&a);
	char hex[HASH_HEX_MAX];

	answering_ask(
	    f, answer_article, A(.name = span_of(hash_hex(&story, hex))));
	answering_is(f, "id", "\"a3\"");
}

static void
without_leave_only_sentences_are_served(void **state)
{
	struct answering *f = *state;

	f->d.texts = false;
	answering_ask(f, answer_article, A(.name = S("a1")));
	answering_is(f, "text", "null");
	answering_is(
	    f, "evidence.0.sentence.exact", "\"Ada Brook: The weir holds.\"");
}

static void
evidence_comes_by_pages(void **state)
{
	struct answering *f = *state;
	struct ask a = A(.name = S("a1"), .limit = 1);

	answering_ask(f, answer_article, a);
	answering_is(f, "evidence.#", "1");
	answering_is(f, "evidence.0.id", "\"m1\"");
	answering_is(f, "evidence_next", "\"1\"");
	a.filter.cursor = 1;
	answering_ask(f, answer_article, a);
	answering_is(f, "evidence.0.id", "\"m2\"");
	answering_is(f, "evidence_next", "null");
}

static void
what_is_not_there_is_refused(void **state)
{
	static const char *const names[] = { "a99", "c1", "nothing", "a0" };
	struct answering *f = *state;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		assert_int_equal(answering_ask(f, answer_article,
				     A(.name = span_of(names[i]))),
		    404);
		assert_non_null(strstr(answering_at(f, "detail"), names[i]));
	}
}

static void
outlets_come_with_what_they_tell(void **state)
{
	struct answering *f = *state;

	assert_int_equal(answering_ask(f, answer_outlets, A()), 200);
	answering_is(f, "id", answering_id(f, 12));
	answering_is(f, "outlets.#", "3");
	answering_is(f, "outlets.1",
	    "{\"id\":\"o2\",\"name\":\"Tarn Mail\",\"domain\":"
	    "\"tarn.example\",\"country\":null,\"owner\":null,"
	    "\"articles\":2,\"claims\":2}");
	answering_is(f, "next", "null");
	answering_ask(f, answer_outlets, A(.limit = 2));
	answering_is(f, "outlets.#", "2");
	answering_is(f, "next", "\"2\"");
}

int
main(void)
{
#define T(name)                          \
	cmocka_unit_test_setup_teardown( \
	    name, answering_setup, answering_teardown)
	const struct CMUnitTest tests[] = {
		T(an_article_comes_with_its_evidence_and_revisions),
		T(a_corrected_article_shows_its_newest_text),
		T(of_several_of_one_name_the_newest_is_shown),
		T(an_article_is_found_by_its_story),
		T(without_leave_only_sentences_are_served),
		T(evidence_comes_by_pages),
		T(what_is_not_there_is_refused),
		T(outlets_come_with_what_they_tell),
	};

	return cmocka_run_group_tests_name(
	    "sink/web/answer_articles", tests, NULL, NULL);
}
