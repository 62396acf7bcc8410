/* feedtext.c -- the text of a piece of HTML. */
#include "feedtext.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "recode.h"

#define PARSE_CHUNK 65536

enum effect { SILENT = 1, LINE, BLOCK, GAP };

/* Elements that do more than stand in a line. */
static const struct {
	const char *name;
	enum effect effect;
} effects[] = {
	{ "script", SILENT },
	{ "style", SILENT },
	{ "template", SILENT },
	{ "noframes", SILENT },
	{ "iframe", SILENT },
	{ "textarea", SILENT },
	{ "select", SILENT },
	{ "svg", SILENT },
	{ "br", LINE },
	{ "li", LINE },
	{ "tr", LINE },
	{ "dt", LINE },
	{ "dd", LINE },
	{ "option", LINE },
	{ "td", GAP },
	{ "th", GAP },
	{ "p", BLOCK },
	{ "div", BLOCK },
	{ "ul", BLOCK },
	{ "ol", BLOCK },
	{ "dl", BLOCK },
	{ "table", BLOCK },
	{ "caption", BLOCK },
	{ "blockquote", BLOCK },
	{ "pre", BLOCK },
	{ "h1", BLOCK },
	{ "h2", BLOCK },
	{ "h3", BLOCK },
	{ "h4", BLOCK },
	{ "h5", BLOCK },
	{ "h6", BLOCK },
	{ "hr", BLOCK },
	{ "section", BLOCK },
	{ "article", BLOCK },
	{ "header", BLOCK },
	{ "footer", BLOCK },
	{ "aside", BLOCK },
	{ "nav", BLOCK },
	{ "main", BLOCK },
	{ "figure", BLOCK },
	{ "figcaption", BLOCK },
	{ "address", BLOCK },
	{ "fieldset", BLOCK },
	{ "center", BLOCK },
};

struct text {
	htmlParserCtxtPtr ctxt;
	struct buf *out;
	size_t start;  /* where this text begins in out */
	int silent;    /* depth of elements that are left out */
	int breaks;    /* line ends that are due */
	bool gap;      /* a blank is due */
	bool verbatim; /* within <pre> */
};

static enum effect
effect_of(const char *name)
{
	for (size_t i = 0; i < sizeof(effects) / sizeof(effects[0]); i++)
		if (strcasecmp(name, effects[i].name) == 0)
			return effects[i].effect;
	return 0;
}

static void
due(struct text *t, enum effect e)
{
	int n = e == BLOCK ? 2 : e == LINE ? 1 : 0;

	t->breaks = n > t->breaks ? n : t->breaks;
	t->gap = t->gap || e == GAP;
}

static void
on_open(void *user, const xmlChar *name, const xmlChar **attr)
{
	struct text *t = user;
	enum effect e = effect_of((const char *)name);

	(void)attr;
	if (t->ctxt->nameNr > FEEDTEXT_DEPTH_MAX)
		xmlStopParser(t->ctxt);
	if (e == SILENT)
		t->silent++;
	due(t, e);
	if (strcasecmp((const char *)name, "pre") == 0)
		t->verbatim = true;
}

static void
on_close(void *user, const xmlChar *name)
{
	struct text *t = user;
	enum effect e = effect_of((const char *)name);

	if (e == SILENT && t->silent > 0)
		t->silent--;
	if (strcasecmp((const char *)name, "br") != 0)
		due(t, e);
	if (strcasecmp((const char *)name, "pre") == 0)
		t->verbatim = false;
}

/* What was due before the next character. */
static void
settle(struct text *t)
{
	if (t->out->n > t->start) {
		if (t->breaks > 0)
			buf_append(t->out, "\n\n", (size_t)t->breaks);
		else if (t->gap)
			buf_puts(t->out, " ");
	}
	t->breaks = 0;
	t->gap = false;
}

/* A word; U+0080 to U+009F come of references that mean windows-1252. */
static void
put_word(struct buf *out, const char *s, int n)
{
	for (int i = 0; i < n; i++) {
		unsigned c = i + 1 < n && s[i] == '\xc2'
		    ? recode_c1((unsigned char)s[i + 1])
		    : 0;

		if (c == 0)
			buf_append(out, s + i, 1);
		else if (c < 0x800)
			buf_printf(out, "%c%c", 0xc0 | c >> 6, 0x80 | (c & 63));
		else
			buf_printf(out, "%c%c%c", 0xe0 | c >> 12,
			    0x80 | (c >> 6 & 63), 0x80 | (c & 63));
		i += c != 0;
	}
}

