/* Tests for sink/ailing.c: feeds that do not come, read and told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "sink/ailing.h"

static struct ailing
reading(const char *status)
{
	struct json_object *o = NULL;
	struct buf why = { 0 };
	struct ailing a = { 0 };

	assert_int_equal(jsonin_parse(span_of(status), 8, &o, &why), RC_OK);
	ailing_read(o, &a);
	json_object_put(o);
	buf_free(&why);
	return a;
}

static const char two[] =
    "{\"feeds\":9,\"feeds_failing\":2,\"feeds_broken\":1,\"feeds_silent\":1,"
    "\"pages_known\":120,\"pages_read\":100,\"pages_waiting\":15,"
    "\"pages_forbidden\":2,\"pages_failing\":3,"
    "\"ailing\":[{\"address\":\"http://a.example/f\",\"title\":\"The A\","
    "\"state\":\"broken\",\"since\":\"2026-11-03T08:15:00Z\","
    "\"why\":\"answered with status 404\",\"next\":\"2026-11-04T08:15:00Z\"},"
    "{\"address\":\"http://b.example/f\",\"title\":null,\"state\":\"silent\","
    "\"since\":\"2026-10-03T08:15:00Z\",\"why\":null,"
    "\"next\":\"2026-11-04T09:15:00Z\"}]}";

static void
what_the_producer_says_is_told(void **state)
{
	struct ailing a = reading(two);
	struct buf text = { 0 }, json = { 0 };
	struct json j = json_on(&json);

	(void)state;
	assert_int_equal(a.feeds, 9);
	assert_int_equal(a.failing, 2);
	assert_int_equal(a.n, 2);
	ailing_text(&a, &text);
	assert_string_equal(buf_cstr(&text),
	    "feeds      http://a.example/f broken since 2026-11-03 08:15: "
	    "answered with status 404; next try 2026-11-04 08:15\n"
	    "           http://b.example/f silent since 2026-10-03 08:15; "
	    "next try 2026-11-04 09:15\n");
	buf_clear(&text);
	ailing_count_feeds(&a, &text);
	assert_string_equal(
	    buf_cstr(&text), "9 polled, 2 failing, 1 broken, 1 silent");
	buf_clear(&text);
	ailing_count_pages(&a, &text);
	assert_string_equal(buf_cstr(&text),
	    "120 known: 100 read, 15 waiting, 2 forbidden by robots.txt, 3 "
	    "failing");
	ailing_json_pages(&j, &a);
	assert_string_equal(buf_cstr(&json),
	    "{\"known\":120,\"read\":100,\"waiting\":15,\"forbidden\":2,"
	    "\"failing\":3}");
	buf_clear(&json);
	j = json_on(&json);
	ailing_json(&j, &a);
	assert_string_equal(buf_cstr(&json),
	    "{\"polled\":9,\"failing\":2,\"broken\":1,\"silent\":1,"
	    "\"ailing\":[{\"address\":\"http://a.example/f\","
	    "\"title\":\"The A\",\"state\":\"broken\","
	    "\"since\":\"2026-11-03T08:15:00Z\","
	    "\"why\":\"answered with status 404\","
	    "\"next\":\"2026-11-04T08:15:00Z\"},"
	    "{\"address\":\"http://b.example/f\",\"title\":null,"
	    "\"state\":\"silent\",\"since\":\"2026-10-03T08:15:00Z\","
	    "\"why\":null,\"next\":\"2026-11-04T09:15:00Z\"}]}");
	buf_free(&text);
	buf_free(&json);
}

static void
nothing_is_said_of_feeds_that_are_well(void **state)
{
	struct ailing a = reading("{\"feeds\":9,\"ailing\":[]}");
	struct buf text = { 0 };

	(void)state;
	ailing_text(&a, &text);
	assert_int_equal(text.n, 0);
	assert_int_equal(a.broken, 0);
}

static void
anything_is_read(void **state)
{
	static const char *const row[] = { "{}", "null", "7", "[]",
		"{\"ailing\":7}", "{\"ailing\":{\"a\":1}}",
		"{\"feeds\":-1,\"feeds_broken\":\"2\",\"ailing\":[]}" };

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct ailing a = reading(row[i]);

		assert_int_equal(a.n + (size_t)(a.feeds + a.broken), 0);
	}
	assert_string_equal(
	    reading("{\"ailing\":[7,null]}").feed[1].address, "");
}

static void
what_is_too_long_is_cut_in_whole_characters(void **state)
{
	struct buf text = { 0 };
	struct ailing a;

	(void)state;
	buf_puts(&text, "{\"feeds_broken\":30,\"ailing\":[");
	for (int i = 0; i < 30; i++) {
		buf_puts(&text, i > 0 ? ",{\"state\":\"x" : "{\"state\":\"x");
		for (int k = 0; k < 20; k++)
			buf_puts(&text, "é");
		buf_puts(&text, "\"}");
	}
	buf_puts(&text, "]}");
	a = reading(buf_cstr(&text));
	assert_int_equal(a.n, AILING_MAX);
	assert_string_equal(a.feed[0].state, "xééééééé");
	buf_clear(&text);
	ailing_text(&a, &text);
	assert_non_null(strstr(buf_cstr(&text), "and 10 more"));
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_producer_says_is_told),
		cmocka_unit_test(nothing_is_said_of_feeds_that_are_well),
		cmocka_unit_test(anything_is_read),
		cmocka_unit_test(what_is_too_long_is_cut_in_whole_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
