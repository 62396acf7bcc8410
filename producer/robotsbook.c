/* robotsbook.c -- the robots.txt of every site that pages are asked of. */
#include "robotsbook.h"

#include <stdlib.h>

#include "proto/hash.h"
#include "proto/mem.h"
#include "proto/url.h"

#define BUCKETS 4096

struct site {
	char *origin;         /* "https://a.example" */
	struct robots *rules; /* NULL: none are known */
	char *why;            /* then: why; NULL: all is allowed */
	int64_t until;
	struct site *next; /* in its bucket */
};

struct robotsbook {
	const char *agent;
	struct site *bucket[BUCKETS];
	size_t n;
};

struct robotsbook *
robotsbook_new(const char *agent)
{
	struct robotsbook *b = mem_zalloc(sizeof(*b));

	b->agent = agent;
	return b;
}

static void
empty(struct site *s)
{
	robots_free(s->rules);
	free(s->why);
	s->rules = NULL;
	s->why = NULL;
}

static void
free_site(struct site *s)
{
	empty(s);
	free(s->origin);
	free(s);
}

void
robotsbook_free(struct robotsbook *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < BUCKETS; i++)
		while (b->bucket[i] != NULL) {
			struct site *s = b->bucket[i];

			b->bucket[i] = s->next;
			free_site(s);
		}
	free(b);
}

/* ---- addresses ---- */

/* Scheme, host and port; false: url is no address. */
static bool
put_origin(const char *url, struct buf *out)
{
	struct buf whole = { 0 };
	const char *s, *host;

	url_canonical(span_of(url), &whole);
	s = buf_cstr(&whole);
	host = strstr(s, "://");
	if (host != NULL)
		buf_append(
		    out, s, (size_t)(host - s) + 3 + strcspn(host + 3, "/?#"));
	buf_free(&whole);
	return host != NULL;
}

/* Path and query, which follow the host. */
static struct span
target_of(const char *url)
{
	const char *s = strstr(url, "://");

	s = s != NULL ? s + 3 : url;
	s += strcspn(s, "/?#");
	return (struct span) { s, strcspn(s, "#") };
}

bool
robotsbook_address(const char *url, struct buf *out)
{
	bool ok = put_origin(url, out);

	buf_puts(out, "/robots.txt");
	return ok;
}

/* ---- sites ---- */

static struct site **
bucket_of(const struct robotsbook *b, const char *origin)
{
	return (struct site **)(uintptr_t)&b
	    ->bucket[hash_fast(span_of(origin)) % BUCKETS];
}

static struct site *
find(const struct robotsbook *b, const char *origin)
{
	struct site *s = *bucket_of(b, origin);

	while (s != NULL && strcmp(s->origin, origin) != 0)
		s = s->next;
	return s;
}

/* The one that holds no longer than any other. */
static void
make_room(struct robotsbook *b)
{
	struct site **oldest = NULL, *gone;

	if (b->n < ROBOTSBOOK_MAX)
		return;
	for (size_t i = 0; i < BUCKETS; i++)
		for (struct site **s = &b->bucket[i]; *s != NULL;
		     s = &(*s)->next)
			if (oldest == NULL || (*s)->until < (*oldest)->until)
				oldest = s;
	gone = *oldest;
	*oldest = gone->next;
	free_site(gone);
	b->n--;
}

static struct site *
find_or_make(struct robotsbook *b, const char *origin)
{
	struct site *s = find(b, origin), **bucket = bucket_of(b, origin);

	if (s != NULL)
		return s;
	make_room(b);
	s = mem_zalloc(sizeof(*s));
	s->origin = mem_strdup(origin);
	s->next = *bucket;
	*bucket = s;
	b->n++;
	return s;
}

enum robotsbook_verdict
robotsbook_ask(const struct robotsbook *b, const char *url, int64_t now_ms,
    struct buf *why)
{
	struct buf origin = { 0 }, line = { 0 };
	enum robotsbook_verdict v = ROBOTSBOOK_ALLOWED;
	bool ok = put_origin(url, &origin);
	const struct site *s = ok ? find(b, buf_cstr(&origin)) : NULL;

	buf_clear(why);
	if (!ok) {
		buf_printf(why, "%s is no address", url);
		v = ROBOTSBOOK_FORBIDDEN;
	} else if (s == NULL || s->until <= now_ms)
		v = ROBOTSBOOK_UNKNOWN;
	else if (s->rules == NULL && s->why != NULL) {
		buf_printf(
		    why, "its site's robots.txt cannot be read: %s", s->why);
		v = ROBOTSBOOK_LATER;
	} else if (s->rules != NULL &&
	    !robots_allow(s->rules, target_of(url), &line)) {
		buf_printf(why, "its site's robots.txt forbids it, %s",
		    buf_cstr(&line));
		v = ROBOTSBOOK_FORBIDDEN;
	}
	buf_free(&origin);
	buf_free(&line);
	return v;
}

/* It cannot be had: what was known holds on, for now. */
static void
put_failure(struct site *s, const struct robotsbook_answer *a, int64_t now_ms)
{
	struct buf why = { 0 };

	s->until = now_ms + ROBOTSBOOK_AGAIN_MS;
	if (s->rules != NULL)
		return;
	if (a->why != NULL)
		buf_puts(&why, a->why);
	else
		buf_printf(&why, "answered with status %d", a->status);
	empty(s);
	s->why = mem_strdup(buf_cstr(&why));
	buf_free(&why);
}

int64_t
robotsbook_put(struct robotsbook *b, const char *url,
    const struct robotsbook_answer *a, int64_t now_ms)
{
	struct buf origin = { 0 };
	int64_t age = a->max_age_s < ROBOTSBOOK_MOST_MS / 1000
	    ? a->max_age_s * 1000
	    : ROBOTSBOOK_MOST_MS;
	struct site *s;

	put_origin(url, &origin);
	s = find_or_make(b, buf_cstr(&origin));
	buf_free(&origin);
	if (a->status != 200 &&
	    (a->status < 300 || a->status >= 500 || a->status == 429)) {
		put_failure(s, a, now_ms);
	} else {
		empty(s);
		s->rules = robots_read(
		    a->status == 200 ? a->body : span_of(""), b->agent);
		if (age == 0)
			age = ROBOTSBOOK_MOST_MS;
		s->until = now_ms +
		    (age < ROBOTSBOOK_LEAST_MS ? ROBOTSBOOK_LEAST_MS : age);
	}
	return s->rules != NULL ? robots_delay_ms(s->rules) : 0;
}
