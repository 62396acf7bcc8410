/*
 * webpage.h -- pages of stories: asked for only as robots.txt permits, read
 * (page.h), completed by what named them (story.h), and given out when their
 * text is new.
 *
 * When a page cannot be had -- it fails as often as poll.h is patient, is
 * forbidden or is none -- the entry of the feed that named it is given out as
 * it is; what was named otherwise is refused.
 */
#ifndef PRODUCER_WEBPAGE_H
#define PRODUCER_WEBPAGE_H

#include "crawl.h"

/* A request is due.  True: it is to be made; else robots.txt is asked for
 * first, or forbids it, and w->h may be open. */
bool webpage_gate(struct crawl *w, const struct poll_request *r, int64_t wall);

/* An answer came to it, or to robots.txt. */
void webpage_answer(
    struct crawl *w, const struct fetch_answer *a, int64_t wall);

/* What was read at the address of a feed is a page, without feed. */
void webpage_become(struct crawl *w, uint32_t id, int64_t wall);

/* The one item of a page's harvest, good until crawl_close_harvest(). */
void webpage_give(struct crawl *w, struct source_item *item);

/* Go on with the pages that the spool remembers. */
void webpage_recall(struct crawl *w);

/*
 * The entry that a page's draft was made of has changed: the page is asked
 * sooner.  False: there is no page to be had, the entry is to be taken as it
 * is, as it was before.
 */
bool webpage_renew(struct crawl *w, uint32_t id, const struct article *entry);

#endif
