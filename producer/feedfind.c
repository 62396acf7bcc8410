/* feedfind.c -- the feed that a page names as its own. */
#include "feedfind.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <strings.h>

#include "draft.h"

#define HEAD_MAX  (256u << 10) /* bytes of a page that are looked at */
#define DEPTH_MAX 512          /* so that time stays linear */

static const char *const types[] = { "application/rss+xml",
	"application/atom+xml", "application/feed+json",
	"application/rdf+xml" };

struct find {
	htmlParserCtxtPtr ctxt;
	struct arena arena;
	const char *first, *best, *base;
};

static const char *
attribute(const xmlChar **a, const char *name)
{
	for (; a != NULL && a[0] != NULL; a += 2)
		if (strcasecmp((const char *)a[0], name) == 0)
			return a[1] != NULL ? (const char *)a[1] : "";
	return "";
}

static bool
is_feed(const char *type)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strncasecmp(type, types[i], strlen(types[i])) == 0)
			return true;
	return false;
}

static void
on_open(void *user, const xmlChar *name, const xmlChar **attr)
{
	struct find *f = user;
	const char *href = attribute(attr, "href");
	bool comments;

	if (f->ctxt->nameNr > DEPTH_MAX)
		xmlStopParser(f->ctxt);
	if (*href == '\0')
		return;
	href = arena_strdup(&f->arena, span_of(href));
	if (strcasecmp((const char *)name, "base") == 0 && f->base == NULL)
		f->base = href;
	if (strcasecmp((const char *)name, "link") != 0 ||
	    strcasestr(attribute(attr, "rel"), "alternate") == NULL ||
	    !is_feed(attribute(attr, "type")))
		return;
	comments = strcasestr(href, "comments") != NULL ||
	    strcasestr(attribute(attr, "title"), "comments") != NULL;
	if (f->first == NULL)
		f->first = href;
	if (f->best == NULL && !comments)
		f->best = href;
}

static void
parse(struct find *f, struct span html)
{
	htmlSAXHandler sax = { .startElement = on_open };
	int n = (int)(html.n < HEAD_MAX ? html.n : HEAD_MAX);
	htmlParserCtxtPtr c = htmlCreatePushParserCtxt(
	    &sax, f, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);

	if (c == NULL)
		abort(); /* memory */
	f->ctxt = c;
	htmlCtxtUseOptions(c,
	    HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
		HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
	htmlParseChunk(c, html.p, n, 1);
	if (c->myDoc != NULL)
		xmlFreeDoc(c->myDoc);
	htmlFreeParserCtxt(c);
}

bool
feedfind_link(struct span html, struct span base, struct buf *out)
{
	struct find f = { .first = NULL };
	struct span found;

	if (html.n == 0)
		return false;
	parse(&f, html);
	if (f.best == NULL)
		f.best = f.first;
	if (f.best != NULL) {
		if (f.base != NULL)
			base = draft_resolve(&f.arena, span_of(f.base), base);
		found = draft_resolve(&f.arena, span_of(f.best), base);
		buf_append(out, found.p, found.n);
	}
	arena_free(&f.arena);
	return f.best != NULL;
}
