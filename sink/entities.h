/*
 * entities.h -- who is behind the names of speakers: one entity for all names
 * of one, across articles.
 *
 * Names that may be one are judged together (called.h), and with what the user
 * decided, which wins; which of them are one follows from the names, their
 * types and those decisions alone, not from the order in which they came.  An
 * entity is known by its fullest name, whose number is its own: when a fuller
 * one comes, or names part, another number stands for it, and no number ever
 * comes to stand for somebody else.
 */
#ifndef SINK_ENTITIES_H
#define SINK_ENTITIES_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "proto/arena.h"
#include "proto/rc.h"
#include "proto/span.h"

/* In a block with more names, those that came last stand for themselves. */
#define ENTITIES_BLOCK 400

struct entities;

MUST_USE enum rc entities_new(sqlite3 *db, struct entities **e);
void entities_free(struct entities *e); /* NULL is harmless */

/* Forget what is kept: after ROLLBACK, before a rebuild, and when another
 * process wrote. */
void entities_forget(struct entities *e);

/* A name that is of another entity now. */
struct entities_move {
	int64_t name, from, to;
};

struct entities_moves {
	struct entities_move *move; /* in the arena */
	size_t n, cap;
};

/* Somebody of this type (absent: not told) was called by a name. */
MUST_USE enum rc entities_note(struct entities *e, int64_t id, struct span name,
    struct span type, struct arena *arena);

/* Note all names of mentions and of the user, and decide about them, when none
 * is there: so a rebuild begins with what followed from them in the end. */
MUST_USE enum rc entities_recall(struct entities *e, struct arena *arena);

/* Something was decided about a name that is there. */
void entities_stir(struct entities *e, int64_t name);

/* Decide anew about all that was noted since the last call. */
MUST_USE enum rc entities_settle(
    struct entities *e, struct arena *arena, struct entities_moves *moves);

/* The entity of a name that was noted, and what it is called, in arena. */
MUST_USE enum rc entities_of(struct entities *e, int64_t name,
    struct arena *arena, int64_t *entity, struct span *called);

#endif
