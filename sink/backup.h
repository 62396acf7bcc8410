/* backup.h -- a copy of the store while it is in use. */
#ifndef SINK_BACKUP_H
#define SINK_BACKUP_H

#include <sqlite3.h>

#include "query.h"

/* As query_backup(); db must see one state throughout. */
MUST_USE enum rc backup_run(sqlite3 *db, const char *path, query_tick_fn *tick,
    void *arg, struct buf *why);

#endif
