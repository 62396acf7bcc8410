/* pagemeta.c -- what a page says about its article. */
#include "pagemeta.h"

#include <strings.h>

#include "feeddate.h"
#include "feedtext.h"
#include "pageclass.h"
#include "pagetext.h"
#include "proto/jsonin.h"
#include "proto/url.h"

#define LD_DEPTH   64
#define LD_ENTERED 4 /* levels of objects that an article is looked for in */
#define NAMES_MAX  64
#define BYLINE_MAX 200 /* bytes of a byline that the page shows */

struct meta {
	struct arena *arena;
	struct article *a;
	struct span *body;
	const struct htmltree *tree;
	struct span address;
	struct span graph; /* the title of Open Graph */
};

static struct span
keep(struct meta *m, struct span s)
{
	struct buf plain = { 0 }, line = { 0 };
	struct span kept = { NULL, 0 };

	if (s.n > 0 && memchr(s.p, '&', s.n) != NULL && feedtext_is_html(s)) {
		feedtext_of(s, &plain);
		s = buf_span(&plain);
	}
	feedtext_line(s, &line);
	if (line.n > 0 && line.n <= ARTICLE_META_MAX)
		kept = (struct span) { arena_strdup(m->arena, buf_span(&line)),
			line.n };
	buf_free(&plain);
	buf_free(&line);
	return kept;
}

static void
put(struct meta *m, struct span *field, struct span value)
{
	if (field->p == NULL && value.n > 0)
		*field = keep(m, value);
}

static void
put_date(struct meta *m, struct span *field, struct span value)
{
	char out[FEEDDATE_MAX];

	if (field->p == NULL && value.n > 0 && feeddate_read(value, out))
		put(m, field, span_of(out));
}

/* A path alone is one of the page's own address. */
static void
put_address(struct meta *m, struct span value)
{
	struct buf whole = { 0 };

	if (value.n > 0 && m->address.n > 0 &&
	    (*value.p == '/' ||
		(*value.p == '.' && memchr(value.p, '/', value.n) != NULL))) {
		url_resolve(value, m->address, &whole);
		value = buf_span(&whole);
	}
	if (value.n > 8 && strncasecmp(value.p, "http", 4) == 0 &&
	    memchr(value.p + 8, '/', value.n - 8) != NULL)
		put(m, &m->a->url, value);
	buf_free(&whole);
}

/* ---- names ---- */

static bool
is_name(struct span s)
{
	return s.n > 1 && s.n <= BYLINE_MAX && memchr(s.p, '@', s.n) == NULL &&
	    memmem(s.p, s.n, "://", 3) == NULL;
}

static struct span
without_by(struct span s)
{
	while (s.n > 0 && (*s.p == ' ' || *s.p == '\n'))
		s = (struct span) { s.p + 1, s.n - 1 };
	if (s.n > 3 && strncasecmp(s.p, "by ", 3) == 0)
		s = (struct span) { s.p + 3, s.n - 3 };
	return s;
}

static void
add_name(struct buf *names, struct span s)
{
	s = without_by(s);
	if (!is_name(s) ||
	    (names->n > 0 && memmem(names->p, names->n, s.p, s.n) != NULL))
		return;
	if (names->n > 0)
		buf_puts(names, ", ");
	buf_append(names, s.p, s.n);
}

/* ---- JSON-LD ---- */

static struct span
string(struct json_object *o)
{
	if (!json_object_is_type(o, json_type_string))
		return (struct span) { NULL, 0 };
	return (struct span) { json_object_get_string(o),
		(size_t)json_object_get_string_len(o) };
}

static struct json_object *
item(struct json_object *o, size_t i)
{
	if (json_object_is_type(o, json_type_array))
		return i < json_object_array_length(o)
		    ? json_object_array_get_idx(o, i)
		    : NULL;
	return i == 0 ? o : NULL;
}

static bool
is_article_type(struct span s)
{
	static const char *const end[] = { "Article", "Posting", "Report" };

	for (size_t i = 0; i < sizeof(end) / sizeof(end[0]); i++) {
		size_t n = strlen(end[i]);

		if (s.n >= n && memcmp(s.p + s.n - n, end[i], n) == 0)
			return true;
	}
	return false;
}

