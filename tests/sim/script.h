/*
 * script.h -- what the producers read in one run: some dozens of small
 * articles, with several revisions of a story, repeats, one text under
 * several outlets; and what happens to whoever computes them.
 */
#ifndef SIM_SCRIPT_H
#define SIM_SCRIPT_H

#include "proto/article.h"
#include "proto/buf.h"
#include "proto/found.h"
#include "rng.h"

#define SCRIPT_PRODUCERS 2
#define SCRIPT_ITEMS     64
#define SCRIPT_CLAIMS    4

enum script_fate {
	SCRIPT_FINE,
	SCRIPT_SLOW,   /* takes longer than a lease, within its limits */
	SCRIPT_POISON, /* kills the child that reads it */
	SCRIPT_HANG,   /* uses up all CPU it may */
	SCRIPT_REFUSED /* a clean no, every time */
};

/* A text, by its number: what is found in it and what becomes of it. */
struct script_text {
	struct buf text;
	struct buf found; /* FND blob */
	unsigned n_claims;
	enum script_fate fate;
};

/* One text as one revision of one story. */
struct script_version {
	unsigned text;
	unsigned story;
	int64_t dated;   /* in milliseconds; 0: it does not say when */
	struct buf blob; /* ART */
	struct hash_id story_id, content_id;
};

/* One article to accept. */
struct script_item {
	unsigned version;
};

struct script {
	struct script_text text[2 * SCRIPT_ITEMS];
	struct script_version version[2 * SCRIPT_ITEMS];
	unsigned n_texts, n_versions, n_stories;
	/* the source of each producer */
	struct script_item item[SCRIPT_PRODUCERS][SCRIPT_ITEMS];
	unsigned n_items[SCRIPT_PRODUCERS];
};

struct script_opts {
	unsigned producers;
	uint32_t poison, slow; /* how many in 1000 */
};

void script_make(struct script *s, const struct script_opts *o, struct rng *r);
void script_free(struct script *s);

/* The number of the text of the article in blob; false: not one of ours. */
bool script_text_of(const struct script *s, struct span blob, unsigned *text);

static inline bool
script_deadly(enum script_fate f)
{
	return f >= SCRIPT_POISON;
}

#endif
