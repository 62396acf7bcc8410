/* ailing.c -- feeds that do not come. */
#include "ailing.h"

#include <inttypes.h>

#include "proto/utf8.h"
#include "table.h"

static int64_t
number(struct json_object *o, const char *key)
{
	struct json_object *m = jsonin_member(o, key);
	int64_t n = json_object_is_type(m, json_type_int)
	    ? json_object_get_int64(m)
	    : 0;

	return n > 0 ? n : 0;
}

/* The string, as much of it as fits in whole characters. */
static void
copy(struct json_object *o, const char *key, char *to, size_t size)
{
	struct span s = jsonin_string(o, key);

	if (s.n >= size)
		s.n = utf8_valid((struct span) { s.p, size - 1 });
	if (s.n > 0)
		memcpy(to, s.p, s.n);
	to[s.n] = '\0';
}

static void
read_one(struct json_object *o, struct ailing_feed *f)
{
	copy(o, "address", f->address, sizeof f->address);
	copy(o, "title", f->title, sizeof f->title);
	copy(o, "state", f->state, sizeof f->state);
	copy(o, "why", f->why, sizeof f->why);
	copy(o, "since", f->since, sizeof f->since);
	copy(o, "next", f->next, sizeof f->next);
}

void
ailing_read(struct json_object *status, struct ailing *a)
{
	struct json_object *list = jsonin_member(status, "ailing");
	size_t n = json_object_is_type(list, json_type_array)
	    ? json_object_array_length(list)
	    : 0;

	a->feeds = number(status, "feeds");
	a->failing = number(status, "feeds_failing");
	a->broken = number(status, "feeds_broken");
	a->silent = number(status, "feeds_silent");
	a->known = number(status, "pages_known");
	a->read = number(status, "pages_read");
	a->waiting = number(status, "pages_waiting");
	a->forbidden = number(status, "pages_forbidden");
	a->erring = number(status, "pages_failing");
	a->n = n < AILING_MAX ? n : AILING_MAX;
	for (size_t i = 0; i < a->n; i++)
		read_one(json_object_array_get_idx(list, i), &a->feed[i]);
}

static void
put(struct json *j, const char *key, const char *s)
{
	json_key_text(j, key, span_of(*s != '\0' ? s : NULL));
}

void
ailing_json(struct json *j, const struct ailing *a)
{
	json_open(j, '{');
	json_key_int(j, "polled", a->feeds);
	json_key_int(j, "failing", a->failing);
	json_key_int(j, "broken", a->broken);
	json_key_int(j, "silent", a->silent);
	json_key(j, "ailing");
	json_open(j, '[');
	for (size_t i = 0; i < a->n; i++) {
		const struct ailing_feed *f = &a->feed[i];

		json_open(j, '{');
		put(j, "address", f->address);
		put(j, "title", f->title);
		put(j, "state", f->state);
		put(j, "since", f->since);
		put(j, "why", f->why);
		put(j, "next", f->next);
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
}

void
ailing_json_pages(struct json *j, const struct ailing *a)
{
	json_open(j, '{');
	json_key_int(j, "known", a->known);
	json_key_int(j, "read", a->read);
	json_key_int(j, "waiting", a->waiting);
	json_key_int(j, "forbidden", a->forbidden);
	json_key_int(j, "failing", a->erring);
	json_close(j, '}');
}

/* ", 2 failing", unless there are none. */
static void
put_some(struct buf *out, int64_t n, const char *what)
{
	if (n > 0)
		buf_printf(out, ", %" PRId64 " %s", n, what);
}

void
ailing_count_feeds(const struct ailing *a, struct buf *out)
{
	if (a->feeds == 0)
		return;
	buf_printf(out, "%" PRId64 " polled", a->feeds);
	put_some(out, a->failing, "failing");
	put_some(out, a->broken, "broken");
	put_some(out, a->silent, "silent");
}

void
ailing_count_pages(const struct ailing *a, struct buf *out)
{
	if (a->known == 0)
		return;
	buf_printf(
	    out, "%" PRId64 " known: %" PRId64 " read", a->known, a->read);
	put_some(out, a->waiting, "waiting");
	put_some(out, a->forbidden, "forbidden by robots.txt");
	put_some(out, a->erring, "failing");
}

/* "2026-11-03 08:15", or never. */
static void
put_moment(struct buf *out, const char *rfc3339)
{
	if (*rfc3339 == '\0')
		buf_puts(out, "the first poll");
	else
		buf_printf(out, "%.10s %.5s", rfc3339, rfc3339 + 11);
}

void
ailing_text(const struct ailing *a, struct buf *out)
{
	int64_t sick = a->broken + a->silent;

	for (size_t i = 0; i < a->n; i++) {
		const struct ailing_feed *f = &a->feed[i];

		buf_printf(out, "%-10s ", i == 0 ? "feeds" : "");
		table_plain(out, span_of(f->address), 0);
		buf_printf(out, " %s since ", f->state);
		put_moment(out, f->since);
		if (*f->why != '\0') {
			buf_puts(out, ": ");
			table_plain(out, span_of(f->why), 0);
		}
		buf_puts(out, "; next try ");
		put_moment(out, f->next);
		buf_puts(out, "\n");
	}
	if (sick > (int64_t)a->n && a->n > 0)
		buf_printf(out,
		    "           and %" PRId64 " more, see `claimwire sources "
		    "list`\n",
		    sick - (int64_t)a->n);
}
