/*
 * story.h -- the page of a story that was named elsewhere: by the entry of a
 * feed, by a sitemap, by a list.  What is known of the story from there (its
 * draft), and what becomes one article when the page is read.
 */
#ifndef PRODUCER_STORY_H
#define PRODUCER_STORY_H

#include "newsfeed.h"
#include "pollstate.h"
#include "sitemap.h"

/* pollstate.page: who named it. */
enum {
	STORY_NONE,  /* a feed, or what will turn out to be one */
	STORY_ENTRY, /* a feed; its entry is a record, when the page is none */
	STORY_LIST,  /* the user: remembered for good */
	STORY_MAP    /* a sitemap */
};

#define STORY_SHORT_MAX 1500        /* code points of what may be a summary */
#define STORY_DRAFT_MAX (16u << 10) /* bytes: a longer text is a text */

/* Is the text of an entry no more than a summary of the page it leads to?
 * One that came as a summary and is short; and any that ends as one does:
 * "...", "[...]", "Read more". */
bool story_is_summary(const struct newsfeed_entry *e);

/* A draft of an article, encoded (ART), with its text or without. */
void story_draft_entry(const struct article *a, bool text, struct buf *out);
void story_draft_map(const struct sitemap_entry *e, struct buf *out);

/*
 * *page, as read from address, completed by the draft (n 0: none): guid,
 * outlet, source, title, byline and dates are the draft's where it has them,
 * text and language the page's.  RC_BADMSG: the draft is none.  d is to be
 * closed by the caller on RC_OK, after *page was used.
 */
MUST_USE enum rc story_merge(struct span draft, struct span address,
    struct mp_doc *d, struct article *page);

/* The draft as an article by itself; RC_NOENT: it has no text. */
MUST_USE enum rc story_alone(
    struct span draft, struct mp_doc *d, struct article *a);

/* Is this entry the one that the draft was made of: the same guid, or address?
 */
bool story_is_same(struct span draft, const struct article *entry);

/* The hash of its text, never 0. */
int64_t story_text(const struct article *a);

/* The draft without its text, which is not needed any more. */
void story_strip(struct span draft, struct buf *out);

/* What is kept in the spool: the state, an empty line, the draft. */
void story_encode(
    const struct pollstate *st, struct span draft, struct buf *out);
MUST_USE enum rc story_decode(
    struct span in, struct pollstate *st, struct buf *draft);

#endif
