/*
 * htmltree.h -- a page of HTML as a tree, by libxml2's push parser (SAX, in
 * recovery mode), in memory that is bounded by a small multiple of the page.
 *
 * It is the parser of HTML 4; of HTML 5 it knows no more than that its
 * elements are elements, which is enough to read a page and too little to
 * clean one.  Elements nested deeper than HTMLTREE_DEPTH_MAX hang from the one
 * at that depth; at HTMLTREE_OPEN_MAX open ones the reading ends, and what came
 * before is kept.  A tag with more than HTMLTREE_ATTRS_MAX attributes loses the
 * rest of them; of names of elements and attributes HTMLTREE_NAMES_MAX bytes
 * are told apart, and what is called by more is left out.  At
 * HTMLTREE_NODES_MAX nodes, or when the tree needs HTMLTREE_MEMORY_MAX bytes
 * more than twice the page's, the reading ends, too, and the tree is `full`.
 * Time is linear.
 */
#ifndef PROTO_PAGE_HTMLTREE_H
#define PROTO_PAGE_HTMLTREE_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/arena.h"
#include "proto/span.h"

#define HTMLTREE_DEPTH_MAX  250
#define HTMLTREE_OPEN_MAX   4000
#define HTMLTREE_NODES_MAX  400000u /* real pages have up to 20,000 */
#define HTMLTREE_MEMORY_MAX (32u << 20)
#define HTMLTREE_NAMES_MAX  (256u << 10)
#define HTMLTREE_ATTRS_MAX  256

/* The elements that anything asks for by name. */
enum htmltree_tag {
	HTMLTREE_TEXT, /* no element: characters */
	HTMLTREE_UNKNOWN,
	HTMLTREE_A, /* from here on in the order of their names */
	HTMLTREE_ADDRESS,
	HTMLTREE_ARTICLE,
	HTMLTREE_ASIDE,
	HTMLTREE_AUDIO,
	HTMLTREE_BLOCKQUOTE,
	HTMLTREE_BODY,
	HTMLTREE_BR,
	HTMLTREE_BUTTON,
	HTMLTREE_CAPTION,
	HTMLTREE_CENTER,
	HTMLTREE_DD,
	HTMLTREE_DETAILS,
	HTMLTREE_DIALOG,
	HTMLTREE_DIV,
	HTMLTREE_DL,
	HTMLTREE_DT,
	HTMLTREE_FIELDSET,
	HTMLTREE_FIGCAPTION,
	HTMLTREE_FIGURE,
	HTMLTREE_FOOTER,
	HTMLTREE_FORM,
	HTMLTREE_FRAME,
	HTMLTREE_H1,
	HTMLTREE_H2,
	HTMLTREE_H3,
	HTMLTREE_H4,
	HTMLTREE_H5,
	HTMLTREE_H6,
	HTMLTREE_HEAD,
	HTMLTREE_HEADER,
	HTMLTREE_HR,
	HTMLTREE_HTML,
	HTMLTREE_IFRAME,
	HTMLTREE_IMG,
	HTMLTREE_INPUT,
	HTMLTREE_LABEL,
	HTMLTREE_LI,
	HTMLTREE_LINK,
	HTMLTREE_MAIN,
	HTMLTREE_MENU,
	HTMLTREE_META,
	HTMLTREE_NAV,
	HTMLTREE_NOSCRIPT,
	HTMLTREE_OBJECT,
	HTMLTREE_OL,
	HTMLTREE_OPTION,
	HTMLTREE_P,
	HTMLTREE_PICTURE,
	HTMLTREE_PRE,
	HTMLTREE_SCRIPT,
	HTMLTREE_SECTION,
	HTMLTREE_SELECT,
	HTMLTREE_STYLE,
	HTMLTREE_SUP,
	HTMLTREE_SVG,
	HTMLTREE_TABLE,
	HTMLTREE_TBODY,
	HTMLTREE_TD,
	HTMLTREE_TEMPLATE,
	HTMLTREE_TEXTAREA,
	HTMLTREE_TH,
	HTMLTREE_TIME,
	HTMLTREE_TITLE,
	HTMLTREE_TR,
	HTMLTREE_UL,
	HTMLTREE_VIDEO,
	HTMLTREE_TAGS
};

struct htmltree_attr {
	const char *name; /* lower case */
	struct span value;
};

struct htmltree_node {
	enum htmltree_tag tag;
	uint32_t number; /* in the order of the page, from 0 on */
	struct htmltree_node *up, *first, *last, *next;
	struct htmltree_attr *attr;
	size_t n_attr;
	struct span text; /* of HTMLTREE_TEXT: UTF-8, references resolved */
};

struct htmltree {
	struct htmltree_node *root; /* stands for the page: no element */
	size_t n;                   /* nodes, the root too */
	bool cut;                   /* a limit was met; the rest is left out */
	bool full;                  /* ... that no page of news meets */
};

/* Parse html, UTF-8, into nodes in arena. */
void htmltree_parse(struct span html, struct arena *arena, struct htmltree *t);

/* The value of an attribute; p NULL: it has none. */
struct span htmltree_attr(const struct htmltree_node *n, const char *name);

/* The next node of the tree below top in the page's order; NULL at its end.
 * skip: not into n. */
struct htmltree_node *htmltree_after(
    const struct htmltree_node *n, const struct htmltree_node *top, bool skip);

/* Does the element stand in a line of its own or more (not within one)? */
bool htmltree_is_block(enum htmltree_tag tag);

/* Is what it holds no text of the page: scripts, styles, forms' fields? */
bool htmltree_is_silent(enum htmltree_tag tag);

#endif
