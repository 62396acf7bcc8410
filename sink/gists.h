/*
 * gists.h -- the gists of wordings (proto/gist.h), of which the latest are at
 * hand: those that a new wording is held against are mostly new themselves.
 * GISTS_KEPT of at most GISTS_LARGEST bytes are kept, 32 MB, mostly 4.
 */
#ifndef SINK_GISTS_H
#define SINK_GISTS_H

#include <sqlite3.h>
#include <stdint.h>

#include "proto/rc.h"
#include "proto/span.h"

#define GISTS_KEPT    8192u
#define GISTS_LARGEST 4096u

struct gists;

MUST_USE enum rc gists_new(sqlite3 *db, struct gists **g);
void gists_free(struct gists *g); /* NULL is harmless */

/* Forget what is kept: after ROLLBACK, before a rebuild, and when another
 * process wrote. */
void gists_forget(struct gists *g);

/* The gist of a wording, p NULL: it has none; good until the next call. */
MUST_USE enum rc gists_get(struct gists *g, int64_t wording, struct span *gist);

#endif
