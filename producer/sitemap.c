/* sitemap.c -- the list of a site's pages. */
#include "sitemap.h"

#include <stdlib.h>
#include <strings.h>

#include "draft.h"
#include "proto/page/feeddate.h"
#include "proto/page/feedtext.h"
#include "gunzip.h"
#include "pollstate.h"
#include "xmlin.h"

#define TEXT_MAX (8u << 10) /* bytes of an element */

enum part { NONE, LOC, LASTMOD, PUBLISHED, TITLE, OUTLET, LANG, PARTS };

static const struct {
	const char *name;
	bool news;
	enum part part;
} elements[] = {
	{ "loc", false, LOC },
	{ "lastmod", false, LASTMOD },
	{ "publication_date", true, PUBLISHED },
	{ "title", true, TITLE },
	{ "name", true, OUTLET },
	{ "language", true, LANG },
};

struct reading {
	struct sitemap *s;
	struct span base;
	size_t cap;
	int depth;        /* of elements that are open */
	int entry;        /* depth of the open <url> or <sitemap>; 0: none */
	bool root, known; /* seen; a sitemap's */
	enum part part;   /* whose text is gathered */
	struct buf text;
	struct span value[PARTS];
};

static bool
contains(const char *s, const char *what)
{
	return s != NULL && strstr(s, what) != NULL;
}

/* images and videos have a <loc> and a <title>, too */
static enum part
part_of(const struct xmlin_tag *t)
{
	bool news = contains(t->ns, "sitemap-news") ||
	    (t->ns == NULL && t->prefix != NULL &&
		strcasecmp(t->prefix, "news") == 0);
	bool plain = t->prefix == NULL || contains(t->ns, "/sitemap/");

	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		if ((elements[i].news ? news : plain && !news) &&
		    strcasecmp(t->name, elements[i].name) == 0)
			return elements[i].part;
	return NONE;
}

static void
on_open(void *arg, const struct xmlin_tag *t)
{
	struct reading *r = arg;

	r->depth++;
	if (!r->root) {
		r->root = true;
		r->s->index = strcasecmp(t->name, "sitemapindex") == 0;
		r->known = r->s->index || strcasecmp(t->name, "urlset") == 0;
		return;
	}
	if (!r->known)
		return;
	if (r->entry == 0) {
		if (strcasecmp(t->name, r->s->index ? "sitemap" : "url") != 0)
			return;
		r->entry = r->depth;
		memset(r->value, 0, sizeof(r->value));
		return;
	}
	r->part = part_of(t);
	buf_clear(&r->text);
}

static void
on_text(void *arg, struct span s)
{
	struct reading *r = arg;

	if (r->part != NONE && r->text.n + s.n <= TEXT_MAX)
		buf_append(&r->text, s.p, s.n);
}

static struct span
keep(struct sitemap *s, struct span v)
{
	return v.n > 0 ? (struct span) { arena_strdup(&s->arena, v), v.n }
		       : (struct span) { NULL, 0 };
}

/* Put in the first value of a part; blanks are one blank, and none around. */
static void
close_part(struct reading *r)
{
	struct buf line = { 0 };

	if (r->value[r->part].p == NULL) {
		feedtext_line(buf_span(&r->text), &line);
		r->value[r->part] = keep(r->s, buf_span(&line));
	}
	buf_free(&line);
	r->part = NONE;
}

static struct span
date(struct sitemap *s, struct span v)
{
	char out[FEEDDATE_MAX];

	if (v.n == 0 || !feeddate_read(v, out))
		return (struct span) { NULL, 0 };
	return keep(s, span_of(out));
}

bool
sitemap_is_address(struct span url)
{
	bool scheme = (url.n > 7 && strncasecmp(url.p, "http://", 7) == 0) ||
	    (url.n > 8 && strncasecmp(url.p, "https://", 8) == 0);

	if (!scheme || url.n >= POLLSTATE_TEXT_MAX)
		return false;
	for (size_t i = 0; i < url.n; i++)
		if ((unsigned char)url.p[i] <= ' ' || url.p[i] == 0x7f)
			return false;
	return true;
}

static void
put(struct sitemap *s, size_t *cap, const struct sitemap_entry *e)
{
	if (!sitemap_is_address(e->url) || s->n == SITEMAP_ENTRIES_MAX) {
		s->refused++;
		return;
	}
	if (s->n == *cap) {
		size_t more = *cap == 0 ? 64 : 2 * *cap;

		s->entry = arena_grow(
		    &s->arena, s->entry, *cap, more, sizeof(*s->entry));
		*cap = more;
	}
	s->entry[s->n++] = *e;
}

