/* page.c -- a page of a news site as an article record. */
#include "page.h"

#include <strings.h>

#include "feedtext.h"
#include "htmltree.h"
#include "pagemeta.h"
#include "pagetext.h"
#include "proto/utf8.h"
#include "recode.h"

#define PRESCAN 4096
#define PAIRS   16 /* characters of UTF-8 that pairs of bytes are not */

/* ---- characters ---- */

/* What <meta> says in the first bytes; p NULL: nothing. */
static struct span
declared(struct span s)
{
	const char *p = s.p, *end = s.p + (s.n < PRESCAN ? s.n : PRESCAN);

	while (p != NULL && end - p > 8) {
		const char *from;

		if (strncasecmp(p, "charset=", 8) != 0) {
			p++;
			continue;
		}
		p += 8;
		while (p < end && (*p == '"' || *p == '\'' || *p == ' '))
			p++;
		for (from = p;
		     p < end && *p != '\0' && strchr("\"' />;", *p) == NULL;
		     p++)
			;
		return (struct span) { from, (size_t)(p - from) };
	}
	return (struct span) { NULL, 0 };
}

static bool
is_utf8_name(struct span s)
{
	return (s.n == 5 && strncasecmp(s.p, "utf-8", 5) == 0) ||
	    (s.n == 4 && strncasecmp(s.p, "utf8", 4) == 0);
}

