/*
 * check.h -- is the store as it should be?  Findings are sentences with
 * their remedy.
 */
#ifndef SINK_CHECK_H
#define SINK_CHECK_H

#include <sqlite3.h>

#include "query.h"

MUST_USE enum rc check_run(sqlite3 *db, query_finding_fn *fn, void *arg);

#endif
