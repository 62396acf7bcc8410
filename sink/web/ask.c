/* ask.c -- a request, read and checked. */
#include "ask.h"

#include <inttypes.h>
#include <stdlib.h>

#include "proto/utf8.h"
#include "route.h"
#include "sink/sieve.h"
#include "sink/when.h"

#define TIMEOUT_MAX_MS   (24 * 3600 * 1000)
#define HEARTBEAT_MIN_MS 100
#define LIMIT_MAX        1000000000
#define BLOCK            1024 /* of its arena: a reader has one for hours */

struct span
ask_keep(struct ask *a, struct span s)
{
	if (s.p == NULL)
		return s;
	return (struct span) { arena_strdup(&a->arena, s), s.n };
}

void
ask_fini(struct ask *a)
{
	buf_free(&a->body);
	arena_free(&a->arena);
	*a = (struct ask) { 0 };
}

/* ---- percent-encoding ---- */

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* "%41" as 'A'; -1: it is no such thing. */
static int
escaped(struct span s, size_t i)
{
	int high, low;

	if (s.n - i < 3)
		return -1;
	high = hex_digit(s.p[i + 1]);
	low = hex_digit(s.p[i + 2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* s decoded, a's own; false: an escape is none, or the bytes no text. */
static bool
decode(struct ask *a, struct span s, struct span *out)
{
	char *p = arena_alloc(&a->arena, s.n + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		int c = (unsigned char)s.p[i];

		if (c == '%') {
			c = escaped(s, i);
			i += 2;
		}
		if (c <= 0)
			return false;
		p[n++] = (char)c;
	}
	*out = (struct span) { p, n };
	return utf8_valid(*out) == n;
}

static bool
is_plain(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	    (c >= 'A' && c <= 'Z') || strchr("-._~", c) != NULL;
}

static void
encode(struct buf *out, struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c != '\0' && is_plain(c))
			buf_append(out, &s.p[i], 1);
		else
			buf_printf(out, "%%%02X", c);
	}
}

bool
ask_form(struct ask *a, struct span form, const char *name, struct span *value)
{
	size_t len = strlen(name);

	while (form.n > 0) {
		const char *end = memchr(form.p, '&', form.n);
		size_t n = end != NULL ? (size_t)(end - form.p) : form.n;
		struct span pair = { form.p, n };

		if (n > len && memcmp(pair.p, name, len) == 0 &&
		    pair.p[len] == '=')
			return decode(a,
			    (struct span) { pair.p + len + 1, n - len - 1 },
			    value);
		n += end != NULL;
		form = (struct span) { form.p + n, form.n - n };
	}
	return false;
}

/* ---- values ---- */

bool
ask_duration(struct span s, int64_t max_ms, int64_t *ms)
{
	static const struct {
		const char *name;
		int64_t ms;
	} unit[] = { { "", 1 }, { "ms", 1 }, { "s", 1000 }, { "m", 60000 },
		{ "h", 3600000 } };
	struct span rest;
	int64_t n = 0;
	size_t i = 0;

	while (i < s.n && i < 10 && s.p[i] >= '0' && s.p[i] <= '9')
		n = n * 10 + (s.p[i++] - '0');
	if (i == 0)
		return false;
	rest = (struct span) { s.p + i, s.n - i };
	for (size_t k = 0; k < sizeof unit / sizeof unit[0]; k++)
		if (span_is(rest, unit[k].name) && n * unit[k].ms <= max_ms) {
			*ms = n * unit[k].ms;
			return true;
		}
	return false;
}

/* A whole number of digits only; -1: it is none, or too large. */
static int64_t
whole(struct span s)
{
	int64_t n = 0;

	if (s.n == 0 || s.n > 18)
		return -1;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return -1;
		n = n * 10 + (s.p[i] - '0');
	}
	return n;
}

/* "GENERATION-SEQ": hexadecimal digits and a number. */
static bool
read_id(struct span s, struct ask_since *since)
{
	const char *dash = s.n > 0 ? memchr(s.p, '-', s.n) : NULL;
	struct span gen, number;

	if (dash == NULL || dash == s.p || dash - s.p > 32)
		return false;
	gen = (struct span) { s.p, (size_t)(dash - s.p) };
	number = (struct span) { dash + 1, s.n - gen.n - 1 };
	for (size_t i = 0; i < gen.n; i++)
		if (hex_digit(gen.p[i]) < 0)
			return false;
	since->kind = ASK_SINCE_ID;
	since->generation = gen;
	since->seq = whole(number);
	return since->seq >= 0;
}

/* In an address "+02:00" has become " 02:00". */
static bool
read_time(struct ask *a, struct span s, int64_t *ms)
{
	char *p = arena_strdup(&a->arena, s);

	if (s.n > 6 && p[s.n - 6] == ' ')
		p[s.n - 6] = '+';
	return when_parse((struct span) { p, s.n }, ms);
}

