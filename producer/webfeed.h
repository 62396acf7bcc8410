/*
 * webfeed.h -- answers that are a feed, a sitemap, or a page that leads to
 * one: what is new in them is given out, an item each.
 */
#ifndef PRODUCER_WEBFEED_H
#define PRODUCER_WEBFEED_H

#include "crawl.h"

#define WEBFEED_CHILDREN_MAX 1000 /* sitemaps of an index, the newest */
#define WEBFEED_DEPTH_MAX    2    /* of indexes within indexes */
#define WEBFEED_STORY_BYTES  200  /* of a story's text, at least */

void webfeed_answer(
    struct crawl *w, const struct fetch_answer *a, int64_t wall);

/* The next item of its harvest, which is closed with the last. */
void webfeed_give(struct crawl *w, struct source_item *item);

#endif