static void
on_text(void *user, const xmlChar *p, int n)
{
	struct text *t = user;
	const char *s = (const char *)p;
	int i = 0;

	while (t->silent == 0 && i < n) {
		int from = i;

		while (i < n && strchr(" \t\r\n\f", s[i]) == NULL)
			i++;
		if (i > from) {
			settle(t);
			put_word(t->out, s + from, i - from);
		}
		for (; i < n && strchr(" \t\r\n\f", s[i]) != NULL; i++) {
			t->gap = true;
			if (t->verbatim && s[i] == '\n')
				due(t, LINE);
		}
	}
}

static const htmlSAXHandler handler = {
	.startElement = on_open,
	.endElement = on_close,
	.characters = on_text,
	.ignorableWhitespace = on_text,
};

void
feedtext_of(struct span html, struct buf *out)
{
	htmlSAXHandler sax = handler;
	struct text t = { .out = out, .start = out->n };
	struct span s = html;

	t.ctxt = htmlCreatePushParserCtxt(
	    &sax, &t, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (t.ctxt == NULL)
		abort();
	htmlCtxtUseOptions(t.ctxt,
	    HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
		HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
	while (s.n > 0) {
		size_t n = s.n < PARSE_CHUNK ? s.n : PARSE_CHUNK;

		htmlParseChunk(t.ctxt, s.p, (int)n, 0);
		s = (struct span) { s.p + n, s.n - n };
	}
	htmlParseChunk(t.ctxt, NULL, 0, 1);
	if (t.ctxt->myDoc != NULL)
		xmlFreeDoc(t.ctxt->myDoc);
	htmlFreeParserCtxt(t.ctxt);
}

/* At "<": a tag that HTML knows, or one that is closed further on?  Only so
 * many of the latter are looked for, that time stays linear. */
static bool
is_tag(struct span s, int *looks)
{
	char end[20];
	char name[16];
	size_t n = 0, i = 1 + (s.n > 1 && s.p[1] == '/');

	while (i + n < s.n && n < sizeof(name) - 1 &&
	    isalnum((unsigned char)s.p[i + n])) {
		name[n] = (char)tolower((unsigned char)s.p[i + n]);
		n++;
	}
	name[n] = '\0';
	if (n == 0 || i + n >= s.n ||
	    memchr(" \t\r\n/>", s.p[i + n], 6) == NULL)
		return false;
	if (htmlTagLookup((const xmlChar *)name) != NULL ||
	    effect_of(name) != 0)
		return true;
	snprintf(end, sizeof(end), "</%s>", name);
	return (*looks)-- > 0 && memmem(s.p, s.n, end, strlen(end)) != NULL;
}

/* At "&": a reference? */
static bool
is_reference(struct span s)
{
	char name[16];
	size_t n = 0, i = 1;

	if (s.n > 2 && s.p[1] == '#')
		return isdigit((unsigned char)s.p[2]) || s.p[2] == 'x' ||
		    s.p[2] == 'X';
	while (i + n < s.n && n < sizeof(name) - 1 &&
	    isalnum((unsigned char)s.p[i + n])) {
		name[n] = s.p[i + n];
		n++;
	}
	name[n] = '\0';
	return n > 0 && i + n < s.n && s.p[i + n] == ';' &&
	    (htmlEntityLookup((const xmlChar *)name) != NULL ||
		strcmp(name, "apos") == 0);
}

bool
feedtext_is_html(struct span s)
{
	int looks = 8;

	for (size_t i = 0; i < s.n; i++) {
		struct span at = { s.p + i, s.n - i };

		if ((*at.p == '<' &&
			(is_tag(at, &looks) ||
			    (at.n > 3 && memcmp(at.p, "<!--", 4) == 0))) ||
		    (*at.p == '&' && is_reference(at)))
			return true;
	}
	return false;
}

void
feedtext_line(struct span s, struct buf *out)
{
	bool gap = false;
	size_t start = out->n;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '\0' && strchr(" \t\r\n\f", s.p[i]) != NULL) {
			gap = true;
			continue;
		}
		if (gap && out->n > start)
			buf_puts(out, " ");
		gap = false;
		buf_append(out, s.p + i, 1);
	}
}

bool
feedtext_base64(struct span s, struct buf *out)
{
	char *room = buf_room(out, s.n + 4);
	size_t n;

	if (sodium_base642bin((unsigned char *)room, s.n + 4, s.p, s.n,
		" \t\r\n", &n, NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
		return false;
	out->n += n;
	return true;
}
