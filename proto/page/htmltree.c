/* htmltree.c -- a page of HTML as a tree. */
#include "htmltree.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <stdlib.h>

#include "proto/buf.h"
#include "proto/utf8.h"

#define PARSE_CHUNK 65536

enum { BLOCK = 1, SILENT = 2 };

/* In the order of their names, which is that of the enumeration. */
static const struct name {
	const char *name;
	enum htmltree_tag tag;
	int flags;
} names[] = {
	{ "a", HTMLTREE_A, 0 },
	{ "address", HTMLTREE_ADDRESS, BLOCK },
	{ "article", HTMLTREE_ARTICLE, BLOCK },
	{ "aside", HTMLTREE_ASIDE, BLOCK },
	{ "audio", HTMLTREE_AUDIO, SILENT },
	{ "blockquote", HTMLTREE_BLOCKQUOTE, BLOCK },
	{ "body", HTMLTREE_BODY, BLOCK },
	{ "br", HTMLTREE_BR, 0 },
	{ "button", HTMLTREE_BUTTON, SILENT },
	{ "caption", HTMLTREE_CAPTION, BLOCK },
	{ "center", HTMLTREE_CENTER, BLOCK },
	{ "dd", HTMLTREE_DD, BLOCK },
	{ "details", HTMLTREE_DETAILS, BLOCK },
	{ "dialog", HTMLTREE_DIALOG, BLOCK },
	{ "div", HTMLTREE_DIV, BLOCK },
	{ "dl", HTMLTREE_DL, BLOCK },
	{ "dt", HTMLTREE_DT, BLOCK },
	{ "fieldset", HTMLTREE_FIELDSET, BLOCK },
	{ "figcaption", HTMLTREE_FIGCAPTION, BLOCK },
	{ "figure", HTMLTREE_FIGURE, BLOCK },
	{ "footer", HTMLTREE_FOOTER, BLOCK },
	{ "form", HTMLTREE_FORM, BLOCK },
	{ "frame", HTMLTREE_FRAME, SILENT },
	{ "h1", HTMLTREE_H1, BLOCK },
	{ "h2", HTMLTREE_H2, BLOCK },
	{ "h3", HTMLTREE_H3, BLOCK },
	{ "h4", HTMLTREE_H4, BLOCK },
	{ "h5", HTMLTREE_H5, BLOCK },
	{ "h6", HTMLTREE_H6, BLOCK },
	{ "head", HTMLTREE_HEAD, BLOCK },
	{ "header", HTMLTREE_HEADER, BLOCK },
	{ "hr", HTMLTREE_HR, BLOCK },
	{ "html", HTMLTREE_HTML, BLOCK },
	{ "iframe", HTMLTREE_IFRAME, SILENT },
	{ "img", HTMLTREE_IMG, 0 },
	{ "input", HTMLTREE_INPUT, 0 },
	{ "label", HTMLTREE_LABEL, 0 },
	{ "li", HTMLTREE_LI, BLOCK },
	{ "link", HTMLTREE_LINK, 0 },
	{ "main", HTMLTREE_MAIN, BLOCK },
	{ "menu", HTMLTREE_MENU, BLOCK },
	{ "meta", HTMLTREE_META, 0 },
	{ "nav", HTMLTREE_NAV, BLOCK },
	{ "noscript", HTMLTREE_NOSCRIPT, SILENT },
	{ "object", HTMLTREE_OBJECT, SILENT },
	{ "ol", HTMLTREE_OL, BLOCK },
	{ "option", HTMLTREE_OPTION, BLOCK },
	{ "p", HTMLTREE_P, BLOCK },
	{ "picture", HTMLTREE_PICTURE, 0 },
	{ "pre", HTMLTREE_PRE, BLOCK },
	{ "script", HTMLTREE_SCRIPT, SILENT },
	{ "section", HTMLTREE_SECTION, BLOCK },
	{ "select", HTMLTREE_SELECT, SILENT },
	{ "style", HTMLTREE_STYLE, SILENT },
	{ "sup", HTMLTREE_SUP, 0 },
	{ "svg", HTMLTREE_SVG, SILENT },
	{ "table", HTMLTREE_TABLE, BLOCK },
	{ "tbody", HTMLTREE_TBODY, BLOCK },
	{ "td", HTMLTREE_TD, BLOCK },
	{ "template", HTMLTREE_TEMPLATE, SILENT },
	{ "textarea", HTMLTREE_TEXTAREA, SILENT },
	{ "th", HTMLTREE_TH, BLOCK },
	{ "time", HTMLTREE_TIME, 0 },
	{ "title", HTMLTREE_TITLE, BLOCK },
	{ "tr", HTMLTREE_TR, BLOCK },
	{ "ul", HTMLTREE_UL, BLOCK },
	{ "video", HTMLTREE_VIDEO, SILENT },
};