static bool
is_article(struct json_object *o)
{
	struct json_object *t = jsonin_member(o, "@type"), *one;

	for (size_t i = 0; (one = item(t, i)) != NULL; i++)
		if (is_article_type(string(one)))
			return true;
	return false;
}

static struct json_object *
find_article(struct json_object *o, int entered)
{
	static const char *const in[] = { "@graph", "mainEntity",
		"mainEntityOfPage" };
	struct json_object *one, *found = NULL;

	if (o == NULL || entered == LD_ENTERED)
		return NULL;
	if (json_object_is_type(o, json_type_array)) {
		for (size_t i = 0; found == NULL && (one = item(o, i)); i++)
			found = find_article(one, entered + 1);
		return found;
	}
	if (!json_object_is_type(o, json_type_object) || is_article(o))
		return json_object_is_type(o, json_type_object) ? o : NULL;
	for (size_t i = 0; found == NULL && i < 3; i++)
		found = find_article(jsonin_member(o, in[i]), entered + 1);
	return found;
}

/* The object of the graph that o refers to by its @id alone. */
static struct json_object *
refer(struct json_object *root, struct json_object *o)
{
	struct json_object *g = jsonin_member(root, "@graph"), *one;
	struct span id = jsonin_string(o, "@id");

	if (id.p == NULL || jsonin_member(o, "name") != NULL)
		return o;
	for (size_t i = 0; i < 256 && (one = item(g, i)) != NULL; i++)
		if (span_eq(jsonin_string(one, "@id"), id))
			return one;
	return o;
}

static void
put_authors(struct meta *m, struct json_object *root, struct json_object *list)
{
	struct buf names = { 0 };
	struct json_object *o, *n;

	for (size_t i = 0; i < NAMES_MAX && (o = item(list, i)) != NULL; i++) {
		if (string(o).p != NULL)
			add_name(&names, string(o));
		n = jsonin_member(refer(root, o), "name");
		for (size_t k = 0; k < NAMES_MAX && item(n, k) != NULL; k++)
			add_name(&names, string(item(n, k)));
	}
	put(m, &m->a->byline, buf_span(&names));
	buf_free(&names);
}

static void
put_body(struct meta *m, struct span s)
{
	struct buf plain = { 0 };

	if (s.n == 0 || m->body->p != NULL || s.n > ARTICLE_TEXT_MAX)
		return;
	if (feedtext_is_html(s)) {
		feedtext_of(s, &plain);
		s = buf_span(&plain);
	}
	*m->body = (struct span) { arena_strdup(m->arena, s), s.n };
	buf_free(&plain);
}

static void
take_ld(struct meta *m, struct json_object *root)
{
	struct json_object *o = find_article(root, 0);
	struct article *a = m->a;

	if (o == NULL)
		return;
	put(m, &a->title, jsonin_string(o, "headline"));
	put_date(m, &a->published, jsonin_string(o, "datePublished"));
	put_date(m, &a->updated, jsonin_string(o, "dateModified"));
	put_authors(m, root, jsonin_member(o, "author"));
	put_authors(m, root, jsonin_member(o, "creator"));
	put(m, &a->outlet,
	    jsonin_string(refer(root, jsonin_member(o, "publisher")), "name"));
	put(m, &a->lang, jsonin_string(o, "inLanguage"));
	put_body(m, jsonin_string(o, "articleBody"));
}

static void
read_ld(struct meta *m, const struct htmltree_node *script)
{
	struct buf json = { 0 }, why = { 0 };
	struct json_object *root = NULL;

	for (const struct htmltree_node *c = script->first; c; c = c->next)
		buf_append(&json, c->text.p, c->text.n);
	/* line ends within strings are common, and JSON has none */
	for (size_t i = 0; i < json.n; i++)
		if ((unsigned char)json.p[i] < ' ')
			json.p[i] = ' ';
	if (jsonin_parse(buf_span(&json), LD_DEPTH, &root, &why) == RC_OK) {
		take_ld(m, root);
		json_object_put(root);
	}
	buf_free(&json);
	buf_free(&why);
}

/* ---- elements ---- */

enum what { PUBLISHED, UPDATED, TITLE, AUTHOR, OUTLET, ADDRESS, LANG };

