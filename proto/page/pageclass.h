/*
 * pageclass.h -- what the classes, id and role of an element say about what it
 * holds, by the words that news sites name things with ("story-body",
 * "relatedLinks", "newsletter-signup").
 */
#ifndef PROTO_PAGE_PAGECLASS_H
#define PROTO_PAGE_PAGECLASS_H

#include "htmltree.h"

#define PAGECLASS_BODY      1u  /* the text of an article */
#define PAGECLASS_FURNITURE 2u  /* no part of one */
#define PAGECLASS_COMMENTS  4u  /* readers' own words */
#define PAGECLASS_BYLINE    8u  /* who wrote it */
#define PAGECLASS_HIDDEN    16u /* not shown */

/* PAGECLASS_ bits of n. */
unsigned pageclass_of(const struct htmltree_node *n);

/* Those of a list of names alone, such as a class attribute has. */
unsigned pageclass_names(struct span s);

#endif
