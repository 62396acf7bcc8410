/* Tests for sink/web/ask.c and route.c: what a request says, and what is
 * refused of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sink/web/ask.h"
#include "sink/web/route.h"

/* Read "METHOD PATH?QUERY"; the query is cut as the library cuts it. */
static unsigned
read_line(struct ask *a, const char *method, const char *line, struct buf *why)
{
	struct ask_param param[ASK_PARAMS_MAX + 8];
	size_t n = 0;
	const char *query = strchr(line, '?');
	struct span path = { line,
		query != NULL ? (size_t)(query - line) : strlen(line) };

	for (const char *p = query; p != NULL && *p != '\0';) {
		size_t len = strcspn(++p, "&"), name = strcspn(p, "=&");
		struct ask_param *q = &param[n++];

		q->name = (struct span) { p, name };
		q->value = (struct span) { NULL, 0 };
		if (name < len)
			q->value = (struct span) { p + name + 1,
				len - name - 1 };
		p += len;
	}
	return ask_read(a, span_of(method), path, param, n, why);
}

static void
refused(const char *line, unsigned status, const char *says)
{
	struct ask a = { 0 };
	struct buf why = { 0 };

	assert_int_equal(read_line(&a, "GET", line, &why), status);
	if (strstr(buf_cstr(&why), says) == NULL)
		fail_msg("%s: \"%s\"", line, buf_cstr(&why));
	ask_fini(&a);
	buf_free(&why);
}

static void
taken(struct ask *a, const char *line)
{
	struct buf why = { 0 };
	unsigned status = read_line(a, "GET", line, &why);

	if (status != 0)
		fail_msg("%s: %u %s", line, status, buf_cstr(&why));
	buf_free(&why);
}

static void
a_request_for_changes_is_read(void **state)
{
	struct ask a = { 0 };

	(void)state;
	taken(&a,
	    "/changes?feed=sse&speaker=M%C3%A9lanie%20Joly&value_min=2.5&"
	    "heartbeat=15s&timeout=500&style=latest&snapshot=1&limit=7");
	assert_int_equal(a.feed, ASK_SSE);
	assert_true(span_is(a.filter.speaker, "M\xc3\xa9lanie Joly"));
	assert_true(a.filter.has_value_min && a.filter.value_min == 2.5);
	assert_int_equal(a.heartbeat_ms, 15000);
	assert_int_equal(a.timeout_ms, 500);
	assert_true(a.latest && a.snapshot);
	assert_int_equal(a.limit, 7);
	assert_true(
	    span_is(a.query, "speaker=M%C3%A9lanie%20Joly&value_min=2.5"));
	ask_fini(&a);
}

static void
what_is_unknown_is_named_with_what_is_known(void **state)
{
	(void)state;
	refused("/changes?sincce=4", 400, "\"sincce\" is no parameter");
	refused("/changes?sincce=4", 400, "since, last_event_id, feed");
	refused("/metrics?x", 400, "it takes none");
	refused("/claims/c1?q=x", 400, "limit, cursor");
}

static void
values_that_are_none_are_refused(void **state)
{
	(void)state;
	refused("/changes?feed=udp", 400, "normal, longpoll");
	refused("/changes?since=yesterday", 400, "since=yesterday");
	refused("/changes?limit=0", 400, "1 to 1000000000");
	refused("/claims?limit=1001", 400, "1 to 1000");
	refused("/claims?limit=-1", 400, "limit");
	refused("/claims?limit=99999999999999999999", 400, "limit");
	refused("/claims?status=true", 400, "status=true");
	refused("/claims?value_min=nan", 400, "value_min");
	refused("/claims?order=best", 400, "newest or changed");
	refused("/changes?heartbeat=5", 400, "at least 100");
	refused("/changes?timeout=25h", 400, "timeout");
	refused("/claims?kind=direct&kind=mixed", 400, "more than once");
}

static void
what_is_no_text_is_refused(void **state)
{
	(void)state;
	refused("/claims?q=%", 400, "percent-encoded");
	refused("/claims?q=%4", 400, "percent-encoded");
	refused("/claims?q=%zz", 400, "percent-encoded");
	refused("/claims?q=%00", 400, "percent-encoded");
	refused("/claims?q=%C0%AF", 400, "percent-encoded");
	refused("/claims?q=%ED%A0%80", 400, "percent-encoded");
	refused("/%c3", 400, "the path");
	refused("/%00", 400, "the path");
}

static void
paths_lead_nowhere_else(void **state)
{
	(void)state;
	refused("/../etc/passwd", 404, "/openapi.json");
	refused("/%2e%2e/%2e%2e/etc/passwd", 404, "nothing is at");
	refused("/claims/", 404, "nothing");
	refused("/page.css/..", 404, "nothing");
	refused("", 404, "nothing");
}

static void
too_much_is_refused(void **state)
{
	char *line = calloc(1, 200000);
	struct ask a = { 0 };
	struct buf why = { 0 };
	struct ask_param many[ASK_PARAMS_MAX + 1] = { { .name = { 0 } } };

	(void)state;
	memset(line, 'a', ASK_PATH_MAX + 1);
	line[0] = '/';
	refused(line, 414, "at most");
	memcpy(line, "/claims?q=", 10);
	memset(line + 10, 'a', ASK_VALUE_MAX + 1);
	refused(line, 414, "longer than");
	assert_int_equal(ask_read(&a, span_of("GET"), span_of("/claims"), many,
			     ASK_PARAMS_MAX + 1, &why),
	    414);
	ask_fini(&a);
	buf_free(&why);
	free(line);
}

