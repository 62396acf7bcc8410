/* newsfeed.c -- RSS and Atom, as articles. */
#include "newsfeed.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "draft.h"
#include "newsfeed_json.h"
#include "feednames.h"
#include "proto/page/feedtext.h"
#include "xmlin.h"

#define DEPTH_MAX 260 /* more than libxml2 lets elements be nested */

enum role { IGNORED, ROOT, FEED, ENTRY, FIELD, MARKUP };

/* How the characters of a field are to be taken. */
enum form { SNIFF, PLAIN, HTML, XML };

struct level {
	enum role role;
	const char *name; /* libxml2's, good until it ends */
	struct span lang, base;
};

struct reading {
	struct newsfeed *f;
	struct span base; /* the feed's own address */
	struct level level[DEPTH_MAX];
	size_t depth; /* of them in use; beyond: too_deep */
	size_t too_deep;
	struct draft feed, entry;
	bool in_entry;
	size_t cap;
	bool is_feed;
	struct buf root; /* the first element's name */
	/* the field being read */
	const struct feednames_field *field;
	size_t field_depth;
	enum form form;
	bool base64, named;
	struct buf chars;
};

static struct draft *
draft_of(struct reading *r)
{
	return r->in_entry ? &r->entry : &r->feed;
}

static struct span
keep(struct reading *r, struct span s)
{
	return (struct span) { arena_strdup(&r->f->arena, s), s.n };
}

static bool
contains(struct span s, const char *word)
{
	return s.n > 0 && memmem(s.p, s.n, word, strlen(word)) != NULL;
}

/* What the attributes say of the characters to come. */
static enum form
form_of(const struct xmlin_tag *t, const struct feednames_field *f)
{
	struct span type = xmlin_attr(t, "type"), mode = xmlin_attr(t, "mode");

	if (feednames_space(t) == FEEDNAMES_XHTML)
		return XML;
	if (f->part != DRAFT_TITLE && f->part != DRAFT_TEXT &&
	    f->part != DRAFT_SOURCE)
		return PLAIN;
	if (contains(type, "xhtml") || contains(type, "+xml") ||
	    contains(type, "/xml"))
		return span_is(mode, "escaped") ? HTML : XML;
	if (contains(type, "html") || span_is(mode, "escaped"))
		return HTML;
	if (span_is(type, "text") ||
	    (span_is(type, "text/plain") && mode.p == NULL))
		return PLAIN;
	return SNIFF;
}

/* <link>, by its attributes; its characters are for begin_field(). */
static bool
take_link(struct reading *r, const struct xmlin_tag *t)
{
	struct span rel = xmlin_attr(t, "rel"), href = xmlin_attr(t, "href");
	struct span type = xmlin_attr(t, "type");
	bool alternate = rel.p == NULL || span_is(rel, "alternate") ||
	    span_is(rel, "") ||
	    contains(rel, "iana.org/assignments/relation/alternate");
	bool page = type.n == 0 || contains(type, "html");

	if (!alternate)
		return false;
	if (href.p == NULL)
		return true;
	draft_put(draft_of(r), DRAFT_LINK, page ? 3 : 1, href);
	return false;
}

/* A content may be a picture. */
static bool
is_text(const struct xmlin_tag *t, const struct feednames_field *f)
{
	struct span type = xmlin_attr(t, "type");

	return f->part != DRAFT_TEXT || !contains(type, "/") ||
	    contains(type, "text/") || contains(type, "html") ||
	    contains(type, "xml");
}

/* Atom has its categories in attributes. */
static void
begin_category(struct reading *r, const struct xmlin_tag *t)
{
	struct span label = xmlin_attr(t, "label");

	draft_file_under(
	    draft_of(r), label.n > 0 ? label : xmlin_attr(t, "term"));
}

