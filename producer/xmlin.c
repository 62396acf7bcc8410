/* xmlin.c -- XML from outside, as events. */
#include "xmlin.h"

#include <limits.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "proto/arena.h"
#include "proto/page/recode.h"
#include "xmlmend.h"

#define DECLARATION_MAX 256 /* bytes of <?xml ...?> that are looked at */
#define DECLARED_MAX    256 /* entities a document may declare */

/* An entity that the document declares. */
struct declared {
	const char *name, *content;
};

struct xmlin {
	xmlParserCtxtPtr ctxt;
	const struct xmlin_events *ev;
	void *arg;
	struct arena arena;
	struct declared declared[DECLARED_MAX];
	size_t n_declared;
	size_t spent;      /* bytes that entities were put in for */
	xmlEntity entity;  /* the one being put in */
	size_t depth, top; /* elements open; elements ever */
	struct buf root;   /* the first one's name, with prefix */
	int line;          /* of the first error; 0: none */
};

/* What the first bytes say: XML 1.0, appendix F.1. */
static const struct {
	struct span head;
	size_t bom;
	const char *set;
} heads[] = {
	{ SPAN("\x00\x00\xfe\xff"), 4, "UTF-32BE" },
	{ SPAN("\xff\xfe\x00\x00"), 4, "UTF-32LE" },
	{ SPAN("\x00\x00\x00<"), 0, "UTF-32BE" },
	{ SPAN("<\x00\x00\x00"), 0, "UTF-32LE" },
	{ SPAN("\xef\xbb\xbf"), 3, "UTF-8" },
	{ SPAN("\xfe\xff"), 2, "UTF-16BE" },
	{ SPAN("\xff\xfe"), 2, "UTF-16LE" },
	{ SPAN("\x00<"), 0, "UTF-16BE" },
	{ SPAN("<\x00"), 0, "UTF-16LE" },
};

/* The value of encoding="..." in the declaration. */
static struct span
declared_set(struct span s)
{
	struct span head = { s.p,
		s.n < DECLARATION_MAX ? s.n : DECLARATION_MAX };
	const char *at = head.n > 0 ? memmem(head.p, head.n, "encoding", 8)
				    : NULL;
	const char *end = head.n > 0 ? memmem(head.p, head.n, "?>", 2) : NULL;
	const char *quote, *close;

	if (at == NULL || end == NULL || at > end)
		return (struct span) { NULL, 0 };
	for (quote = at + 8; quote < end && *quote != '"' && *quote != '\'';)
		quote++;
	close = quote < end
	    ? memchr(quote + 1, *quote, (size_t)(end - quote - 1))
	    : NULL;
	if (close == NULL)
		return (struct span) { NULL, 0 };
	return (struct span) { quote + 1, (size_t)(close - quote - 1) };
}

/* A declaration that could be read as ASCII is in none of these. */
static bool
is_wide(struct span set)
{
	return set.n >= 5 &&
	    (strncasecmp(set.p, "utf-16", 5) == 0 ||
		strncasecmp(set.p, "utf-32", 5) == 0 ||
		strncasecmp(set.p, "ucs-", 4) == 0) &&
	    strncasecmp(set.p, "utf-8", 5) != 0;
}

void
xmlin_decode(struct span s, struct span charset, struct buf *out)
{
	static const struct span utf8 = SPAN("UTF-8");
	static const struct span western = SPAN("windows-1252");
	struct span set = charset;
	struct recode_census c;

	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		if (s.n >= heads[i].head.n &&
		    memcmp(s.p, heads[i].head.p, heads[i].head.n) == 0) {
			s = (struct span) { s.p + heads[i].bom,
				s.n - heads[i].bom };
			set = span_of(heads[i].set);
			break;
		}
	if (set.p == NULL)
		set = declared_set(s);
	if (set.p != NULL && !is_wide(charset) && set.p[0] != '\0' &&
	    is_wide(set) && memchr(s.p, '\0', s.n) == NULL)
		set = utf8;
	if (set.p == NULL ||
	    (set.n == 5 && strncasecmp(set.p, "utf-8", 5) == 0)) {
		c = recode_census(s);
		set = c.bad > c.good ? western : utf8;
	}
	if (recode_utf8(set, s, out) != RC_OK &&
	    recode_utf8(recode_census(s).bad > 0 ? western : utf8, s, out) !=
		RC_OK)
		abort(); /* glibc has both */
}

struct span
xmlin_attr_of(const struct xmlin_tag *t, const char *prefix, const char *name)
{
	const xmlChar *const *a = t->attr;

	for (int i = 0; i < t->n_attr; i++, a += 5) {
		const char *p = (const char *)a[1];

		if (strcasecmp((const char *)a[0], name) == 0 &&
		    (prefix == NULL ? p == NULL
				    : p != NULL && strcmp(p, prefix) == 0))
			return (struct span) { (const char *)a[3],
				(size_t)(a[4] - a[3]) };
	}
	return (struct span) { NULL, 0 };
}

struct span
xmlin_attr(const struct xmlin_tag *t, const char *name)
{
	return xmlin_attr_of(t, NULL, name);
}

