/*
 * crawl.h -- what the parts of source_web.h share: the addresses that are
 * asked, by their numbers in poll.h, and what the last answer brought.
 *
 *   source_web.c   the loop, and what the user keeps
 *   webfeed.c      feeds and sitemaps: their entries are given out
 *   webpage.c      pages of stories: robots.txt, text, what stands in for them
 */
#ifndef PRODUCER_CRAWL_H
#define PRODUCER_CRAWL_H

#include "addrmap.h"
#include "fetch.h"
#include "newsfeed.h"
#include "proto/page/page.h"
#include "poll.h"
#include "robotsbook.h"
#include "sitemap.h"
#include "source_web.h"
#include "story.h"

#define CRAWL_PAGE "page:" /* of cursors: pages that somebody else named */

/* robots.txt is asked for first: the address that it is at, and the one that
 * waits for it. */
struct crawl_detour {
	char *at, *target; /* owned */
	int hops;
};

/* An address, in the order of its number in poll. */
struct crawl_kept {
	char *address;               /* owned */
	struct buf draft;            /* of a page: what is known of its story */
	struct crawl_detour *detour; /* NULL: none; owned */
	char *parent; /* the index that named this sitemap; NULL; owned */
	int depth;    /* of sitemaps in indexes */
	bool page;    /* its cursor is CRAWL_PAGE's */
	bool named;   /* by an operand: it is not the list's to drop */
	bool listed;  /* seen in the look at the list that is going on */
	bool gone, answered;
};

/* What is being given out: the new entries of one answer, then its cursor. */
struct crawl_harvest {
	bool open;
	uint32_t id;
	struct newsfeed feed; /* of a feed; else n is 0 */
	struct sitemap map;   /* of a sitemap; likewise */
	uint64_t *hash;       /* of the entries; owned */
	bool *known;          /* likewise: it was accepted before */
	size_t next;
	struct pollstate before; /* as it was before the answer */
	struct page page;        /* of a page */
	struct mp_doc doc;       /* of its draft */
	bool has_article;        /* of a page: it is new */
	struct article article;
	struct buf draft; /* that it was made of, when it is not kept */
	char *note;       /* why the draft stands in for the page; owned */
};

struct crawl {
	struct source base;
	struct poll *poll;
	struct fetch *fetch;
	struct robotsbook *robots;
	struct crawl_kept *kept;
	struct addrmap map; /* of their addresses */
	size_t n;           /* numbers in use, or free again */
	size_t unanswered;  /* addresses that were not answered yet */
	size_t pages;       /* addresses that are pages */
	int64_t look;       /* wall time of the next look at the list */
	bool blind;         /* there is a list, and it could not be read yet */
	int64_t wake;       /* mono */
	struct crawl_harvest h;
	struct buf key, cursor;
};

int64_t crawl_wall(const struct crawl *w);

/* Ask for address from now on; *st becomes poll's.  k says what it is: its
 * draft and parent become the table's. */
uint32_t crawl_add(struct crawl *w, const char *address, struct pollstate *st,
    const struct crawl_kept *k, int64_t wall);
uint32_t crawl_find(
    const struct crawl *w, const char *address); /* ADDRMAP_NONE */
void crawl_drop(struct crawl *w, uint32_t id);
void crawl_answered(struct crawl *w, uint32_t id);

/* The cursor of an address, in its item, as st says; p NULL: its state.  Good
 * until the next. */
void crawl_set_cursor(struct crawl *w, uint32_t id, const struct pollstate *st,
    struct source_item *item);
/* Likewise: it is forgotten. */
void crawl_forget(struct crawl *w, uint32_t id, struct source_item *item);

/* Name the cursor of an address in w->key. */
void crawl_set_key(struct crawl *w, const char *address, bool page);

/* The address that led there: an index of sitemaps names others. */
const char *crawl_root(const struct crawl *w, uint32_t id);

/*
 * A page that somebody named, as its canonical address: its number, a new one
 * where it was not known; ADDRMAP_NONE: there is no room.  kind is
 * pollstate.page, by the address that named it; NULL: the user did.  draft (it
 * may be { 0 }) becomes the page's, when *fresh says that it is new.
 */
uint32_t crawl_add_page(struct crawl *w, struct span address, int64_t kind,
    const char *by, struct buf *draft, bool *fresh);

/* What an answer says to the schedule. */
struct poll_answer crawl_answer(const struct fetch_answer *a, int64_t wall);

void crawl_close_harvest(struct crawl *w);
void crawl_free(struct crawl *w);

#endif
