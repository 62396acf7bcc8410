/*
 * features.h -- what wordings are found by, for the steps of schema.sql: SQL
 * functions traces_of(GIST) (wordings.h) and marks_of(GIST) (kin.h), JSON
 * arrays of integers, empty of what is no gist.
 */
#ifndef SINK_FEATURES_H
#define SINK_FEATURES_H

#include <sqlite3.h>

#include "proto/rc.h"

MUST_USE enum rc features_register(sqlite3 *db);

#endif
