/*
 * querying.h -- the inside of query.h, for query.c and query_*.c alone: a
 * question is a struct filter; each of its rows goes to a function.
 */
#ifndef SINK_QUERYING_H
#define SINK_QUERYING_H

#include <sqlite3.h>

#include "cutter.h"
#include "filter.h"
#include "meta.h"
#include "query.h"
#include "store.h"

struct query {
	sqlite3 *db;
	bool owned; /* else it is a writer's */
	struct meta meta;
	struct buf json;
	struct cutter cutter;
	int64_t until_ms; /* query_until() */
	const _Atomic bool *stop;
};

/* One row, as a caller's function wants it; false: stop. */
typedef bool querying_row_fn(struct query *q, sqlite3_stmt *st, void *arg);

/* A caller's function and its argument, behind a querying_row_fn. */
struct querying_caller {
	union {
		query_claim_fn *claim;
		query_mention_fn *mention;
		query_relation_fn *relation;
		query_speaker_fn *speaker;
		query_article_fn *article;
		query_revision_fn *revision;
		query_outlet_fn *outlet;
		query_change_fn *change;
		query_move_fn *move;
		query_point_fn *point;
		query_lineage_fn *lineage;
		query_entity_fn *entity;
		query_name_fn *name;
		query_wording_fn *wording;
		query_unread_fn *unread;
	} fn;
	void *arg;
	int64_t rows;
	enum rc rc; /* what went wrong with one of them */
};

/* Ask f, hand on its rows, free it.  rc: what went wrong before. */
MUST_USE enum rc querying_each(struct query *q, struct filter *f, enum rc rc,
    querying_row_fn *row, void *arg);

/* Like querying_each(), and RC_NOENT when there was no row. */
MUST_USE enum rc querying_some(struct query *q, struct filter *f,
    querying_row_fn *row, struct querying_caller *c);

/* A querying_row_fn that reads one row and hands it on: kind##_row(). */
#define QUERYING_ROW(kind, type)                                             \
	static bool kind##_row(struct query *q, sqlite3_stmt *st, void *arg) \
	{                                                                    \
		struct querying_caller *c = arg;                             \
		struct type row;                                             \
                                                                             \
		(void)q;                                                     \
		rows_##kind(st, &row);                                       \
		c->rows++;                                                   \
		return c->fn.kind(c->arg, &row);                             \
	}

#endif
