/* meta.h -- what a store is called (table meta). */
#ifndef SINK_META_H
#define SINK_META_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "proto/rc.h"

#define META_NAME_MAX 32

struct meta {
	uint64_t epoch;                 /* which start of the sink */
	char generation[META_NAME_MAX]; /* of change ids */
	char name[META_NAME_MAX];       /* copies keep it */
};

/* Name the store, unless it has its names; a new epoch if asked. */
MUST_USE enum rc meta_announce(sqlite3 *db, bool epoch);

MUST_USE enum rc meta_read(sqlite3 *db, struct meta *m);

#endif
