/*
 * reread.h -- all stored texts, read again by the present engine: where it
 * finds something else than is recorded, that is what the text says from now
 * on, and what was found before counts no more (schema.sql, readings).  Derived
 * tables are the caller's to rebuild.
 */
#ifndef SINK_REREAD_H
#define SINK_REREAD_H

#include <sqlite3.h>

#include "articles.h"
#include "store.h"

/* Within a transaction of the caller's; as store_reextract(). */
MUST_USE enum rc reread_run(sqlite3 *db, struct articles *articles,
    const struct store_reader *reader, struct store_reread *sum);

#endif