#define NAMES (sizeof(names) / sizeof(names[0]))
_Static_assert(NAMES == HTMLTREE_TAGS - HTMLTREE_A, "a tag without a name");

struct reading {
	htmlParserCtxtPtr ctxt;
	struct arena *arena;
	struct htmltree *tree;
	struct htmltree_node *open; /* what the next node belongs to */
	int beyond;                 /* open elements that hang from `open` */
	struct buf text;            /* characters not yet in a node */
	size_t most;                /* bytes that the arena may hand out */
};

static int
by_name(const void *key, const void *name)
{
	return strcmp(key, ((const struct name *)name)->name);
}

static enum htmltree_tag
tag_of(const char *name)
{
	const struct name *f = bsearch(
	    name, names, NAMES, sizeof(names[0]), by_name);

	return f != NULL ? f->tag : HTMLTREE_UNKNOWN;
}

static bool
has_flag(enum htmltree_tag tag, int flag)
{
	return tag >= HTMLTREE_A && (names[tag - HTMLTREE_A].flags & flag) != 0;
}

static struct htmltree_node *
add(struct reading *r, enum htmltree_tag tag)
{
	struct htmltree_node *n = arena_alloc(r->arena, 1, sizeof(*n));

	n->tag = tag;
	n->number = (uint32_t)r->tree->n++;
	n->up = r->open;
	if (n->up->last != NULL)
		n->up->last->next = n;
	else
		n->up->first = n;
	n->up->last = n;
	if (r->tree->n >= HTMLTREE_NODES_MAX || r->arena->total > r->most) {
		r->tree->cut = r->tree->full = true;
		xmlStopParser(r->ctxt);
	}
	return n;
}

/* The characters so far are a node. */
static void
settle(struct reading *r)
{
	struct htmltree_node *n;

	if (r->text.n == 0)
		return;
	n = add(r, HTMLTREE_TEXT);
	n->text = (struct span) { arena_strdup(r->arena, buf_span(&r->text)),
		r->text.n };
	buf_clear(&r->text);
}

static struct span
keep(struct arena *a, const xmlChar *s)
{
	struct span v = span_of((const char *)s);

	return (struct span) { arena_strdup(a, v), v.n };
}

static void
keep_attrs(struct reading *r, struct htmltree_node *n, const xmlChar **attr)
{
	size_t count = 0;

	while (attr != NULL && attr[2 * count] != NULL)
		count++;
	if (count == 0)
		return;
	n->attr = arena_alloc(r->arena, count, sizeof(*n->attr));
	n->n_attr = count;
	for (size_t i = 0; i < count; i++) {
		n->attr[i].name = keep(r->arena, attr[2 * i]).p;
		n->attr[i].value = attr[2 * i + 1] != NULL
		    ? keep(r->arena, attr[2 * i + 1])
		    : (struct span)SPAN("");
	}
}

/* Of what HTML 5 has added, what stands in bodies alone. */
static bool
is_of_body(enum htmltree_tag tag)
{
	return tag == HTMLTREE_ARTICLE || tag == HTMLTREE_MAIN ||
	    tag == HTMLTREE_SECTION || tag == HTMLTREE_HEADER ||
	    tag == HTMLTREE_NAV || tag == HTMLTREE_ASIDE ||
	    tag == HTMLTREE_FIGURE || tag == HTMLTREE_FOOTER;
}

static void
on_open(void *user, const xmlChar *name, const xmlChar **attr)
{
	struct reading *r = user;
	enum htmltree_tag tag = tag_of((const char *)name);
	struct htmltree_node *n;

	settle(r);
	/* the parser knows no elements of HTML 5 that would end a head */
	if (r->open->tag == HTMLTREE_HEAD && is_of_body(tag))
		r->open->tag = HTMLTREE_BODY;
	n = add(r, tag);
	keep_attrs(r, n, attr);
	if (r->ctxt->nameNr > HTMLTREE_OPEN_MAX) {
		r->tree->cut = true;
		xmlStopParser(r->ctxt);
	}
	if (r->ctxt->nameNr > HTMLTREE_DEPTH_MAX)
		r->beyond++;
	else
		r->open = n;
}

static void
on_close(void *user, const xmlChar *name)
{
	struct reading *r = user;

	(void)name;
	settle(r);
	if (r->beyond > 0)
		r->beyond--;
	else if (r->open->up != NULL)
		r->open = r->open->up;
}

static void
on_text(void *user, const xmlChar *p, int n)
{
	struct reading *r = user;

	buf_append(&r->text, p, (size_t)n);
}

static const htmlSAXHandler handler = {
	.startElement = on_open,
	.endElement = on_close,
	.characters = on_text,
	.cdataBlock = on_text,
	.ignorableWhitespace = on_text,
};

/* ---- before the parser ---- */

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/*
 * The end of the attribute that begins at i, after its value.  libxml2 looks
 * at each of a tag's attributes for each other one, so their number is kept
 * small before it sees them.
 */
