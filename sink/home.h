/*
 * home.h -- the money of an outlet's country, by the user's table of outlets
 * (outlets.h).
 *
 * A worker knows no more of the country than the article's address says, and
 * most outlets are at one that says none.  So what it left open, or took from
 * that address, or from what other amounts of the text are marked with, is
 * settled here: "$3 million" of an outlet in Canada is CAD, though the text has
 * "US$2 billion" elsewhere.  What an amount or the text says of itself stands.
 */
#ifndef SINK_HOME_H
#define SINK_HOME_H

#include <sqlite3.h>
#include <stdint.h>

#include "proto/found.h"

struct home;

MUST_USE enum rc home_new(sqlite3 *db, struct home **h);
void home_free(struct home *h); /* NULL is harmless */

/* f's figures in the money of the outlet; where any is another than it was,
 * f->figures is the arena's from then on. */
MUST_USE enum rc home_settle(
    struct home *h, int64_t outlet, struct arena *arena, struct found *f);

#endif
