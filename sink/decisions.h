/*
 * decisions.h -- what the user decides of the names of speakers: enduring, and
 * before anything that the names say themselves (entities.h).
 */
#ifndef SINK_DECISIONS_H
#define SINK_DECISIONS_H

#include <sqlite3.h>
#include <stdint.h>

#include "entities.h"
#include "names.h"
#include "proto/rc.h"
#include "store.h"

struct decisions;

/* names and entities are borrowed. */
MUST_USE enum rc decisions_new(sqlite3 *db, struct names *names,
    struct entities *entities, struct decisions **d);
void decisions_free(struct decisions *d); /* NULL is harmless */

/* Write what o orders, in place of what was said of the same names before;
 * entities_settle() follows.  RC_NOENT: there is no such name. */
MUST_USE enum rc decisions_obey(struct decisions *d,
    const struct store_order *o, int64_t wall_ms, struct arena *arena);

#endif