static const struct {
	const char *name;
	enum what what;
} metas[] = {
	{ "article:published_time", PUBLISHED },
	{ "og:article:published_time", PUBLISHED },
	{ "datePublished", PUBLISHED },
	{ "article:published", PUBLISHED },
	{ "parsely-pub-date", PUBLISHED },
	{ "sailthru.date", PUBLISHED },
	{ "pubdate", PUBLISHED },
	{ "publish-date", PUBLISHED },
	{ "publication_date", PUBLISHED },
	{ "dc.date", PUBLISHED },
	{ "dc.date.issued", PUBLISHED },
	{ "dcterms.created", PUBLISHED },
	{ "date", PUBLISHED },
	{ "article:modified_time", UPDATED },
	{ "og:updated_time", UPDATED },
	{ "dateModified", UPDATED },
	{ "last-modified", UPDATED },
	{ "og:title", TITLE },
	{ "twitter:title", TITLE },
	{ "headline", TITLE },
	{ "author", AUTHOR },
	{ "article:author", AUTHOR },
	{ "parsely-author", AUTHOR },
	{ "sailthru.author", AUTHOR },
	{ "dc.creator", AUTHOR },
	{ "byl", AUTHOR },
	{ "og:site_name", OUTLET },
	{ "application-name", OUTLET },
	{ "og:url", ADDRESS },
	{ "og:locale", LANG },
};

#define METAS (sizeof(metas) / sizeof(metas[0]))

static void
put_names(struct meta *m, struct span s)
{
	s = without_by(s);
	if (is_name(s))
		put(m, &m->a->byline, s);
}

static void
take_meta(struct meta *m, enum what what, struct span value)
{
	struct article *a = m->a;

	switch (what) {
	case PUBLISHED:
		put_date(m, &a->published, value);
		break;
	case UPDATED:
		put_date(m, &a->updated, value);
		break;
	case TITLE:
		put(m, &a->title, value);
		break;
	case AUTHOR:
		put_names(m, value);
		break;
	case OUTLET:
		put(m, &a->outlet, value);
		break;
	case ADDRESS:
		put_address(m, value);
		break;
	case LANG:
		put(m, &a->lang, value);
		break;
	}
}

static bool
is_named(struct span s, const char *name)
{
	return s.n == strlen(name) && strncasecmp(s.p, name, s.n) == 0;
}

/* The best of each kind wins: so names are asked for in turn. */
static void
read_metas(struct meta *m)
{
	const struct htmltree_node *root = m->tree->root;
	struct span found[METAS] = { 0 };

	for (struct htmltree_node *n = htmltree_after(root, root, false);
	     n != NULL; n = htmltree_after(n, root, false)) {
		struct span name = { NULL, 0 };

		if (n->tag != HTMLTREE_META)
			continue;
		name = htmltree_attr(n, "property");
		if (name.p == NULL)
			name = htmltree_attr(n, "name");
		if (name.p == NULL)
			name = htmltree_attr(n, "itemprop");
		for (size_t i = 0; name.p != NULL && i < METAS; i++)
			if (found[i].n == 0 && is_named(name, metas[i].name))
				found[i] = htmltree_attr(n, "content");
	}
	for (size_t i = 0; i < METAS; i++)
		if (found[i].n > 0)
			take_meta(m, metas[i].what, found[i]);
	for (size_t i = 0; i < METAS; i++)
		if (found[i].n > 0 &&
		    is_named(span_of(metas[i].name), "og:title"))
			m->graph = keep(m, found[i]);
}

static void
put_shown_byline(struct meta *m, const struct htmltree_node *n)
{
	struct buf line = { 0 };

	pagetext_line(n, &line);
	if (line.n <= BYLINE_MAX)
		put_names(m, buf_span(&line));
	buf_free(&line);
}

static void
read_shown(struct meta *m)
{
	const struct htmltree_node *root = m->tree->root;

	for (struct htmltree_node *n = htmltree_after(root, root, false);
	     n != NULL; n = htmltree_after(n, root, false)) {
		struct span prop = htmltree_attr(n, "itemprop");

		if (n->tag == HTMLTREE_TIME || is_named(prop, "datePublished"))
			put_date(
			    m, &m->a->published, htmltree_attr(n, "datetime"));
		if (m->a->byline.p == NULL && n->tag != HTMLTREE_LINK &&
		    n->tag != HTMLTREE_META &&
		    (is_named(htmltree_attr(n, "rel"), "author") ||
			is_named(prop, "author") ||
			(pageclass_names(htmltree_attr(n, "class")) &
			    PAGECLASS_BYLINE)))
			put_shown_byline(m, n);
	}
}

