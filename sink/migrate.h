/*
 * migrate.h -- the store's schema and how an older store gets it: the steps
 * of schema.sql that it lacks, in order, each in one transaction.
 */
#ifndef SINK_MIGRATE_H
#define SINK_MIGRATE_H

#include <sqlite3.h>

#include "proto/buf.h"
#include "proto/rc.h"

/* Marks the file as a claimwire store (PRAGMA application_id): "clmw". */
#define MIGRATE_APPLICATION 0x636c6d77

/* The schema this program knows: the number of its last step. */
int migrate_newest(void);

/*
 * The step db has taken last, 0 for an empty file.  RC_REFUSED: a database
 * of somebody else; RC_BADMSG: no database; RC_IO.
 */
MUST_USE enum rc migrate_version(sqlite3 *db, int *version);

/*
 * Take all steps up to `to`.  RC_VERSION when db is newer than this program;
 * otherwise as migrate_version(), and RC_FULL, RC_BUSY.  why says what is
 * wrong and what to do.  A step that failed left no trace.
 */
MUST_USE enum rc migrate_run(sqlite3 *db, int to, struct buf *why);

#endif
