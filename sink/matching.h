/*
 * matching.h -- the inside of match.h, for match.c and matching*.c alone: the
 * claims that an event concerns, and their rows.
 */
#ifndef SINK_MATCHING_H
#define SINK_MATCHING_H

#include "kin.h"
#include "links.h"
#include "match.h"
#include "relate.h"
#include "sql.h"
#include "wordings.h"
#include "words.h"

enum matching_sql {
	MATCHING_CLAIM_GET,
	MATCHING_SAID,
	MATCHING_COUNTED,
	MATCHING_DESCRIBE,
	MATCHING_CALLED,
	MATCHING_RENAME,
	MATCHING_CLAIM_PUT,
	MATCHING_CLAIM_SET,
	MATCHING_MENTION_PUT,
	MATCHING_OLD_CLAIMS,
	MATCHING_MOVED_CLAIMS,
	MATCHING_REVISIONS,
	MATCHING_OUTLET_PUT,
	MATCHING_OUTLET_ADD,
	MATCHING_OUTLET_DROP,
	MATCHING_SPREAD,
	MATCHING_HELD,
	MATCHING_HELD_CLAIM,
	MATCHING_COUNT,
	MATCHING_LINKED,
	MATCHING_NODE,
	MATCHING_TIMES,
	MATCHING_PART_MENTIONS,
	MATCHING_PART_CORRECTIONS,
	MATCHING_PART_LEAD,
	MATCHING_PART_BACK,
	MATCHING_PART_FIRST,
	MATCHING_MERGE_MENTIONS,
	MATCHING_MERGE_OUTLETS,
	MATCHING_MERGE_OUTLETS_DROP,
	MATCHING_MERGE_ENDS,
	MATCHING_MERGE_RELATIONS,
	MATCHING_MERGE_OLDER,
	MATCHING_MERGE_NEWER,
	MATCHING_MERGE_SELF,
	MATCHING_MERGE_CLAIM,
	MATCHING_MERGE_AGAIN,
	MATCHING_MERGE_REDIRECT,
	MATCHING_N_SQL
};

extern const char *const matching_sql[MATCHING_N_SQL];

struct match {
	sqlite3 *db;
	sqlite3_stmt *st[MATCHING_N_SQL];
	struct words *words;
	struct wordings *wordings;
	struct links *links;
	struct gists *gists;
	struct kin *kin;
	struct relate *relate;
};

/* A claim that an event concerns. */
struct matching_touch {
	bool fresh;   /* it has no row yet */
	bool recount; /* its origins are to be counted anew */
	bool moved;   /* its counts or times are not those of its row */
	bool split;   /* it is fresh, and was a part of before */
	bool parted;  /* some of its wordings came or went */
	bool gone;    /* it is no claim any more */
	/* This tells only that it is a part of `into` from now on. */
	struct matching_touch *into;
	bool related;        /* its relations are others now, or it has some */
	const char *renamed; /* its speaker is another one: "merge", "split" */
	int64_t now, was;    /* mentions in the new and old revision */
	int64_t matter;
	const struct match_hit *hit; /* the first; NULL: none */
	struct form_claim before, after;
	int64_t first_ms, last_ms;
	struct relate_state state;
	int64_t seq; /* number of its change; 0: none (yet) */
};

/* All of them, in the order in which they were met; found by id. */
struct matching_all {
	struct arena *arena;
	struct matching_touch **touch;
	size_t n, cap;
	uint32_t *slot; /* index + 1, by hash of the id; 0: empty */
	size_t mask;
	struct wordings_row *row; /* of the event's mentions */
	struct relate_hit *hit;   /* the event's mentions */
	size_t n_hits;
	/* Linked wordings that are held since the event, or no more, or that
	 * are linked to such: what is one claim with them may be other now. */
	struct relate_list seeds;
};

/* Room for cap of them at first. */
void matching_init(struct matching_all *all, struct arena *arena, size_t cap);

/* The touch of a claim; a new one, with no more than its id, when it is met
 * for the first time. */
struct matching_touch *matching_touch(
    struct matching_all *all, int64_t claim, bool *met);

/* One more, which is not found by its claim. */
struct matching_touch *matching_more(struct matching_all *all);

/* NULL when it was not met. */
struct matching_touch *matching_find(
    const struct matching_all *all, int64_t claim);

