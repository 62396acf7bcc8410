/*
 * relating.h -- the inside of relate.h, for relate.c and relating.c alone:
 * what the tables know of a claim that is judged.
 */
#ifndef SINK_RELATING_H
#define SINK_RELATING_H

#include "akin.h"
#include "judge.h"
#include "proto/found.h"
#include "relate.h"
#include "sql.h"

enum relating_sql {
	RELATING_CLAIM,
	RELATING_FIGURES_BEFORE,
	RELATING_FIGURES_AFTER,
	RELATING_WORDS_BEFORE,
	RELATING_WORDS_AFTER,
	RELATING_HELD,
	RELATING_ROOT,
	RELATING_TEXT,
	RELATING_OF_CLAIM,
	RELATING_ID_PUT,
	RELATING_ID_GET,
	RELATING_PUT,
	RELATING_DROP,
	RELATING_CORRECTIONS_OF,
	RELATING_CORRECTIONS_IN,
	RELATING_CORRECTION_PUT,
	RELATING_CORRECTION_DROP,
	RELATING_N_SQL
};

/* The names of one revision; a revision has one place, and pushes out
 * whoever has it. */
#define RELATING_CACHE 512u
struct relating_slot {
	int64_t revision; /* 0: empty */
	uint64_t *hash;   /* owned */
	uint32_t n;
};

/* A current mention of a claim. */
struct relating_held {
	struct judge_place at;
	int64_t revision;
	struct akin_names names;
	bool named; /* names are there */
};

/* A claim that is judged; views lie in the arena. */
struct relating_side {
	int64_t id, matter, speaker;
	struct span speaker_name, text;
	struct judge_figure figure;
	struct relating_held *held; /* n, at most RELATE_MENTIONS */
	size_t n;
	bool loaded; /* held is there */
};

struct relate {
	sqlite3 *db;
	sqlite3_stmt *st[RELATING_N_SQL];
	struct relating_slot cache[RELATING_CACHE];
	struct relating_side near[2 * RELATE_WINDOW]; /* of a claim at hand */
};

static inline bool
relating_of_figure(const struct relating_side *s)
{
	return s->matter != 0 && (s->matter & FOUND_SORT) == FOUND_OF_FIGURE;
}

/* A copy of column i in arena. */
struct span relating_keep(sqlite3_stmt *st, int i, struct arena *arena);

/* The claim alone; RC_END: there is none. */
MUST_USE enum rc relating_get(struct relate *r, int64_t claim,
    struct arena *arena, struct relating_side *s);

/* Those of its matter around it, at most 2 * RELATE_WINDOW; after: later ones
 * too. */
MUST_USE enum rc relating_near(struct relate *r, const struct relating_side *s,
    bool after, struct arena *arena, struct relating_side *near, size_t *n);

/* Have s->held. */
MUST_USE enum rc relating_load(
    struct relate *r, const struct relate_now *now, struct relating_side *s);

/* Do the articles of two mentions tell of the same event? */
MUST_USE enum rc relating_akin(struct relate *r, const struct relate_now *now,
    struct relating_held *a, struct relating_held *b, bool *is, double *share);

/* A row of the table of relations. */
struct relating_relation {
	struct form_relation is;
	int64_t at; /* when the newer figure was told; corrections are first */
};

/* What holds between two claims by their mentions: v without id; its type is
 * absent when nothing does. */
MUST_USE enum rc relating_judge(struct relate *r, const struct relate_now *now,
    struct relating_side *x, struct relating_side *y,
    struct relating_relation *v);

/* What holds between two claims since an article put newer for older. */
void relating_corrected(struct arena *arena, const struct relating_side *older,
    const struct relating_side *newer, const struct relate_swap *swap,
    struct relating_relation *v);

/* Empty the cache. */
void relating_forget(struct relate *r);

#endif
