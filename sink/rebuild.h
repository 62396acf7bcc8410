/*
 * rebuild.h -- the derived tables, recomputed from the enduring ones: every
 * revision, in the order of commits, goes through match_apply() again, which
 * tells nobody.
 */
#ifndef SINK_REBUILD_H
#define SINK_REBUILD_H

#include <sqlite3.h>

#include "entities.h"
#include "lineage.h"
#include "match.h"
#include "names.h"
#include "proto/rc.h"

/* Within a transaction of the caller's. */
MUST_USE enum rc rebuild_run(sqlite3 *db, struct names *names,
    struct lineage *lineage, struct entities *entities, struct match *match);

#endif
