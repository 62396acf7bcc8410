/* Tests for sink/web/vitals.c: the page's JSON, Prometheus' text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "proto/jsonin.h"
#include "sink/web/vitals.h"

static struct pulse_view
full(void)
{
	struct pulse_view v = { .generation = "gen",
		.start_wall_ms = 1500,
		.uptime_ms = 61999,
		.sink = { .committed = 11,
		    .claims = 44,
		    .unread = 8,
		    .workers = 2,
		    .producers = 1,
		    .head = 17,
		    .commit_us = 1500000,
		    .ready = true },
		.producer = true,
		.said = { 9, 5, 1, 3, 2, 4, false },
		.front = { .connections = 7, .readers = 5, .changes = 30 },
		.articles_per_min = 12.34,
		.p50_ms = 3,
		.p95_ms = 6,
		.p99_ms = 7 };

	v.front.route[0] = (struct pulse_requests) { "/claims",
		{ 0, 8, 0, 1, 0 } };
	v.front.n_routes = 1;
	v.front.refused[PULSE_HOST] = 6;
	v.lag.n = 11;
	v.lag.sum_ms = 2500;
	for (int i = 0; i < LAG_STEPS; i++)
		v.lag.below[i] = (uint64_t)(i < 3 ? i : 10);
	return v;
}

static struct json_object *
read_json(const struct pulse_view *v, struct buf *text)
{
	struct json_object *o = NULL;
	struct buf why = { 0 };

	vitals_json(v, 1767323045678, text);
	assert_int_equal(jsonin_parse(buf_span(text), 4, &o, &why), RC_OK);
	buf_free(&why);
	return o;
}

static int64_t
number(struct json_object *o, const char *key)
{
	struct json_object *m = jsonin_member(o, key);

	if (!json_object_is_type(m, json_type_int))
		fail_msg("%s is no number", key);
	return json_object_get_int64(m);
}

static void
the_status_has_every_number(void **state)
{
	struct pulse_view v = full();
	struct buf text = { 0 };
	struct json_object *o = read_json(&v, &text), *rates, *lag;

	(void)state;
	assert_int_equal(number(o, "contract"), 1);
	assert_int_equal(number(o, "head"), 17);
	assert_true(span_is(jsonin_string(o, "id"), "gen-17"));
	assert_true(
	    span_is(jsonin_string(o, "at"), "2026-01-02T03:04:05.678Z"));
	assert_int_equal(number(o, "uptime_s"), 61);
	assert_true(json_object_get_boolean(jsonin_member(o, "ready")));
	assert_null(jsonin_member(o, "why"));
	rates = jsonin_member(o, "rates");
	assert_float_equal(
	    json_object_get_double(jsonin_member(rates, "articles_per_min")),
	    12.3, 1e-9);
	lag = jsonin_member(o, "lag_ms");
	assert_int_equal(number(lag, "p50"), 3);
	assert_int_equal(number(lag, "p99"), 7);
	assert_int_equal(number(o, "workers"), 2);
	assert_int_equal(number(o, "unread"), 8);
	assert_true(span_is(jsonin_string(o, "producer"), "up"));
	assert_int_equal(number(o, "accepted"),
	    number(o, "committed") + number(o, "dead") + number(o, "pending"));
	assert_int_equal(number(o, "in_flight"), 2);
	assert_int_equal(number(o, "connections"), 7);
	assert_int_equal(number(o, "readers"), 5);
	json_object_put(o);
	buf_free(&text);
}

static void
what_nobody_knows_is_null(void **state)
{
	static const char *const key[] = { "accepted", "committed", "dead",
		"pending", "in_flight", "refused", "lag_ms" };
	struct pulse_view v = full();
	struct buf text = { 0 };
	struct json_object *o;

	(void)state;
	v.producer = false;
	v.missing = "the producer is away";
	v.p50_ms = v.p95_ms = v.p99_ms = -1;
	o = read_json(&v, &text);
	for (size_t i = 0; i < sizeof key / sizeof key[0]; i++) {
		struct json_object *m = o;

		assert_true(json_object_object_get_ex(o, key[i], &m));
		assert_null(m);
	}
	assert_true(span_is(jsonin_string(o, "producer"), "away"));
	assert_true(span_is(jsonin_string(o, "why"), "the producer is away"));
	assert_false(json_object_get_boolean(jsonin_member(o, "ready")));
	json_object_put(o);
	buf_free(&text);
}

static void
has(struct buf *text, const char *line)
{
	if (strstr(buf_cstr(text), line) == NULL)
		fail_msg("no \"%s\" in:\n%s", line, buf_cstr(text));
}

static void
prometheus_is_told_every_number(void **state)
{
	static const char *const line[] = {
		"\nclaimwire_articles_unread 8\n",
		"\nclaimwire_start_time_seconds 1.500\n",
		"\nclaimwire_commit_seconds_total 1.500000\n",
		"\nclaimwire_articles_committed_total 11\n",
		"\nclaimwire_head 17\n",
		"\nclaimwire_ready 1\n",
		"\nclaimwire_workers 2\n",
		"\nclaimwire_queue_depth 3\n",
		"\nclaimwire_dead_letters 1\n",
		"\nclaimwire_lag_seconds_bucket{le=\"0.005\"} 0\n",
		"\nclaimwire_lag_seconds_bucket{le=\"0.01\"} 1\n",
		"\nclaimwire_lag_seconds_bucket{le=\"600\"} 10\n",
		"\nclaimwire_lag_seconds_bucket{le=\"+Inf\"} 11\n",
		"\nclaimwire_lag_seconds_sum 2.500\n",
		"\nclaimwire_lag_seconds_count 11\n",
		"\nclaimwire_http_requests_total{route=\"/"
		"claims\",code=\"2xx\"}"
		" 8\n",
		"\nclaimwire_http_requests_total{route=\"/"
		"claims\",code=\"4xx\"}"
		" 1\n",
		"\nclaimwire_http_refused_total{cause=\"host\"} 6\n",
		"\nclaimwire_http_readers 5\n",
		"\nclaimwire_http_changes_delivered_total 30\n",
	};
	struct pulse_view v = full();
	struct buf text = { 0 };

	(void)state;
	vitals_metrics(&v, &text);
	for (size_t i = 0; i < sizeof line / sizeof line[0]; i++)
		has(&text, line[i]);
	assert_int_equal(text.p[text.n - 1], '\n');
	assert_null(strstr(buf_cstr(&text), "code=\"5xx\""));
	buf_clear(&text);
	v.producer = false;
	vitals_metrics(&v, &text);
	has(&text, "\nclaimwire_producer_up 0\n");
	assert_null(strstr(buf_cstr(&text), "claimwire_queue_depth"));
	buf_free(&text);
}

/* Each family has HELP, then TYPE, then samples of its name; counters end in
 * _total; no family comes twice. */
