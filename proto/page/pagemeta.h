/*
 * pagemeta.h -- what a page says about its article: JSON-LD (schema.org; the
 * first object whose type is an article's), Open Graph, other <meta>, <link>,
 * microdata, <time>, its headings, in this order.
 */
#ifndef PROTO_PAGE_PAGEMETA_H
#define PROTO_PAGE_PAGEMETA_H

#include "htmltree.h"
#include "proto/article.h"

/* What of it is an article's is put into *a (views into arena), all but the
 * text; *body: JSON-LD's articleBody as text.  What is not there stays as it
 * was. address: the page's own, p NULL: not known. */
void pagemeta_read(const struct htmltree *t, struct span address,
    struct arena *arena, struct article *a, struct span *body);

#endif
