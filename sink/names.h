/*
 * names.h -- outlets, origins and speakers by name: their numbers, with a
 * small cache before the store, since the same few come again and again.
 */
#ifndef SINK_NAMES_H
#define SINK_NAMES_H

#include <sqlite3.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/rc.h"
#include "proto/span.h"

struct names;

MUST_USE enum rc names_new(sqlite3 *db, struct names **n);
void names_free(struct names *n); /* NULL is harmless */

/* Forget what is cached: the transaction it came from was rolled back, or
 * another writer was here. */
void names_forget(struct names *n);

struct names_outlet {
	int64_t id, origin;
};

/* The outlet called name, a new one where need be.  domain may be absent. */
MUST_USE enum rc names_outlet(struct names *n, struct span name,
    struct span domain, struct names_outlet *o);

/* The listed outlet whose domain host is, or lies in; RC_NOENT: none.  name is
 * filled (cleared first). */
MUST_USE enum rc names_outlet_at(struct names *n, struct span host,
    struct buf *name, struct names_outlet *o);

/* The number of an origin (origins.h), a new one where need be. */
MUST_USE enum rc names_origin(struct names *n, struct span name, int64_t *id);

/* The number of a speaker, a new one where need be. */
MUST_USE enum rc names_speaker(struct names *n, struct span name, int64_t *id);

/* Derived: keep the first type and role told of speaker id (absent: not
 * told). */
MUST_USE enum rc names_describe(struct names *n, int64_t id, struct span name,
    struct span type, struct span role);

#endif