/* t->before, and what goes with it, from a row as MATCHING_CLAIM_GET has. */
void matching_row(sqlite3_stmt *st, int64_t claim, struct matching_touch *t,
    struct arena *arena);

/* Read the row of t's claim; t is fresh when there is none. */
MUST_USE enum rc matching_load(
    struct match *m, struct matching_touch *t, struct arena *arena);

/* The touch of a claim that has a row. */
MUST_USE enum rc matching_meet(struct match *m, struct matching_all *all,
    int64_t claim, struct matching_touch **t);

/*
 * Place the wordings of e's mentions: those of a key that is new go to the
 * claim that says the same, and claims that they show to be one become one.
 * Filled are row[0 .. e->n - 1]; claims that stood in relation to merged ones
 * are appended to concerned, wordings for matching_regroup() to seeds.
 */
MUST_USE enum rc matching_place(struct match *m, const struct match_event *e,
    struct wordings_row *row, struct relate_list *concerned,
    struct relate_list *seeds);

/* Does a mention hold the wording when e is done, of which row are the
 * wordings? */
MUST_USE enum rc matching_held(struct match *m, const struct match_event *e,
    const struct wordings_row *row, int64_t wording, bool *held);

/*
 * After all->seeds: wordings that are one claim no more part, others join; all
 * of these claims are touched, with counts and rows as they are now.
 */
MUST_USE enum rc matching_regroup(
    struct match *m, const struct match_event *e, struct matching_all *all);

/*
 * Claim from is claim to, as later evidence shows: its mentions go there, its
 * number leads there, and readers are told.  Claims that stood in relation to
 * it are appended to ends.  Nothing is done when from has no row.
 */
MUST_USE enum rc matching_merge(struct match *m, const struct match_event *e,
    int64_t from, int64_t to, struct relate_list *ends);

/* Run a statement that yields no row, of one claim, or of one and another. */
MUST_USE enum rc matching_run(
    struct match *m, enum matching_sql which, int64_t claim, int64_t to);

/* t's claim says what its mention, t->hit, says. */
void matching_say(struct matching_touch *t);

/* Its speaker is another entity. */
MUST_USE enum rc matching_rename(struct match *m, struct matching_touch *t,
    const struct entities_move *move, struct arena *arena);

/* Nobody holds t's claim but the event: when only readings of before did, it
 * is described by the event's mention. */
MUST_USE enum rc matching_describe(
    struct match *m, const struct match_event *e, struct matching_touch *t);

/* The status that t's claim has, by its counts and relations. */
struct span matching_status(const struct matching_touch *t);

/* Write the row of a claim: a new one, or one that is there. */
MUST_USE enum rc matching_put(struct match *m, const struct matching_touch *t);
MUST_USE enum rc matching_set(struct match *m, const struct matching_touch *t);

/* In an outlet, of an origin, more mentions (fewer when below 0) hold t's
 * claim. */
MUST_USE enum rc matching_outlet(struct match *m,
    const struct matching_touch *t, int64_t outlet, int64_t origin,
    int64_t more);

/* Count outlets and origins of t's claim anew. */
MUST_USE enum rc matching_spread(struct match *m, struct matching_touch *t);

/*
 * What e's article says now instead of what it said, by its newest revisions,
 * in their order: at most MATCHING_VERSIONS, with MATCHING_VERSIONS_SAID
 * mentions in all.  `concerned` are the claims to be judged then.
 */
#define MATCHING_VERSIONS      17u
#define MATCHING_VERSIONS_SAID 4096
MUST_USE enum rc matching_correct(struct match *m, const struct match_event *e,
    struct matching_all *all, struct relate_list *concerned);

/* Judge how the claims of an event stand to others; those whose relations
 * changed are met. */
MUST_USE enum rc matching_relate(
    struct match *m, const struct match_event *e, struct matching_all *all);

/* Does the event itself concern t so that readers are told of it, whatever
 * follows for its status? */
bool matching_is_news(const struct matching_touch *t);

/* Status, and the numbers of the changes that follow from relations: seq is the
 * last that was given. */
MUST_USE enum rc matching_finish(struct match *m, const struct match_event *e,
    int64_t seq, struct matching_all *all);

/* Tell readers: of those that have a number, in its order. */
MUST_USE enum rc matching_tell(
    struct match *m, const struct match_event *e, struct matching_all *all);

#endif