static void
since_is_a_number_an_id_a_time_or_now(void **state)
{
	static const struct {
		const char *line;
		int kind;
		int64_t seq, at_ms;
	} t[] = {
		{ "/changes", ASK_SINCE_SEQ, 0, 0 },
		{ "/changes?since=", ASK_SINCE_SEQ, 0, 0 },
		{ "/changes?since=0", ASK_SINCE_SEQ, 0, 0 },
		{ "/changes?since=17", ASK_SINCE_SEQ, 17, 0 },
		{ "/changes?since=now", ASK_SINCE_NOW, 0, 0 },
		{ "/changes?since=1f3a-17", ASK_SINCE_ID, 17, 0 },
		{ "/changes?since=1970-01-01T00:00:01Z", ASK_SINCE_TIME, 0,
		    1000 },
		{ "/changes?since=1970-01-01T02:00:01%2B02:00", ASK_SINCE_TIME,
		    0, 1000 },
		{ "/changes?since=1970-01-01T02:00:01 02:00", ASK_SINCE_TIME, 0,
		    1000 },
		{ "/changes?since=5&last_event_id=1f3a-9", ASK_SINCE_ID, 9, 0 },
		{ "/changes?last_event_id=1f3a-9&since=5", ASK_SINCE_ID, 9, 0 },
		{ "/changes?last_event_id=rubbish", ASK_SINCE_ID, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof t[0]; i++) {
		struct ask a = { 0 };

		taken(&a, t[i].line);
		assert_int_equal(a.since.kind, t[i].kind);
		assert_int_equal(a.since.seq, t[i].seq);
		assert_int_equal(a.since.at_ms, t[i].at_ms);
		ask_fini(&a);
	}
}

static void
the_header_wins_over_all_parameters(void **state)
{
	struct ask a = { 0 };
	struct buf why = { 0 };

	(void)state;
	taken(&a, "/changes?since=3&last_event_id=1f3a-9");
	assert_int_equal(ask_resume(&a, span_of("1f3a-21"), &why), 0);
	assert_int_equal(a.since.kind, ASK_SINCE_ID);
	assert_int_equal(a.since.seq, 21);
	assert_true(span_is(a.since.generation, "1f3a"));
	ask_fini(&a);
	buf_free(&why);
}

static void
methods_are_told_apart(void **state)
{
	struct ask a = { 0 };
	struct buf why = { 0 };

	(void)state;
	assert_int_equal(read_line(&a, "DELETE", "/claims", &why), 405);
	assert_string_equal(a.allow, "GET, HEAD");
	ask_fini(&a);
	buf_clear(&why);
	assert_int_equal(read_line(&a, "GET", "/articles", &why), 405);
	assert_string_equal(a.allow, "POST");
	ask_fini(&a);
	buf_clear(&why);
	assert_int_equal(read_line(&a, "HEAD", "/claims", &why), 0);
	assert_true(a.head);
	ask_fini(&a);
	buf_free(&why);
}

static void
an_operand_is_what_stands_there(void **state)
{
	struct ask a = { 0 };

	(void)state;
	taken(&a, "/claims/c17");
	assert_true(span_is(a.name, "c17"));
	ask_fini(&a);
	taken(&a, "/articles/https%3A%2F%2Fmail.example%2Fa%3Fb");
	assert_true(span_is(a.name, "https://mail.example/a?b"));
	ask_fini(&a);
}

static void
durations_have_units_and_a_limit(void **state)
{
	int64_t ms = 0;

	(void)state;
	assert_true(ask_duration(span_of("90"), 1000000, &ms) && ms == 90);
	assert_true(ask_duration(span_of("90ms"), 1000000, &ms) && ms == 90);
	assert_true(ask_duration(span_of("9s"), 1000000, &ms) && ms == 9000);
	assert_true(ask_duration(span_of("2m"), 1000000, &ms) && ms == 120000);
	assert_false(ask_duration(span_of("2h"), 1000000, &ms));
	assert_false(ask_duration(span_of("s"), 1000000, &ms));
	assert_false(ask_duration(span_of("-1"), 1000000, &ms));
	assert_false(ask_duration(span_of("1 s"), 1000000, &ms));
	assert_false(ask_duration(span_of("99999999999"), INT64_MAX, &ms));
	assert_false(ask_duration(span_of(""), 1000000, &ms));
}

static void
a_form_has_fields(void **state)
{
	struct ask a = { 0 };
	struct span v;

	(void)state;
	assert_true(ask_form(&a, span_of("x=1&token=a%2Bb&y"), "token", &v));
	assert_true(span_is(v, "a+b"));
	assert_false(ask_form(&a, span_of("xtoken=1&tokens=2"), "token", &v));
	assert_false(ask_form(&a, span_of("token=%"), "token", &v));
	assert_false(ask_form(&a, span_of(""), "token", &v));
	ask_fini(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_request_for_changes_is_read),
		cmocka_unit_test(what_is_unknown_is_named_with_what_is_known),
		cmocka_unit_test(values_that_are_none_are_refused),
		cmocka_unit_test(what_is_no_text_is_refused),
		cmocka_unit_test(paths_lead_nowhere_else),
		cmocka_unit_test(too_much_is_refused),
		cmocka_unit_test(since_is_a_number_an_id_a_time_or_now),
		cmocka_unit_test(the_header_wins_over_all_parameters),
		cmocka_unit_test(methods_are_told_apart),
		cmocka_unit_test(an_operand_is_what_stands_there),
		cmocka_unit_test(durations_have_units_and_a_limit),
		cmocka_unit_test(a_form_has_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