static void
on_close(void *arg)
{
	struct reading *r = arg;
	struct sitemap *s = r->s;

	if (r->part != NONE)
		close_part(r);
	if (r->entry == r->depth && r->entry > 0) {
		struct sitemap_entry e = { .title = r->value[TITLE],
			.outlet = r->value[OUTLET],
			.lang = r->value[LANG] };

		e.url = draft_resolve(&s->arena, r->value[LOC], r->base);
		e.changed = date(s, r->value[LASTMOD]);
		e.published = date(s, r->value[PUBLISHED]);
		put(s, &r->cap, &e);
		r->entry = 0;
	}
	r->depth--;
}

static enum rc
read_xml(
    struct span bytes, struct span charset, struct span base, struct sitemap *s)
{
	static const struct xmlin_events events = { on_open, on_close,
		on_text };
	struct reading r = { .s = s, .base = base };
	struct xmlin_state state = { 0 };
	enum rc rc = xmlin_read(bytes, charset, &events, &r, &state);

	s->cut = state.cut;
	buf_free(&r.text);
	return rc == RC_OK && !r.known ? RC_REFUSED : rc;
}

/* ---- lines of addresses ---- */

/* The next line, without blanks around it; false: the end. */
static bool
next_line(struct span *text, struct span *line)
{
	size_t n = 0;

	if (text->n == 0)
		return false;
	while (n < text->n && text->p[n] != '\n' && text->p[n] != '\r')
		n++;
	*line = (struct span) { text->p, n };
	n += n < text->n;
	*text = (struct span) { text->p + n, text->n - n };
	while (line->n > 0 && (unsigned char)line->p[line->n - 1] <= ' ')
		line->n--;
	while (line->n > 0 && (unsigned char)*line->p <= ' ')
		*line = (struct span) { line->p + 1, line->n - 1 };
	return true;
}

static struct span
without_mark(struct span text)
{
	bool mark = text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0;

	return mark ? (struct span) { text.p + 3, text.n - 3 } : text;
}

static bool
counts(struct span line)
{
	return line.n > 0 && *line.p != '#';
}

static bool
has_blank(struct span line)
{
	return memchr(line.p, ' ', line.n) != NULL ||
	    memchr(line.p, '\t', line.n) != NULL;
}

bool
sitemap_is_text(struct span text)
{
	struct span line;
	size_t n = 0;
	bool ok = true;

	text = without_mark(text);
	while (ok && n < 20 && next_line(&text, &line))
		if (counts(line))
			ok = n++ == 0 ? sitemap_is_address(line)
				      : !has_blank(line);
	return ok && n > 0;
}

enum rc
sitemap_read_text(struct span text, struct sitemap *s)
{
	struct sitemap_entry e = { .url = { NULL, 0 } };
	struct span line;
	size_t cap = 0, had;

	memset(s, 0, sizeof(*s));
	text = without_mark(text);
	for (size_t n = 1; next_line(&text, &line); n++) {
		if (!counts(line))
			continue;
		e.url = keep(s, line);
		had = s->refused;
		put(s, &cap, &e);
		if (s->refused > had && s->line == 0)
			s->line = n;
	}
	if (s->n > 0)
		return RC_OK;
	sitemap_free(s);
	return RC_REFUSED;
}

enum rc
sitemap_read(struct span bytes, struct span charset, struct span base,
    struct sitemap *s, struct buf *why)
{
	struct buf plain = { 0 };
	enum rc rc = RC_OK;

	buf_clear(why);
	memset(s, 0, sizeof(*s));
	if (bytes.n > 2 && memcmp(bytes.p, "\x1f\x8b", 2) == 0) {
		rc = gunzip_all(bytes, SITEMAP_MAX, &plain);
		bytes = buf_span(&plain);
	}
	if (rc == RC_OK && bytes.n > SITEMAP_MAX)
		rc = RC_TOOBIG;
	if (rc == RC_OK && sitemap_is_text(bytes))
		rc = sitemap_read_text(bytes, s);
	else if (rc == RC_OK)
		rc = read_xml(bytes, charset, base, s);
	buf_free(&plain);
	if (rc == RC_OK)
		return RC_OK;
	sitemap_free(s);
	buf_clear(why);
	if (rc == RC_TOOBIG)
		buf_printf(why, "more than %u MB", SITEMAP_MAX >> 20);
	else
		buf_puts(why,
		    "no sitemap: its first element is neither "
		    "<urlset> nor <sitemapindex>");
	return rc;
}

void
sitemap_free(struct sitemap *s)
{
	arena_free(&s->arena);
	memset(s, 0, sizeof(*s));
}
