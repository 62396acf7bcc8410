/*
 * relating.h -- the inside of relate.h, for relate.c and relating.c alone:
 * what the tables know of a claim that is judged.
 */
#ifndef SINK_RELATING_H
#define SINK_RELATING_H

#include "akin.h"
#include "judge.h"
#include "kin.h"
#include "relate.h"
#include "sql.h"

enum relating_sql {
	RELATING_CLAIM,
	RELATING_HELD,
	RELATING_ROOT,
	RELATING_TEXT,
	RELATING_OF_CLAIM,
	RELATING_TYPES,
	RELATING_BY_ID,
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

/* The cache has one place for each number; one pushes out another. */
#define RELATING_CACHE 8192u

/* The names of one revision. */
struct relating_names {
	int64_t revision; /* 0: empty */
	uint64_t *hash;   /* owned */
	uint32_t n;
};

/* A current mention of a claim. */
struct relating_held {
	struct judge_place at;
	int64_t revision, wording;
};

/* A claim that is judged.  It is kept from event to event, since the claims
 * of a quantity are held against each other again and again; what may have
 * changed it drops it (relate_stale()). */
struct relating_side {
	int64_t id;
	struct span text;
	int64_t speaker;
	struct span as_of;
	bool is_change;
	struct relating_held *held; /* n, at most RELATE_MENTIONS */
	size_t n;
	bool loaded; /* held is there */
};

struct relate {
	sqlite3 *db;
	struct kin *kin; /* not owned */
	sqlite3_stmt *st[RELATING_N_SQL];
	struct relating_names names[RELATING_CACHE];
	struct relating_side *side[RELATING_CACHE]; /* by claim; in kept */
	struct arena kept; /* emptied between events, when it is full */
};

/* A copy of column i in arena. */
struct span relating_keep(sqlite3_stmt *st, int i, struct arena *arena);

/* The claim alone, good until the event is over; RC_END: there is none. */
MUST_USE enum rc relating_get(
    struct relate *r, int64_t claim, struct relating_side **s);

/* Have s->held. */
MUST_USE enum rc relating_load(
    struct relate *r, const struct relate_now *now, struct relating_side *s);

/* Do the articles of two mentions tell of the same event? */
MUST_USE enum rc relating_akin(struct relate *r, const struct relate_now *now,
    const struct relating_held *a, const struct relating_held *b, bool *is,
    double *share);

/* A row of the table of relations. */
struct relating_relation {
	struct form_relation is;
	int64_t at; /* when the newer figure was told; corrections are first */
};

/* What holds between two claims by their mentions, of what was found of their
 * wordings: v without id; its type is absent when nothing does.  was: what held
 * before, or NULL; if it rests on the same mentions it is the verdict. */
MUST_USE enum rc relating_judge(struct relate *r, const struct relate_now *now,
    struct relating_side *x, struct relating_side *y,
    const struct kin_list *kin, const struct relating_relation *was,
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

/* relate_begin(), relate_stale() */
void relating_begin(struct relate *r);
void relating_stale(struct relate *r, int64_t claim);

/* Empty the caches. */
void relating_forget(struct relate *r);

#endif
