/*
 * origins.h -- whose words an article has: the names of outlets, owners and
 * agencies, of which those that differ in case, marks, punctuation or a
 * leading "The" are one.
 */
#ifndef SINK_ORIGINS_H
#define SINK_ORIGINS_H

#include <sqlite3.h>

#include "proto/buf.h"
#include "proto/rc.h"

/* Append what all spellings of name have in common. */
void origins_fold(struct span name, struct buf *out);

/* Let statements on db call origin_fold(name). */
MUST_USE enum rc origins_register(sqlite3 *db);

/*
 * Give every outlet its origin and every origin the owner that the outlets
 * say, within a transaction of the caller's: after somebody wrote owners.
 * db knows origin_fold().
 */
MUST_USE enum rc origins_settle(sqlite3 *db);

#endif