static bool
read_since(struct ask *a, struct span s)
{
	struct ask_since *since = &a->since;

	*since = (struct ask_since) { .kind = ASK_SINCE_NOW };
	if (span_is(s, "now"))
		return true;
	since->kind = ASK_SINCE_SEQ;
	if ((since->seq = whole(s)) >= 0)
		return true;
	*since = (struct ask_since) { .kind = ASK_SINCE_TIME };
	return read_time(a, s, &since->at_ms) || read_id(s, since);
}

/* What is no id of ours is one of another generation: its reader is told so,
 * not refused. */
static void
read_last_id(struct ask *a, struct span s)
{
	a->resumes = true;
	if (!read_id(s, &a->since))
		a->since = (struct ask_since) { .kind = ASK_SINCE_ID,
			.generation = SPAN("?") };
}

/* ---- one setter a parameter: what it wants, or NULL when v is well ---- */

typedef const char *set_fn(struct ask *a, struct span v);

static const char *
set_limit(struct ask *a, struct span v)
{
	bool page = a->route->place != ROUTE_STREAM;
	int64_t n = whole(v), max = page ? ASK_LIMIT_MAX : LIMIT_MAX;

	if (n < 1 || n > max)
		return page ? "a number from 1 to 1000"
			    : "a number from 1 to 1000000000";
	a->limit = (uint32_t)n;
	return NULL;
}

static const char *
set_cursor(struct ask *a, struct span v)
{
	int64_t n = whole(v);

	if (n < 1)
		return "the \"next\" of the page before";
	a->filter.cursor = n;
	return NULL;
}

static const char *
set_order(struct ask *a, struct span v)
{
	a->order = span_is(v, "changed") ? ASK_CHANGED : ASK_NEWEST;
	return a->order == ASK_CHANGED || span_is(v, "newest")
	    ? NULL
	    : "newest or changed";
}

static const char *
set_since(struct ask *a, struct span v)
{
	return read_since(a, v) ? NULL
				: "0, a number, now, an id as \"1f3a-17\", or "
				  "a time as 2026-01-02T03:04:05Z";
}

static const char *
set_last_id(struct ask *a, struct span v)
{
	(void)a;
	(void)v; /* read last of all: it wins over since */
	return NULL;
}

static const char *
set_feed(struct ask *a, struct span v)
{
	static const char *const names[] = { "normal", "longpoll", "continuous",
		"sse" };

	for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
		if (span_is(v, names[i])) {
			a->feed = (enum ask_feed)i;
			return NULL;
		}
	return "normal, longpoll, continuous or sse";
}

static const char *
set_style(struct ask *a, struct span v)
{
	a->latest = span_is(v, "latest");
	return a->latest || span_is(v, "all") ? NULL : "all or latest";
}

static const char *
set_snapshot(struct ask *a, struct span v)
{
	a->snapshot = span_is(v, "1") || span_is(v, "true");
	return a->snapshot || span_is(v, "0") || span_is(v, "false") ? NULL
								     : "1 or 0";
}

static const char *
set_timeout(struct ask *a, struct span v)
{
	return ask_duration(v, TIMEOUT_MAX_MS, &a->timeout_ms)
	    ? NULL
	    : "milliseconds, or with a unit as 30s; at most 24h";
}

static const char *
set_heartbeat(struct ask *a, struct span v)
{
	if (span_is(v, "true"))
		return NULL;
	return ask_duration(v, TIMEOUT_MAX_MS, &a->heartbeat_ms) &&
		a->heartbeat_ms >= HEARTBEAT_MIN_MS
	    ? NULL
	    : "milliseconds, at least 100, or with a unit as 15s";
}

static const char *
set_claim(struct ask *a, struct span v)
{
	a->claim = v;
	return NULL;
}

static const char *
set_article(struct ask *a, struct span v)
{
	a->article = v;
	return NULL;
}

static const struct {
	const char *name;
	set_fn *set;
} setters[] = {
	{ "limit", set_limit },
	{ "cursor", set_cursor },
	{ "order", set_order },
	{ "since", set_since },
	{ "last_event_id", set_last_id },
	{ "feed", set_feed },
	{ "style", set_style },
	{ "snapshot", set_snapshot },
	{ "timeout", set_timeout },
	{ "heartbeat", set_heartbeat },
	{ "claim", set_claim },
	{ "article", set_article },
};

static unsigned
wrong(struct buf *why, struct span name, struct span value, const char *wants)
{
	buf_printf(why, "%.*s=%.*s: it wants %s", (int)name.n, name.p,
	    (int)(value.n > 100 ? 100 : value.n), value.p, wants);
	return 400;
}

/* Set one that is known and decoded. */
static unsigned
set(struct ask *a, struct span name, struct span value, struct buf *why)
{
	struct buf wants = { 0 };
	unsigned status = 0;
	enum rc rc;

	for (size_t i = 0; i < sizeof setters / sizeof setters[0]; i++)
		if (span_is(name, setters[i].name)) {
			const char *w = setters[i].set(a, value);

			return w == NULL ? 0 : wrong(why, name, value, w);
		}
	rc = sieve_set(&a->filter, name.p, value.p, &wants);
	if (rc != RC_OK)
		status = wrong(why, name, value, buf_cstr(&wants));
	buf_free(&wants);
	return status;
}

