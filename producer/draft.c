/* draft.c -- an entry as its parts come in. */
#include "draft.h"

#include <string.h>

#include "proto/page/feeddate.h"
#include "proto/page/feedtext.h"
#include "proto/mem.h"
#include "proto/url.h"

void
draft_init(struct draft *d, struct arena *a, int line)
{
	memset(d, 0, sizeof(*d));
	d->arena = a;
	d->line = line;
}

static struct span
keep(struct arena *a, struct span s)
{
	return (struct span) { arena_strdup(a, s), s.n };
}

static bool
is_blank(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\0' || strchr(" \t\r\n\f", s.p[i]) == NULL)
			return false;
	return true;
}

static struct span
trim(struct span s)
{
	while (s.n > 0 && is_blank((struct span) { s.p, 1 }))
		s = (struct span) { s.p + 1, s.n - 1 };
	while (s.n > 0 && is_blank((struct span) { s.p + s.n - 1, 1 }))
		s.n--;
	return s;
}

bool
draft_put(struct draft *d, enum draft_part p, int rank, struct span value)
{
	if (is_blank(value) || d->part[p].rank >= rank)
		return false;
	d->part[p].rank = rank;
	d->part[p].value = keep(d->arena, trim(value));
	return true;
}

/* "Ida Solberg <ida@...>", "ida@... (Ida Solberg)": the name of it. */
static struct span
name_of(struct span s)
{
	const char *open = memchr(s.p, '(', s.n),
		   *angle = memchr(s.p, '<', s.n);
	const char *close = memchr(s.p, ')', s.n), *at = memchr(s.p, '@', s.n);

	if (at == NULL)
		return trim(s);
	if (open != NULL && close != NULL && at < open && open < close)
		return trim(
		    (struct span) { open + 1, (size_t)(close - open - 1) });
	if (open != NULL && open < at)
		return trim((struct span) { s.p, (size_t)(open - s.p) });
	if (angle != NULL && angle < at)
		return trim((struct span) { s.p, (size_t)(angle - s.p) });
	return (struct span) { NULL, 0 };
}

/* Is name one of those in list? */
static bool
is_listed(const struct draft_list *list, const char *between, struct span name)
{
	const char *p = list->p, *end = p != NULL ? p + list->n : NULL;

	while (p != NULL && p < end) {
		const char *next = memmem(
		    p, (size_t)(end - p), between, strlen(between));
		struct span one = { p,
			(size_t)((next != NULL ? next : end) - p) };

		if (span_eq(one, name))
			return true;
		p = next != NULL ? next + strlen(between) : end;
	}
	return false;
}

/* What is over the limit of a field is left out.  The list grows by doubling:
 * an arena keeps what was outgrown. */
static void
add_name(struct draft *d, struct draft_list *list, const char *between,
    struct span name)
{
	struct buf line = { 0 };
	size_t n;

	if (name.n == 0 || list->seen++ >= ARTICLE_NAMES_MAX)
		return;
	feedtext_line(name, &line);
	n = (list->n > 0 ? strlen(between) : 0) + line.n;
	if (line.n > 0 && list->n + n <= ARTICLE_META_MAX &&
	    !is_listed(list, between, buf_span(&line))) {
		while (list->n + n > list->room) {
			size_t room = list->room > 0 ? 2 * list->room : 128;

			list->p = arena_grow(
			    d->arena, list->p, list->room, room, 1);
			list->room = room;
		}
		if (list->n > 0)
			memcpy(list->p + list->n, between, n - line.n);
		memcpy(list->p + list->n + n - line.n, line.p, line.n);
		list->n += n;
	}
	buf_free(&line);
}

void
draft_author(struct draft *d, struct span s)
{
	add_name(d, &d->authors, ", ", s.n > 0 ? name_of(s) : s);
}

void
draft_file_under(struct draft *d, struct span name)
{
	add_name(d, &d->categories, "\n", name);
}

struct span
draft_names(const struct draft_list *list)
{
	return (struct span) { list->p, list->n };
}

/* Does it begin with a scheme? */
static bool
is_absolute(struct span s)
{
	size_t i = 0;

	while (i < s.n && s.p[i] != '\0' && strchr(":/?#", s.p[i]) == NULL)
		i++;
	return i > 0 && i < s.n && s.p[i] == ':';
}

struct span
draft_resolve(struct arena *a, struct span url, struct span base)
{
	struct buf whole = { 0 };

	if (url.n == 0 || base.n == 0)
		return url;
	url_resolve(url, base, &whole);
	url = keep(a, buf_span(&whole));
	buf_free(&whole);
	return url;
}

static struct span
date(const struct draft *d, enum draft_part p)
{
	char out[FEEDDATE_MAX];

	if (!feeddate_read(d->part[p].value, out))
		return (struct span) { NULL, 0 };
	return keep(d->arena, span_of(out));
}

/* "en_US" is meant to be "en-US". */
static struct span
language(const struct draft *d)
{
	struct span s = d->text_lang.p != NULL ? d->text_lang
					       : d->part[DRAFT_LANG].value;
	char *copy;

	if (s.n == 0)
		return (struct span) { NULL, 0 };
	copy = arena_strdup(d->arena, s);
	for (char *p = copy; *p != '\0'; p++)
		*p = *p == '_' ? '-' : *p;
	return (struct span) { copy, s.n };
}

void
draft_finish(const struct draft *d, struct span base, struct newsfeed_entry *e)
{
	struct article *a = &e->article;
	struct span guid = d->part[DRAFT_GUID].value;

	memset(e, 0, sizeof(*e));
	e->line = d->line;
	e->summary = d->part[DRAFT_TEXT].rank <= DRAFT_SUMMARY_RANK;
	a->guid = guid;
	a->url = draft_resolve(d->arena, d->part[DRAFT_LINK].value, base);
	if (a->url.p == NULL && d->permalink && is_absolute(guid))
		a->url = guid;
	a->title = d->part[DRAFT_TITLE].value;
	a->text = d->part[DRAFT_TEXT].value;
	if (a->text.p == NULL)
		a->text = a->title;
	a->published = date(d, DRAFT_PUBLISHED);
	a->updated = date(d, DRAFT_UPDATED);
	a->byline = draft_names(&d->authors);
	a->categories = draft_names(&d->categories);
	a->source = d->part[DRAFT_SOURCE].value;
	a->lang = language(d);
}

struct newsfeed_entry *
draft_room(struct newsfeed *f, size_t *cap)
{
	if (f->n == NEWSFEED_ENTRIES_MAX)
		return NULL;
	if (f->n == *cap) {
		size_t more = *cap == 0 ? 64 : 2 * *cap;

		f->entry = arena_grow(
		    &f->arena, f->entry, *cap, more, sizeof(*f->entry));
		*cap = more;
	}
	return &f->entry[f->n++];
}

void
draft_close(struct newsfeed *f, struct span author)
{
	for (size_t i = 0; i < f->n; i++) {
		struct article *a = &f->entry[i].article;

		a->outlet = f->title;
		if (a->byline.p == NULL)
			a->byline = author;
		if (a->lang.p == NULL)
			a->lang = f->lang;
	}
}
