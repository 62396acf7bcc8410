/* json.c -- writing JSON onto a buf. */
#include "json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "clock.h"

struct json
json_on(struct buf *out)
{
	return (struct json) { out, false };
}

static void
put(struct json *j, char c)
{
	buf_append(j->out, &c, 1);
}

/* Before every value and key. */
static void
separate(struct json *j)
{
	if (j->comma)
		put(j, ',');
	j->comma = true;
}

void
json_open(struct json *j, char bracket)
{
	separate(j);
	put(j, bracket);
	j->comma = false;
}

void
json_close(struct json *j, char bracket)
{
	put(j, bracket);
	j->comma = true;
}

static bool
plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\';
}

/* How byte c, which is not plain, is written.  tmp has room for six. */
static const char *
escape(unsigned char c, char tmp[8])
{
	static const struct {
		unsigned char c;
		const char *text;
	} row[] = { { '"', "\\\"" }, { '\\', "\\\\" }, { '\n', "\\n" },
		{ '\r', "\\r" }, { '\t', "\\t" } };

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		if (row[i].c == c)
			return row[i].text;
	snprintf(tmp, 8, "\\u%04x", c);
	return tmp;
}

static void
quote(struct json *j, struct span s)
{
	char tmp[8];
	size_t from = 0;

	put(j, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (plain(c))
			continue;
		buf_append(j->out, s.p + from, i - from);
		buf_puts(j->out, escape(c, tmp));
		from = i + 1;
	}
	if (from < s.n)
		buf_append(j->out, s.p + from, s.n - from);
	put(j, '"');
}

void
json_key(struct json *j, const char *key)
{
	separate(j);
	quote(j, span_of(key));
	put(j, ':');
	j->comma = false;
}

void
json_str(struct json *j, struct span s)
{
	separate(j);
	quote(j, s);
}

void
json_str_or_null(struct json *j, struct span s)
{
	if (s.p == NULL)
		json_null(j);
	else
		json_str(j, s);
}

void
json_int(struct json *j, int64_t n)
{
	char text[24], *p = text + sizeof text;
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do {
		*--p = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (n < 0)
		*--p = '-';
	separate(j);
	buf_append(j->out, p, (size_t)(text + sizeof text - p));
}

/* 15 digits always survive; 17 always suffice. */
void
json_real(struct json *j, double d)
{
	char text[40];

	if (!isfinite(d)) {
		json_null(j);
		return;
	}
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, d);
		if (strtod(text, NULL) == d)
			break;
	}
	separate(j);
	/* "-0" would be read as a whole number, which has no sign then. */
	buf_puts(j->out, d == 0 && signbit(d) ? "-0.0" : text);
}

void
json_bool(struct json *j, bool b)
{
	separate(j);
	buf_puts(j->out, b ? "true" : "false");
}

void
json_null(struct json *j)
{
	separate(j);
	buf_puts(j->out, "null");
}

void
json_raw(struct json *j, struct span s)
{
	separate(j);
	buf_append(j->out, s.p, s.n);
}

void
json_key_int(struct json *j, const char *key, int64_t n)
{
	json_key(j, key);
	json_int(j, n);
}

void
json_key_bool(struct json *j, const char *key, bool b)
{
	json_key(j, key);
	json_bool(j, b);
}

void
json_key_text(struct json *j, const char *key, struct span s)
{
	json_key(j, key);
	json_str_or_null(j, s);
}

void
json_key_time(struct json *j, const char *key, int64_t wall_ms)
{
	char at[CLOCK_TEXT_MAX];

	json_key_text(j, key, span_of(clock_rfc3339(wall_ms, at)));
}