static unsigned
unknown(const struct ask *a, struct span name, struct buf *why)
{
	buf_printf(why, "\"%.*s\" is no parameter of this address",
	    (int)(name.n > 100 ? 100 : name.n), name.p);
	if (a->route->params == 0) {
		buf_puts(why, ": it takes none");
	} else {
		buf_puts(why, "; it takes: ");
		route_params(a->route, why);
	}
	return 400;
}

static bool
is_repeated(const struct ask_param *param, size_t n, struct span name)
{
	size_t times = 0;

	for (size_t i = 0; i < n; i++)
		times += span_eq(param[i].name, name);
	return times > 1;
}

static void
remember(struct ask *a, struct buf *query, struct span name, struct span value)
{
	struct query_filter f = a->filter; /* is it one of the filters? */
	struct buf why = { 0 };

	if (sieve_set(&f, name.p, value.p, &why) == RC_OK) {
		buf_puts(query, query->n > 0 ? "&" : "");
		encode(query, name);
		buf_puts(query, "=");
		encode(query, value);
	}
	buf_free(&why);
}

/* Longer than it may be once it is decoded? */
static bool
is_long(struct span s)
{
	size_t escapes = 0;

	for (size_t i = 0; i < s.n; i++)
		escapes += s.p[i] == '%';
	return s.n > ASK_VALUE_MAX + 2 * escapes;
}

static unsigned
read_param(struct ask *a, const struct ask_param *p, struct buf *query,
    struct buf *why)
{
	struct span name, value;
	unsigned status;

	if (is_long(p->value) || is_long(p->name)) {
		buf_printf(
		    why, "a parameter is longer than %d bytes", ASK_VALUE_MAX);
		return 414;
	}
	if (!decode(a, p->name, &name) || !decode(a, p->value, &value)) {
		buf_printf(why,
		    "the parameter \"%.*s\" is no percent-encoded UTF-8",
		    (int)(p->name.n > 100 ? 100 : p->name.n), p->name.p);
		return 400;
	}
	if (!route_takes(a->route, name))
		return unknown(a, name, why);
	if (value.n == 0) /* a form's field that was left empty */
		return 0;
	if ((status = set(a, name, value, why)) == 0)
		remember(a, query, name, value);
	if (span_is(name, "last_event_id"))
		read_last_id(a, value);
	return status;
}

/* The parameters in the order given, last_event_id after all others. */
static unsigned
read_params(
    struct ask *a, const struct ask_param *param, size_t n, struct buf *why)
{
	struct buf query = { 0 };
	unsigned status = 0;

	for (int last = 0; last < 2; last++)
		for (size_t i = 0; i < n && status == 0; i++)
			if (span_is(param[i].name, "last_event_id") == last)
				status = read_param(a, &param[i], &query, why);
	for (size_t i = 0; i < n && status == 0; i++)
		if (is_repeated(param, n, param[i].name)) {
			buf_printf(why, "%.*s is given more than once",
			    (int)param[i].name.n, param[i].name.p);
			status = 400;
		}
	a->query = ask_keep(
	    a, query.n > 0 ? buf_span(&query) : (struct span)SPAN(""));
	buf_free(&query);
	return status;
}

static unsigned
find(struct ask *a, struct span method, struct buf *why)
{
	unsigned status = 0;

	a->route = route_find(method, a->path, &a->name, &status, &a->allow);
	if (a->route != NULL)
		return 0;
	if (status == 405)
		buf_printf(why, "%.*s is not for this address; it takes %s",
		    (int)(method.n > 20 ? 20 : method.n), method.p, a->allow);
	else
		buf_printf(why,
		    "nothing is at %.*s; /openapi.json lists what there is",
		    (int)(a->path.n > 200 ? 200 : a->path.n), a->path.p);
	return status;
}

unsigned
ask_read(struct ask *a, struct span method, struct span path,
    const struct ask_param *param, size_t n, struct buf *why)
{
	unsigned status;

	a->arena.block = BLOCK;
	a->heartbeat_ms = 0;
	a->timeout_ms = -1;
	a->head = span_is(method, "HEAD");
	if (path.n > ASK_PATH_MAX || n > ASK_PARAMS_MAX) {
		buf_printf(why,
		    "a path has at most %d bytes, an address %d "
		    "parameters",
		    ASK_PATH_MAX, ASK_PARAMS_MAX);
		return 414;
	}
	if (!decode(a, path, &a->path)) {
		buf_puts(why, "the path is no percent-encoded UTF-8");
		return 400;
	}
	if ((status = find(a, method, why)) != 0)
		return status;
	return read_params(a, param, n, why);
}

unsigned
ask_resume(struct ask *a, struct span last_event_id, struct buf *why)
{
	if (last_event_id.n == 0 || a->route == NULL ||
	    a->route->place != ROUTE_STREAM)
		return 0;
	if (last_event_id.n > ASK_VALUE_MAX) {
		buf_puts(why, "Last-Event-ID is no id of a change");
		return 400;
	}
	read_last_id(a, ask_keep(a, last_event_id));
	return 0;
}