static void
on_start(void *user, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int n_ns, const xmlChar **ns, int n_attr, int n_default,
    const xmlChar **attr)
{
	struct xmlin *x = user;
	const struct xmlin_tag t = { (const char *)name, (const char *)prefix,
		(const char *)uri, x->ctxt->input->line, attr, n_attr };

	(void)n_ns, (void)ns, (void)n_default;
	if (x->top++ == 0)
		buf_printf(&x->root, "%s%s%s", prefix != NULL ? t.prefix : "",
		    prefix != NULL ? ":" : "", t.name);
	x->depth++;
	x->ev->open(x->arg, &t);
}

static void
on_end(
    void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct xmlin *x = user;

	(void)name, (void)prefix, (void)uri;
	if (x->depth > 0) {
		x->depth--;
		x->ev->close(x->arg);
	}
}

static void
on_text(void *user, const xmlChar *p, int n)
{
	struct xmlin *x = user;

	x->ev->text(x->arg, (struct span) { (const char *)p, (size_t)n });
}

/* Only what is plain text: no markup, no reference within. */
static void
on_entity(void *user, const xmlChar *name, int type, const xmlChar *pub,
    const xmlChar *sys, xmlChar *content)
{
	struct xmlin *x = user;
	struct span s = span_of((const char *)content);

	(void)pub, (void)sys;
	if (type != XML_INTERNAL_GENERAL_ENTITY || s.p == NULL ||
	    strpbrk(s.p, "<&%") != NULL || x->n_declared == DECLARED_MAX)
		return;
	x->declared[x->n_declared++] = (struct declared) {
		arena_strdup(&x->arena, span_of((const char *)name)),
		arena_strdup(&x->arena, s),
	};
}

/* Entities are given as if XML had predefined them, so libxml2 never parses
 * what stands in one. */
static xmlEntityPtr
on_reference(void *user, const xmlChar *name)
{
	struct xmlin *x = user;
	const char *content = "";

	for (size_t i = 0; i < x->n_declared; i++)
		if (strcmp(x->declared[i].name, (const char *)name) == 0) {
			content = x->declared[i].content;
			break;
		}
	x->spent += strlen(content);
	if (x->spent > XMLIN_ENTITIES_MAX)
		content = "";
	memset(&x->entity, 0, sizeof(x->entity));
	x->entity.type = XML_ENTITY_DECL;
	x->entity.name = name;
	x->entity.etype = x->ctxt->instate == XML_PARSER_ATTRIBUTE_VALUE
	    ? XML_INTERNAL_GENERAL_ENTITY
	    : XML_INTERNAL_PREDEFINED_ENTITY;
	x->entity.content = (xmlChar *)(uintptr_t)content;
	x->entity.orig =
	    x->entity.content; /* or libxml2 leaves its own there */
	x->entity.length = (int)strlen(content);
	x->entity.checked = 2; /* no "<" in it, and nothing to expand */
	return &x->entity;
}

static void
on_error(void *user, xmlErrorPtr e)
{
	struct xmlin *x = user;

	if (x->line == 0 && e->level >= XML_ERR_ERROR)
		x->line = e->line > 0 ? e->line : 1;
}

static const xmlSAXHandler handler = {
	.initialized = XML_SAX2_MAGIC,
	.startElementNs = on_start,
	.endElementNs = on_end,
	.characters = on_text,
	.ignorableWhitespace = on_text,
	.cdataBlock = on_text,
	.entityDecl = on_entity,
	.getEntity = on_reference,
	.serror = on_error,
};

/* Does s end with the end of its first element, or of a part of that? */
static bool
ends_well(const struct xmlin *x, struct span s)
{
	size_t n = x->root.n;

	while (s.n > 0 && strchr(" \t\r\n>", s.p[s.n - 1]) != NULL)
		s.n--;
	return n > 0 && s.n > n + 2 &&
	    memcmp(s.p + s.n - n, x->root.p, n) == 0 &&
	    memcmp(s.p + s.n - n - 2, "</", 2) == 0;
}

static void
parse(struct xmlin *x, struct span utf8)
{
	if (utf8.n == 0 || utf8.n > INT_MAX)
		return;
	x->ctxt = xmlCreateMemoryParserCtxt(utf8.p, (int)utf8.n);
	if (x->ctxt == NULL)
		abort();
	xmlCtxtUseOptions(x->ctxt,
	    XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOENT |
		XML_PARSE_IGNORE_ENC | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	*x->ctxt->sax = handler;
	x->ctxt->userData = x;
	xmlParseDocument(x->ctxt);
	/* names are libxml2's until it is freed */
	if (ends_well(x, utf8))
		for (; x->depth > 0; x->depth--)
			x->ev->close(x->arg);
	if (x->ctxt->myDoc != NULL)
		xmlFreeDoc(x->ctxt->myDoc);
	xmlFreeParserCtxt(x->ctxt);
}

enum rc
xmlin_read(struct span bytes, struct span charset,
    const struct xmlin_events *ev, void *arg, struct xmlin_state *state)
{
	struct xmlin x = { .ev = ev, .arg = arg };
	struct buf utf8 = { 0 }, mended = { 0 };

	xmlin_decode(bytes, charset, &utf8);
	xmlmend_text(buf_span(&utf8), &mended);
	buf_free(&utf8);
	parse(&x, buf_span(&mended));
	*state = (struct xmlin_state) { x.line > 0, x.depth > 0, x.line };
	buf_free(&mended);
	buf_free(&x.root);
	arena_free(&x.arena);
	return x.top > 0 ? RC_OK : RC_REFUSED;
}