static size_t
skip_attr(struct span s, size_t i)
{
	char quote;

	while (i < s.n && !is_blank(s.p[i]) && s.p[i] != '=' && s.p[i] != '>')
		i++;
	while (i < s.n && is_blank(s.p[i]))
		i++;
	if (i == s.n || s.p[i] != '=')
		return i;
	do
		i++;
	while (i < s.n && is_blank(s.p[i]));
	if (i < s.n && (s.p[i] == '"' || s.p[i] == '\'')) {
		quote = s.p[i++];
		while (i < s.n && s.p[i] != quote)
			i++;
		return i < s.n ? i + 1 : i;
	}
	while (i < s.n && !is_blank(s.p[i]) && s.p[i] != '>')
		i++;
	return i;
}

/* Where the tag whose attributes begin at i should end for being too long;
 * 0: it is not.  *end: behind what was looked at. */
static size_t
too_many(struct span s, size_t i, size_t *end)
{
	size_t n = 0, last = i;

	while (i < s.n && s.p[i] != '>') {
		if (is_blank(s.p[i]) || s.p[i] == '/') {
			i++;
			continue;
		}
		if (++n == HTMLTREE_ATTRS_MAX)
			last = i;
		i = skip_attr(s, i);
	}
	*end = i;
	return n > HTMLTREE_ATTRS_MAX ? last : 0;
}

/* The first tag from *i on that has too many attributes: what is too much of
 * it, from *cut to *i; false: there is none. */
static bool
find_excess(struct span s, size_t *i, size_t *cut)
{
	while (*i < s.n) {
		const char *p = memchr(s.p + *i, '<', s.n - *i);

		if (p == NULL)
			return false;
		*i = (size_t)(p - s.p) + 1;
		if (*i == s.n || !isalpha((unsigned char)s.p[*i]))
			continue;
		while (*i < s.n && !is_blank(s.p[*i]) && s.p[*i] != '>')
			(*i)++;
		*cut = too_many(s, *i, i);
		if (*cut > 0)
			return true;
	}
	return false;
}

static void
feed(struct reading *r, struct span s)
{
	while (s.n > 0) {
		size_t n = s.n < PARSE_CHUNK ? s.n : PARSE_CHUNK;

		htmlParseChunk(r->ctxt, s.p, (int)n, 0);
		s = (struct span) { s.p + n, s.n - n };
	}
}

static void
feed_all(struct reading *r, struct span html)
{
	size_t from = 0, i = 0, cut = 0;

	if (html.p == NULL)
		html = (struct span) { "", 0 };
	while (find_excess(html, &i, &cut)) {
		feed(r, (struct span) { html.p + from, cut - from });
		from = i;
		r->tree->cut = true;
	}
	feed(r, (struct span) { html.p + from, html.n - from });
	htmlParseChunk(r->ctxt, NULL, 0, 1);
}

void
htmltree_parse(struct span html, struct arena *arena, struct htmltree *t)
{
	htmlSAXHandler sax = handler;
	struct reading r = { .arena = arena,
		.tree = t,
		.most = arena->total + 2 * html.n + HTMLTREE_MEMORY_MAX };

	memset(t, 0, sizeof(*t));
	t->root = arena_alloc(arena, 1, sizeof(*t->root));
	t->root->tag = HTMLTREE_UNKNOWN;
	t->n = 1;
	r.open = t->root;
	r.ctxt = htmlCreatePushParserCtxt(
	    &sax, &r, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (r.ctxt == NULL)
		abort();
	/* it finds names in a table of fixed size: many take quadratic time */
	xmlDictSetLimit(r.ctxt->dict, HTMLTREE_NAMES_MAX);
	htmlCtxtUseOptions(r.ctxt,
	    HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
		HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
	feed_all(&r, html);
	r.open = r.open != NULL ? r.open : t->root;
	settle(&r);
	if (r.ctxt->myDoc != NULL)
		xmlFreeDoc(r.ctxt->myDoc);
	htmlFreeParserCtxt(r.ctxt);
	buf_free(&r.text);
}

/* ---- questions ---- */

struct span
htmltree_attr(const struct htmltree_node *n, const char *name)
{
	for (size_t i = 0; i < n->n_attr; i++)
		if (strcmp(n->attr[i].name, name) == 0)
			return n->attr[i].value;
	return (struct span) { NULL, 0 };
}

struct htmltree_node *
htmltree_after(
    const struct htmltree_node *n, const struct htmltree_node *top, bool skip)
{
	if (!skip && n->first != NULL)
		return n->first;
	while (n != top && n->next == NULL)
		n = n->up;
	return n == top ? NULL : n->next;
}

bool
htmltree_is_block(enum htmltree_tag tag)
{
	return has_flag(tag, BLOCK);
}

bool
htmltree_is_silent(enum htmltree_tag tag)
{
	return has_flag(tag, SILENT);
}