static void
begin_field(struct reading *r, const struct xmlin_tag *t,
    const struct feednames_field *f)
{
	struct span permalink = xmlin_attr(t, "isPermaLink");

	if ((f->part == DRAFT_LINK && !take_link(r, t)) || !is_text(t, f))
		return;
	if (f->part == DRAFT_GUID)
		draft_of(r)->permalink = strcasecmp(t->name, "guid") == 0 &&
		    !span_is(permalink, "false");
	if (f->part == DRAFT_CATEGORY)
		begin_category(r, t);
	r->field = f;
	r->field_depth = r->depth;
	r->form = form_of(t, f);
	r->base64 = span_is(xmlin_attr(t, "mode"), "base64");
	r->named = false;
	r->level[r->depth - 1].role = FIELD;
	buf_clear(&r->chars);
}

/* The characters of a field as text. */
static void
interpret(struct reading *r, struct buf *out)
{
	struct span s = buf_span(&r->chars);
	struct buf decoded = { 0 };
	enum form form = r->form;

	if (r->base64 && feedtext_base64(s, &decoded))
		s = buf_span(&decoded);
	if (form == SNIFF)
		form = feedtext_is_html(s) ? HTML : PLAIN;
	if (form == PLAIN)
		buf_append(out, s.p, s.n);
	else
		feedtext_of(s, out);
	buf_free(&decoded);
}

static void
end_text(struct reading *r, struct draft *d)
{
	struct buf text = { 0 };

	interpret(r, &text);
	if (draft_put(d, DRAFT_TEXT, r->field->rank, buf_span(&text)))
		d->text_lang = r->level[r->field_depth - 1].lang;
	buf_free(&text);
}

/* Several in one place are in a list of keywords. */
static void
take_category(struct draft *d, const struct feednames_field *f, struct span s)
{
	while (f->rank == FEEDNAMES_KEYWORDS && s.n > 0) {
		const char *comma = memchr(s.p, ',', s.n);
		size_t n = comma != NULL ? (size_t)(comma - s.p) : s.n;

		draft_file_under(d, (struct span) { s.p, n });
		n += comma != NULL;
		s = (struct span) { s.p + n, s.n - n };
	}
	draft_file_under(d, s);
}

static void
end_line(struct reading *r, struct draft *d)
{
	struct buf text = { 0 }, line = { 0 };

	interpret(r, &text);
	feedtext_line(buf_span(&text), &line);
	if (r->field->part == DRAFT_AUTHOR)
		draft_author(d, buf_span(&line));
	else if (r->field->part == DRAFT_CATEGORY)
		take_category(d, r->field, buf_span(&line));
	else
		draft_put(d, r->field->part,
		    r->field->part == DRAFT_LINK ? 2 : r->field->rank,
		    buf_span(&line));
	buf_free(&text);
	buf_free(&line);
}

static void
end_field(struct reading *r)
{
	struct draft *d = draft_of(r);

	if (r->field->part == DRAFT_TEXT)
		end_text(r, d);
	else
		end_line(r, d);
	r->field = NULL;
}

static void
end_entry(struct reading *r)
{
	struct newsfeed_entry *e;

	if (!r->in_entry)
		return;
	r->in_entry = false;
	if ((e = draft_room(r->f, &r->cap)) != NULL)
		draft_finish(&r->entry, r->level[r->depth - 1].base, e);
}

static void
begin_entry(struct reading *r, const struct xmlin_tag *t)
{
	struct span about = xmlin_attr_of(t, "rdf", "about");

	end_entry(r);
	draft_init(&r->entry, &r->f->arena, t->line);
	r->in_entry = true;
	r->level[r->depth - 1].role = ENTRY;
	r->entry.permalink = true;
	draft_put(&r->entry, DRAFT_GUID, 1, about);
}

/* Within a field: markup of the text, or the part of a person or a source
 * that is wanted. */
static void
open_within(struct reading *r, const struct xmlin_tag *t)
{
	const char *want = r->field->part == DRAFT_AUTHOR ? "name"
	    : r->field->part == DRAFT_SOURCE              ? "title"
							  : NULL;

	r->level[r->depth - 1].role = MARKUP;
	if (want != NULL && !r->named && strcasecmp(t->name, want) == 0) {
		r->named = true;
		r->field_depth = r->depth;
		r->form = form_of(t, r->field);
		buf_clear(&r->chars);
	} else if (want == NULL || r->named) {
		buf_printf(&r->chars, "<%s>", t->name);
		if (r->form == SNIFF)
			r->form = HTML;
	}
}

