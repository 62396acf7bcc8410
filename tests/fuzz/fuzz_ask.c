/*
 * fuzz_ask.c -- whatever is asked for: the request is refused with a reason,
 * or what was read is within its bounds, and the filters that it is remembered
 * by are read to the same again.
 *
 * Input: "METHOD PATH?QUERY\nLAST-EVENT-ID"
 */
#include <string.h>

#include "fuzz.h"
#include "proto/jsonin.h"
#include "proto/utf8.h"
#include "sink/sieve.h"
#include "sink/web/ask.h"
#include "sink/web/route.h"

#define DAY_MS (24 * 3600 * 1000)

/* Up to c, which is left out; the rest stays in *s. */
static struct span
cut(struct span *s, char c)
{
	const char *end = s->n > 0 ? memchr(s->p, c, s->n) : NULL;
	struct span head = *s;

	if (end != NULL)
		head.n = (size_t)(end - s->p);
	*s = (struct span) { s->p + head.n + (end != NULL),
		s->n - head.n - (end != NULL) };
	return head;
}

/* As the HTTP library splits it: "a=b&c", "+" a blank. */
static size_t
split(struct span query, struct ask_param *param)
{
	size_t n = 0;

	for (size_t i = 0; i < query.n; i++)
		if (query.p[i] == '+')
			((char *)(uintptr_t)query.p)[i] = ' ';
	while (query.n > 0 && n < ASK_PARAMS_MAX) {
		struct span pair = cut(&query, '&');
		bool has = pair.n > 0 && memchr(pair.p, '=', pair.n) != NULL;
		struct span name = cut(&pair, '=');

		param[n++] = (struct ask_param) { name,
			has ? pair : (struct span) { NULL, 0 } };
	}
	return n;
}

static unsigned
read_ask(struct ask *a, struct span method, struct span path, struct span query)
{
	struct ask_param param[ASK_PARAMS_MAX];
	struct buf text = { 0 }, why = { 0 };
	unsigned status;

	buf_append(&text, query.p, query.n);
	status = ask_read(
	    a, method, path, param, split(buf_span(&text), param), &why);
	fuzz_require(status == 0 || status == 400 || status == 404 ||
	    status == 405 || status == 414);
	fuzz_require((status == 0) == (why.n == 0));
	fuzz_require((status == 405) == (a->allow != NULL && status != 0));
	fuzz_require(status != 0 || a->route != NULL);
	buf_free(&text);
	buf_free(&why);
	return status;
}

static void
check_bounds(const struct ask *a)
{
	fuzz_require(utf8_valid(a->name) == a->name.n);
	fuzz_require(a->timeout_ms <= DAY_MS && a->heartbeat_ms <= DAY_MS);
	fuzz_require(a->filter.min_origins >= 0);
	fuzz_require(a->since.kind != ASK_SINCE_SEQ || a->since.seq >= 0);
	fuzz_require(
	    a->route->place == ROUTE_STREAM || a->limit <= ASK_LIMIT_MAX);
	fuzz_require(!a->filter.has_value_min ||
	    a->filter.value_min == a->filter.value_min);
}

static void
check_same(const struct query_filter *a, const struct query_filter *b)
{
	fuzz_require(span_eq(a->speaker, b->speaker) &&
	    span_eq(a->outlet, b->outlet) && span_eq(a->kind, b->kind) &&
	    span_eq(a->status, b->status) && span_eq(a->type, b->type) &&
	    span_eq(a->text, b->text) && span_eq(a->unit, b->unit));
	fuzz_require(a->min_origins == b->min_origins &&
	    a->has_value_min == b->has_value_min &&
	    a->has_value_max == b->has_value_max &&
	    a->has_changed_by_min == b->has_changed_by_min);
	fuzz_require(!a->has_value_min || a->value_min == b->value_min);
	fuzz_require(!a->has_value_max || a->value_max == b->value_max);
	fuzz_require(
	    !a->has_changed_by_min || a->changed_by_min == b->changed_by_min);
}

/* Held against a change: any filter may be, and says yes or no. */
static void
hold(const struct query_filter *f)
{
	static const char text[] =
	    "{\"type\":\"claim.new\",\"claim\":{\"id\":\"c1\",\"kind\":"
	    "\"figure\",\"speaker\":{\"id\":\"s3\",\"name\":\"Ada Brook\"},"
	    "\"text\":\"the weir holds\",\"figure\":{\"value\":7,\"unit\":"
	    "\"percent\"},\"status\":\"reported\",\"origins\":2}}";
	static struct json_object *change;
	const struct query_filter none = { 0 };
	struct buf why = { 0 };

	if (change == NULL)
		fuzz_require(
		    jsonin_parse(span_of(text), 8, &change, &why) == RC_OK);
	sieve_match(f, change);
	fuzz_require(sieve_match(&none, change));
	buf_free(&why);
}

static void
check_durations(struct span s)
{
	int64_t ms;

	if (ask_duration(s, DAY_MS, &ms))
		fuzz_require(ms >= 0 && ms <= DAY_MS && s.n > 0 &&
		    s.p[0] >= '0' && s.p[0] <= '9');
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span rest = { (const char *)p, n };
	struct span line = cut(&rest, '\n'), method = cut(&line, ' ');
	struct span path = cut(&line, '?');
	struct ask a = { 0 }, again = { 0 };
	struct buf why = { 0 };
	unsigned status;

	if (n > 8192)
		return 0;
	if (read_ask(&a, method, path, line) == 0) {
		check_bounds(&a);
		hold(&a.filter);
		fuzz_require(read_ask(&again, method, path, a.query) == 0);
		fuzz_require(span_eq(a.query, again.query));
		check_same(&a.filter, &again.filter);
		status = ask_resume(&a, rest.n > 0 ? rest : line, &why);
		fuzz_require(status == 0 || status == 400);
		fuzz_require((status == 0) == (why.n == 0));
	}
	check_durations(rest);
	ask_fini(&a);
	ask_fini(&again);
	buf_free(&why);
	return 0;
}
