/* pollstate.c -- what is remembered of an address that is polled. */
#include "pollstate.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "proto/mem.h"

#define HEAD "poll 1\n"

static const struct {
	const char *name;
	size_t at;
} numbers[] = {
	{ "next", offsetof(struct pollstate, next_ms) },
	{ "held", offsetof(struct pollstate, held_ms) },
	{ "every", offsetof(struct pollstate, every_ms) },
	{ "good", offsetof(struct pollstate, good_ms) },
	{ "news", offsetof(struct pollstate, news_ms) },
	{ "failed", offsetof(struct pollstate, failed) },
	{ "ill", offsetof(struct pollstate, ill_ms) },
	{ "status", offsetof(struct pollstate, status) },
	{ "entries", offsetof(struct pollstate, entries) },
	{ "page", offsetof(struct pollstate, page) },
	{ "first", offsetof(struct pollstate, first_ms) },
	{ "text", offsetof(struct pollstate, text) },
	{ "ended", offsetof(struct pollstate, ended) },
	{ "barred", offsetof(struct pollstate, barred) },
};

static const struct {
	const char *name;
	size_t at;
} strings[] = {
	{ "why", offsetof(struct pollstate, why) },
	{ "title", offsetof(struct pollstate, title) },
	{ "by", offsetof(struct pollstate, by) },
	{ "moved", offsetof(struct pollstate, moved) },
	{ "from", offsetof(struct pollstate, from) },
	{ "etag", offsetof(struct pollstate, etag) },
	{ "modified", offsetof(struct pollstate, modified) },
};

#define N_NUMBERS (sizeof(numbers) / sizeof(numbers[0]))
#define N_STRINGS (sizeof(strings) / sizeof(strings[0]))

static int64_t *
number(const struct pollstate *s, size_t i)
{
	return (int64_t *)((char *)(uintptr_t)s + numbers[i].at);
}

static char **
string(const struct pollstate *s, size_t i)
{
	return (char **)((char *)(uintptr_t)s + strings[i].at);
}

void
pollstate_free(struct pollstate *s)
{
	for (size_t i = 0; i < N_STRINGS; i++)
		free(*string(s, i));
	free(s->seen);
	memset(s, 0, sizeof(*s));
}

void
pollstate_set(char **member, const char *s)
{
	bool fits = s != NULL && *s != '\0' && strlen(s) < POLLSTATE_TEXT_MAX &&
	    strpbrk(s, "\r\n") == NULL;
	char *copy = mem_strdup(fits ? s : NULL);

	free(*member);
	*member = copy;
}

void
pollstate_see(struct pollstate *s, uint64_t hash)
{
	if (s->n_seen == POLLSTATE_SEEN_MAX)
		s->n_seen--;
	s->seen = mem_grow(s->seen, s->n_seen + 1, sizeof(*s->seen));
	s->seen[s->n_seen++] = hash;
}

static int
compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

void
pollstate_know(struct pollstate *s, const uint64_t *hash, size_t n)
{
	uint64_t *old = s->seen;
	size_t n_old = s->n_seen;
	size_t least = n_old > POLLSTATE_SEEN_LEAST ? n_old
						    : POLLSTATE_SEEN_LEAST;
	uint64_t *now = mem_zalloc((n + 1) * sizeof(*now));

	if (n > 0)
		memcpy(now, hash, n * sizeof(*now));
	qsort(now, n, sizeof(*now), compare);
	s->seen = NULL;
	s->n_seen = 0;
	for (size_t i = 0; i < n && s->n_seen < POLLSTATE_SEEN_MAX; i++)
		pollstate_see(s, hash[i]);
	for (size_t i = 0; i < n_old && s->n_seen < least; i++)
		if (bsearch(&old[i], now, n, sizeof(*now), compare) == NULL)
			pollstate_see(s, old[i]);
	free(now);
	free(old);
}

void
pollstate_encode(const struct pollstate *s, struct buf *out)
{
	buf_puts(out, HEAD);
	for (size_t i = 0; i < N_NUMBERS; i++)
		if (*number(s, i) != 0)
			buf_printf(out, "%s %" PRId64 "\n", numbers[i].name,
			    *number(s, i));
	for (size_t i = 0; i < N_STRINGS; i++)
		if (*string(s, i) != NULL)
			buf_printf(
			    out, "%s %s\n", strings[i].name, *string(s, i));
	if (s->n_seen == 0)
		return;
	buf_puts(out, "seen ");
	for (size_t i = 0; i < s->n_seen; i++)
		buf_printf(out, "%016" PRIx64, s->seen[i]);
	buf_puts(out, "\n");
}

static void
decode_seen(struct span v, struct pollstate *s)
{
	char hex[17] = "";

	for (; v.n >= 16; v = (struct span) { v.p + 16, v.n - 16 }) {
		memcpy(hex, v.p, 16);
		pollstate_see(s, strtoull(hex, NULL, 16));
	}
}

static void
decode_member(struct span name, struct span v, struct pollstate *s)
{
	char *text;

	if (span_is(name, "seen")) {
		decode_seen(v, s);
		return;
	}
	text = mem_strndup(v.p, v.n);
	for (size_t i = 0; i < N_NUMBERS; i++)
		if (span_is(name, numbers[i].name))
			*number(s, i) = strtoll(text, NULL, 10);
	for (size_t i = 0; i < N_STRINGS; i++)
		if (span_is(name, strings[i].name))
			pollstate_set(string(s, i), text);
	free(text);
}

enum rc
pollstate_decode(struct span in, struct pollstate *s)
{
	size_t head = sizeof(HEAD) - 1;

	memset(s, 0, sizeof(*s));
	if (in.n < head || memcmp(in.p, HEAD, head) != 0)
		return RC_BADMSG;
	in = (struct span) { in.p + head, in.n - head };
	while (in.n > 0) {
		const char *end = memchr(in.p, '\n', in.n), *blank;
		size_t n = end != NULL ? (size_t)(end - in.p) : in.n;

		blank = memchr(in.p, ' ', n);
		if (blank != NULL)
			decode_member(
			    (struct span) { in.p, (size_t)(blank - in.p) },
			    (struct span) {
				blank + 1, n - (size_t)(blank - in.p) - 1 },
			    s);
		n += end != NULL;
		in = (struct span) { in.p + n, in.n - n };
	}
	return RC_OK;
}