static enum role
role_of(const struct xmlin_tag *t)
{
	static const struct {
		const char *name;
		enum role role;
	} roles[] = {
		{ "rss", ROOT },
		{ "rdf", ROOT },
		{ "channel", FEED },
		{ "feed", FEED },
		{ "item", ENTRY },
		{ "entry", ENTRY },
	};
	int ns = feednames_space(t);

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if ((ns == FEEDNAMES_CORE || ns == FEEDNAMES_RDF) &&
		    strcasecmp(t->name, roles[i].name) == 0)
			return roles[i].role;
	return IGNORED;
}

/* An element that is no part of a field. */
static void
open_structure(struct reading *r, const struct xmlin_tag *t, enum role parent)
{
	enum role role = role_of(t);
	const struct feednames_field *f;

	if (parent == IGNORED)
		return;
	if (role == ENTRY) {
		begin_entry(r, t);
	} else if (role == FEED || role == ROOT) {
		r->level[r->depth - 1].role = role;
		r->is_feed = true;
	} else if ((parent == FEED || (parent == ENTRY && r->in_entry)) &&
	    (f = feednames_field(t)) != NULL) {
		begin_field(r, t, f);
	}
}

static struct span
inherit(struct reading *r, struct span own, struct span above)
{
	return own.p != NULL ? keep(r, own) : above;
}

static void
on_open(void *arg, const struct xmlin_tag *t)
{
	struct reading *r = arg;
	struct level *up, *here;

	if (r->root.n == 0)
		buf_puts(&r->root, t->name);
	if (r->depth == DEPTH_MAX || r->too_deep > 0) {
		r->too_deep++;
		return;
	}
	here = &r->level[r->depth];
	up = r->depth > 0 ? here - 1 : NULL;
	here->role = IGNORED;
	here->name = t->name;
	here->lang = inherit(r, xmlin_attr_of(t, "xml", "lang"),
	    up != NULL ? up->lang : (struct span) { NULL, 0 });
	here->base = inherit(r, xmlin_attr_of(t, "xml", "base"),
	    up != NULL ? up->base : r->base);
	r->depth++;
	if (r->field != NULL)
		open_within(r, t);
	else
		open_structure(r, t, up != NULL ? up->role : ROOT);
	if (here->role == FEED && r->feed.part[DRAFT_LANG].rank < 3)
		draft_put(&r->feed, DRAFT_LANG, 3, here->lang);
}

/* Elements without an end in HTML. */
static bool
is_void(const char *name)
{
	return strcasecmp(name, "br") == 0 || strcasecmp(name, "hr") == 0 ||
	    strcasecmp(name, "img") == 0 || strcasecmp(name, "input") == 0 ||
	    strcasecmp(name, "meta") == 0 || strcasecmp(name, "link") == 0 ||
	    strcasecmp(name, "embed") == 0;
}

static void
on_close(void *arg)
{
	struct reading *r = arg;
	const struct level *l;

	if (r->too_deep > 0) {
		r->too_deep--;
		return;
	}
	l = &r->level[r->depth - 1];
	if (r->field != NULL && r->depth == r->field_depth)
		end_field(r);
	else if (r->field != NULL && !is_void(l->name))
		buf_printf(&r->chars, "</%s>", l->name);
	if (l->role == ENTRY)
		end_entry(r);
	r->depth--;
}

/* Characters of XML text, as HTML writes them. */
static void
put_escaped(struct buf *b, struct span s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '<')
			buf_puts(b, "&lt;");
		else if (s.p[i] == '&')
			buf_puts(b, "&amp;");
		else
			buf_append(b, s.p + i, 1);
	}
}

