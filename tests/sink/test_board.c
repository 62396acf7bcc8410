/* Tests for sink/board.c: what `top` shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sink/board.h"
#include "sink/table.h"

static void
take(struct board *b, int64_t seq, const char *type, const char *json)
{
	const struct query_change c = { .seq = seq,
		.at_ms = seq * 1000,
		.type = span_of(type),
		.json = span_of(json) };

	board_take(b, &c);
}

static void
say(struct board *b, enum survey_peer p, const char *json)
{
	struct buf why = { 0 };

	assert_int_equal(
	    jsonin_parse(span_of(json), 16, &b->survey.tree[p], &why), RC_OK);
	buf_free(&why);
}

/* A pipeline at work. */
static void
fill(struct board *b)
{
	*b = (struct board) { .page = "http://127.0.0.1:8787/",
		.changes_per_s = 12.5 };
	b->survey.spool = b->survey.store = b->survey.measured = true;
	b->survey.accounts = (struct accounts) { 40, 30, 2, 8, 0 };
	b->survey.rate = 7.25;
	b->survey.counts.claims = 262;
	say(b, SURVEY_RUN,
	    "{\"children\":[{\"role\":\"sink\",\"pid\":4,\"restarts\":0,"
	    "\"uptime_ms\":3723000},{\"role\":\"producer\",\"pid\":null,"
	    "\"restarts\":3},{\"role\":\"worker\",\"pid\":6,\"restarts\":0,"
	    "\"uptime_ms\":65000},{\"role\":\"worker\",\"pid\":7,"
	    "\"restarts\":1,\"leaving\":true,\"uptime_ms\":5000}]}");
	say(b, SURVEY_PRODUCER, "{\"in_flight\":5,\"refused\":1}");
	say(b, SURVEY_SINK,
	    "{\"lag_ms\":{\"p50\":11,\"p95\":22,\"p99\":33},\"readers\":9,"
	    "\"connections\":10,\"feed\":{\"questions\":4},\"workers\":2}");
	take(b, 1, "claim.new",
	    "{\"type\":\"claim.new\",\"claim\":{\"text\":\"Oldest\"},"
	    "\"outlet\":\"Valley Echo\"}");
	take(b, 2, "claim.revised",
	    "{\"type\":\"claim.revised\",\"claim\":{\"id\":\"c1\",\"text\":"
	    "\"It is 3\",\"figure\":{\"value\":3,\"unit\":\"metre\"}},"
	    "\"relation\":{\"type\":\"revised\",\"from\":\"c1\",\"to\":"
	    "\"c2\"},\"other\":{\"id\":\"c2\",\"figure\":{\"value\":5}}}");
	take(b, 3, "article.new",
	    "{\"type\":\"article.new\",\"title\":\"Newest \\u001b[2J\"}");
}

static const char *
drawn(const struct board *b, unsigned width, unsigned height, bool colour,
    struct buf *out)
{
	const struct board_view v = { .width = width,
		.height = height,
		.colour = colour,
		.wall_ms = 1000,
		.data = "/srv/claims" };

	buf_clear(out);
	board_draw(b, &v, out);
	return buf_cstr(out);
}

static void
assert_has(const char *text, const char *part)
{
	if (strstr(text, part) == NULL)
		fail_msg("\"%s\" is not in: %s", part, text);
}

static void
everything_is_told(void **state)
{
	(void)state;
	static const char *const parts[] = { "/srv/claims\n",
		"http://127.0.0.1:8787/\n",
		"accepted 40 = committed 30 + dead 2 + pending 8\n",
		"8 pending, 5 in flight; 1 refused",
		"2 letters: `claimwire dead list`",
		"7.2 articles/s committed, 12.5 changes/s\n",
		"11 ms, 95 % within 22 ms, 99 % within 33 ms", "262 claims",
		"9 of the feed over HTTP, 10 connections; 4 ",
		"up for 1:02:03, 0 restarts\n", "0 of 1 up, 3 restarts\n",
		"2 up for 0:05, 1 leaving, 1 restart\n",
		"revised       3 -> 5 metre: It is 3\n",
		"article       Newest [2J\n",
		"new           Oldest [Valley Echo]\n" };
	struct board b;
	struct buf out = { 0 };
	const char *text;

	fill(&b);
	text = drawn(&b, 0, 0, false, &out);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		assert_has(text, parts[i]);
	assert_null(strchr(text, '\033'));
	assert_true(
	    strstr(text, "\nmoved now\n") < strstr(text, "\nchanges\n"));
	assert_true(strstr(text, "Newest") < strstr(text, "Oldest"));
	buf_free(&out);
	board_free(&b);
}

static void
it_fits_into_every_screen(void **state)
{
	(void)state;
	struct board b;
	struct buf out = { 0 };

	fill(&b);
	for (unsigned width = 1; width < 130; width += 3)
		for (unsigned height = 1; height < 40; height++) {
			const char *text = drawn(
			    &b, width, height, false, &out);
			unsigned lines = 0;

			for (; *text != '\0'; lines++) {
				size_t n = strcspn(text, "\n");
				struct span s = { text, n };

				assert_true(
				    table_width(s) <= width || width < 26);
				text += n + 1;
			}
			assert_true(lines <= height);
		}
	buf_free(&out);
	board_free(&b);
}

static void
trouble_is_seen(void **state)
{
	(void)state;
	struct board b;
	struct buf out = { 0 };
	const char *text;

	fill(&b);
	text = drawn(&b, 100, 40, true, &out);
	assert_has(text, "\033[31m2 letters");
	assert_has(text, "\033[31m0 of 1 up, 3 restarts");
	assert_has(text, "\033[33m2 up for 0:05");
	assert_has(text, "\033[33mrevised");
	b.survey.accounts.pending = 7;
	assert_has(drawn(&b, 100, 40, true, &out),
	    "\033[31maccepted 40 IS NOT committed 30");
	buf_free(&out);
	board_free(&b);
}

static void
who_is_away_is_told(void **state)
{
	(void)state;
	struct board b = { 0 };
	struct buf out = { 0 };
	const char *text = drawn(&b, 0, 0, false, &out);

	assert_has(text, "none accepted yet\n");
	assert_has(text, "store      none yet\n");
	assert_has(text, "sink       away\n");
	assert_has(text, "producer   away\n");
	assert_null(strstr(text, "changes"));
	buf_free(&out);
	board_free(&b);
}

static void
the_newest_hundred_changes_are_kept(void **state)
{
	(void)state;
	struct board b = { 0 };
	struct buf out = { 0 };
	char json[100];
	const char *text;

	for (int64_t i = 1; i <= 1000; i++) {
		snprintf(json, sizeof json,
		    "{\"type\":\"article.new\",\"title\":\"title %d.\"}",
		    (int)i);
		take(&b, i, "article.new", json);
	}
	assert_int_equal(b.head, 1000);
	text = drawn(&b, 100, 200, false, &out);
	assert_has(text, "title 1000.\n");
	assert_has(text, "title 901.\n");
	assert_null(strstr(text, "title 900.\n"));
	take(&b, 1001, "article.new", "no JSON");
	assert_int_equal(b.head, 1001);
	buf_free(&out);
	board_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_is_told),
		cmocka_unit_test(it_fits_into_every_screen),
		cmocka_unit_test(trouble_is_seen),
		cmocka_unit_test(who_is_away_is_told),
		cmocka_unit_test(the_newest_hundred_changes_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
