/*
 * finder.h -- the walk of attribution.c: where it is, and how what it finds
 * is put together.
 */
#ifndef WORKERS_FINDER_H
#define WORKERS_FINDER_H

#include "text.h"

struct finder {
	struct text *t;
	uint32_t first, last; /* the stretch at hand, tokens */
	uint32_t s_last;      /* sentence after it */
	bool *used;           /* by quotation: it is somebody's */
	uint32_t in_stretch;  /* attributions before this stretch */
	uint32_t done;        /* no content starts before this token */
};

/* The stretch ends before i, or i is a mark that ends a sentence. */
bool finder_at_end(const struct finder *f, uint32_t i);

/* How far a search from i may go, forwards and backwards. */
uint32_t finder_reach(const struct finder *f, uint32_t i);
uint32_t finder_floor(const struct finder *f, uint32_t i);

/* Add tokens first to last (exclusive), if any, to a's content. */
void finder_add(
    struct finder *f, struct attribution *a, uint32_t first, uint32_t last);

/* Is the stretch of sentence s quotations and nothing else?  *next is the
 * sentence after it. */
bool finder_only_quotes(const struct text *t, uint32_t s, uint32_t *next);

/*
 * Add the quotations that follow in the same paragraph with nobody else's
 * words between: they are the same speaker's.
 */
void finder_continue(struct finder *f, struct attribution *a);

/* Record a, whose source, cue and pieces are set; its speaker is found here
 * unless it is known already. */
void finder_commit(struct finder *f, struct attribution *a, const char *rule,
    double confidence, bool known);

#endif
