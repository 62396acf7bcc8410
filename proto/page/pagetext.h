/*
 * pagetext.h -- the text of an article in the tree of its page.
 *
 * The page's lines of text (blocks) are weighed by their running text: length
 * without links, as in boilerplate detection by shallow features (Kohlschütter
 * et al., WSDM 2010).  What is furniture by its element, class, id or role
 * (captions, newsletters, related stories, comments) does not count, unless it,
 * or what has the same class beside it, holds most of the page.  The article is
 * the element that is marked as its body, else the smallest that holds nearly
 * all of the weight; of its blocks those are left out that are mostly links or
 * the usual lines of furniture
 * ("ADVERTISEMENT", "Read more: ...").  Time is linear in the page.
 */
#ifndef PROTO_PAGE_PAGETEXT_H
#define PROTO_PAGE_PAGETEXT_H

#include "htmltree.h"
#include "proto/buf.h"

struct pagetext_known {
	struct span title;  /* is no part of the text */
	struct span byline; /* nor is this */
	struct span body;   /* JSON-LD's articleBody, as text; p NULL: none */
};

/* Append the text to out, an empty line between paragraphs, and to credit the
 * lines that say who else it is from ("With files from ..."). */
void pagetext_read(const struct htmltree *t, const struct pagetext_known *k,
    struct buf *out, struct buf *credit);

/* Append the text below n, its blanks squeezed, to out. */
void pagetext_line(const struct htmltree_node *n, struct buf *out);

#endif
