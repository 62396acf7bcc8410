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
	RELATING_OPPOSITE,
	RELATING_WORDS_BEFORE,
	RELATING_WORDS_AFTER,
	RELATING_HELD,
	RELATING_WHERE,
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

/* Caches have one place for each number; one pushes out another. */
#define RELATING_CACHE 8192u

/* The names of one revision. */
struct relating_names {
	int64_t revision; /* 0: empty */
	uint64_t *hash;   /* owned */
	uint32_t n;
};

/* Which revisions hold a claim: of the mentions that are looked at. */
struct relating_where {
	int64_t claim; /* 0: empty */
	int64_t revision[RELATE_MENTIONS];
	uint32_t n;
};

/* A current mention of a claim. */
struct relating_held {
	struct judge_place at;
	int64_t revision;
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

/* A claim near another one. */
struct relating_near {
	int64_t id, matter;
};

struct relate {
	sqlite3 *db;
	sqlite3_stmt *st[RELATING_N_SQL];
	struct relating_names names[RELATING_CACHE];
	struct relating_where where[RELATING_CACHE];
};

static inline bool
relating_is_figure(int64_t matter)
{
	return matter != 0 && (matter & FOUND_SORT) == FOUND_OF_FIGURE;
}

static inline bool
relating_of_figure(const struct relating_side *s)
{
	return relating_is_figure(s->matter);
}

/* A copy of column i in arena. */
struct span relating_keep(sqlite3_stmt *st, int i, struct arena *arena);

/* The claim alone; RC_END: there is none. */
MUST_USE enum rc relating_get(struct relate *r, int64_t claim,
    struct arena *arena, struct relating_side *s);

/* Those around it in its matter, whose words deny or affirm its own too; after:
 * later ones too. */
#define RELATING_NEAR (2 * RELATE_WINDOW)
MUST_USE enum rc relating_around(struct relate *r, int64_t claim,
    int64_t matter, bool after, struct relating_near near[RELATING_NEAR],
    size_t *n);

/* Have s->held. */
MUST_USE enum rc relating_load(
    struct relate *r, const struct relate_now *now, struct relating_side *s);

/* The names of the articles that hold a claim. */
struct relating_known {
	int64_t revision[RELATE_MENTIONS];
	struct akin_names names[RELATE_MENTIONS]; /* in the arena */
	uint32_t n;
};

MUST_USE enum rc relating_know(struct relate *r, const struct relate_now *now,
    int64_t claim, struct relating_known *k);

/* Is an article that holds claim akin to one of k's, or (words) the same? */
MUST_USE enum rc relating_meets(struct relate *r, const struct relate_now *now,
    const struct relating_known *k, const struct relating_near *claim,
    bool *meets);

/* Do the articles of two mentions tell of the same event? */
MUST_USE enum rc relating_akin(struct relate *r, const struct relate_now *now,
    const struct relating_held *a, const struct relating_held *b, bool *is,
    double *share);

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

/* Corrections that concern a claim, or an article; in the arena. */
struct relating_corrections {
	struct relate_swap *swap;
	size_t n, cap;
};

MUST_USE enum rc relating_corrections(struct relate *r, enum relating_sql which,
    int64_t of, struct arena *arena, struct relating_corrections *c);

/* The first of them between two claims; NULL: there is none. */
const struct relate_swap *relating_correction_of(
    const struct relating_corrections *c, int64_t a, int64_t b);

/* A claim's place in the caches is of before. */
void relating_touch(struct relate *r, int64_t claim);

/* Empty the caches. */
void relating_forget(struct relate *r);

#endif