/* Is it a set of which a character is a byte? */
static bool
is_single_byte(struct span set)
{
	static const char *const begins[] = { "iso-8859", "iso8859", "iso_8859",
		"windows-125", "cp125", "latin", "ascii", "us-ascii", "koi8",
		"macintosh", "x-mac" };

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (set.n >= strlen(begins[i]) &&
		    strncasecmp(set.p, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

/*
 * Is it UTF-8, although it says that it is in another set?  Text of single
 * bytes hardly ever looks like one character of it, and pairs of bytes like
 * several.
 */
static bool
belies(struct span s, struct span set)
{
	struct recode_census c = recode_census(s);

	return c.bad == 0 && c.good >= (is_single_byte(set) ? 1 : PAIRS);
}

void
page_decode(struct span s, struct span set, struct buf *out)
{
	static const struct span utf8 = SPAN("utf-8"), le = SPAN("utf-16le"),
				 be = SPAN("utf-16be"),
				 win = SPAN("windows-1252");
	struct recode_census c;

	if (s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0) {
		s = (struct span) { s.p + 3, s.n - 3 };
		set = utf8;
	} else if (s.n >= 2 && memcmp(s.p, "\xff\xfe", 2) == 0) {
		s = (struct span) { s.p + 2, s.n - 2 };
		set = le;
	} else if (s.n >= 2 && memcmp(s.p, "\xfe\xff", 2) == 0) {
		s = (struct span) { s.p + 2, s.n - 2 };
		set = be;
	} else if (set.n == 0)
		set = declared(s);
	if (set.n == 0 || is_utf8_name(set)) {
		c = recode_census(s);
		set = c.bad == 0 || (set.n > 0 && c.good > c.bad) ? utf8 : win;
	} else if (belies(s, set))
		set = utf8;
	if (recode_utf8(set, s, out) != RC_OK &&
	    recode_utf8(recode_census(s).bad == 0 ? utf8 : win, s, out) !=
		RC_OK)
		buf_append(out, s.p, utf8_valid(s));
	/* no text has one, and the parser ends at it */
	for (size_t i = 0; i < out->n; i++) {
		char *p = memchr(out->p + i, '\0', out->n - i);

		i = p != NULL ? (size_t)(p - out->p) : out->n - 1;
		if (p != NULL)
			*p = ' ';
	}
}

/* ---- what is a page ---- */

bool
page_is_html(struct span s)
{
	static const char *const start[] = { "<!doctype html", "<html", "<head",
		"<body", "<!--", "<title", "<meta", "<article", "<div" };

	if (s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0)
		s = (struct span) { s.p + 3, s.n - 3 };
	while (s.n > 0 && *s.p != '\0' && strchr(" \t\r\n\f", *s.p) != NULL)
		s = (struct span) { s.p + 1, s.n - 1 };
	for (size_t i = 0; i < sizeof(start) / sizeof(start[0]); i++)
		if (s.n >= strlen(start[i]) &&
		    strncasecmp(s.p, start[i], strlen(start[i])) == 0)
			return true;
	return false;
}

/* ---- the article ---- */

static void
keep_text(struct page *p, struct buf *text, struct buf *credit)
{
	struct article *a = &p->article;

	a->text = (struct span) { arena_strdup(&p->arena, buf_span(text)),
		text->n };
	if (credit->n > 0 && credit->n <= ARTICLE_META_MAX)
		a->source = (struct span) {
			arena_strdup(&p->arena, buf_span(credit)), credit->n
		};
}

/* "en_GB" is meant to be "en-GB". */
static void
mend_language(struct page *p)
{
	char *copy;

	if (p->article.lang.p == NULL)
		return;
	copy = arena_strdup(&p->arena, p->article.lang);
	for (char *c = copy; *c != '\0'; c++)
		*c = *c == '_' ? '-' : *c;
	p->article.lang.p = copy;
}

static enum rc
check(const struct page *p, bool full, struct buf *why)
{
	const char *what = NULL;
	enum rc rc;

	if (full) {
		buf_printf(why,
		    "a page of more than %u elements and pieces of text, or "
		    "that needs more than %u MB beside twice its size; save "
		    "its text",
		    HTMLTREE_NODES_MAX, HTMLTREE_MEMORY_MAX >> 20);
		return RC_TOOBIG;
	}
	if (p->article.text.n == 0) {
		buf_puts(why,
		    "a page without an article's text in it; save its text, "
		    "or give the address of the article itself");
		return RC_REFUSED;
	}
	rc = article_check(&p->article, &what);
	if (rc != RC_OK)
		buf_puts(why, what);
	return rc;
}

enum rc
page_read(struct span bytes, struct span charset, struct span address,
    struct page *p, struct buf *why)
{
	struct buf html = { 0 }, text = { 0 }, credit = { 0 };
	struct pagetext_known known = { 0 };
	struct htmltree tree;

	buf_clear(why);
	arena_reset(&p->arena);
	memset(&p->article, 0, sizeof(p->article));
	if (bytes.n > PAGE_MAX) {
		buf_printf(why, "a page of more than %u MB; save its text",
		    PAGE_MAX >> 20);
		return RC_TOOBIG;
	}
	page_decode(bytes, charset, &html);
	htmltree_parse(buf_span(&html), &p->arena, &tree);
	if (!tree.full) {
		pagemeta_read(
		    &tree, address, &p->arena, &p->article, &known.body);
		known.title = p->article.title;
		known.byline = p->article.byline;
		pagetext_read(&tree, &known, &text, &credit);
		keep_text(p, &text, &credit);
		mend_language(p);
	}
	buf_free(&html);
	buf_free(&text);
	buf_free(&credit);
	return check(p, tree.full, why);
}

/* ---- html in a record ---- */

static bool
is_whole(struct span html)
{
	return page_is_html(html) ||
	    memmem(html.p, html.n, "<html", 5) != NULL ||
	    memmem(html.p, html.n, "<body", 5) != NULL;
}

static enum rc
fill_piece(struct span html, struct article *a, struct page *p, struct buf *why)
{
	struct buf text = { 0 };
	enum rc rc = RC_OK;

	buf_clear(why);
	arena_reset(&p->arena);
	feedtext_of(html, &text);
	if (text.n > 0)
		a->text = (struct span) {
			arena_strdup(&p->arena, buf_span(&text)), text.n
		};
	else {
		buf_puts(why,
		    "\"html\" without any text in it: give the page, or its "
		    "\"text\"");
		rc = RC_REFUSED;
	}
	buf_free(&text);
	return rc;
}

static void
fall_back(struct span *to, struct span from)
{
	if (to->n == 0)
		*to = from;
}

enum rc
page_fill(struct span html, struct article *a, struct page *p, struct buf *why)
{
	static const struct span utf8 = SPAN("utf-8");
	const struct article *q = &p->article;
	enum rc rc;

	if (!is_whole(html))
		return fill_piece(html, a, p, why);
	if ((rc = page_read(html, utf8, a->url, p, why)) != RC_OK)
		return rc;
	a->text = q->text;
	fall_back(&a->url, q->url);
	fall_back(&a->outlet, q->outlet);
	fall_back(&a->source, q->source);
	fall_back(&a->title, q->title);
	fall_back(&a->byline, q->byline);
	fall_back(&a->published, q->published);
	fall_back(&a->updated, q->updated);
	fall_back(&a->lang, q->lang);
	return RC_OK;
}

void
page_free(struct page *p)
{
	arena_free(&p->arena);
	memset(p, 0, sizeof(*p));
}
