/*
 * draft.h -- an entry as its parts come in, from XML or JSON: for each
 * part of an article the best of what was given.
 */
#ifndef PRODUCER_DRAFT_H
#define PRODUCER_DRAFT_H

#include "newsfeed.h"

enum draft_part {
	DRAFT_NONE,
	DRAFT_GUID,
	DRAFT_LINK,
	DRAFT_TITLE,
	DRAFT_TEXT,
	DRAFT_PUBLISHED,
	DRAFT_UPDATED,
	DRAFT_AUTHOR,   /* draft_author() */
	DRAFT_CATEGORY, /* draft_file_under() */
	DRAFT_SOURCE,
	DRAFT_LANG,
	DRAFT_TTL,    /* RSS ttl, in minutes */
	DRAFT_PERIOD, /* syndication module: hourly, daily, ... */
	DRAFT_OFTEN,  /* times in a period */
	DRAFT_PARTS
};

#define DRAFT_SUMMARY_RANK 3 /* a text of this rank or less is a summary */

/* Names, with something between them. */
struct draft_list {
	char *p; /* the arena's */
	size_t n, room;
	uint32_t seen; /* names; those beyond ARTICLE_NAMES_MAX are left out */
};

struct draft {
	struct arena *arena; /* borrowed; owns the parts */
	struct {
		struct span value;
		int rank;
	} part[DRAFT_PARTS];
	struct draft_list authors, categories;
	struct span text_lang; /* of the text that was taken */
	bool permalink;        /* the guid is an address too */
	int line;
};

void draft_init(struct draft *d, struct arena *a, int line);

/* Put in value, as it is, unless one of that rank or better is there or it is
 * blank; true when it was taken. */
bool draft_put(struct draft *d, enum draft_part p, int rank, struct span value);

/* One more name of an author, without mail address; a repeat is left out. */
void draft_author(struct draft *d, struct span name);

/* The names: the draft's. */
struct span draft_names(const struct draft_list *list);

/* One more category; a repeat is left out. */
void draft_file_under(struct draft *d, struct span name);

/* The article of it; outlet, the feed's language and author are put in by
 * whoever knows them. */
void draft_finish(
    const struct draft *d, struct span base, struct newsfeed_entry *e);

/* A url as written, but a relative one against base (RFC 3986, section 5), in
 * a's memory. */
struct span draft_resolve(struct arena *a, struct span url, struct span base);

/* Make room for one entry more; NULL: there are NEWSFEED_ENTRIES_MAX. */
struct newsfeed_entry *draft_room(struct newsfeed *f, size_t *cap);

/* Fill in what all entries have of the feed. */
void draft_close(struct newsfeed *f, struct span author);

#endif
