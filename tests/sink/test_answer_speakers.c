/* Tests for sink/web/answer_speakers.c. */
#include "answering.h"

static void
speakers_come_with_most_claims_first(void **state)
{
	struct answering *f = *state;

	assert_int_equal(answering_ask(f, answer_speakers, A()), 200);
	answering_is(f, "id", answering_id(f, 12));
	answering_is(f, "speakers.0",
	    "{\"id\":\"s1\",\"name\":\"Ada Brook\",\"type\":\"PERSON\","
	    "\"role\":null,\"claims\":2,\"mentions\":3}");
	answering_is(f, "speakers.#", "3");
	answering_is(f, "next", "null");
}

static void
speakers_come_by_pages(void **state)
{
	struct answering *f = *state;
	struct ask a = A(.limit = 2);

	assert_int_equal(answering_ask(f, answer_speakers, a), 200);
	answering_is(f, "speakers.#", "2");
	answering_is(f, "speakers.1.id", "\"s2\"");
	a.filter.cursor = strtoll(answering_at(f, "next") + 1, NULL, 10);
	assert_true(a.filter.cursor > 0);
	assert_int_equal(answering_ask(f, answer_speakers, a), 200);
	answering_is(f, "speakers.#", "1");
	answering_is(f, "speakers.0.id", "\"s3\"");
	answering_is(f, "next", "null");
}

static void
speakers_are_found_by_a_part_of_their_name(void **state)
{
	struct answering *f = *state;

	answering_ask(f, answer_speakers, A(.filter.speaker = S("MOSS")));
	answering_is(f, "speakers.#", "1");
	answering_is(f, "speakers.0.name", "\"Odd Moss\"");
	answering_ask(f, answer_speakers, A(.filter.speaker = S("nobody")));
	answering_is(f, "speakers.#", "0");
}

static void
a_speaker_comes_with_recent_claims(void **state)
{
	struct answering *f = *state;

	assert_int_equal(
	    answering_ask(f, answer_speaker, A(.name = S("s1"))), 200);
	answering_is(f, "name", "\"Ada Brook\"");
	answering_is(f, "claims", "2");
	answering_is(f, "recent.#", "2");
	answering_is(f, "recent.0.id", "\"c3\"");
	answering_is(f, "recent.1.id", "\"c1\"");
	answering_is(f, "head", answering_id(f, 12));
}

static void
who_is_not_there_is_told_where_to_look(void **state)
{
	static const char *const names[] = { "s99", "c1", "Ada Brook", "s" };
	struct answering *f = *state;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		assert_int_equal(answering_ask(f, answer_speaker,
				     A(.name = span_of(names[i]))),
		    404);
		assert_string_equal(f->r.type, "application/problem+json");
		answering_is(f, "status", "404");
		assert_non_null(strstr(answering_at(f, "detail"), "/speakers"));
	}
}

int
main(void)
{
#define T(name)                          \
	cmocka_unit_test_setup_teardown( \
	    name, answering_setup, answering_teardown)
	const struct CMUnitTest tests[] = {
		T(speakers_come_with_most_claims_first),
		T(speakers_come_by_pages),
		T(speakers_are_found_by_a_part_of_their_name),
		T(a_speaker_comes_with_recent_claims),
		T(who_is_not_there_is_told_where_to_look),
	};

	return cmocka_run_group_tests_name(
	    "sink/web/answer_speakers", tests, NULL, NULL);
}