static void
on_text(void *arg, struct span s)
{
	struct reading *r = arg;

	if (r->field == NULL)
		return;
	if (r->form == XML)
		put_escaped(&r->chars, s);
	else
		buf_append(&r->chars, s.p, s.n);
}

/* The time that the feed says a poll holds: RSS 2.0 <ttl>, or a period of the
 * syndication module by how often it changes in it. */
static int64_t
ttl_of(const struct draft *d)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} periods[] = {
		{ "hourly", 3600 },
		{ "daily", 86400 },
		{ "weekly", 604800 },
		{ "monthly", 2592000 },
		{ "yearly", 31536000 },
	};
	const char *ttl = d->part[DRAFT_TTL].value.p;
	const char *often = d->part[DRAFT_OFTEN].value.p;
	long n = often != NULL ? strtol(often, NULL, 10) : 1;

	if (ttl != NULL) {
		long minutes = strtol(ttl, NULL, 10);

		return minutes > 0 && minutes < 525600 ? minutes * 60 : 0;
	}
	for (size_t i = 0; i < sizeof(periods) / sizeof(periods[0]); i++)
		if (span_is(d->part[DRAFT_PERIOD].value, periods[i].name) &&
		    n > 0)
			return periods[i].seconds / n;
	return 0;
}

static void
finish(struct reading *r)
{
	struct newsfeed *f = r->f;

	f->title = r->feed.part[DRAFT_TITLE].value;
	f->link = r->feed.part[DRAFT_LINK].value;
	f->lang = r->feed.part[DRAFT_LANG].value;
	f->ttl_s = ttl_of(&r->feed);
	/* RFC 4287, section 4.2.1; what RSS says of a channel is its editor */
	draft_close(f,
	    span_is(buf_span(&r->root), "feed") ? draft_names(&r->feed.authors)
						: (struct span) { NULL, 0 });
}

static enum rc
read_xml(struct span bytes, struct span charset, struct span base,
    struct newsfeed *f, struct buf *why)
{
	static const struct xmlin_events events = { on_open, on_close,
		on_text };
	struct reading r = { .f = f, .base = base };
	struct xmlin_state state;
	enum rc rc;

	draft_init(&r.feed, &f->arena, 0);
	rc = xmlin_read(bytes, charset, &events, &r, &state);
	if (rc != RC_OK)
		buf_printf(why,
		    "no XML that can be read; check that it is a "
		    "feed");
	else if (!r.is_feed && f->n == 0) {
		buf_printf(why,
		    "XML, but no feed: its first element is <%.40s>; give an "
		    "RSS or Atom feed",
		    buf_cstr(&r.root));
		rc = RC_REFUSED;
	} else {
		f->broken = state.broken;
		f->unclosed = state.cut;
		f->cut = state.cut && r.in_entry;
		f->line = state.line;
		finish(&r);
	}
	buf_free(&r.root);
	buf_free(&r.chars);
	return rc;
}

enum rc
newsfeed_read(struct span bytes, struct span charset, struct span base,
    struct newsfeed *f, struct buf *why)
{
	struct span s = bytes;
	enum rc rc;

	memset(f, 0, sizeof(*f));
	buf_clear(why);
	if (bytes.n > NEWSFEED_MAX) {
		buf_printf(why, "a feed of more than %u MB; split it",
		    NEWSFEED_MAX >> 20);
		return RC_TOOBIG;
	}
	if (s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0)
		s = (struct span) { s.p + 3, s.n - 3 };
	while (s.n > 0 && *s.p != '\0' && strchr(" \t\r\n", *s.p) != NULL)
		s = (struct span) { s.p + 1, s.n - 1 };
	rc = s.n > 0 && *s.p == '{' ? newsfeed_json_read(s, base, f, why)
				    : read_xml(bytes, charset, base, f, why);
	if (rc != RC_OK)
		newsfeed_free(f);
	return rc;
}

void
newsfeed_free(struct newsfeed *f)
{
	arena_free(&f->arena);
	memset(f, 0, sizeof(*f));
}
