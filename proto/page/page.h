/*
 * page.h -- a page of a news site as an article record: text, title, byline,
 * outlet, dates, language, canonical address, and the agencies it credits.
 *
 * Metadata: JSON-LD (schema.org NewsArticle and its kin), then Open Graph and
 * other <meta>, microdata and <time>, then what the page shows (pagemeta.h).
 * Text: pagetext.h.  Characters: a byte order mark, the charset of the
 * transport, <meta> within the first 4096 bytes (HTML Standard, section 13.2.3,
 * "prescan"), then the content: UTF-8 if it is that, else windows-1252.  What
 * says that it is UTF-8 and mostly is not is windows-1252 too, and what is
 * UTF-8 beyond doubt is that whatever it says.
 */
#ifndef PROTO_PAGE_H
#define PROTO_PAGE_H

#include "proto/arena.h"
#include "proto/article.h"
#include "proto/buf.h"
#include "proto/rc.h"

#define PAGE_MAX (64u << 20) /* bytes of a page (contract, section 2) */

struct page {
	struct article article; /* views into arena; text is never absent */
	struct arena arena;     /* the page's */
};

/*
 * Read a page of at most PAGE_MAX bytes into *p, which is { 0 } or was used
 * before (its memory is used again).  charset: of the transport (the parameter
 * of Content-Type), address: where it came from; p NULL where there is none.
 * The article passes article_check(), but for the address, which may be too
 * long.  Otherwise why (cleared first) is a sentence without a full stop:
 *   RC_TOOBIG   the page, its tree (htmltree.h) or its text is over the limit
 *   RC_REFUSED  no text of an article is in it
 * On any result page_free() is the caller's.
 */
MUST_USE enum rc page_read(struct span bytes, struct span charset,
    struct span address, struct page *p, struct buf *why);

/*
 * Give *a, a record that came with html in place of a text, the text, and what
 * else it lacks of what html says.  html is UTF-8: a page, or a piece of one as
 * feeds and agencies have it.  What *a has got lies in p.  Results, why and p
 * as above; *a is as it was on any but RC_OK, and still to be checked.
 */
MUST_USE enum rc page_fill(
    struct span html, struct article *a, struct page *p, struct buf *why);

void page_free(struct page *p);

/* Append bytes, in whatever character set, as UTF-8: the first part of it. */
void page_decode(struct span bytes, struct span charset, struct buf *out);

/* Does the head of a file begin a page of HTML: a doctype, a comment before
 * one, or an element of a page? */
bool page_is_html(struct span head);

#endif