static void
the_exposition_is_well_formed(void **state)
{
	struct pulse_view v = full();
	struct buf text = { 0 };
	char name[128] = "", type[32] = "", seen[8192] = " ";
	char *copy;
	size_t samples = 1;

	(void)state;
	vitals_metrics(&v, &text);
	copy = strdup(buf_cstr(&text));
	for (char *line = strtok(copy, "\n"); line != NULL;
	     line = strtok(NULL, "\n")) {
		char entry[160];

		if (sscanf(line, "# HELP %127s", name) == 1) {
			assert_true(samples > 0);
			samples = 0;
			snprintf(entry, sizeof entry, " %s ", name);
			assert_null(strstr(seen, entry));
			strcat(strcat(seen, name), " ");
		} else if (line[0] == '#') {
			char of[128];

			assert_int_equal(
			    sscanf(line, "# TYPE %127s %31s", of, type), 2);
			assert_string_equal(of, name);
			if (strcmp(type, "counter") == 0)
				assert_string_equal(
				    name + strlen(name) - 6, "_total");
		} else {
			assert_int_equal(strncmp(line, name, strlen(name)), 0);
			assert_non_null(strchr(line, ' '));
			samples++;
		}
	}
	assert_true(samples > 0);
	free(copy);
	buf_free(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_status_has_every_number),
		cmocka_unit_test(what_nobody_knows_is_null),
		cmocka_unit_test(prometheus_is_told_every_number),
		cmocka_unit_test(the_exposition_is_well_formed),
	};

	return cmocka_run_group_tests_name(
	    "sink/web/vitals", tests, NULL, NULL);
}