static void
read_title(struct meta *m, enum htmltree_tag tag)
{
	const struct htmltree_node *root = m->tree->root;
	struct buf line = { 0 };

	for (struct htmltree_node *n = htmltree_after(root, root, false);
	     n != NULL && m->a->title.p == NULL;
	     n = htmltree_after(n, root, false))
		if (n->tag == tag) {
			pagetext_line(n, &line);
			put(m, &m->a->title, buf_span(&line));
			buf_clear(&line);
		}
	buf_free(&line);
}

/* What stands over the story. */
static struct span
heading(struct meta *m)
{
	struct span ranked = m->a->title, over;

	m->a->title = (struct span) { NULL, 0 };
	read_title(m, HTMLTREE_H1);
	over = m->a->title;
	m->a->title = ranked;
	return over;
}

static bool
starts_with(struct span s, struct span with)
{
	return s.n > with.n && memcmp(s.p, with.p, with.n) == 0;
}

/* Does s begin with what parts a title from the name of its outlet? */
static bool
parts(struct span s)
{
	static const struct span mark[] = { SPAN(" - "), SPAN(" | "),
		SPAN(" \xe2\x80\x93 "), SPAN(" \xe2\x80\x94 "),
		SPAN(" \xc2\xb7 ") };

	for (size_t i = 0; i < sizeof(mark) / sizeof(mark[0]); i++)
		if (starts_with(s, mark[i]))
			return true;
	return false;
}

/* "The weir holds | Tarn Post": without the outlet's name, as the heading is,
 * or where the page says how the outlet is called. */
static void
drop_outlet(struct span *title, struct span over, struct span outlet)
{
	struct span rest, name;

	if (over.n > 0 && starts_with(*title, over) &&
	    parts((struct span) { title->p + over.n, title->n - over.n })) {
		*title = over;
		return;
	}
	for (size_t i = 1; i < title->n && !span_eq(*title, over); i++) {
		rest = (struct span) { title->p + i, title->n - i };
		if (!parts(rest))
			continue;
		name = (struct span) { memchr(rest.p + 1, ' ', rest.n - 1), 0 };
		name.n = (size_t)(rest.p + rest.n - ++name.p);
		if (name.n == outlet.n && name.n > 0 &&
		    strncasecmp(name.p, outlet.p, name.n) == 0)
			title->n = i;
	}
}

/*
 * Where Open Graph agrees with what stands over the story, or has the
 * beginning of it, that is the title: it is what the outlet gives others.
 */
static void
agree_on_title(struct meta *m)
{
	struct span over = heading(m), g = m->graph;

	if (g.n > 0 &&
	    (span_eq(g, over) ||
		(g.n * 2 > over.n && g.n < over.n &&
		    memcmp(g.p, over.p, g.n) == 0)))
		m->a->title = g;
	drop_outlet(&m->a->title, over, m->a->outlet);
}

static void
read_heads(struct meta *m)
{
	const struct htmltree_node *root = m->tree->root;

	for (struct htmltree_node *n = htmltree_after(root, root, false);
	     n != NULL; n = htmltree_after(n, root, false)) {
		struct span type = htmltree_attr(n, "type");

		if (n->tag == HTMLTREE_SCRIPT &&
		    is_named(type, "application/ld+json"))
			read_ld(m, n);
		else if (n->tag == HTMLTREE_LINK &&
		    is_named(htmltree_attr(n, "rel"), "canonical"))
			put_address(m, htmltree_attr(n, "href"));
		else if (n->tag == HTMLTREE_HTML)
			put(m, &m->a->lang, htmltree_attr(n, "lang"));
	}
}

void
pagemeta_read(const struct htmltree *t, struct span address,
    struct arena *arena, struct article *a, struct span *body)
{
	struct meta m = { .arena = arena,
		.a = a,
		.body = body,
		.tree = t,
		.address = address };

	*body = (struct span) { NULL, 0 };
	read_heads(&m);
	read_metas(&m);
	read_title(&m, HTMLTREE_H1);
	read_title(&m, HTMLTREE_TITLE);
	agree_on_title(&m);
	read_shown(&m);
	put(&m, &a->url, address);
}
